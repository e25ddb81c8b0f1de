"""Does code contradict the claim of a template that it has no mark of? Pure.

Stricter than `decision`, since templates are made into what they look like: the whole text reads as
one language, in which programs are written and which its grammar accepts, where there is one.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from polyglint.checker.comparison import columns_of, support_of
from polyglint.checker.decision import Contradiction
from polyglint.checker.support import known_claims, related_to
from polyglint.checker.testimony import ACCEPTED, Ask, is_telling
from polyglint.checker.verdict import evidence, region_of
from polyglint.linguist.compatible import REGULAR, TEMPLATES, compatible_with
from polyglint.linguist.languages import is_programming
from polyglint.model.reader import Reading
from polyglint.phrases import score

SURE, MEAN = 0.95, 0.6  # least probability of the language: of the text, of a window on average
FEWEST_WINDOWS = 3  # where no grammar accepts the text
MAX_SUPPORT = 0.7  # of a window for the claim
# Claims that the model's word is not enough against, beside those that it does not know: a page of
# examples is Markdown without marks, and a comment of a program is a heading.
NEEDS_GRAMMAR = frozenset(["MDX", "Markdown"])
# Languages of programs that templates are made into by themselves: what pages hold, and the scripts
# and settings that set a system up.
MADE_INTO = frozenset(
    [
        *("Awk", "Batchfile", "CMake", "Dockerfile", "Erlang", "Gherkin", "Gnuplot", "Gradle"),
        *("HCL", "Hack", "JavaScript", "Linker Script", "Lua", "M4", "Makefile", "Nix"),
        *("Open Policy Agent", "PHP", "PowerShell", "Puppet", "Shell", "Starlark", "TSX", "Tcl"),
        *("TypeScript", "VBScript", "Vim script", "XSLT", "fish"),
    ]
)


def is_program(language: str, claims: Collection[str] = ()) -> bool:
    """Whether programs are written in a language, and no template is usually made into it.

    Args:
        claims: what may be made into it; formats of data are made into nothing.
    """
    made = TEMPLATES if claims and REGULAR.issuperset(claims) else MADE_INTO | TEMPLATES
    return is_programming(language) and language not in made


def bare_contradiction(reading: Reading, claimed: Collection[str], ask: Ask) -> Contradiction | str:
    """The contradiction between a reading and a claim that the text has no mark of, or why none.

    Args:
        claimed: linguist's names.
        ask: what the grammar of a language makes of the text.
    """
    claims = known_claims(reading.labels, claimed)
    rules, merged = reading.calibration, evidence(reading)
    best = int(np.argmax(merged))
    language = reading.labels[best]
    related = claims | related_to(claims)
    if not is_program(language, claims) or language in {*related, *rules.abstains, *rules.untried}:
        return f"reads as {language}, which does not contradict the claim"
    alike = columns_of(reading, compatible_with(language))
    mean = float(np.exp(reading.log_probabilities[:, alike]).sum(axis=1).mean())
    sure = float(np.exp(merged[alike]).sum())
    support = support_of(reading, columns_of(reading, related))
    if sure < SURE or mean < MEAN or support > MAX_SUPPORT:
        return f"reads as {language} ({score(sure)}), which is not sure enough against the claim"
    syntax = ask(language)
    if syntax is not None and syntax.errors > ACCEPTED:
        return f"the grammar of {language} refuses it"
    testifies = syntax is not None and is_telling(language, rules.grammars)
    is_known = not claims.isdisjoint(reading.labels) and claims.isdisjoint(NEEDS_GRAMMAR)
    if not testifies and not (is_known and len(reading.windows) >= FEWEST_WINDOWS):
        return f"reads as {language}, which no grammar confirms against the claim"
    region = region_of(reading, best)
    shown = float(np.exp(merged[best]))
    return Contradiction(language, shown, region.first_line, region.last_line)
