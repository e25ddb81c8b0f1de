import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from polyglint.cli.run import main
from tests.hook.output import reported

pytestmark = pytest.mark.slow


def test_tracked_files_are_checked_as_they_are_in_the_work_tree(
    audit, repository, javascript, python
):
    repository.add("a.py", python)
    repository.add("src/b c.py", python)
    repository.write("src/b c.py", javascript)
    repository.write("untracked.py", javascript)
    summary = "2 files checked, 1 violation"
    assert audit(".") == (1, reported("src/b c.py"), summary)
    assert audit() == audit(".")
    warned = reported("src/b c.py").replace("PG101", "PG101 [warning]")
    assert audit("--warn-only", ".") == (0, warned, f"{summary} (1 warning)")


def test_another_directory_is_named_in_the_paths(
    audit, repository, javascript, tmp_path, monkeypatch
):
    repository.add("src/a.py", javascript)
    repository.add("b.py", javascript)
    monkeypatch.chdir(tmp_path)
    assert audit("repository/src")[1] == reported(
        "repository/src/a.py", at="src/a.py", git="git -C repository mv"
    )
    assert audit("repository")[2] == "2 files checked, 2 violations"
    assert audit("repository/src", "repository/src")[2] == "1 file checked, 1 violation"
    assert audit(str(repository.root / "src"))[1] == reported(
        repository.root / "src/a.py", at="src/a.py", git="git -C repository mv"
    )


def test_attributes_and_path_rules_are_the_repository_s(audit, repository, javascript):
    for name in ("lib/vendor/a.py", "lib/b.py", "lib/c.py"):
        repository.add(name, javascript)
    repository.add(".gitattributes", "lib/b.py linguist-language=JavaScript\n")
    assert audit("lib")[1] == reported("lib/c.py")
    assert audit("lib/vendor") == (0, "", "0 files checked, 0 violations, 1 not judged")


def test_files_that_are_not_there_to_read(repository, model, capsys, javascript):
    repository.add("deleted.py", javascript).unlink()
    (repository.root / "link.py").symlink_to("/etc")
    sub = type(repository)(repository.root / "sub")
    sub.add("inside.py", javascript)
    sub.commit()
    empty = type(repository)(repository.root / "uninitialised")
    empty.commit()
    repository.git("add", "link.py", "sub", "uninitialised")
    for path in sorted(empty.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert main(["audit", "--verbose"]) == 0
    assert capsys.readouterr() == (
        "",
        (
            "deleted.py: not judged: not in the work tree\n"
            "link.py: not judged: symbolic link\n"
            "sub: not judged: submodule\n"
            "uninitialised: not judged: submodule\n"
            "0 files checked, 0 violations, 4 not judged\n"
        ),
    )


def test_a_directory_without_git_is_walked(audit, tmp_path, javascript, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    base = tmp_path / "plain"
    (base / "b").mkdir(parents=True)
    (base / ".git").mkdir()  # not a repository, and not ours to read
    (base / ".git" / "x.py").write_text(javascript)
    (base / "b" / "c.py").write_text(javascript)
    (base / "a.py").write_text(javascript)
    (base / "loop").symlink_to(base)
    monkeypatch.chdir(base)
    code, out, summary = audit()
    assert (code, out) == (1, reported("a.py", git=None) + reported("b/c.py", git=None))
    assert summary == "2 files checked, 2 violations, 1 not judged"  # the link


def test_a_directory_with_nothing_tracked_is_walked(audit, repository, javascript):
    repository.write("build/a.py", javascript)
    repository.write("build/b.py", javascript)
    repository.write(".gitattributes", "b.py linguist-generated\n")
    repository.add("c.py", javascript)
    assert audit("build")[1] == reported("build/a.py", git="mv")


def test_without_git_a_plain_directory_is_walked(audit, tmp_path, javascript, monkeypatch):
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.py").write_text(javascript)
    monkeypatch.setenv("PATH", str(plain))
    assert audit(str(plain))[0] == 1
    assert audit(".") == (2, "", "polyglint: git is not on PATH; install it")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "polyglint: missing: no such directory"),
        ("loop", "polyglint: loop: no such directory"),
        ("a.py", "polyglint: a.py: not a directory; use `polyglint check`"),
    ],
)
def test_not_a_directory(audit, repository, name, message):
    repository.write("a.py")
    (repository.root / "loop").symlink_to("loop")
    assert audit(name) == (2, "", message)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_unreadable_directory(audit, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain" / "shut").mkdir(parents=True, mode=0)
    code, _, message = audit(str(tmp_path / "plain"))
    assert (code, message.endswith("shut: Permission denied; make it readable")) == (2, True)


def test_a_revision_is_audited_without_a_checkout(audit, repository, javascript, python):
    repository.add("a.py", javascript)
    repository.commit()
    repository.add("a.py", python)
    repository.commit()
    assert audit("--rev", "HEAD~1") == (1, reported("a.py"), "1 file checked, 1 violation")
    assert audit("--rev=main")[0] == 0
    code, out, message = audit("--rev", "nope")
    assert (code, out) == (2, "")
    assert message.startswith("polyglint: nope: no such revision in ")


def test_a_bare_repository_is_audited_at_its_head(audit, repository, javascript, monkeypatch):
    repository.add("src/a.py", javascript)
    repository.add(".gitattributes", "*.js linguist-language=Pyton\n")
    code, _, message = audit(str(repository.root), "--rev=HEAD")
    assert (code, message.startswith("polyglint: HEAD: no such revision")) == (2, True)
    repository.commit()
    repository.git("clone", "-q", "--bare", ".", "../bare.git")
    monkeypatch.chdir(repository.root.parent)
    code, out, summary = audit("bare.git")
    assert (code, summary.partition(",")[0]) == (1, "1 file checked")
    assert reported("bare.git/src/a.py", git=None) in out
    assert "bare.git/.gitattributes:1:" in out  # its settings are linted as well
    assert not (repository.root.parent / "bare.git" / "index").exists()


def test_a_directory_of_no_repository_has_no_revisions(audit, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    assert audit(str(tmp_path / "plain"), "--rev=HEAD")[0] == 2


def test_what_was_found_before_is_not_read_again(audit, repository, javascript, model):
    repository.add("a.go", javascript)
    repository.commit()
    first = audit("--rev=HEAD")
    assert len(model) == 1
    assert audit("--rev=HEAD") == first
    assert [reader.texts for reader in model[1:]] == []
    assert audit("--rev=HEAD", "--no-cache") == first
    assert len(model[-1].texts) == 1
    assert audit("--rev=HEAD", "--languages=Python,Go")[0] == 0  # another question


def test_the_index_is_not_written(audit, repository, javascript):
    repository.add("a.py", javascript)
    repository.commit()
    (repository.root / "a.py").touch()
    index = repository.root / ".git" / "index"
    before = index.read_bytes(), index.stat().st_mtime_ns
    for arguments in ([], ["--rev=HEAD"], ["--no-cache"]):
        audit(*arguments)
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before


def many(repository):
    """Enough files for two workers, with contents of their own."""
    wrong = "function sum(a, b) {\n  const total = a + b;\n  return total;\n}\n" * 8
    right = "import os\n\n\ndef names(path):\n    return sorted(os.listdir(path))\n" * 8
    for number in range(80):
        content = f"{wrong if number % 8 == 0 else right}\n# {number}\n"
        repository.write(f"directory{number % 3}/file{number}.py", content)
    repository.git("add", "--all")
    repository.commit()


def run_program(*arguments, **environment):
    code = "import sys; from polyglint.cli import main; sys.exit(main())"
    search = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", code, "audit", *arguments],
        env=os.environ | {"PYTHONPATH": search} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def outcome(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_the_number_of_workers_changes_nothing(repository):
    many(repository)
    one = outcome(run_program("--no-cache", "--jobs=1"))
    two = outcome(run_program("--no-cache", "--jobs=2"))
    cached = [outcome(run_program("--jobs=2")) for _ in range(2)]
    assert one == two == cached[0] == cached[1]
    assert one[0] == 1
    assert one[1].count(b"PG101") == 10


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another system")
def test_killed_at_any_time_the_next_run_is_right(repository, cache_directory):
    many(repository)
    expected = outcome(run_program("--no-cache", "--jobs=1"))
    chance = random.Random(1)
    for _ in range(3):
        process = run_program("--jobs=2")
        time.sleep(chance.uniform(0.2, 2.5))
        process.kill()
        process.communicate()
        assert outcome(run_program("--jobs=1")) == expected
        connection = sqlite3.connect(next(cache_directory.glob("*.sqlite3")))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with connection:  # some answers are there, others are not
            connection.execute("DELETE FROM results WHERE key < x'80'")
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another system")
def test_an_interrupted_run_is_quiet_and_leaves_nothing(repository, tmp_path, cache_directory):
    many(repository)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = run_program("--jobs=2", "--rev=HEAD", TMPDIR=str(scratch))
    while not list(cache_directory.glob("*.sqlite3")):
        time.sleep(0.05)  # until it has begun
    os.killpg(process.pid, signal.SIGINT)
    code, out, err = outcome(process)
    assert (code, out, err) == (130, b"", b"")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_workers_is_a_number(audit, number):
    with pytest.raises(SystemExit, match="2"):
        audit(f"--jobs={number}")
