import os
import time

import pytest

from polyglint.checker.checker import CheckOptions
from polyglint.engine import cache as module
from polyglint.engine.cache import Cache
from polyglint.engine.database import Database
from polyglint.results import Judgement, WindowRead
from polyglint.sources.opening import State, read_below
from polyglint.sources.worktree import File
from tests.hook.claims import source

RESULT = Judgement(("Python",), source("extension .py"), "Python", 0.9)
OTHER = RESULT._replace(score=0.8)


@pytest.fixture
def stored(monkeypatch, tmp_path):
    """A cache that knows one blob and one file on disk."""
    monkeypatch.setattr(module, "SETTLED", -1.0)
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    blob = File("a.py", "a.py", {}, None, blob="1" * 40)
    disk = File("a.py", "a.py", {}, None, location=str(path))
    first = Cache(CheckOptions(), Database())
    first.add(first.keys(blob, b"old"), RESULT)
    first.add(first.keys(disk, b"old", State.of(path.stat())), OTHER)
    first.close()
    return blob, disk


def again(judging=CheckOptions()):  # noqa: B008, a constant
    return Cache(judging, Database())


def copy(file, **changes):
    return file._replace(**changes)


def test_what_is_the_same_is_known_without_a_look(stored):
    blob, disk = stored
    assert again().known([blob, disk]) == {blob: RESULT, disk: OTHER}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"path": "elsewhere/a.py"}, id="path"),
        pytest.param({"tree": "2" * 40}, id="tree"),
    ],
)
def test_how_people_know_a_file_changes_nothing(stored, changes):
    file = copy(stored[0], **changes)
    assert again().known([file]) == {file: RESULT}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"blob": "2" * 40}, id="blob"),
        pytest.param({"place": "b/a.py"}, id="place"),
        pytest.param({"attributes": {"linguist-generated": "set"}}, id="attributes"),
        pytest.param({"blob": None}, id="no blob"),
    ],
)
def test_another_question_has_no_answer_yet(stored, changes):
    assert again().known([copy(stored[0], **changes)]) == {}


def test_another_judging_has_no_answer_yet(stored, tmp_path):
    assert again(CheckOptions(("Go",))).known([*stored]) == {}
    model = tmp_path / "model"
    model.mkdir()
    first, second = (
        (model / "config.json").write_text(text) and again(CheckOptions(model=model))._prefix
        for text in ("{}", "{ }")
    )
    assert first != second


def test_other_grammars_have_no_answer_yet(stored, monkeypatch):
    monkeypatch.setattr(module, "installed", lambda: ("tree_sitter_c",))
    assert again().known([stored[0]]) == {}


def test_another_version_of_the_program_has_no_answer_yet(stored, monkeypatch):
    monkeypatch.setattr(module, "own_state", lambda: b"edited")
    assert again().known([*stored]) == {}


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A program of three files, for what this one is known by."""
    base = tmp_path / "program"
    for name in ("a.py", "inner/b.json", "inner/__pycache__/a.txt"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(b"old")
    monkeypatch.setattr(module, "BASE", base)
    return base


@pytest.mark.parametrize("known_by", [module.own_state, module.own_sources])
@pytest.mark.parametrize("change", ["edited", "added", "gone"])
def test_a_program_is_known_by_all_of_its_files(program, known_by, change):
    before = known_by.__wrapped__()
    path = program / "inner" / "b.json"
    if change == "edited":  # as an installer does, with the old time and size
        found = path.stat()
        path.unlink()
        path.write_bytes(b"new")
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    elif change == "added":
        (path.parent / "c.py").touch()
    else:
        path.unlink()
    assert known_by.__wrapped__() != before


@pytest.mark.parametrize("known_by", [module.own_state, module.own_sources])
def test_what_python_compiles_makes_no_other_program(program, known_by):
    before = known_by.__wrapped__()
    (program / "inner" / "__pycache__" / "a.txt").write_bytes(b"new")
    (program / "model.tflite").write_bytes(b"config.json has its checksum")
    assert known_by.__wrapped__() == before


@pytest.mark.parametrize("change", ["content", "time", "link", "gone", "directory"])
def test_a_file_that_changed_on_disk_is_looked_at(stored, tmp_path, change):
    path = tmp_path / "a.py"
    if change == "time":
        os.utime(path, ns=(0, 0))
    elif change == "content":  # of the same size, with its time set back
        found = path.stat()
        path.write_bytes(b"new")
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    else:
        path.unlink()
        if change == "link":
            path.symlink_to("/etc/passwd")
        elif change == "directory":
            path.mkdir()
    assert again().known([stored[1]]) == {}


def test_a_content_is_known_in_another_file(stored, tmp_path):
    (tmp_path / "b.py").write_bytes(b"old")
    other = copy(stored[1], location=str(tmp_path / "b.py"))
    cache = again()
    assert cache.known([other]) == {}
    state = State.of((tmp_path / "b.py").stat())
    assert cache.of_content(cache.keys(other, b"new", state)) is None
    assert cache.of_content(cache.keys(other, b"old", state)) == OTHER
    cache.close()
    assert again().known([other]) == {other: OTHER}


def test_a_file_that_may_change_within_the_clock_s_tick_is_not_known_by_its_time(stored, tmp_path):
    module.SETTLED = 2.0  # the fixture puts it back
    (tmp_path / "a.py").write_bytes(b"edited")
    state = State.of((tmp_path / "a.py").stat())
    assert len(again().keys(stored[1], b"edited", state)) == 1
    module.SETTLED = -1.0
    assert len(again().keys(stored[1], b"edited", state)) == 2


def test_a_file_that_is_swapped_after_it_was_read_has_no_answer_of_another(stored, tmp_path):
    path = tmp_path / "b.py"
    path.write_bytes(b"right")
    found = read_below(str(tmp_path), "b.py")
    path.rename(tmp_path / "kept.py")
    path.write_bytes(b"wrong")
    file = copy(stored[1], location=str(path))
    cache = again()
    cache.add(cache.keys(file, *found), RESULT)
    assert cache.known([file]) == {}


def test_answers_are_written_now_and_then(stored, monkeypatch):
    cache = again()
    file = copy(stored[0], blob="3" * 40)
    now = time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + 100)
    cache.add(cache.keys(file, b""), RESULT)
    assert again().known([file]) == {file: RESULT}  # though the first goes on


def test_what_the_database_holds_is_not_believed(stored):
    blob, _ = stored
    cache = again()
    (key,) = cache.keys(blob, b"")
    cache._database.put([(key, b"[1, 2]")])
    assert again().known([blob]) == {}


def test_without_a_database(stored):
    cache = Cache(CheckOptions(), None)
    assert cache.known([*stored]) == {}
    keys = cache.keys(stored[0], b"")
    assert cache.of_content(keys) is None
    cache.add(keys, RESULT)
    cache.close()


FLAGGED = RESULT._replace(windows=(WindowRead(1, 4, "Java", 0.9, "x" * 5000),) * 9)


def test_windows_that_many_paths_share_are_kept_once(tmp_path):
    files = [File(f"{n}.py", f"{n}.py", {}, None, blob="1" * 40) for n in range(300)]
    cache = again()
    for file in files:
        cache.add(cache.keys(file, b"x"), FLAGGED)
    assert sum(len(value) for _, value in cache._new) < 2 * 9 * 5000
    cache.close()
    assert again().known(files) == dict.fromkeys(files, FLAGGED)


def test_windows_that_are_gone_are_no_answer(stored):
    cache = again()
    cache.add(cache.keys(stored[0], b"x"), FLAGGED)
    cache._new = [(key, value) for key, value in cache._new if value.startswith(module.APART)]
    cache.close()
    assert again().known([*stored]) == {stored[1]: OTHER}


def test_what_is_to_be_written_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MAX_PENDING", 1000)
    cache = again()
    for number in range(50):
        cache.add([bytes([number]) * 32], RESULT)
        assert sum(len(key) + len(value) for key, value in cache._new) < 1200
