"""Texts for the benchmarks' tests."""

from pathlib import Path

from benchmarks.detectors import Detection, DetectorAnswer
from benchmarks.held_out import Sample


def sample(language, lines=20, project="p"):
    return Sample(Path("x"), language, project, lines)


def detection(known, *answers, seconds=0.001):
    """One answer for each of `answers`: languages separated by commas, or nothing."""
    found = [frozenset(filter(None, answer.split(","))) for answer in answers]
    return Detection("1", frozenset(known), tuple(DetectorAnswer(f, seconds) for f in found))
