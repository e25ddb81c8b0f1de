"""Answers that all workers of a run share, so that a blob in many repositories is read once.

They are kept in the memory of a few actors. Losing one, or asking before another worker answers,
costs a reading that was not needed and nothing else.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress

from polyglint.checker.checker import CheckOptions
from polyglint.checker.claimed_text import PathContext
from polyglint.engine.cache import Cache, Identity, own_sources
from polyglint.lazy import lazy_import
from polyglint.linguist import attributes, generated, vendored
from polyglint.sources.opening import State
from polyglint.sources.worktree import File
from polyglint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ray
else:
    ray = lazy_import("ray")

MEMORY = 1 << 29  # bytes of answers that one actor keeps, about
OVERHEAD = 200  # bytes of Python's own for each
PATIENCE = 20.0  # seconds


class Shard:
    """A part of the answers, by their keys; the oldest go when there is no room."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._size = 0
        self._values: OrderedDict[bytes, bytes] = OrderedDict()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        return {key: self._values[key] for key in keys if key in self._values}

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        for key, value in values:
            if key not in self._values:
                self._values[key] = value
                self._size += len(key) + len(value) + OVERHEAD
        while self._size > self._memory:
            key, value = self._values.popitem(last=False)
            self._size -= len(key) + len(value) + OVERHEAD


class SharedDatabase:
    """The shards, as `polyglint.engine.cache` knows a database; never raises."""

    def __init__(self, shards: Sequence[Any]) -> None:
        self._shards = shards

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        asked = [shard.get.remote(own) for shard, own in self._by_shard([(k, k) for k in keys])]
        for answer in asked:
            with suppress(ray.exceptions.RayError):
                found |= ray.get(answer, timeout=PATIENCE)
        return found

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        for shard, own in self._by_shard([(value[0], value) for value in values]):
            with suppress(ray.exceptions.RayError):
                shard.put.remote(own)

    def close(self) -> None:
        """The shards are the run's, not one worker's."""

    def _by_shard(self, items: Iterable[tuple[bytes, Any]]) -> Iterable[tuple[Any, list[Any]]]:
        parts: defaultdict[int, list[Any]] = defaultdict(list)
        for key, item in items:
            parts[key[0] % len(self._shards)].append(item)
        return [(self._shards[number], own) for number, own in parts.items()]


class BlobIdentities:
    """By git's id of a blob, whatever repository and directory it is in."""

    def before_reading(self, file: File) -> Identity | None:
        return ("blob", file.blob) if file.blob else None

    def after_reading(self, file: File, content: bytes, _state: State | None) -> list[Identity]:
        """One, twice for a file on a disk: by it `of_content` looks once its id is known."""
        identity = "blob", file.blob or object_id(content)
        return [identity] if file.blob else [identity, identity]

    def context(self, file: File) -> PathContext:
        return PathContext.of(file)._replace(place=place_that_counts(file))

    def program(self) -> bytes:
        """By its sources, which all nodes have alike."""
        return own_sources()


def shared_cache(judging: CheckOptions, database: Any) -> Cache:
    """Return a cache whose answers hold for all repositories of a run; None keeps none."""
    return Cache(judging, database, BlobIdentities())


def object_id(content: bytes) -> str:
    """Git's id of a blob with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def place_that_counts(file: File) -> str:
    """The part of a path that an answer may depend on: mostly the file's name.

    Directories count where a rule of linguist's takes what is in them out. A name without an
    extension stays with its directories, since what follows the whole path's last dot counts.
    """
    name = file.place.rpartition("/")[2]
    odd = "." not in name or len(file.place) > vendored.MAX_LENGTH
    if odd or attributes.opted_out(file.attributes):
        return file.place
    for place in (file.place, name):
        if vendored.by_path(place) or generated.by_path(place):
            return file.place
    return name
