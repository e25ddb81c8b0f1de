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
    assert reader._few is None
    reader.wait()
    opened = reader._opening.result()
    reader.sample([source("queue.go")], 1)
    assert reader._few is opened
    assert reader._opening is None


def test_nothing_is_opened_for_more_texts_than_numpy_is_spared_for():
    reader = Reader()
    reader.prepare(FEW_TEXTS + 1)
    assert reader._opening is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_what_failed_to_open_once_is_opened_by_the_next_who_reads(monkeypatch):
    reader = Reader()
    with monkeypatch.context() as patch:
        patch.setattr(reader, "_open_few", Mock(side_effect=MemoryError))
        reader.prepare(1)
        with pytest.raises(MemoryError):
            reader.sample([source("queue.go")], 1)
    assert len(reader.sample([source("queue.go")], 1)) == 1
    assert reader.spares_numpy


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_a_whole_text_is_sampled_as_it_is_read():
    reader, text = Reader(), source("queue.go")
    sample = reader.sample_whole(text)
    reading = reader.read(text)
    assert sample.windows == reading.windows
    assert np.allclose(sample.log_probabilities, reading.log_probabilities, atol=1e-3)
    assert np.allclose(sample.of_file, reading.of_file, atol=1e-3)


def test_where_numpy_is_not_spared_nothing_is_sampled_whole(monkeypatch):
    reader = Reader()
    monkeypatch.setattr(reader, "_open_few", Mock(side_effect=UnusableError))
    assert reader.sample_whole(source("queue.go")) is None
    assert not reader.spares_numpy


def test_what_is_wrong_with_the_weights_is_told_to_who_reads(monkeypatch):
    def damaged(directory, config):
        raise FatalError("damaged")

    monkeypatch.setattr("polyglint.model.reader.check_model", damaged)
    reader = Reader()
    reader.prepare(1)
    reader.wait()
    with pytest.raises(FatalError, match="damaged"):
        reader.sample([source("queue.go")], 1)
