"""A second witness: what a language's own grammar makes of a text.

Tree-sitter grammars parse whatever they get and mark what they cannot place, so that they show how
much of a text is not theirs. They are C, generated and hand-written, and asked only about texts
that are about to be flagged: of bounded length, for bounded time, in bounded memory. A grammar that
is not installed, takes too much or fails has no opinion.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from itertools import count

from polyglint.budget import RESIDENT, process_memory
from polyglint.checker.wheels import WHEELS
from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.linguist.dialects import model_language
from polyglint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Tree

    from polyglint.checker import line_weights, nesting
    from polyglint.checker.line_weights import LineWeights
    from polyglint.model import windows
else:
    line_weights = lazy_import("polyglint.checker.line_weights")
    nesting = lazy_import("polyglint.checker.nesting")
    windows = lazy_import("polyglint.model.windows")

MAX_LENGTH = 1 << 20  # bytes
# A parser looks up from its work every hundred steps. Counting them gives the same answer on every
# machine; the clock is for steps that take long, and only runs while the parser does.
MAX_STEPS = 10_000  # a MiB of code takes as many
MAX_SECONDS = 1.0
MAX_OPEN = 1 << 16  # characters of a text that several grammars are asked about for a verdict
# Some scanners never give back what a text takes; after so much they are not asked any more.
MAX_KEPT = 1 << 29  # bytes, by all texts of a grammar
MAX_NODES = 200_000  # visited of one tree
READ_AT_ONCE = 1 << 16  # bytes; the parser asks for the time in between
# Only nodes of a share of the text are entered in search of literals and comments: what is smaller
# does not add up to most of it.
MIN_SHARE = 1 / 64
# As grammars name them. A template's substitutions are inside it, and count as part of it.
LITERAL = lazy_pattern(r"string|heredoc|nowdoc|here_string|text_block|raw_text|block_scalar|CDSect")
# A plain scalar of YAML is no literal: any lines of words are one.
NOT_LITERAL = lazy_pattern(
    r"_(?:start|end|begin|interpolation|array)$|concatenated|string_list|string_scalar"
)
COMMENT = lazy_pattern(r"comment")
PLAIN_SCALAR = ("document", "flow_node", "plain_scalar")  # one inside the other


class Syntax(NamedTuple):
    """What a grammar makes of a text; each a share of it, from 0 to 1, as `LineWeights` weigh."""

    errors: float  # in no place that the grammar has for it, or missing
    literal: float  # in the largest string literal
    comments: float


def syntax(text: str, language: str) -> Syntax | None:
    """What the grammar of a language makes of a text; None where there is no opinion to be had.

    Args:
        language: linguist's name; a dialect goes by the language that it is written in.
    """
    content = text.removeprefix("\ufeff").encode("utf-8", "replace")
    if not content or len(content) > MAX_LENGTH:
        return None
    name = model_language(language)
    if _kept[name] > MAX_KEPT:
        return None
    before = _memory()
    try:
        return _opinion(name, content, before)
    except Exception:  # of any kind: one file must not end a run over an opinion that is optional
        return None
    finally:
        _kept[name] += _memory() - before


def _opinion(language: str, content: bytes, memory: int) -> Syntax | None:
    if nesting.is_too_deep(content, language):
        return None
    parser = _parser(language)
    tree = parser and _parse(parser, content, memory + MAX_KEPT - _kept[language])
    if not tree or _is_plain_scalar(tree.root_node):
        return None
    return _measure(tree.root_node, content)


def syntax_behind(text: str, language: str) -> Syntax | None:
    """`syntax` of what follows the first window of a text."""
    return syntax(windows.text_behind(text, windows.WINDOW_LINES), language)


def asking(text: str) -> Callable[[str], Syntax | None] | None:
    """What asks grammars about a text for a verdict; None for one that takes them too long."""
    return partial(syntax, text) if len(text) <= MAX_OPEN else None


def has_grammar(language: str) -> bool:
    """Whether the grammar of a language is installed and fits the parser."""
    try:
        return _parser(model_language(language)) is not None
    except Exception:  # what a foreign module raises while it is imported is open
        return False


@cache
def _parser(language: str) -> Parser | None:
    wheel = WHEELS.get(language)
    if wheel is None:
        return None
    try:
        from tree_sitter import Language, Parser

        grammar = getattr(import_module(wheel.module), wheel.function)()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some wheels hand their grammar over in an older way
            return Parser(Language(grammar))
    except (ImportError, AttributeError, ValueError):  # no wheel, or one of another generation
        return None


def _parse(parser: Parser, content: bytes, most: int) -> Tree | None:
    """The tree of a text; None where that takes too long, or more memory than is allowed."""
    deadline = time.thread_time() + MAX_SECONDS
    steps = count(1)

    def read(offset: int, _point: object) -> bytes:
        return content[offset : offset + READ_AT_ONCE]

    def is_too_much(_offset: int, _has_error: bool) -> bool:
        return next(steps) > MAX_STEPS or time.thread_time() > deadline or _memory() > most

    try:
        return parser.parse(read, encoding="utf8", progress_callback=is_too_much)
    except ValueError:  # too much
        parser.reset()  # or it goes on with this text when it gets the next one
        return None


_kept: Counter[str] = Counter()  # language -> bytes, see `MAX_KEPT`


def _memory() -> int:
    """Memory of this process in bytes: now, or where only that is told the most it had; else 0."""
    with suppress(OSError):  # there is none but on Linux
        return process_memory(RESIDENT)
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def _is_plain_scalar(root: Node) -> bool:
    """Whether a text is one plain scalar of YAML: so are lines of nearly any language."""
    node = root
    for kind in PLAIN_SCALAR:
        inside = [child for child in node.named_children if not COMMENT.search(child.type)]
        if [child.type for child in inside] != [kind]:
            return False
        node = inside[0]
    return True


def _measure(root: Node, content: bytes) -> Syntax | None:
    """Shares of the text; None for a tree too large to look at."""
    weights = line_weights.LineWeights(content)
    length, errors = weights.total, _left_over(root, content, weights)
    literal = comments = 0.0
    visited = 0
    nodes = [(root, False)]
    while nodes:
        node, is_inside_error = nodes.pop()
        visited += 1
        if visited > MAX_NODES:
            return None
        size = weights.between(node.start_byte, node.end_byte)
        is_error = node.is_error or node.is_missing
        if is_error and not is_inside_error:
            errors += max(size, 1)
        if _is_literal(node.type):
            literal = max(literal, size)
        elif COMMENT.search(node.type):
            comments += size
            continue
        is_inside_error = is_inside_error or is_error
        if size >= length * MIN_SHARE or (node.has_error and not is_inside_error):
            nodes += [(child, is_inside_error) for child in node.children]
    return Syntax(*(min(size / length, 1.0) for size in (errors, literal, comments)))


def _left_over(root: Node, content: bytes, weights: LineWeights) -> float:
    """What is behind the last node: some grammars stop in the middle, and report no error."""
    if root.is_error or not root.children:
        return 0.0
    end = root.children[-1].end_byte
    begin = len(content) - len(content[end:].lstrip())
    return weights.between(begin, max(begin, len(content.rstrip())))


def _is_literal(kind: str) -> bool:
    return LITERAL.search(kind) is not None and NOT_LITERAL.search(kind) is None
