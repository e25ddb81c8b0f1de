"""What grammars may answer, of those that seldom err."""

from polyglint.checker.decision import contradiction
from polyglint.checker.syntax import Syntax
from polyglint.model.weights import GrammarRates
from tests.hook.checker.readings import reading

STRICT = GrammarRates(0.98, 0.01, 0.02, 0.08)
RIGHT, SLIP, WRONG = Syntax(0, 0, 0), Syntax(0.03, 0, 0), Syntax(0.6, 0, 0)
GRAMMARS = dict.fromkeys(["JavaScript", "Python", "TypeScript"], STRICT)


def found_by(windows, claim, answers, **rules):
    """The language that contradicts a claim, by a reading of windows and by what grammars say."""
    text = reading(*windows, grammars=GRAMMARS, **rules)
    found = contradiction(text, [claim], answers.get)
    return found and found.language
