import json

import numpy as np
import pytest

from polyglint.errors import FatalError
from polyglint.model.tokenizer import CharacterTokenizer
from tests.train.conftest import SourceFile, write_corpus
from train.data.documents import Document
from train.data.shards import (
    ShardedArray,
    ShardPart,
    read_arrays,
    shard_name,
    write_index,
    write_shard,
)
from train.data.tasks import WindowTask

TEXT = "def f(x):\n    return x\n\n\nprint(f(1))\nprint(f(2))\nprint(f(3))\n"


@pytest.fixture
def part(tmp_path):
    write_corpus(tmp_path, [SourceFile("Python", "p", "Python/p/0", TEXT)])
    document = Document("Python/p/0", "Python", "p")
    task = WindowTask(document, tmp_path / document.path, (0, 1), (0, 0))
    return ShardPart(tmp_path / "data" / shard_name(0), (task, task), 7)


def write(part):
    return write_shard(part, {"Python": 3}, CharacterTokenizer(), 20)


def test_a_shard_tells_labels_and_files(part):
    assert write(part) == 4
    write_index(part.directory.parent, [4])
    assert read_arrays(part.directory.parent, "y")[np.arange(4)].tolist() == [3] * 4
    assert read_arrays(part.directory.parent, "file")[np.arange(4)].tolist() == [7, 7, 8, 8]
    assert read_arrays(part.directory.parent, "x").shape == (4, 20)


def test_done_again_it_is_there_once(part):
    write(part)
    before = {path.name: path.read_bytes() for path in part.directory.iterdir()}
    write(part)
    assert {path.name: path.read_bytes() for path in part.directory.iterdir()} == before
    assert [path.name for path in part.directory.parent.iterdir()] == [part.directory.name]


def test_what_cannot_be_written_leaves_nothing(part, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("train.data.shards.encode", full)
    with pytest.raises(FatalError, match="No space left on device"):
        write(part)
    assert list(part.directory.parent.iterdir()) == []


def test_a_shard_of_other_rows_is_told(part):
    write(part)
    write_index(part.directory.parent, [5])
    assert json.loads((part.directory.parent / "index.json").read_text())["format"] == 1
    with pytest.raises(FatalError, match="4 rows, not the 5"):
        read_arrays(part.directory.parent, "x")


def test_shards_are_one_array():
    whole = np.arange(20).reshape(10, 2)
    sharded = ShardedArray([whole[:3], whole[3:3], whole[3:4], whole[4:]])
    assert (len(sharded), sharded.shape, sharded.dtype) == (10, (10, 2), whole.dtype)
    assert (np.asarray(sharded) == whole).all()
    for rows in ([], [0], [9, 0, 3, 3], whole[:, 0] % 4 == 0):
        rows = np.asarray(rows, bool if len(rows) == 10 else np.int64)
        assert (sharded[rows] == whole[rows]).all()
    assert (sharded.sum(axis=1) == whole.sum(axis=1)).all()
