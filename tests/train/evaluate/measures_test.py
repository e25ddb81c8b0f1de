import numpy as np
import pytest

from train.evaluate import measures
from train.evaluate.calibrate import START
from train.evaluate.file_scores import FileScores, source_of
from train.evaluate.measures import (
    confusion_matrix,
    expected_calibration_error,
    file_figures,
    interval,
    length_figures,
    precision_recall,
    window_figures,
)
from train.model.settings import SEED_LANGUAGES


def test_confusion_matrix():
    y, best = np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 0, 2])
    assert confusion_matrix(best, y, 3).tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 2]]


def test_precision_recall():
    matrix = np.array([[3, 1, 0], [1, 1, 0], [0, 0, 0]])
    precision, recall = precision_recall(matrix)
    assert precision.tolist() == pytest.approx([3 / 4, 1 / 2, float("nan")], nan_ok=True)
    assert recall.tolist() == pytest.approx([3 / 4, 1 / 2, float("nan")], nan_ok=True)


def test_window_figures():
    """The ninth language wins a window that the eight alone would give to C++."""
    labels = ("C", "C++", "Go", "Haskell", "Java", "JavaScript", "PHP", "Python", "Ruby")
    order = [  # true language and the ranking of the best four
        ("C", "C", "C++", "Go", "Java"),
        ("C", "C++", "C", "Go", "Java"),
        ("C++", "Haskell", "C++", "Go", "Java"),
        ("Go", "Java", "PHP", "Ruby", "Go"),
        ("Haskell", "Haskell", "Go", "PHP", "Ruby"),
        ("Ruby", "Haskell", "PHP", "Go", "Ruby"),
    ]
    logits = np.zeros((len(order), len(labels)), np.float32)
    for row, (_, *ranking) in enumerate(order):
        for place, name in enumerate(ranking):
            logits[row, labels.index(name)] = 9 - place
    scores = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    y = np.array([labels.index(true) for true, *_ in order])
    assert window_figures(scores, y, labels, ["one"] * 6) == {
        "windows": 6,
        "accuracy": pytest.approx(2 / 6),
        "accuracy_interval": (0.3333, 0.3333),  # of a single project none can be told
        "accuracy_mean_of_languages": pytest.approx((1 / 2 + 0 + 0 + 1 + 0) / 5),
        "top_3_accuracy": pytest.approx(4 / 6),
        "accuracy_compatible_as_one": pytest.approx(3 / 6),
        "accuracy_compatible_as_one_interval": (0.5, 0.5),
        "eight_languages": {
            "windows": 5,
            "accuracy": pytest.approx(2 / 5),
            "accuracy_c_and_cpp_as_one": pytest.approx(3 / 5),
        },
    }
    without_ruby = labels[:-1]
    assert "eight_languages" not in window_figures(
        scores[:5, :-1], y[:5], without_ruby, ["one"] * 5
    )
    assert set(SEED_LANGUAGES) < set(labels)


LABELS = ("Fortran", "Go", "Haskell", "Lua")  # nothing compatible, no hosts


def files_of(*files):
    """Files of (truth, language that all windows favour, windows)."""
    scores = []
    for _, favoured, windows in files:
        logits = np.zeros((windows, len(LABELS)))
        logits[:, LABELS.index(favoured)] = 9
        scores.append(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    truth = tuple(true for true, *_ in files)
    return FileScores(LABELS, truth, tuple("abcdef"[: len(files)]), tuple(scores))


def test_file_figures(monkeypatch):
    files = files_of(
        ("Go", "Go", 5), ("Lua", "Haskell", 4), ("Go", "Fortran", 1), ("Fortran", "Fortran", 2)
    )
    claims = ["Lua", "Go", "Haskell", "Go"]
    monkeypatch.setattr(measures, "other_claims", lambda files, seed: claims)
    figures = file_figures(files, START._replace(min_windows=3), 1)
    left_out = {
        "expected_calibration_error",
        "accuracy_interval",
        "accuracy_compatible_as_one_interval",
    }
    assert {name: figures[name] for name in figures if name not in left_out} == {
        "files": 4,
        "projects": 4,
        "accuracy": 0.5,
        "accuracy_compatible_as_one": 0.5,
        "verdicts_given": 1.0,
        "accuracy_of_verdicts_given": 0.5,
        "false_positives": 1,
        "false_positive_rate": 0.25,
        "false_positive_languages": ["Lua as Haskell"],
        "mismatches": 4,
        "mismatches_caught": 0.5,  # the two of three windows or more
        "mismatches_judged": 2,
        "mismatches_judged_caught": 1.0,
        "mismatches_caught_and_named_right": 0.25,
        "mismatches_between_compatible_languages": 0,
    }
    assert figures["expected_calibration_error"] == pytest.approx(0.5, abs=0.01)


def test_an_interval_is_of_projects_not_of_items():
    right = np.repeat([True, True, True, False], 500)
    narrow = interval(right, np.arange(len(right)))  # each item a project
    wide = interval(right, np.repeat(np.arange(4), 500))
    assert narrow[0] == pytest.approx(0.73, abs=0.01)
    assert narrow[1] == pytest.approx(0.77, abs=0.01)
    assert wide[0] <= 0.26
    assert wide[1] == 1.0
    assert interval(right, np.arange(len(right))) == narrow


def test_files_of_one_source():
    files = files_of(("Go", "Go", 5), ("Lua", "Haskell", 4), ("Go", "Fortran", 1))
    files = files._replace(sources=("packages", "repositories", "packages"))
    own = files.of_source("packages")
    assert (own.languages, own.projects, len(own.scores)) == (("Go", "Go"), ("a", "c"), 2)
    assert len(files.of_source("repositories").scores) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("Go/debian__abc/x__y.go", "packages"),
        ("Go/npm__@a+b/x.go", "packages"),
        ("Go/git__owner+name/x.go", "repositories"),
        ("Go/dir__name/x.go", "repositories"),
    ],
)
def test_the_source_of_a_file(path, source):
    assert source_of(path) == source


def test_length_figures():
    files = files_of(
        ("Go", "Go", 1), ("Go", "Lua", 2), ("Go", "Go", 3), ("Lua", "Lua", 12), ("Go", "Go", 24)
    )
    assert length_figures(files, START) == {
        "1-2": {"files": 2, "accuracy": 0.5},
        "3-6": {"files": 1, "accuracy": 1.0},
        "7-12": {"files": 1, "accuracy": 1.0},
        "13-24": {"files": 1, "accuracy": 1.0},
    }


def test_a_share_of_nothing_is_no_number():
    figures = file_figures(files_of(("Go", "Go", 5)), START._replace(verdict_threshold=2.0), 1)
    assert figures["verdicts_given"] == 0.0
    assert figures["accuracy_of_verdicts_given"] is None


def test_expected_calibration_error():
    scores = np.array([0.95, 0.95, 0.15, 1.0])
    right = np.array([True, False, False, True])
    # The last of ten bins: mean score 0.9667, two of three right; the second: 0.15, none of one.
    expected = (0.96666667 - 2 / 3) * 3 / 4 + 0.15 / 4
    assert expected_calibration_error(scores, right, bins=10) == pytest.approx(expected)


def test_scores_that_hold_have_no_calibration_error():
    scores = np.repeat([0.25, 0.75], 4)
    right = np.array([1, 0, 0, 0, 1, 1, 1, 0], bool)
    assert expected_calibration_error(scores, right) == 0
