import pytest

from tests.hook.checker.readings import reading
from train.corpus.manifest import read_table
from train.evaluate import doubtful
from train.evaluate.calibrate import START
from train.evaluate.doubtful import write_doubtful
from train.evaluate.file_scores import FileScores


def files(**read):
    """Files by a path ``Language/name``, each of one window with these probabilities."""
    windows = {path: reading(scores) for path, scores in read.items()}
    labels = next(iter(windows.values())).labels
    scores = tuple(found.log_probabilities for found in windows.values())
    languages = tuple(path.partition("/")[0] for path in windows)
    return FileScores(labels, languages, ("one",) * len(scores), scores, paths=tuple(windows))


FILES = files(
    **{
        "Go/right": "Go",
        "Go/wrong": "Python",
        "Go/open": {"Python": 0.6, "Go": 0.3},
        "C/alike": "C++",
        "SQL/worst": {"Go": 0.998},
    }
)


def paths(table):
    return [row["path"] for row in read_table(table)]


def test_the_most_doubtful_first_without_what_is_alike(tmp_path):
    table = tmp_path / "doubtful.tsv"
    write_doubtful(table, [FILES], START)
    assert paths(table) == ["SQL/worst", "Go/wrong", "Go/open"]
    assert read_table(table)[0]["reads_as"] == "Go"
    scores = [float(row["score"]) for row in read_table(table)]
    assert scores == sorted(scores)
    assert scores[-1] == pytest.approx(0.3, abs=0.1)


def test_all_splits_share_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(doubtful, "MOST", 2)
    table = tmp_path / "doubtful.tsv"
    write_doubtful(table, [files(**{"Go/a": "Python"}), FILES], START)
    assert paths(table) == ["SQL/worst", "Go/a"]
