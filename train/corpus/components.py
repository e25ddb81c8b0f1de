"""Which files of a corpus to drop, found in groups that have nothing to do with each other.

Files can only be alike if they meet by a key: the digest of a text, or a band of its sketch. The
keys lie on disk, in parts by key. Workers find which files of a part meet, this process holds a few
integers for each file and joins those that do, and workers compare what is in one group.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from train.corpus.duplicates import DuplicateCandidate, candidate, duplicates
from train.corpus.manifest import ManifestEntry
from train.engine import Engine

Keys = npt.NDArray[np.uint64]  # (keys, 2): the low and the high half of each
Numbers = npt.NDArray[np.int64]  # (files,): places in the list of entries

PARTS = 256
BUFFER = 1 << 20  # keys in memory before they are written
RECORD = np.dtype([("low", "<u8"), ("high", "<u8"), ("file", "<i8")])
DIGEST = 1 << 63  # of the high half; no band has it


def keys_of(found: DuplicateCandidate) -> Keys:
    """127 bits of a text's digest, and its bands."""
    low, high = (int.from_bytes(found.digest[n : n + 8], "little") for n in (0, 8))
    bands = [(int.from_bytes(key[1:], "little"), key[0]) for key in found.bands]
    return np.array([(low, high | DIGEST), *bands], np.uint64)


class KeyFiles:
    """The keys of all files, in a directory that workers see."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._waiting = [np.empty(0, RECORD)]
        self._count = 0

    def add(self, file: int, keys: Keys) -> None:
        records = np.empty(len(keys), RECORD)
        records["low"], records["high"], records["file"] = keys[:, 0], keys[:, 1], file
        self._waiting.append(records)
        self._count += len(records)
        if self._count >= BUFFER:
            self._write()

    def parts(self) -> list[Path]:
        """Each with all files of its keys."""
        self._write()
        return sorted(self._directory.iterdir())

    def _write(self) -> None:
        records = np.concatenate(self._waiting)
        parts = records["low"] % np.uint64(PARTS)
        for part in np.unique(parts):
            with (self._directory / f"{part:03}").open("ab") as stream:
                stream.write(records[parts == part].tobytes())
        self._waiting, self._count = [np.empty(0, RECORD)], 0


class Met(NamedTuple):
    """Files that have a key in common with an earlier one, and the first that has it."""

    firsts: Numbers
    others: Numbers
    equal: npt.NDArray[np.bool_]  # whether the key is a digest


def met(part: Path) -> Met:
    """Files that meet by a key of this part."""
    records = np.fromfile(part, RECORD)
    records = records[np.lexsort((records["file"], records["low"], records["high"]))]
    low, high, files = (records[name] for name in ("low", "high", "file"))
    again = np.zeros(len(records), bool)
    again[1:] = (low[1:] == low[:-1]) & (high[1:] == high[:-1])
    firsts = files[~again][np.cumsum(~again) - 1]
    return Met(firsts[again], files[again], high[again] >= DIGEST)


class Groups:
    """Files that met, joined (union-find)."""

    def __init__(self, count: int) -> None:
        self._parents = array("q", range(count))

    def join(self, firsts: Numbers, others: Numbers) -> None:
        for first, other in zip(firsts.tolist(), others.tolist(), strict=True):
            self._parents[self._root(other)] = self._root(first)

    def __iter__(self) -> Iterator[Numbers]:
        """Groups of two and more, the largest first."""
        roots = np.fromiter(map(self._root, range(len(self._parents))), np.int64)
        order = np.argsort(roots, kind="stable")
        cuts = [0, *(np.flatnonzero(np.diff(roots[order])) + 1).tolist(), len(order)]
        several = [order[start:end] for start, end in pairwise(cuts) if end - start > 1]
        return iter(sorted(several, key=len, reverse=True))

    def _root(self, file: int) -> int:
        parents = self._parents
        while parents[file] != file:
            parents[file] = parents[parents[file]]
            file = parents[file]
        return file


class ComponentTask(NamedTuple):
    """A group to compare."""

    directory: Path
    entries: tuple[ManifestEntry, ...]
    sizes: Mapping[tuple[str, str], int]  # files of their projects in their languages


def dropped(
    entries: Sequence[ManifestEntry], directory: Path, keys: KeyFiles, engine: Engine
) -> Iterator[tuple[str, str]]:
    """Names of the files that `duplicates` drops among all, each with the reason."""
    groups = Groups(len(entries))
    equal = [np.empty((2, 0), np.int64)]
    for found in engine.imap(met, keys.parts()):
        groups.join(found.firsts, found.others)
        equal.append(np.stack((found.firsts, found.others))[:, found.equal])
    sizes = _project_sizes(entries, *np.concatenate(equal, axis=1))
    tasks = (_task([entries[n] for n in group.tolist()], directory, sizes) for group in groups)
    for names in engine.imap(_compared, tasks, chunksize=16):
        yield from names.items()


def _project_sizes(
    entries: Sequence[ManifestEntry], firsts: Numbers, others: Numbers
) -> Counter[tuple[str, str]]:
    """Files of each language and project, those left out whose text has several languages."""
    pairs = [*zip(firsts.tolist(), others.tolist(), strict=True)]
    torn = {one for one, other in pairs if entries[one].language != entries[other].language}
    torn |= {other for one, other in pairs if one in torn}
    return Counter((e.language, e.project) for n, e in enumerate(entries) if n not in torn)


def _task(
    entries: Iterable[ManifestEntry], directory: Path, sizes: Mapping[tuple[str, str], int]
) -> ComponentTask:
    own = tuple(entries)
    projects = {(entry.language, entry.project) for entry in own}
    return ComponentTask(directory, own, {project: sizes[project] for project in projects})


def _compared(task: ComponentTask) -> dict[str, str]:
    texts = ((e, (task.directory / e.path).read_text("utf-8")) for e in task.entries)
    return duplicates(
        [candidate(e.path, e.language, e.project, text) for e, text in texts], task.sizes
    )
