"""What must hold of any bytes, by the part of polyglint that they are given to.

A target takes bytes and raises for what must not be: whatever a repository holds is either read
or refused by the one exception that stands for that.
"""

import atexit
import html
import json
import re
import shlex
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from xml.etree import ElementTree as ET

from polyglint.checker.grammars import PARSERS, accepting
from polyglint.checker.suggestion import suggestion
from polyglint.checker.syntax import syntax
from polyglint.checker.tables import is_number_table
from polyglint.checker.wheels import WHEELS
from polyglint.config.baseline import HEADER, entries_of
from polyglint.config.config_file import find
from polyglint.config.resolve import resolve
from polyglint.engine import stored_results
from polyglint.errors import FatalError
from polyglint.escaping import LINE_COMMAND, LOG_COMMAND
from polyglint.gitattributes.fix import corrected
from polyglint.gitattributes.globs import pattern_of
from polyglint.gitattributes.lint import problems
from polyglint.gitattributes.matching import below, rooted
from polyglint.linguist.claim import Claim, claimed, out_of_scope
from polyglint.linguist.marks import marked_lines
from polyglint.model.tokenizer import CharacterTokenizer, LexicalTokenizer
from polyglint.model.window_rows import rows_of
from polyglint.model.windows import cut_text, token_ids
from polyglint.report.markdown import lines as markdown_lines
from polyglint.report.output import FORMATS, format_lines
from polyglint.sources.decode import is_ignored, text_of
from polyglint.sources.fingerprint import fingerprint
from tests.fuzz.hostile_targets import HOSTILE_TARGETS
from tests.hook.report.runs import run_of

TOKENIZERS = (LexicalTokenizer(["def", "(", "):", "return", "é"]), CharacterTokenizer())
for form in FORMATS.values():  # what is loaded later has no guide
    import_module(f"polyglint.report.{form.partition('.')[0]}")
LANGUAGES = sorted(WHEELS)
LENGTH, MOST_WINDOWS = 32, 5
TAGS = {"<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>"}


def text_like(data: bytes) -> str:
    """Any text that Python can hold, lone surrogates among it."""
    return data.decode("utf-8", "surrogateescape")


def decoding(data: bytes) -> None:
    text = text_of(data)
    if isinstance(text, str):
        assert text.strip()
        text.encode("utf-8")  # no half of a character
        assert len(marked_lines(text)) <= 10
        assert not is_ignored(text)
        is_number_table(text)
        assert len(fingerprint(text)) == 32


def tokenizer(data: bytes) -> None:
    for line in text_like(data).split("\n"):
        for one in TOKENIZERS:
            encoded = one.encode_line(line, after_blank=True)
            assert all(0 <= i < one.vocabulary_size for i in token_ids(encoded))
            assert encoded == one.encode_line(line, after_blank=True)


def windows(data: bytes) -> None:
    text = text_like(data)
    cut = cut_text(text, MOST_WINDOWS)
    found = cut.windows()
    assert len(found) <= MOST_WINDOWS
    assert bool(found) == bool(cut.lines)
    for window in found:
        assert 1 <= window.first_line <= window.last_line <= text.count("\n") + text.count("\r") + 1
    if found:
        rows = rows_of(cut, TOKENIZERS[0], LENGTH)
        assert rows.token_ids.shape == (len(found), LENGTH)
        assert (rows.padding_mask.sum(axis=1) > 1).all()


def claims(data: bytes) -> None:
    path, _, rest = text_like(data).partition("\n")
    value, _, text = rest.partition("\n")
    attributes = {"linguist-language": value} if value else {}
    out_of_scope(path, text, attributes)
    claimed(path, text, attributes)


@cache
def _elsewhere() -> Path:
    """The root of an empty repository that is not around the current directory."""
    directory = Path(mkdtemp())
    atexit.register(rmtree, directory)
    (directory / ".git").mkdir()
    return directory


def names(data: bytes) -> None:
    place = text_like(data)
    answer = claimed(place, "", {})
    pattern = pattern_of(place)
    assert "\n" not in pattern
    root = _elsewhere()
    advice = suggestion(place, answer, "Ruby", root) if isinstance(answer, Claim) else None
    if advice is not None:
        assert advice.isprintable()
        if advice.startswith("git "):
            assert shlex.split(advice)[:6] == ["git", "-C", str(root), "mv", "--", place]


def attributes(data: bytes) -> None:
    text = text_like(data)
    matched: list[tuple[str, str]] = []

    def match(patterns):
        matched.extend(patterns)
        return [{"a.py"} if len(pattern) % 2 else set() for _, pattern in patterns]

    for place in (".gitattributes", "sub/.gitattributes", ".gitignore"):
        for problem in problems({place: text}, ["a.py"], match).problems[place]:
            assert 1 <= problem.line <= text.count("\n") + 1
            assert problem.column >= 1
    for directory, pattern in matched:
        assert "\n" not in rooted(directory, pattern)
        assert all(below(pattern))
    after = corrected(".gitattributes", text, ["a.py"], match)
    assert len(after.split("\n")) >= len(text.split("\n"))


def config(data: bytes) -> None:
    with suppress(FatalError):
        for name in (".polyglint.toml", "pyproject.toml"):
            resolve(find({name: data}.get), {})


def baseline(data: bytes) -> None:
    with suppress(FatalError):
        found = entries_of("x", data)
        lines = [json.dumps(HEADER), *(json.dumps(entry._asdict()) for entry in found)]
        assert entries_of("x", "\n".join(lines).encode()) == found


def cache(data: bytes) -> None:
    with suppress(ValueError):
        found = stored_results.decode(data)
        assert repr(stored_results.decode(stored_results.encode(found))) == repr(
            found
        )  # a NaN is not itself


def parsers(data: bytes) -> None:
    text = text_like(data)
    for language in PARSERS:
        assert accepting([language], text) in (None, language)


def grammars(data: bytes) -> None:
    language = LANGUAGES[data[0] % len(LANGUAGES)] if data else "C"
    text = text_like(data[1:])
    found = syntax(text, language)
    assert found is None or all(0 <= share <= 1 for share in found)


def reports(data: bytes) -> None:
    run = run_of([text_like(part) for part in data.split(b"\0\0")])
    for name in FORMATS:
        lines = [*format_lines(run, name)]
        if name in CHECKS:
            CHECKS[name]("\n".join(lines))
        if name not in ("html", "json", "sarif", "gitlab"):
            assert all(line.isprintable() for line in lines)
            assert name == "github" or not any(map(LINE_COMMAND.match, lines))
        assert name == "html" or not any(map(LOG_COMMAND.search, lines))
    page = "\n".join(markdown_lines(run))
    assert set(re.findall(r"<[^>]*>", page)) <= TAGS
    assert html.unescape(page.replace("\n", "")).isprintable()


def _is_one_document(text: str) -> None:
    assert text.isascii()
    json.loads(text)


def _is_a_document_a_line(text: str) -> None:
    for line in text.split("\n"):
        _is_one_document(line)


def _is_one_page(text: str) -> None:
    assert text.isascii()
    assert text.count("<script") == text.count("</script") == 2
    data = text.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&") & set(data)
    json.loads(data)


def _is_a_command_a_line(text: str) -> None:
    assert all(line.startswith("::error file=") for line in text.split("\n"))


CHECKS: Mapping[str, Callable[[str], object]] = {
    "json": _is_one_document,
    "sarif": _is_one_document,
    "gitlab": _is_one_document,
    "jsonl": _is_a_document_a_line,
    "html": _is_one_page,
    "github": _is_a_command_a_line,
    "junit": ET.fromstring,
}
TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        *(decoding, tokenizer, windows, claims, names, attributes),
        *(config, baseline, cache, parsers, grammars, reports),
        *HOSTILE_TARGETS,
    )
}
