"""Windows as other projects would have written them: changes to token ids, made batch by batch.

What a project chooses for itself, such as names and indents, must not become what tells its
language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from polyglint.tokenizer import (
    INDENT_LEVELS,
    TAB_LEVELS,
    LexicalTokenizer,
    bucket,
    special_tokens,
)
from train.settings import Settings

MIN_CROPPED_LENGTH = 8
INDENT = re.compile(r"<(blank\+)?(space|tab)(\d+)>")
Ids = npt.NDArray[np.uint16]


class Augmentation:
    """Changes rows of token ids, each in its own way.

    Args:
        settings: say how often.
        vocabulary: of a `LexicalTokenizer`.
    """

    def __init__(self, settings: Settings, vocabulary: tuple[str, ...]) -> None:
        self.settings = settings
        tokenizer = LexicalTokenizer(vocabulary)
        self.shapes = np.asarray(tokenizer.shape_ids(), np.uint16)
        self.styles = indent_styles(tokenizer.vocabulary_size)

    def __call__(self, x: Ids, generator: np.random.Generator) -> Ids:
        """Augmented copy of `x`, (windows, sequence_length)."""
        count = (len(x), 1)
        # Names of an unseen project are unknown words: let the model meet such windows.
        share = self.settings.word_dropout * generator.random(count) * 2
        x = np.where(generator.random(x.shape) < share, self.shapes[x], x)
        style = generator.integers(len(self.styles), size=count)
        restyled = generator.random(count) < self.settings.indent_share
        return np.where(restyled, self.styles[style, x], x)


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
