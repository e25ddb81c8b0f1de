import subprocess

import pytest

from polyglint.checker.checker import DEFAULT, Judge
from polyglint.checker.claimed_text import PathContext
from polyglint.cluster.shared_cache import (
    OVERHEAD,
    Shard,
    object_id,
    place_that_counts,
    shared_cache,
)
from polyglint.results import Judgement
from polyglint.sources.worktree import File
from tests.hook.cluster.conftest import RIGHT, WRONG


def file(place, **attributes):
    return File(place, place, attributes, WRONG.encode, blob=object_id(WRONG.encode()))


class DictDatabase:
    """A database of one process."""

    def __init__(self):
        self.values = {}

    def get(self, keys):
        return {key: self.values[key] for key in keys if key in self.values}

    def put(self, values):
        self.values.update(values)

    def close(self):
        pass


def test_an_id_is_git_s():
    found = subprocess.run(
        ["git", "hash-object", "--stdin"], input=WRONG.encode(), capture_output=True, check=True
    )
    assert object_id(WRONG.encode()) == found.stdout.decode().strip()


def test_a_shard_keeps_the_newest_that_fit():
    shard = Shard(memory=3 * (OVERHEAD + 2))
    shard.put([(b"a", b"1"), (b"b", b"2"), (b"c", b"3"), (b"a", b"x")])
    assert shard.get([b"a", b"b", b"z"]) == {b"a": b"1", b"b": b"2"}
    shard.put([(b"d", b"4")])
    assert shard.get([b"a", b"b", b"d"]) == {b"b": b"2", b"d": b"4"}


def test_a_blob_is_read_once_for_all_repositories():
    memory = DictDatabase()
    for place, known in [
        ("src/a.py", False),
        ("other/directory/a.py", True),
        ("a.py", True),
        ("a.js", False),
        ("vendor/a.py", False),
    ]:
        cache = shared_cache(DEFAULT, memory)
        one = file(place)
        assert bool(cache.known([one])) is known
        cache.add(cache.keys(one, WRONG.encode()), Judgement())
        cache.close()


def test_a_file_on_a_disk_is_known_once_it_is_read():
    memory = DictDatabase()
    cache = shared_cache(DEFAULT, memory)
    one = file("a.py")
    cache.add(cache.keys(one, WRONG.encode()), Judgement(("Python",)))
    cache.close()
    cache = shared_cache(DEFAULT, memory)
    on_disk = File("b/a.py", "b/a.py", {}, WRONG.encode, location="/b/a.py")
    assert cache.known([on_disk]) == {}
    assert cache.of_content(cache.keys(on_disk, WRONG.encode())) == Judgement(("Python",))
    assert cache.of_content(cache.keys(on_disk, RIGHT.encode())) is None


def test_nothing_is_shared_where_nothing_is_kept():
    assert shared_cache(DEFAULT, None).keys(file("a.py"), b"") == []


PLACES = [
    ("src/a.py", {}, "a.py"),
    ("a/b/c/LICENSE.md", {}, "LICENSE.md"),
    ("vendor/a.py", {}, "vendor/a.py"),
    ("node_modules/x/a.js", {}, "node_modules/x/a.js"),
    ("lib/jquery.js", {}, "lib/jquery.js"),
    ("src/js", {}, "src/js"),
    ("conf.d/Makefile", {}, "conf.d/Makefile"),
    ("src/a.py", {"linguist-generated": "true"}, "src/a.py"),
    ("vendor/a.py", {"linguist-vendored": "false"}, "vendor/a.py"),
]


@pytest.mark.parametrize(("place", "attributes", "counts"), PLACES)
def test_the_part_of_a_path_that_counts(place, attributes, counts):
    assert place_that_counts(file(place, **attributes)) == counts


@pytest.mark.parametrize(("place", "attributes", "counts"), PLACES)
@pytest.mark.parametrize("text", [WRONG, RIGHT, "#!/bin/sh\nls\n", '{"version":3,"x":1}\n'])
def test_the_rest_of_it_changes_no_answer(model, place, attributes, counts, text):
    judge = Judge()
    specified = tuple(attributes.items())
    assert judge.examine(text.encode(), PathContext(place, specified)) == judge.examine(
        text.encode(), PathContext(counts, specified)
    )
