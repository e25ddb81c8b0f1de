"""Windows to one verdict on a file; pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from polyglint.checker import syntax
from polyglint.checker.testimony import Ask, odds_of
from polyglint.linguist import kin_marks
from polyglint.model.reader import Reading
from polyglint.results import Verdict
from polyglint.typed import NamedTuple

BEST = 3
ASKED = 5  # of the likeliest languages, whose grammars are heard
# Of a grammar's log-likelihood ratio, which was measured among languages that are less alike than
# the likeliest ones. On validation files, a quarter to a half did best.
GRAMMAR_WEIGHT = 0.5
# Log-odds that a window must bring before a text is taken to change its language there: a change
# is rare, and a single odd window is most often a comment or a table.
CHANGE = 4.0


def weighted_mean(
    log_probabilities: npt.NDArray[np.float32], confidence: float
) -> npt.NDArray[np.float64]:
    """Mean over windows, weighted by their best probability to the power of `confidence`.

    Args:
        log_probabilities: (windows, languages), at least one window.

    Returns:
        (languages,).
    """
    weights = np.exp(confidence * log_probabilities.max(axis=1).astype(np.float64))
    mean: npt.NDArray[np.float64] = weights @ log_probabilities / weights.sum()
    return mean


def evidence(reading: Reading) -> npt.NDArray[np.float64]:
    """Log-probabilities of the languages for the whole text, (languages,).

    Windows of one file repeat each other, so their sum would be far too sure: the mean counts
    ``windows ** exponent`` times, and a scale (temperature) makes scores match frequencies. A
    window that could be anything, such as a comment, weighs less in the mean. The n-grams that the
    whole text has are heard beside them, each once however often it stands there. All of these
    are fitted on validation projects.
    """
    rules = reading.calibration
    mean = weighted_mean(reading.log_probabilities, rules.confidence)
    merged = rules.scale * len(reading.windows) ** rules.exponent * mean
    if reading.of_file is not None:
        merged = merged + rules.file_weight * reading.of_file
    return _normalised(merged)


def _normalised(merged: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Log-probabilities of what adds up to any sum."""
    normalised: npt.NDArray[np.float64] = merged - np.logaddexp.reduce(merged)
    return normalised


def of_text(reading: Reading, text: str) -> Verdict:
    """The verdict on the reading of a text, its grammars and marks heard."""
    return merge(reading, syntax.asking(text), text)


def merge(reading: Reading, ask: Ask | None = None, text: str = "") -> Verdict:
    """The verdict on a reading; without windows there is none.

    Args:
        ask: what the grammar of a language makes of the text, heard where windows alone leave it
            open which language that is in.
        text: in which marks may tell alike languages apart; without it none is looked for.
    """
    if not reading.windows:
        return Verdict(None, 0.0, ())
    merged = evidence(reading)
    if text:
        merged = _marked(merged, reading, text)
    if ask is not None and np.exp(merged.max()) < reading.calibration.verdict_threshold:
        merged = _witnessed(merged, reading, ask)
    scores = np.exp(merged)
    order = np.argsort(-scores, kind="stable")[:BEST]
    best = tuple((reading.labels[i], float(scores[i])) for i in order)
    language, score = best[0]
    rules = reading.calibration
    sure = score >= rules.verdict_threshold and language not in {*rules.abstains, *rules.untried}
    return Verdict(language if sure else None, score, best)


def _marked(
    merged: npt.NDArray[np.float64], reading: Reading, text: str
) -> npt.NDArray[np.float64]:
    """The evidence with that of marks among the likeliest languages, (languages,)."""
    against = kin_marks.spoken_against(text, _likeliest(merged, reading).values())
    if not against:
        return merged
    weights = [kin_marks.WEIGHT if label in against else 0.0 for label in reading.labels]
    return _normalised(merged - np.array(weights))


def _likeliest(merged: npt.NDArray[np.float64], reading: Reading) -> dict[int, str]:
    """The languages that grammars and marks are asked about, by their columns."""
    columns = map(int, np.argsort(-merged, kind="stable")[:ASKED])
    return {column: reading.labels[column] for column in columns}


def _witnessed(
    merged: npt.NDArray[np.float64], reading: Reading, ask: Ask
) -> npt.NDArray[np.float64]:
    """The evidence with that of the likeliest languages' grammars, (languages,)."""
    tellings, found = reading.calibration.grammars, merged.copy()
    for column, language in _likeliest(merged, reading).items():
        if language in tellings and (answer := ask(language)) is not None:
            found[column] += GRAMMAR_WEIGHT * odds_of(tellings[language], answer)
    return _normalised(found)


class Region(NamedTuple):
    """Neighbouring windows that agree on a language."""

    language: str
    first_line: int  # from 1
    last_line: int
    first_window: int  # index into the windows of the reading
    windows: int


def regions(reading: Reading) -> list[Region]:
    """The text in stretches of one language, in order, by the likeliest path through its windows.

    The path (Viterbi, 1967) may change language at any window, for the price of `CHANGE`.
    """
    found: list[Region] = []
    for index, column in enumerate(_path(reading.log_probabilities)):
        language, window = reading.labels[column], reading.windows[index]
        if found and found[-1].language == language:
            last = found[-1]
            found[-1] = last._replace(last_line=window.last_line, windows=last.windows + 1)
        else:
            found.append(Region(language, window.first_line, window.last_line, index, 1))
    return found


def region_of(reading: Reading, column: int) -> Region:
    """The largest stretch of a language, from the first window that reads as it to the last.

    Where it has none, the window that speaks for it most.
    """
    language = reading.labels[column]
    best = reading.log_probabilities.argmax(axis=1) == column
    own = [region for region in regions(reading) if region.language == language]
    if not own:
        index = int(reading.log_probabilities[:, column].argmax())
        return Region(language, *reading.windows[index], index, 1)
    largest = max(own, key=lambda region: region.windows)
    inside = range(largest.first_window, largest.first_window + largest.windows)
    speaking = [index for index in inside if best[index]] or inside
    first, last = speaking[0], speaking[-1]
    lines = reading.windows[first].first_line, reading.windows[last].last_line
    return Region(language, *lines, first, last - first + 1)


def _path(log_probabilities: npt.NDArray[np.float32]) -> list[int]:
    """The column that the likeliest path is in at each window."""
    count, languages = log_probabilities.shape
    stay = np.arange(languages)
    came_from = np.empty((count, languages), np.int16)  # a row a window, of which there may be many
    total = np.zeros(languages)
    for row, scores in enumerate(log_probabilities):
        best = int(total.argmax())
        change = total[best] - CHANGE > total
        came_from[row] = np.where(change, best, stay)
        total = np.where(change, total[best] - CHANGE, total) + scores
    path = [int(total.argmax())] if count else []
    for row in range(count - 1, 0, -1):
        path.append(int(came_from[row, path[-1]]))
    return path[::-1]
