"""Files to text: what may be read, which bytes are text, and who asked to be left alone."""

from __future__ import annotations

import codecs
from functools import lru_cache
from pathlib import Path

from polyglint.lazy import lazy_pattern
from polyglint.linguist.marks import COMMENT, marked_lines
from polyglint.results import NotJudged
from polyglint.sources.opening import SIZE_LIMIT as SIZE_LIMIT
from polyglint.sources.opening import Opened, read_below

BINARY_SAMPLE = 8000  # as far as git looks for a NUL
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
BYTE_ORDER_MARKS = (  # the longer first: UTF-32's little-endian mark starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that no single-byte encoding gives to text: controls but for BEL to CR and ESC.
CONTROL_BYTES = bytes(set(range(0x20)) - set(range(0x07, 0x0E)) - {0x1B})
INLINE_IGNORE = lazy_pattern(r"polyglint:\s*ignore\b")


def read_file(path: Path) -> bytes | NotJudged:
    """Return the start of a regular file; never opens what could block or act.

    Raises OSError where there is no such file or it may not be read.
    """
    if not path.name:  # the current directory, or a whole file system
        return NotJudged("directory")
    found = read_below(str(path.parent), path.name)
    return found.content if isinstance(found, Opened) else found


def decode(content: bytes) -> str | NotJudged:
    """Return the text of a file's first bytes (at most `SIZE_LIMIT`), or why it has none."""
    if content.startswith(LFS_POINTER):
        return NotJudged("Git LFS pointer")
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    if encoding is None and b"\0" in content[:BINARY_SAMPLE]:
        return NotJudged("binary")
    cut = len(content) >= SIZE_LIMIT
    text = _decode(content, encoding or "utf-8", final=not cut)
    if text is None and not _has_controls(content):
        text = content.decode("latin-1")
    if text is None:
        return NotJudged("binary")
    if cut and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    return text if text.strip() else NotJudged("empty")


def _decode(content: bytes, encoding: str, final: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(content, final)
    except UnicodeDecodeError:
        return None


def _has_controls(content: bytes) -> bool:
    return len(content.translate(None, CONTROL_BYTES)) < len(content)


@lru_cache(maxsize=1)  # each text is asked for several marks, at each path that has it
def is_ignored(text: str) -> bool:
    """Whether a mark in the text itself asks for no judgement."""
    if COMMENT not in text:  # nearly all files, a hundred times faster
        return False
    return any(INLINE_IGNORE.search(line) for line in marked_lines(text))


def text_of(content: bytes | NotJudged) -> str | NotJudged:
    """Return the text to judge, or why there is none."""
    if isinstance(content, NotJudged):
        return content
    text = decode(content)
    if isinstance(text, str) and is_ignored(text):
        return NotJudged("inline ignore")
    return text
