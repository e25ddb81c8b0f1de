"""Progress bars of long steps, on terminals alone: in a log each update would be a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def progress(
    items: Iterable[T], description: str, total: int | None = None, *, unit: str
) -> Iterator[T]:
    """Yield the items, and show how many have been."""
    yield from tqdm(items, description, total, unit=unit, disable=None)
