"""Blobs of a repository, all read by one process of git, which is started for the first."""

from __future__ import annotations

import errno
import hashlib
import weakref
from pathlib import Path
from subprocess import Popen

from polyglint import plumbing

CHUNK = 1 << 20  # bytes


class Blobs:
    """Reads blobs as they are stored, by the protocol of ``git cat-file --batch``."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._process: Popen[bytes] | None = None

    def read(self, blob: str, limit: int) -> bytes:
        """Return the first bytes of a blob, up to a limit.

        Raises:
            OSError: git does not have it, or not what its name stands for. Git itself does not
                look when it reads, and answers are remembered by that name.
        """
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(blob.encode() + b"\n")
            process.stdin.flush()
            header = process.stdout.readline().split()
        except BrokenPipeError:
            header = []
        if len(header) != 3:
            if not header:  # git gives up on what a partial clone lacks
                self.close()
            raise OSError(errno.EIO, f"git has no object {blob}; try `git fsck`")
        size = int(header[2])
        digest = hashlib.new("sha1" if len(blob) == 40 else "sha256", b"blob %d\0" % size)
        content = process.stdout.read(min(size, limit))
        digest.update(content)
        rest = size - len(content)
        while rest > 0 and (skipped := process.stdout.read(min(rest, CHUNK))):
            digest.update(skipped)
            rest -= len(skipped)
        process.stdout.read(1)  # the line feed after it
        if digest.hexdigest() != blob:
            raise OSError(errno.EIO, f"git's object {blob} is damaged; try `git fsck`")
        return content

    def _running(self) -> Popen[bytes]:
        if self._process is None:
            self._process = plumbing.start(self._directory, "cat-file", "--batch")
            weakref.finalize(self, _end, self._process)
        return self._process

    def close(self) -> None:
        """End the process; the next blob starts another."""
        if self._process is not None:
            _end(self._process)
            self._process = None


def _end(process: Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except BrokenPipeError:
                continue
    process.wait()
