import os
import subprocess
import sys

import pytest

from polyglint.filesystem.unnamed import bounded_file, unnamed_file


def refuse(*_arguments):
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


@pytest.mark.parametrize("in_memory", ["there", "missing"])
def test_the_beginning_of_what_another_program_says(monkeypatch, in_memory):
    if in_memory == "missing":
        monkeypatch.delattr(os, "memfd_create", raising=False)
    with bounded_file(1000) as stderr:
        subprocess.run(
            [sys.executable, "-c", "print(open('/nowhere'))"], stderr=stderr, check=False
        )
        stderr.seek(0)
        assert stderr.read(1000).startswith(b"Traceback")


@pytest.mark.skipif(sys.platform != "linux", reason="no files in memory")
def test_no_program_fills_the_memory():
    says = "import os\nfor _ in range(999):\n try: os.write(2, b'x' * 999)\n except OSError: pass"
    with bounded_file(10_000) as stderr:
        subprocess.run([sys.executable, "-c", says], stderr=stderr, check=True)
        assert os.fstat(stderr.fileno()).st_size == 10_000
        stderr.seek(0)
        assert stderr.read().rstrip(b"\0") == b"x" * 9990
