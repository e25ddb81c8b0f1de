"""Which of several alike languages a text is in, where the model is sure only of them together."""

from __future__ import annotations

from collections.abc import Collection

from polyglint.checker.decision import Contradiction
from polyglint.checker.testimony import ACCEPTED, Ask
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.look_alikes import may_hold
from polyglint.model.config import Calibration
from polyglint.results import Verdict


def settled(
    found: Contradiction, read: Verdict, rules: Calibration, ask: Ask
) -> Contradiction | None:
    """Name the plainest language that the grammars allow; None where the text stays open.

    What reads as JavaScript or as TypeScript, and has nothing that JavaScript's grammar refuses, is
    JavaScript.

    Args:
        found: what is held against the claim.
        read: the verdict on the same text, unsure of one language.
        ask: what the grammar of a language makes of the text.

    Returns:
        `found` in that language, scored with all that are alike together.
    """
    alike = {name: score for name, score in read.best if name in compatible_with(found.language)}
    total = sum(alike.values())
    if total < rules.verdict_threshold or len(alike) < 2:
        return None
    accepted = [name for name in alike if (tree := ask(name)) and tree.errors <= ACCEPTED]
    nameable = set(accepted).difference(rules.abstains, rules.untried)
    plainest = next((name for name in accepted if _is_plainest(name, accepted)), None)
    return found._replace(language=plainest, score=total) if plainest in nameable else None


def _is_plainest(name: str, languages: Collection[str]) -> bool:
    """Whether files of all the other languages may hold this one, but not the other way round."""
    others = [other for other in languages if other != name]
    return all(name in may_hold(other) and other not in may_hold(name) for other in others)
