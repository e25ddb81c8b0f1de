"""Text to token ids: the one tokenizer that training and the hook share.

Two tokenizers, both a line at a time, so that a file is encoded once whatever the windows are:

`LexicalTokenizer` (preset ``base``) cuts a line into words, numbers and marks. What the vocabulary
does not hold becomes the id of its *shape* (``camelCase``, five to eight letters long…), since a
name that only one project uses says nothing about the language of another.

`CharacterTokenizer` (preset ``seed``) is the tutorial's: one id for each printable ASCII character.

Ids are 16-bit numbers in native order, in `bytes`: to join those of pieces and lines takes a part
of the time that lists of numbers take (`windows.token_ids`).
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.typed import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import string
else:
    string = lazy_import("string")

T = TypeVar("T")
# Characters of one line that are looked at: a minified line cannot cost more than a window shows.
MAX_LINE_LENGTH = 1000
INDENT_LEVELS = (0, 1, 2, 3, 4, 6, 8, 12, 16)
TAB_LEVELS = (1, 2, 3, 4)
MAX_REMEMBERED, MAX_REMEMBERED_LENGTH = 1 << 15, 64  # pieces of a line, characters of one
WORD_LENGTHS = (1, 2, 4, 8, 12)
NUMBER_LENGTHS = (1, 2, 4, 8)

TOKEN = lazy_pattern(
    r"(?P<word>[^\W\d]\w*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<run>(?P<mark>[^\w\s])(?P=mark){2,})"
    r"|(?P<marks>[^\w\s]{1,2})"
    r"|(?P<gap>\t|[ ]{2,})"
)
# What `TOKEN` cuts no further; of marks all that stand together, whose ids are remembered together.
# The most frequent kinds are first: no two of them begin alike.
PIECE = re.compile(r"[a-zA-Z_]\w*|[^\w\s]+|\d[\w.]*|\w+|\t|[ ]{2,}")


class Tokenizer(Protocol):
    """Lines to ids in ``range(1, vocabulary_size)``; 0 is padding."""

    @property
    def vocabulary_size(self) -> int: ...

    def encode_line(self, line: str, after_blank: bool = False) -> bytes: ...


def _encoded(number: int) -> bytes:
    return number.to_bytes(2, sys.byteorder)


def bucket(value: int, limits: Sequence[int]) -> int:
    """The largest of `limits`, which ascend, that is not above `value` (the first if all are)."""
    return limits[max(bisect_right(limits, value) - 1, 0)]


def indent_token(line: str, after_blank: bool) -> str:
    """The token that opens a line: its indent, and whether a blank line came before it."""
    white = line[: len(line) - len(line.lstrip())]
    if "\t" in white:
        level = f"tab{bucket(white.count(chr(9)), TAB_LEVELS)}"
    else:
        level = f"space{bucket(len(white), INDENT_LEVELS)}"
    return f"<{'blank+' if after_blank else ''}{level}>"


def _case(word: str) -> str:
    letters = word.strip("_")
    if not word.isascii():
        return "foreign"
    if "_" in letters:
        return "UPPER_SNAKE" if letters.isupper() else "snake_case"
    if letters.isupper():
        return "UPPER"
    if letters.islower():
        return "lower"
    if letters[:1].isupper():
        return "Title" if letters[1:].islower() else "PascalCase"
    return "camelCase"


def shape_token(kind: str, text: str) -> str:
    """The token that stands for a text which the vocabulary does not hold."""
    if kind == "word":
        private = "_" if text.startswith("_") else ""
        return f"<{private}{_case(text)}{bucket(len(text), WORD_LENGTHS)}>"
    if kind == "number":
        base = "hex" if text[:2] in ("0x", "0X") else "float" if "." in text else "int"
        return f"<{base}{bucket(len(text), NUMBER_LENGTHS)}>"
    return "<marks>" if text.isascii() else "<foreign marks>"


def special_tokens() -> list[str]:
    """Every indent and shape token, in the order of their ids from 1 on."""
    indents = [f"space{n}" for n in INDENT_LEVELS] + [f"tab{n}" for n in TAB_LEVELS]
    cases = [
        "lower",
        "UPPER",
        "Title",
        "camelCase",
        "PascalCase",
        "snake_case",
        "UPPER_SNAKE",
        "foreign",
    ]
    return [
        *(f"<{level}>" for level in indents),
        *(f"<blank+{level}>" for level in indents),
        *(f"<{p}{case}{n}>" for p in ("", "_") for case in cases for n in WORD_LENGTHS),
        *(f"<{base}{n}>" for base in ("int", "hex", "float") for n in NUMBER_LENGTHS),
        "<marks>",
        "<foreign marks>",
        "<tab>",
        "<gap>",
    ]


def lexemes(line: str) -> list[tuple[str, str]]:
    """Cut a line into `(kind, text)` pairs; kinds are word, number, marks and gap.

    A run of one mark keeps three of them (``-----`` and ``---`` are one token), so that a ruler
    of any width reads the same.
    """
    return [_lexeme(match) for match in TOKEN.finditer(line[:MAX_LINE_LENGTH].strip())]


def _lexeme(match: re.Match[str]) -> tuple[str, str]:
    kind, text = match.lastgroup or "", match.group()
    return ("marks", text[:3]) if kind == "run" else (kind, text)


class _Remembered(dict[str, T]):
    """What a function makes of texts, each made once unless it is long or they are many."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> T:
        made = self._make(text)
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        if len(text) <= MAX_REMEMBERED_LENGTH:
            self[text] = made
        return made


class LexicalTokenizer:
    """Words, numbers and marks; `vocabulary` holds the known texts in the order of their ids."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        names = special_tokens()
        self._special = {name: _encoded(index) for index, name in enumerate(names, start=1)}
        self._ids = dict(zip(self.vocabulary, count(len(names) + 1), strict=False))
        self._pieces = _Remembered(self._piece_ids)
        self._indents = [_Remembered(partial(self._indent_id, blank)) for blank in (False, True)]

    @property
    def vocabulary_size(self) -> int:
        return 1 + len(self._special) + len(self.vocabulary)

    def encode_line(self, line: str, after_blank: bool = False) -> bytes:
        """Token ids of one line, its indent first."""
        line = line[:MAX_LINE_LENGTH]
        indent = line[: len(line) - len(line.lstrip())]
        first = self._indents[after_blank][indent]
        # At once, since most pieces of a line are remembered, whatever the vocabulary holds.
        return first + b"".join(map(self._pieces.__getitem__, PIECE.findall(line.strip())))

    def _indent_id(self, after_blank: bool, indent: str) -> bytes:
        return self._special[indent_token(indent, after_blank)]

    def _piece_ids(self, piece: str) -> bytes:
        """The ids of a piece, as it is written or by what it is made of."""
        known = self._ids.get(piece)
        if known is not None:
            return _encoded(known)
        if piece[0] == "_" or piece[0].isalnum():  # which no search need cut
            kind = "number" if piece[0].isdecimal() else "word"
            return self._special[shape_token(kind, piece)]
        return b"".join([self._id(*_lexeme(match)) for match in TOKEN.finditer(piece)])

    def _id(self, kind: str, text: str) -> bytes:
        if kind == "gap":
            return self._special["<tab>" if text == "\t" else "<gap>"]
        known = self._ids.get(text)
        return self._special[shape_token(kind, text)] if known is None else _encoded(known)

    def shape_ids(self) -> list[int]:
        """For each id the id of its shape (itself for special tokens); a table for augmentation."""
        numbers = {name: index for index, name in enumerate(self._special, start=1)}
        shapes = list(range(1 + len(numbers)))
        for text in self.vocabulary:
            ((kind, _),) = lexemes(text)
            shapes.append(numbers[shape_token(kind, text)])
        return shapes


class CharacterTokenizer:
    """One id for each of the 100 characters of `string.printable`; others are left out.

    The tutorial's vocabulary: id 0 is the digit ``0`` and also what fills the padding, which the
    padding mask hides.
    """

    def __init__(self) -> None:
        self._ids = {character: _encoded(n) for n, character in enumerate(string.printable)}

    @property
    def vocabulary_size(self) -> int:
        return len(self._ids)

    def encode_line(self, line: str, after_blank: bool = False) -> bytes:
        """Ids of the line's characters and its line end; `after_blank` plays no part."""
        text = line[:MAX_LINE_LENGTH] + "\n"
        return b"".join([self._ids[character] for character in text if character in self._ids])
