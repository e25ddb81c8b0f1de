"""What a text is known by however its lines move, for baselines and reports."""

from __future__ import annotations

from functools import lru_cache

from polyglint.filesystem import digests

LENGTH = 32  # hexadecimal digits, 128 bits


@lru_cache(maxsize=1)  # many paths may have one text
def fingerprint(text: str) -> str:
    """A hash of a text's lines, whatever their ends, indents and the blank ones between them."""
    lines = (line.strip() for line in text.splitlines())
    normalised = "\n".join(line for line in lines if line)
    return digests.sha256(normalised.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
