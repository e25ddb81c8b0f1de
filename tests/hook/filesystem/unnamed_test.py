import os
import subprocess
import sys

import pytest

from polyglint.filesystem.unnamed import unnamed_file


def refuse(_name):
    raise PermissionError


@pytest.mark.parametrize("in_memory", ["there", "missing", "refused"])
def test_another_program_reads_what_is_written(monkeypatch, in_memory):
    if in_memory == "missing":
        monkeypatch.delattr(os, "memfd_create", raising=False)
    elif in_memory == "refused":
        monkeypatch.setattr(os, "memfd_create", refuse, raising=False)
    copy = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"
    with unnamed_file() as stdin, unnamed_file() as stdout:
        stdin.write(b"a\0" * 99_999)
        stdin.seek(0)
        subprocess.run([sys.executable, "-c", copy], stdin=stdin, stdout=stdout, check=True)
        stdout.seek(0)
        assert stdout.read() == b"a\0" * 99_999
