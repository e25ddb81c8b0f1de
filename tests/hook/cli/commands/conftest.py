"""Commands as they are called, and a repository that a hostile one is made from."""

import os
from functools import partial

import pytest

from polyglint.cli.run import main

COMMANDS = {
    "staged": ["check", "--staged"],
    "named": ["check", "a.py", "sub/b.py"],
    "change": ["check", "--diff-base", "HEAD~1"],
    "between": ["check", "--from-ref", "HEAD~1", "--to-ref", "HEAD"],
    "audit": ["audit", "."],
    "revision": ["audit", "--rev", "HEAD", "."],
    "claim": ["claim", "a.py", "sub/b.py"],
    "explain": ["explain", "a.py"],
    "config": ["config"],
    "fix": ["fix", "."],
}


@pytest.fixture
def check(repository, model, capsys):
    """Run the command; return its exit code, its standard output and the last line of the other."""
    return partial(_said, capsys, "check")


@pytest.fixture
def audit(repository, model, capsys):
    """The same of another command."""
    return partial(_said, capsys, "audit")


def _said(capsys, *arguments):
    code = main([*arguments])
    out, err = capsys.readouterr()
    return code, out, err.splitlines()[-1]


@pytest.fixture
def victim(repository, javascript):
    """Two commits, something staged, and a file whose times git does not know."""
    repository.add(".gitattributes", "*.py filter=evil diff=evil merge=evil\n")
    repository.add("a.py", javascript)
    repository.commit()
    repository.add("sub/b.py", javascript)
    repository.commit()
    repository.add("a.py", javascript + "// more\n")
    os.utime(repository.root / "sub" / "b.py", (0, 0))
    return repository


@pytest.fixture
def outcome(model, capsys):
    """Run a command by its short name."""

    def run(name, *more):
        code = main([*COMMANDS[name], *more])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run
