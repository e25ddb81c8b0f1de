"""`check` of directories, and of nothing."""

from pathlib import Path

import pytest

from polyglint.cli.run import main
from tests.hook.output import reported

NOTHING = "polyglint: warning: {}\n0 files checked, 0 violations\n"


@pytest.fixture
def outcome(repository, model, capsys):
    def run(*arguments):
        code = main([*arguments])
        return code, *capsys.readouterr()

    return run


def test_tracked_files_below_are_checked(check, repository, javascript):
    repository.add("a.py", javascript)
    repository.add("src/b.py", javascript)
    repository.write("src/untracked.py", javascript)
    here = reported("a.py") + reported("src/b.py")
    assert check(".") == check() == (1, here, "2 files checked, 2 violations")
    assert check("src") == (1, reported("src/b.py"), "1 file checked, 1 violation")
    assert check("src", "a.py", ".")[1] == here


def test_a_directory_without_git_is_walked(check, tmp_path, javascript, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain" / "sub").mkdir(parents=True)
    (tmp_path / "plain" / "sub" / "a.py").write_text(javascript)
    monkeypatch.chdir(tmp_path)
    assert check("plain")[:2] == (1, reported("plain/sub/a.py", git=None))


@pytest.mark.parametrize("command", ["check", "audit", "fix"])
def test_a_whole_file_system_is_not_walked(outcome, monkeypatch, command):
    monkeypatch.setattr(
        "polyglint.sources.worktree._walk", lambda base: pytest.fail(f"walks {base}")
    )
    top = Path(Path.cwd().anchor)
    monkeypatch.chdir(top)
    for names in ([], [str(top)]):
        code, out, message = outcome(command, *names)
        assert (code, out) == (2, "")
        assert message.endswith(": a whole file system; name the directories to look into\n")


def test_excludes_bind_what_is_below_and_not_what_is_named(check, repository, javascript):
    repository.add("a.py", javascript)
    repository.add("old/b.py", javascript)
    repository.add(".polyglint.toml", 'exclude = ["old/"]\nforce-exclude = false\n')
    assert check(".")[1] == reported("a.py")
    assert check("old")[::2] == (0, "0 files checked, 0 violations, 1 not judged")
    assert check("old/b.py", "old")[1:] == (
        reported("old/b.py"),
        "1 file checked, 1 violation",
    )


def test_a_submodule_that_is_named_is_a_directory(check, repository, javascript):
    inner = type(repository)(repository.root / "sub")
    inner.add("a.py", javascript)
    assert check("sub")[:2] == (1, reported("sub/a.py", at="a.py", git="git -C sub mv"))


def test_a_link_to_a_directory_is_a_link(check, repository, javascript):
    repository.add("src/a.py", javascript)
    (repository.root / "link").symlink_to("src")
    assert check("link")[::2] == (0, "0 files checked, 0 violations, 1 not judged")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["check", "--staged"], "nothing is staged"),
        (["check", "--staged", "-q"], "nothing is staged"),
        (["check", "--diff-base", "HEAD"], "no file has changed since HEAD"),
        (["check", "--from-ref", "HEAD"], "no file has changed since HEAD"),
        (["check", "empty"], "no files in empty"),
        (["audit", "empty", "-q"], "no files in empty"),
    ],
    ids=" ".join,
)
def test_nothing_to_check_is_said(outcome, repository, arguments, reason):
    repository.add("a.py")
    repository.commit()
    (repository.root / "empty").mkdir()
    assert outcome(*arguments) == (0, "", NOTHING.format(reason))


def test_quiet_leaves_the_report(outcome, repository, javascript):
    repository.add("a.py", javascript)
    for command in ("check", "audit"):
        assert outcome(command, "-q", ".") == (1, reported("a.py"), "")


def test_quiet_says_when_nothing_was_judged(outcome, repository):
    repository.add("a.py", b"\0")
    assert outcome("check", "-q", ".")[2] == "0 files checked, 0 violations, 1 not judged\n"
