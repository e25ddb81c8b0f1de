"""The model opened beside other work, and texts read whole without numpy."""

import sys
from unittest.mock import Mock

import numpy as np
import pytest

from polyglint.errors import FatalError
from polyglint.model.compiled_model import UnusableError
from polyglint.model.reader import FEW_TEXTS, Reader
from tests.repositories import SOURCES


def source(name):
    return (SOURCES / name).read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_the_model_is_opened_beside_other_work():
    reader = Reader()
    reader.prepare(1)
    assert reader._parts._plain is None
    reader.wait()
    opened = reader._parts._opening.result()
    reader.sample([source("queue.go")], 1)
    assert reader._parts._plain is opened
    assert reader._parts._opening is None


def test_nothing_is_opened_for_more_texts_than_numpy_is_spared_for():
    reader = Reader()
    reader.prepare(FEW_TEXTS + 1)
    assert reader._parts._opening is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_what_failed_to_open_once_is_opened_by_the_next_who_reads(monkeypatch):
    reader = Reader()
    with monkeypatch.context() as patch:
        patch.setattr(reader._parts, "_open_plain", Mock(side_effect=MemoryError))
        reader.prepare(1)
        with pytest.raises(MemoryError):
            reader.sample([source("queue.go")], 1)
    assert len(reader.sample([source("queue.go")], 1)) == 1
    assert reader.spares_numpy


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_whole_texts_are_sampled_as_they_are_read():
    reader, texts = Reader(), [source("queue.go"), source("router.js"), "x = 1\n" * 3]
    samples = [*reader.sample_whole(texts)]
    for sample, text in zip(samples, texts, strict=True):
        reading = reader.read(text)
        assert sample.windows == reading.windows
        assert np.allclose(sample.log_probabilities, reading.log_probabilities, atol=1e-3)
        assert np.allclose(sample.of_file, reading.of_file, atol=1e-3)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_no_more_texts_are_sampled_whole_than_numpy_is_spared_for():
    reader, text = Reader(), source("queue.go")
    asked = []
    samples = reader.sample_whole(asked.append(1) or text for _ in range(1000))
    assert 0 < len([*samples]) < len(asked) < 1000
    assert not reader.spares_numpy


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_who_wants_no_more_samples_leaves_nothing_running():
    reader = Reader()
    samples = reader.sample_whole([source("queue.go")] * 2)
    first = next(samples)
    samples.close()
    (again,) = reader.sample_whole([source("queue.go")])
    assert again.log_probabilities == first.log_probabilities


def test_where_numpy_is_not_spared_nothing_is_sampled_whole(monkeypatch):
    reader = Reader()
    monkeypatch.setattr(reader._parts, "_open_plain", Mock(side_effect=UnusableError))
    assert [*reader.sample_whole([source("queue.go")])] == []
    assert not reader.spares_numpy


def test_weights_are_checked_once():
    reader = Reader()
    reader.check()
    begun = reader._parts._checking
    reader.prepare(1)
    assert reader._parts._checking is begun
    reader.wait()


def test_what_is_wrong_with_the_weights_is_told_to_who_reads(monkeypatch):
    def damaged(directory, config):
        raise FatalError("damaged")

    monkeypatch.setattr("polyglint.model.parts.check_model", damaged)
    reader = Reader()
    reader.prepare(1)
    reader.wait()
    with pytest.raises(FatalError, match="damaged"):
        reader.sample([source("queue.go")], 1)
