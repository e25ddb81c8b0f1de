import os
import random
import sqlite3
import subprocess
import sys
import time

import pytest

from polyglint.engine import database as module
from polyglint.engine.database import DAYS_KEPT, NAME, Database, directory

VALUES = {bytes([n]) * 32: b"value %d" % n for n in range(200)}


def filled():
    database = Database()
    database.put(VALUES.items())
    database.close()


def found():
    database = Database()
    values = database.get([*VALUES, b"missing"])
    database.close()
    return values


def test_values_are_kept_for_the_next_run(cache_directory):
    assert found() == {}
    filled()
    assert found() == VALUES
    assert [path.name for path in cache_directory.iterdir()] == [NAME]


def test_more_keys_than_one_question_takes():
    many = {b"%032d" % n: b"x" for n in range(1200)}
    database = Database()
    database.put(many.items())
    assert database.get([*many]) == many
    assert database.get([]) == {}


def test_what_was_kept_long_ago_is_dropped(monkeypatch):
    filled()
    later = time.time() + (DAYS_KEPT + 1) * 86400
    monkeypatch.setattr("polyglint.engine.database.time.time", lambda: later)
    database = Database()
    database.put([(b"new", b"value")])
    assert database.get([*VALUES, b"new"]) == {b"new": b"value"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"no database\n" * 99, id="another file"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 5000, id="a header alone"),
    ],
)
def test_what_is_no_database_is_thrown_away_with_a_note(cache_directory, capsys, content):
    cache_directory.mkdir()
    (cache_directory / NAME).write_bytes(content)
    assert found() == {}
    assert capsys.readouterr().err.endswith("was damaged and is thrown away\n")
    filled()
    assert found() == VALUES
    assert capsys.readouterr().err == ""


def test_another_layout_is_thrown_away(cache_directory, capsys):
    cache_directory.mkdir()
    with sqlite3.connect(cache_directory / NAME) as connection:
        connection.execute("CREATE TABLE results (key TEXT, day TEXT)")
    connection.close()
    assert found() == {}
    filled()
    assert found() == VALUES


@pytest.mark.parametrize("seed", range(20))
def test_damage_never_changes_a_value(cache_directory, seed):
    filled()
    path = cache_directory / NAME
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 20, 500])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.choice([len(content), len(content) // 2, 5000])])
    assert found().items() <= VALUES.items()
    filled()
    filled()  # the first may have met the damage only when it wrote
    assert found().items() <= VALUES.items()


@pytest.mark.parametrize("value", ["text", 5, None, 1.5])
def test_values_of_another_type_do_not_count(cache_directory, value):
    filled()
    connection = sqlite3.connect(cache_directory / NAME)
    with connection:
        connection.execute("UPDATE results SET checksum = 'x' WHERE key < x'10'")
        connection.execute("UPDATE OR IGNORE results SET value = ? WHERE key >= x'10'", [value])
    connection.close()
    assert found().keys() <= VALUES.keys()
    assert all(VALUES[key] == kept for key, kept in found().items())


@pytest.mark.parametrize("case", ["a file in the way", "a directory in the place", "no home"])
def test_without_a_file_nothing_is_kept(tmp_path, monkeypatch, capsys, case):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if case == "a file in the way":
        (tmp_path / "cache").write_text("")
    elif case == "a directory in the place":
        (tmp_path / "cache" / "polyglint" / NAME).mkdir(parents=True)
    else:
        monkeypatch.setattr("polyglint.engine.database.directory", homeless)
    filled()
    assert found() == {}
    assert capsys.readouterr().err == ""


def homeless():
    raise RuntimeError("Could not determine home directory.")


def test_a_locked_database_is_done_without(cache_directory, monkeypatch, capsys):
    filled()
    monkeypatch.setattr("polyglint.engine.database.PATIENCE", 0.05)
    other = sqlite3.connect(cache_directory / NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert found() == {}
    filled()
    other.close()
    assert found() == VALUES
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("platform", "chosen", "expected"),
    [
        ("linux", "/x/cache", "/x/cache/polyglint"),
        ("linux", "", "~/.cache/polyglint"),
        ("linux", "relative", "~/.cache/polyglint"),
        ("darwin", "", "~/Library/Caches/polyglint"),
        ("darwin", "/x", "/x/polyglint"),
        ("win32", "", "~/AppData/Local/polyglint"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of another system")
def test_directory(monkeypatch, platform, chosen, expected):
    monkeypatch.setattr("polyglint.engine.database.sys.platform", platform)
    monkeypatch.setenv("XDG_CACHE_HOME", chosen)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert str(directory()) == os.path.expanduser(expected)  # noqa: PTH111


WRITER = """
import sys
from polyglint.engine.database import Database
database = Database()
print("ready", flush=True)
for turn in range(100_000):
    rows = [(b"%d-%d" % (turn, n), b"value of %d-%d" % (turn, n)) for n in range(50)]
    database.put(rows)
"""


def test_a_killed_writer_leaves_a_database_that_is_whole(cache_directory):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    chance = random.Random(5)
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER], env=environment, stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(chance.random() / 20)
        process.kill()
        process.communicate()
        connection = sqlite3.connect(cache_directory / NAME)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (count,) = connection.execute("SELECT count(*) FROM results").fetchone()
        connection.close()
        assert count % 50 == 0
    assert count > 0
    database = Database()
    keys = [b"0-%d" % n for n in range(50)]
    assert database.get(keys) == {key: b"value of " + key for key in keys}


def test_the_oldest_go_when_there_are_too_many(cache_directory, monkeypatch):
    monkeypatch.setattr(module, "MAX_SIZE", 1 << 20)
    database = Database()
    for turn in range(40):
        monkeypatch.setattr(module.time, "time", lambda turn=turn: (1000 + turn / 10) * 86400)
        database.put((b"%d-%d" % (turn, n), bytes(1000)) for n in range(100))
    database.close()
    assert (cache_directory / NAME).stat().st_size < 3 << 20
    kept = Database().get([b"%d-0" % turn for turn in range(40)])
    assert b"39-0" in kept
    assert b"0-0" not in kept


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as of Unix")
@pytest.mark.parametrize(
    ("part", "mode"),
    [(".", 0o777), (".", 0o770), (NAME, 0o666), (NAME, 0o664), (f"{NAME}-journal", 0o666)],
)
def test_what_others_may_write_is_not_used(cache_directory, capsys, part, mode):
    filled()
    (cache_directory / part).touch()
    (cache_directory / part).chmod(mode)
    assert found() == {}
    words = "others may write there; take that right from them (chmod go-w); no cache is used"
    assert capsys.readouterr().err == f"polyglint: {cache_directory}: {words}\n"
    (cache_directory / part).chmod(0o700)
    assert found() == VALUES


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as of Unix")
def test_what_belongs_to_somebody_else_is_not_used(cache_directory, capsys, monkeypatch):
    filled()
    if os.geteuid() == 0:
        os.chown(cache_directory, 12345, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 12345)
    assert found() == {}
    assert "belongs to another user; no cache is used" in capsys.readouterr().err


def test_a_link_in_the_database_s_place_is_not_used(cache_directory, tmp_path, capsys):
    filled()
    (cache_directory / NAME).rename(tmp_path / "elsewhere")
    (cache_directory / NAME).symlink_to(tmp_path / "elsewhere")
    assert found() == {}
    assert f"{NAME} is a link; no cache is used" in capsys.readouterr().err


def test_no_disk_is_waited_for():
    connection = Database()._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (0,)
