"""Bytes to text: the decoding and the line ends that every file of the corpus shares."""

import re

_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_C1_CONTROL = re.compile(r"[\x80-\x9f]")
MAX_CONTROL_SHARE = 0.01
MAX_BYTES = 300_000  # of a file; one that people write by hand is smaller


def decode(data: bytes) -> str | None:
    """UTF-8, else Latin-1 or its Windows superset; None when the file is text in none of them.

    Stricter than the hook, which reads any bytes without controls as Latin-1: text in an unknown
    encoding would teach the model letters that nobody wrote.
    """
    if b"\x00" in data:
        return None
    text = _decode(data)
    if text is None or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    latin = data.decode("latin-1")
    if not _C1_CONTROL.search(latin):
        return latin
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None
