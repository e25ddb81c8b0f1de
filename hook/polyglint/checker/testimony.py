"""What grammars add to the evidence against a claim; pure.

Two are heard: that of the claimed language and that of the language which the text reads as. Each
counts as much as it is worth: its answer is a log-likelihood ratio, from how it answered on
validation files of its own language and on others. Where a grammar is missing its facts are 0, and
the model alone decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping

from polyglint.checker.syntax import Syntax
from polyglint.model.weights import GrammarRates, GrammarWeights
from polyglint.phrases import any_of
from polyglint.typed import NamedTuple, TypeAlias

Ask: TypeAlias = Callable[[str], "Syntax | None"]  # a language, and what its grammar makes of it

ACCEPTED = 0.005  # errors up to here are slips of the grammar or of the author
REFUSED = 0.1  # beyond, most of the text is another language; in between there is doubt
SURE = 2.0  # nats, for an answer that is seldom wrong
SURE_REFUSAL = -2.0  # nats: a grammar that refuses many of its own files does not refuse for sure
ONE_LITERAL = 0.8  # of a text: what the literal holds says nothing of the language around it
CLEARLY = 0.2  # errors from here on are no damage, and no dialect either
# Of files of other languages, measured on a thousand: a grammar that accepts no more is believed
# without the model. And of its own files: one that refuses no more, likewise.
TELLING, SELDOM = 0.035, 0.02
# Claims whose grammars accept nearly any text, and those whose look-alikes have grammars that doubt
# one in six of their own files.
TAKE_ANYTHING, STYLES = frozenset(["YAML", "reStructuredText"]), frozenset(["CSS"])
# Without a grammar of their own, or with one that is not always installed.
OFTEN_ALONE = frozenset(["D", "Gradle", "Groovy", "Objective-C", "Objective-C++"])
MAX_ODDS = 5.0  # nats that one answer can bring: no more than some hundred files can show


class Witnesses(NamedTuple):
    """The grammars of a claim and of a reading, as far as there are any."""

    claimed: Syntax | None  # of the claimed languages the one with the fewest errors
    claimed_odds: float  # for that language
    read: Syntax | None
    read_odds: float
    claimed_refused: float = 1.0  # share of that language's own files that its grammar refuses


def hear(
    claimed: Collection[str], language: str, ask: Ask, tellings: Mapping[str, GrammarRates]
) -> Witnesses:
    """Ask the grammars of the claimed languages and of the one that a text reads as.

    One that is not in the table is not asked, since nobody knows what its word is worth. A refusal
    is one only if every claimed language refuses.
    """
    own = {name: ask(name) for name in claimed if name in tellings}
    heard = {name: found for name, found in own.items() if found is not None}
    read = ask(language) if language in tellings else None
    read_odds = odds_of(tellings[language], read) if read is not None else 0.0
    if not heard:
        return Witnesses(None, 0.0, read, read_odds)
    best = min(heard, key=lambda name: heard[name].errors)
    if len(heard) < len(claimed) and heard[best].errors > ACCEPTED:
        return Witnesses(None, 0.0, read, read_odds)
    rates, own_syntax = tellings[best], heard[best]
    refused = 1.0 - rates.own_accepted - rates.own_doubted
    return Witnesses(own_syntax, odds_of(rates, own_syntax), read, read_odds, refused)


def hear_behind(
    heard: Witnesses, language: str, ask: Ask, tellings: Mapping[str, GrammarRates]
) -> Witnesses:
    """Ask the grammar of what a text reads as about all but its first lines, where it refuses all.

    Some grammars give a whole text up over one line that they do not expect at its beginning.

    Args:
        ask: about what follows the first window.
    """
    if heard.read is None or heard.read.errors <= REFUSED:
        return heard
    rest = ask(language)
    if rest is None or rest.errors > REFUSED:
        return heard
    return heard._replace(read=rest, read_odds=odds_of(tellings[language], rest))


def facts(heard: Witnesses) -> tuple[float, ...]:
    """What `GrammarWeights` are for, in their order."""
    claimed = heard.claimed
    return (
        max(-heard.claimed_odds, 0.0),
        max(heard.claimed_odds, 0.0),
        max(heard.read_odds, 0.0),
        max(-heard.read_odds, 0.0),
        claimed.literal if claimed is not None and is_accepted(heard) else 0.0,
        claimed.comments if claimed is not None else 0.0,
    )


def grammar_odds(heard: Witnesses, weights: GrammarWeights) -> float:
    """Log-odds that grammars add; minus infinity where they leave no contradiction."""
    if is_one_literal(heard.claimed) or is_third_language(heard):
        return -math.inf
    return sum(weight * fact for weight, fact in zip(weights, facts(heard), strict=True))


def grammar_words(heard: Witnesses, claims: Collection[str], language: str) -> str | None:
    """What grammars say for a claim; None where they say nothing for it."""
    named = f"the grammar of {any_of(sorted(claims))}"
    if is_one_literal(heard.claimed):
        return f"{named} takes it for one literal"
    if is_third_language(heard):
        return f"{named} and that of {language} both refuse it"
    if is_accepted(heard):
        return f"{named} accepts it"
    if heard.read is not None and heard.read.errors > REFUSED:
        return f"the grammar of {language} refuses it"
    return None


def is_one_literal(claimed: Syntax | None) -> bool:
    """Whether the claimed grammar takes the text for one literal, which may hold anything."""
    return claimed is not None and claimed.errors <= ACCEPTED and claimed.literal > ONE_LITERAL


def is_third_language(heard: Witnesses) -> bool:
    """Whether both grammars refuse the text, which is in neither language then."""
    claimed, read = heard.claimed, heard.read
    return (
        claimed is not None
        and read is not None
        and claimed.errors > ACCEPTED
        and read.errors > REFUSED
        and heard.read_odds <= SURE_REFUSAL
    )


def does_testify(heard: Witnesses, language: str, tellings: Mapping[str, GrammarRates]) -> bool:
    """Whether a grammar shows what the model alone is not trusted with.

    Either that of the claimed language refuses most of the text, and refuses next to no file of its
    own; or that of the language it reads as accepts it, and accepts next to no file of others.
    """
    claimed, read = heard.claimed, heard.read
    if is_accepted(heard):
        return False
    if read is not None and read.errors <= ACCEPTED:
        return is_telling(language, tellings)
    if claimed is None or claimed.errors <= CLEARLY or (read is not None and read.errors > REFUSED):
        return False
    return heard.claimed_refused <= SELDOM


def is_telling(language: str, tellings: Mapping[str, GrammarRates]) -> bool:
    """Whether a language's grammar accepts next to no file of others."""
    return language in tellings and tellings[language].foreign_accepted <= TELLING


def is_accepted(heard: Witnesses) -> bool:
    """Whether the claimed grammar accepts the text."""
    return heard.claimed is not None and heard.claimed.errors <= ACCEPTED


def do_agree(heard: Witnesses) -> bool:
    """Whether the claimed grammar refuses a text, and the read one accepts it."""
    return _do_agree(heard, ACCEPTED)


def _do_agree(heard: Witnesses, most: float) -> bool:
    claimed, read = heard.claimed, heard.read
    if claimed is None or read is None:
        return False
    return claimed.errors > ACCEPTED and read.errors <= min(most, claimed.errors / 2)


def do_agree_on_proven(heard: Witnesses, claims: Collection[str]) -> bool:
    """`do_agree` on a text with marks that have no place in the claimed language.

    They stand for the refusal of a grammar that takes anything, and outweigh doubts of one that
    knows only some of its language.
    """
    if TAKE_ANYTHING.issuperset(claims):
        return heard.read is not None and heard.read.errors <= ACCEPTED
    return _do_agree(heard, REFUSED if STYLES.issuperset(claims) else ACCEPTED)


def does_confirm(heard: Witnesses, language: str) -> bool:
    """Whether grammars confirm marks of a language that have no place in the claimed one.

    They agree for sure or, where there may be no grammar of that language, the claimed one refuses
    the text.
    """
    if language in OFTEN_ALONE and heard.read is None:
        return heard.claimed is not None and heard.claimed.errors > ACCEPTED
    return do_agree_for_sure(heard)


def do_agree_for_sure(heard: Witnesses) -> bool:
    """Whether they agree, and neither is one that often answers so of its own files or others."""
    return do_agree(heard) and heard.claimed_odds <= -SURE and heard.read_odds >= SURE


def is_one_sure(heard: Witnesses) -> bool:
    """Whether one grammar speaks against the claim for sure, and none for it."""
    if is_accepted(heard) or (heard.read is not None and heard.read.errors > REFUSED):
        return False
    return heard.claimed_odds <= -SURE or heard.read_odds >= SURE


def reach(
    claimed: Collection[str],
    language: str,
    weights: GrammarWeights,
    tellings: Mapping[str, GrammarRates],
) -> float:
    """The most that grammars could add to the log-odds: what is further off is not asked about."""
    refusal = max((_most(tellings[name], False) for name in claimed if name in tellings), default=0)
    acceptance = _most(tellings[language], True) if language in tellings else 0.0
    return weights.claimed_refuses * refusal + weights.read_accepts * acceptance


def _most(telling: GrammarRates, is_for: bool) -> float:
    """The largest odds for the language of a grammar, or against it, of all its answers."""
    answers = (Syntax(errors, 0.0, 0.0) for errors in (0.0, REFUSED, 1.0))
    return max(0.0, *(odds_of(telling, found) * (1 if is_for else -1) for found in answers))


def odds_of(telling: GrammarRates, found: Syntax) -> float:
    """Log-likelihood ratio of the text being in the language of the grammar that answered so."""
    own, foreign = telling.own_accepted, telling.foreign_accepted
    if found.errors > REFUSED:
        own, foreign = 1 - own - telling.own_doubted, 1 - foreign - telling.foreign_doubted
    elif found.errors > ACCEPTED:
        own, foreign = telling.own_doubted, telling.foreign_doubted
    return _bounded_log(own) - _bounded_log(foreign)


def _bounded_log(share: float) -> float:
    return math.log(max(share, math.exp(-MAX_ODDS)))
