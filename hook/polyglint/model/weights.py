"""What was fitted to weigh evidence by; read with every model."""

from __future__ import annotations

from polyglint.typed import NamedTuple


class ContradictionWeights(NamedTuple):
    """What each fact adds to the log-odds that a file is not what it claims."""

    margin: float = 1.0  # log-odds of the best language over the best claimed one
    sustained: float = 0.0  # the same, times the share of ENOUGH_WINDOWS that there are
    outside: float = (
        0.0  # log-odds of the languages not compatible with the claim over those that are
    )
    support: float = 0.0  # log of the mean probability, over windows, of those that are
    host_support: float = 0.0  # log of their largest one, where one language may hold the other
    bias: float = 0.0


class GrammarRates(NamedTuple):
    """How often a grammar gives an answer, of 1: on its own language's files and on others."""

    own_accepted: float
    own_doubted: float
    foreign_accepted: float
    foreign_doubted: float


class GrammarWeights(NamedTuple):
    """What each fact adds to the log-odds that a file is not what it claims."""

    claimed_refuses: float = 1.0  # log-odds against the claimed language, by its grammar
    claimed_accepts: float = -1.0  # log-odds for it
    read_accepts: float = 1.0  # log-odds for the language that the text reads as
    read_refuses: float = -1.0  # log-odds against it
    literal: float = 0.0  # share of the largest literal, where the claimed grammar accepts
    comments: float = 0.0  # share of comments, as the claimed grammar has them
