import os
import subprocess
import sys
from pathlib import Path

import pytest

from polyglint.filesystem.atomic import replace_lines, replacement


def test_whole(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    replace_lines(path, ["é", "b"])
    assert path.read_bytes() == "é\nb\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_or_not_at_all(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")

    def lines():
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace_lines(path, lines())
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


@pytest.mark.skipif(os.name == "nt", reason="no permissions as of POSIX")
def test_nobody_else_reads_what_is_yet_to_replace_a_private_file(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old")
    path.chmod(0o600)
    with replacement(path) as unfinished:
        assert unfinished.stat().st_mode & 0o777 == 0o600
        unfinished.write_text("new")
        assert path.read_text() == "old"
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
    assert [*tmp_path.iterdir()] == [path]


def test_a_new_file_is_as_others_are(tmp_path):
    (tmp_path / "usual").touch()
    with replacement(tmp_path / "a.keras") as unfinished:
        assert unfinished.suffix == ".keras"
    assert (tmp_path / "a.keras").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_no_link_is_followed(tmp_path):
    (tmp_path / "target").write_text("precious")
    (tmp_path / "link").symlink_to("target")
    replace_lines(tmp_path / "link", ["new"])
    assert (tmp_path / "target").read_text() == "precious"
    assert (tmp_path / "link").read_text() == "new\n"


@pytest.mark.skipif(os.name == "nt", reason="no such devices")
def test_a_device_stays_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    replace_lines(tmp_path / "pipe", ["x"])
    assert os.read(reader, 10) == b"x\n"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    replace_lines(Path(os.devnull), ["x"])
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(os.name == "nt", reason="no such devices")
def test_a_link_to_a_device_is_no_way_to_it(tmp_path):
    (tmp_path / "link").symlink_to(os.devnull)
    replace_lines(tmp_path / "link", ["x"])
    assert (tmp_path / "link").read_text() == "x\n"


posix = pytest.mark.skipif(os.name == "nt", reason="links")


@posix
@pytest.mark.parametrize("inside", ["the current directory", "a work tree"])
@pytest.mark.parametrize("name", ["reports/a", "reports/b/../a", "up/../reports/a", "reports/x/a"])
def test_no_link_of_a_repository_leads_elsewhere(tmp_path, monkeypatch, inside, name):
    scanned = tmp_path / "scanned"
    for directory in (scanned, tmp_path / "home" / "x"):
        directory.mkdir(parents=True)
    (tmp_path / "home" / "a").write_text("precious")
    (scanned / "reports").symlink_to("../home")
    if inside == "a work tree":
        (scanned / ".git").mkdir()
    else:
        monkeypatch.chdir(scanned)
    with pytest.raises(OSError, match="reports is a link that a repository may hold"):
        replace_lines(scanned / name, ["x"])
    assert (tmp_path / "home" / "a").read_text() == "precious"
    assert [*(tmp_path / "home" / "x").iterdir()] == []


@posix
def test_links_of_the_system_are_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    replace_lines(tmp_path / "link" / "a", ["x"])
    assert (tmp_path / "real" / "a").read_text() == "x\n"


@pytest.mark.parametrize("name", [".git/hooks/pre-commit", "out/config"])
def test_what_is_git_s_own_stays(tmp_path, name):
    (tmp_path / ".git" / "hooks").mkdir(parents=True)
    if os.name != "nt":
        (tmp_path / "out").symlink_to(".git/hooks")
    with pytest.raises(OSError, match=r"git's own|is a link|No such file"):
        replace_lines(tmp_path / name, ["x"])
    assert [*(tmp_path / ".git" / "hooks").iterdir()] == []


@pytest.mark.skipif(sys.platform != "linux", reason="links of Linux")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_standard_output_by_a_name_of_the_system(tmp_path, name, kind):
    script = "import sys, pathlib; from polyglint.filesystem.atomic import replace_lines as write; "
    script += "write(pathlib.Path(sys.argv[1]), ['x'])"
    with (tmp_path / "out").open("wb") as out:
        target = subprocess.PIPE if kind == "pipe" else out
        search = os.pathsep.join(filter(None, sys.path))
        done = subprocess.run(
            [sys.executable, "-c", script, name],
            env=os.environ | {"PYTHONPATH": search},
            stdout=target,
            check=True,
        )
    told = done.stdout if kind == "pipe" else (tmp_path / "out").read_bytes()
    assert told == b"x\n"
    assert Path("/dev/stdout").is_symlink()
