import json

import numpy as np
import pytest

from polyglint.model.reader import Reader
from tests.reference import rewrite
from tests.reference.vectors import (
    MODEL_SHA256,
    SCORES,
    TOKENS,
    TOLERANCE,
    model_digest,
    texts,
    token_vectors,
)


def load(path):
    return json.loads(path.read_text("utf-8"))


def test_windows_and_token_ids_are_exact():
    assert token_vectors() == load(TOKENS)


def test_scores_are_of_the_shipped_model():
    assert load(SCORES)[MODEL_SHA256] == model_digest()


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.mark.parametrize("name", texts())
def test_scores_are_within_the_tolerance(reader, name):
    reading = reader.read(texts()[name])
    rows = {
        tuple(window): row
        for window, row in zip(reading.windows, reading.log_probabilities, strict=True)
    }
    for window in load(SCORES)[name]:
        row = rows[tuple(window["lines"])]
        found = {label: np.exp(row[reading.labels.index(label)]) for label in window["best"]}
        assert found == pytest.approx(window["best"], abs=TOLERANCE)


def test_rewriting_changes_nothing(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(rewrite, "TOKENS", tmp_path / "tokens.json")
    assert rewrite.main(["tokens"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'tokens.json'}\n"
    assert (tmp_path / "tokens.json").read_bytes() == TOKENS.read_bytes()
