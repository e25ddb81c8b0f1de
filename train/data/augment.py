"""Windows as other projects would have written them: changes to token ids, made batch by batch.

What a project chooses for itself, such as names and indents, must not become what tells its
language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from polyglint.model.tokenizer import (
    INDENT_LEVELS,
    TAB_LEVELS,
    WORD_LENGTHS,
    LexicalTokenizer,
    bucket,
    lexemes,
    special_tokens,
)
from polyglint.model.windows import WINDOW_LINES
from train.model.settings import TrainingSettings

MIN_CROPPED_LENGTH = 8
INDENT = re.compile(r"<(blank\+)?(space|tab)(\d+)>")
Ids = npt.NDArray[np.uint16]


class Augmentation:
    """Changes rows of token ids, each in its own way.

    Args:
        settings: say how often.
        vocabulary: of a `LexicalTokenizer`.
    """

    def __init__(self, settings: TrainingSettings, vocabulary: tuple[str, ...]) -> None:
        self.settings = settings
        tokenizer = LexicalTokenizer(vocabulary)
        self.shapes = np.asarray(tokenizer.shape_ids(), np.uint16)
        self.styles = indent_styles(tokenizer.vocabulary_size)

        self.foreign = foreign_words(vocabulary)
        self.indents = np.arange(1, 1 + sum(map(bool, map(INDENT.fullmatch, special_tokens()))))

    def __call__(
        self, x: Ids, lengths: npt.NDArray[np.int32], generator: np.random.Generator
    ) -> tuple[Ids, npt.NDArray[np.int32]]:
        """Augmented copies of `x`, (windows, sequence_length), and of its tokens' number."""
        count, settings = (len(x), 1), self.settings
        # Names of an unseen project are unknown words: let the model meet such windows.
        share = settings.word_dropout * generator.random(count) * 2
        unknown = generator.random(x.shape) < share
        abroad = generator.random(count) < settings.foreign_share
        x = np.where(unknown, np.where(abroad, self.foreign[x], self.shapes[x]), x)
        style = generator.integers(len(self.styles), size=count)
        restyled = generator.random(count) < settings.indent_share
        x = np.where(restyled, self.styles[style, x], x)
        starts_line = np.isin(x, self.indents)
        drawn = generator.random(len(x))
        if settings.short_share:
            lines = generator.integers(1, WINDOW_LINES, len(x))
            short = first_lines(starts_line, lengths, lines)
            lengths = np.where(drawn < settings.short_share, short, lengths)
        if settings.join_share:
            joined, fewer = join_lines(x, starts_line, lengths)
            chosen = drawn > 1 - settings.join_share
            x, lengths = np.where(chosen[:, None], joined, x), np.where(chosen, fewer, lengths)
        return x, lengths.astype(np.int32)


def first_lines(
    starts_line: npt.NDArray[np.bool_],
    lengths: npt.NDArray[np.int32],
    lines: npt.NDArray[np.int64],
) -> npt.NDArray[np.int32]:
    """How many tokens the first lines of each window have, (windows,).

    Args:
        starts_line: (windows, sequence_length).
        lengths: tokens of the whole windows, (windows,).
        lines: how many lines to keep of each, (windows,).
    """
    kept = np.cumsum(starts_line, axis=1) <= lines[:, None]
    fewer: npt.NDArray[np.int32] = np.minimum(kept.sum(axis=1), lengths).astype(np.int32)
    return fewer


def join_lines(
    x: Ids, starts_line: npt.NDArray[np.bool_], lengths: npt.NDArray[np.int32]
) -> tuple[Ids, npt.NDArray[np.int32]]:
    """Windows with their lines joined to one, as minifiers do, and their tokens' number."""
    place = np.arange(x.shape[1])
    dropped = (starts_line & (place > 0)) | (place >= lengths[:, None])
    order = np.argsort(dropped, axis=1, kind="stable")
    return np.take_along_axis(x, order, axis=1), (~dropped).sum(axis=1).astype(np.int32)


def foreign_words(vocabulary: tuple[str, ...]) -> Ids:
    """For each id that of a word as long in another script; itself where it is no word."""
    ids = {name: index for index, name in enumerate(special_tokens(), start=1)}
    table = list(range(1 + len(ids)))
    for number, text in enumerate(vocabulary, start=len(table)):
        ((kind, _),) = lexemes(text)
        word = f"<foreign{bucket(len(text), WORD_LENGTHS)}>"
        table.append(ids[word] if kind == "word" else number)
    return np.asarray(table, np.uint16)


def indent_styles(vocabulary_size: int) -> Ids:
    """Tables of ids, one a style, that turn a window's indents into that style's.

    Returns:
        (styles, vocabulary_size); ids other than those of indents stay as they are.
    """
    names = special_tokens()
    ids = {name: index for index, name in enumerate(names, start=1)}
    tables = np.tile(np.arange(vocabulary_size, dtype=np.uint16), (len(STYLES), 1))
    for name in names:
        if match := INDENT.fullmatch(name):
            blank, kind, size = match[1] or "", match[2], int(match[3])
            for table, (of_spaces, of_tabs) in zip(tables, STYLES, strict=True):
                new = (of_spaces if kind == "space" else of_tabs)(size)
                table[ids[name]] = ids[f"<{blank}{new}>"]
    return tables


def _spaces(columns: int) -> str:
    return f"space{bucket(columns, INDENT_LEVELS)}"


def _tabs(columns: int, width: int) -> str:
    return f"tab{bucket(columns // width, TAB_LEVELS)}" if columns >= width else _spaces(columns)


def _keep_tabs(tabs: int) -> str:
    return f"tab{tabs}"


# What a style makes of n columns of spaces, and of n tabs.
STYLES: tuple[tuple[Callable[[int], str], Callable[[int], str]], ...] = (
    (lambda n: _spaces(n * 2), lambda n: _spaces(n * 8)),
    (lambda n: _spaces(n // 2), lambda n: _spaces(n * 2)),
    (lambda n: _tabs(n, 2), _keep_tabs),
    (lambda n: _tabs(n, 4), _keep_tabs),
    (_spaces, lambda n: _spaces(n * 4)),
)
