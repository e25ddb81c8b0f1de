"""Answers of detectors to figures; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from statistics import fmean
from typing import Any

from benchmarks.detectors import POLYGLINT, Detection, DetectorAnswer
from benchmarks.held_out import Sample
from polyglint.linguist.compatible import compatible_with

LENGTHS = ((10, "1-9"), (30, "10-29"), (100, "30-99"), (300, "100-299"))
MAX_LENGTH = "300 up"

Figures = dict[str, Any]


def is_right(answer: DetectorAnswer, language: str) -> bool:
    return language in answer.languages


def is_alike(answer: DetectorAnswer, language: str) -> bool:
    """Whether it names the language, or one of those that may stand in its place."""
    return not answer.languages.isdisjoint(compatible_with(language))


def accuracy(
    detection: Detection, samples: Sequence[Sample], among: Collection[str] | None = None
) -> Figures:
    """Share of right answers, over all texts or those in languages `among` which they are."""
    rows = [
        (answer, sample.language)
        for answer, sample in zip(detection.answers, samples, strict=True)
        if among is None or sample.language in among
    ]
    by_language: defaultdict[str, list[bool]] = defaultdict(list)
    for answer, language in rows:
        by_language[language].append(is_right(answer, language))
    return {
        "texts": len(rows),
        "languages": len(by_language),
        "accuracy": share(is_right(*row) for row in rows),
        "accuracy_mean_of_languages": share(map(fmean, by_language.values())),
        "accuracy_compatible_as_one": share(is_alike(*row) for row in rows),
    }


def share(values: Any) -> float | None:
    """Their mean; None of no values."""
    found = list(values)
    return round(fmean(found), 4) if found else None


def pair(own: Detection, peer: Detection, samples: Sequence[Sample]) -> Figures:
    """polyglint and a peer on the languages that both know."""
    common = own.known & peer.known
    rows = [
        (is_right(a, sample.language), is_right(b, sample.language))
        for a, b, sample in zip(own.answers, peer.answers, samples, strict=True)
        if sample.language in common
    ]
    return {
        "polyglint": accuracy(own, samples, common),
        "peer": accuracy(peer, samples, common),
        "only_polyglint_right": sum(a and not b for a, b in rows),
        "only_peer_right": sum(b and not a for a, b in rows),
        "by_length": {
            "polyglint": grouped(own, samples, length_of, common),
            "peer": grouped(peer, samples, length_of, common),
        },
        "by_source": {
            "polyglint": grouped(own, samples, lambda sample: sample.source, common),
            "peer": grouped(peer, samples, lambda sample: sample.source, common),
        },
    }


def length_of(sample: Sample) -> str:
    return next((name for limit, name in LENGTHS if sample.lines < limit), MAX_LENGTH)


def grouped(
    detection: Detection,
    samples: Sequence[Sample],
    key: Callable[[Sample], str],
    among: Collection[str],
) -> dict[str, Figures]:
    """Accuracy by length, by language or by where texts come from."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for answer, sample in zip(detection.answers, samples, strict=True):
        if sample.language in among:
            right[key(sample)].append(is_right(answer, sample.language))
    return {
        name: {"texts": len(answers), "accuracy": share(answers)}
        for name, answers in sorted(right.items())
    }


def compare(detections: Mapping[str, Detection], samples: Sequence[Sample]) -> Figures:
    """All figures of one run of detectors, polyglint among them."""
    own = detections[POLYGLINT]
    peers = {name: found for name, found in detections.items() if name != POLYGLINT}
    known = frozenset.intersection(*(found.known for found in detections.values()))
    languages = {sample.language for sample in samples}
    milliseconds = {
        name: 1000 * fmean(answer.seconds for answer in found.answers)
        for name, found in detections.items()
    }
    return {
        "texts": len(samples),
        "projects": len({sample.project for sample in samples}),
        "languages": len(languages),
        "languages_known": {name: len(d.known & languages) for name, d in detections.items()},
        "languages_that_all_know": sorted(known & languages),
        "all": {name: accuracy(d, samples) for name, d in detections.items()},
        "that_all_know": {name: accuracy(d, samples, known) for name, d in detections.items()},
        "pairs": {name: pair(own, found, samples) for name, found in peers.items()},
        "by_language": {
            name: grouped(d, samples, lambda sample: sample.language, d.known)
            for name, d in detections.items()
        },
        "milliseconds": {name: round(value, 3) for name, value in milliseconds.items()},
        "times_polyglint": {
            name: round(value / milliseconds[POLYGLINT], 2) for name, value in milliseconds.items()
        },
    }
