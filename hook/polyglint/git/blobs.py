"""Blobs of a repository: small ones from their own files, others by one process of git.

Its trees are read the same way, where somebody must know that they are whole.
"""

from __future__ import annotations

import errno
import weakref
from pathlib import Path
from subprocess import Popen

from polyglint.filesystem import digests
from polyglint.git import loose
from polyglint.git import process as git_process
from polyglint.git.limits import Watch
from polyglint.results import NotJudged

CHUNK = 1 << 20  # bytes
MAX_SIZE = 1 << 26  # bytes of a blob: git unpacks all of it, which a few bytes may stand for
MAX_MEMORY = 1 << 30  # bytes of git's own, for a blob and what it is a difference to
MAX_SILENT = 3  # objects that git says nothing about


class Blobs:
    """Reads blobs as they are stored, by the protocol of ``git cat-file --batch``.

    Args:
        directory: where git is asked.
        objects: the directory of its objects, if blobs may be read there.
    """

    def __init__(self, directory: Path, objects: Path | None = None) -> None:
        self._directory = directory
        self._objects = objects
        self._process: Popen[bytes] | None = None
        self._watch: Watch | None = None
        self._silent = 0

    def read(self, blob: str, limit: int) -> bytes | NotJudged:
        """Return the first bytes of a blob, up to a limit; of one above `MAX_SIZE` none.

        Raises:
            OSError: the object is missing, its hash does not match, or git takes too long. Git
                itself does not look when it reads, and answers are remembered by that name.
            FatalError: git waits for something that never comes, time and again.
        """
        if self._objects is not None and self._process is None:
            found = loose.read(self._objects, blob)
            if found is not None:
                return found[:limit]
        process, watch = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(blob.encode() + b"\n")
            process.stdin.flush()
            header = watch.wait_for(process.stdout.readline).split()
        except BrokenPipeError:
            header = []
        if watch.has_ended_it:
            raise self._silence()
        if len(header) != 3:
            if not header:  # git gives up on what a partial clone lacks
                self.close()
            raise OSError(errno.EIO, f"git has no object {blob}; try `git fsck`")
        size = int(header[2])
        if size > MAX_SIZE:  # git tells it before it unpacks
            self.close()
            return NotJudged(f"too large: more than {MAX_SIZE >> 20} MiB")
        named = b"%s %d\0" % (header[1], size)
        digest = digests.start(loose.hash_name(blob), named, size)
        content = watch.wait_for(process.stdout.read, min(size, limit))
        digest.update(content)
        rest = size - len(content)
        while rest > 0 and (skipped := watch.wait_for(process.stdout.read, min(rest, CHUNK))):
            digest.update(skipped)
            rest -= len(skipped)
        process.stdout.read(1)  # the line feed after it
        if digest.hexdigest() != blob:
            self.close()  # git may have given up on it
            raise OSError(errno.EIO, f"git's object {blob} is damaged; try `git fsck`")
        return content

    def _silence(self) -> Exception:
        self.close()
        self._silent += 1
        error = git_process.silence("cat-file", self._directory)
        return error if self._silent >= MAX_SILENT else OSError(errno.EIO, str(error))

    def _running(self) -> tuple[Popen[bytes], Watch]:
        if self._process is None or self._watch is None:
            command = ("cat-file", "--batch")
            self._process = git_process.start(self._directory, *command, memory=MAX_MEMORY)
            self._watch = Watch(self._process)
            weakref.finalize(self, _end, self._process, self._watch)
        return self._process, self._watch

    def close(self) -> None:
        """End the process; the next blob starts another."""
        if self._process is not None and self._watch is not None:
            _end(self._process, self._watch)
            self._process = self._watch = None


def _end(process: Popen[bytes], watch: Watch) -> None:
    watch.close()
    process.kill()  # it may be unpacking what nobody wants, or waiting
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except BrokenPipeError:
                continue
    process.wait()
