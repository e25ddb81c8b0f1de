"""Repositories and surroundings that mean harm, and what each command makes of them.

Every program that a repository may name is the canary: it leaves a mark where it is run.
"""

import hashlib
import os
import sys

import pytest

from polyglint.cli import main

COMMANDS = {
    "staged": ["check", "--staged"],
    "named": ["check", "a.py", "sub/b.py"],
    "change": ["check", "--diff-base", "HEAD~1"],
    "between": ["check", "--from-ref", "HEAD~1", "--to-ref", "HEAD"],
    "audit": ["audit", "."],
    "revision": ["audit", "--rev", "HEAD", "."],
    "claim": ["claim", "a.py"],
    "explain": ["explain", "a.py"],
    "config": ["config"],
    "fix": ["fix", "."],
}


@pytest.fixture
def canary(tmp_path):
    """A program that leaves a mark, and the mark."""
    program, mark = tmp_path / "canary", tmp_path / "mark"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{mark}'\ncat\n")
    program.chmod(0o755)
    return program, mark


@pytest.fixture
def victim(repository, javascript):
    """Two commits, something staged, and a file whose times git does not know."""
    repository.add(".gitattributes", "*.py filter=evil diff=evil merge=evil text=auto\n")
    repository.add("a.py", javascript)
    repository.commit()
    repository.add("sub/b.py", javascript)
    repository.commit()
    repository.add("a.py", javascript + "// more\n")
    os.utime(repository.root / "sub/b.py", (0, 0))
    return repository


@pytest.fixture
def outcome(model, capsys):
    def run(arguments):
        code = main([*arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def show(outcome, arguments):
    code, out, err = outcome(arguments)
    print("RESULT", code, (out+err)[-400:].replace("\n"," | "), file=sys.__stderr__)
