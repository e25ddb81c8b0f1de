"""Which files of a corpus to drop because another one that stays says the same."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from train.corpus.similarity import Hashes, bands, jaccard, sketch, squeeze

MAX_JACCARD = 0.8
# Files that share a band and were compared at most, so that one common shape cannot cost hours.
MAX_COMPARED = 200


class DuplicateCandidate(NamedTuple):
    """What duplicates are found by: a file's name, its project, and digests of its text."""

    name: str
    language: str
    group: str
    digest: bytes
    sketch: Hashes
    bands: tuple[bytes, ...]  # keys of the sketch, under which like ones meet


def candidate(name: str, language: str, group: str, text: str) -> DuplicateCandidate:
    squeezed = squeeze(text)
    own = sketch(squeezed)
    digest = hashlib.sha256(squeezed).digest()
    return DuplicateCandidate(name, language, group, digest, own, tuple(bands(own)))


def duplicates(
    candidates: Sequence[DuplicateCandidate], sizes: Mapping[tuple[str, str], int] | None = None
) -> dict[str, str]:
    """Names of the files to drop, each with the reason.

    Of files that say the same stays the one whose project has the fewest files in that language
    (by name where that is equal), so that copies cost large projects first and no language loses
    a small project to a large one. A text filed under several languages speaks for none of them:
    all its copies go.

    Args:
        sizes: files by language and project, where these are not all; those that go since their
            text is filed under several languages do not count.
    """
    dropped = _contradictions(candidates)
    digests: set[bytes] = set()
    near = _NearDuplicates()
    for found in _by_project_size([c for c in candidates if c.name not in dropped], sizes):
        if found.digest in digests:
            dropped[found.name] = "exact duplicate"
            continue
        digests.add(found.digest)
        if near.seen(found.sketch, found.bands):
            dropped[found.name] = "near duplicate"
    return dropped


def _contradictions(candidates: Iterable[DuplicateCandidate]) -> dict[str, str]:
    languages: dict[bytes, set[str]] = {}
    candidates = list(candidates)
    for found in candidates:
        languages.setdefault(found.digest, set()).add(found.language)
    return {c.name: "two languages" for c in candidates if len(languages[c.digest]) > 1}


def _by_project_size(
    candidates: Sequence[DuplicateCandidate], sizes: Mapping[tuple[str, str], int] | None
) -> list[DuplicateCandidate]:
    if sizes is None:
        sizes = Counter((c.language, c.group) for c in candidates)
    return sorted(candidates, key=lambda c: (sizes[c.language, c.group], c.name))


class _NearDuplicates:
    """Sketches met so far, found again by band."""

    def __init__(self) -> None:
        self._sketches: list[Hashes] = []
        self._bands: dict[bytes, list[int]] = {}

    def seen(self, sketch: Hashes, keys: Sequence[bytes]) -> bool:
        """Whether a like sketch was kept before; keeps this one otherwise."""
        alike = {number for key in keys for number in self._bands.get(key, ())}
        for number in sorted(alike)[:MAX_COMPARED]:
            if jaccard(sketch, self._sketches[number]) > MAX_JACCARD:
                return True
        for key in keys:
            self._bands.setdefault(key, []).append(len(self._sketches))
        self._sketches.append(sketch)
        return False
