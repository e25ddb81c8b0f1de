import os

import pytest

from polyglint.linguist.marks import marked_lines
from polyglint.results import NotJudged
from polyglint.sources.decode import SIZE_LIMIT, decode, is_ignored, read_file, text_of

TEXTS = [
    pytest.param(b"a = 1\n", "a = 1\n", id="ASCII"),
    pytest.param("naïve\n".encode(), "naïve\n", id="UTF-8"),
    pytest.param("naïve\n".encode("utf-8-sig"), "naïve\n", id="UTF-8 with a mark"),
    pytest.param("naïve\n".encode("utf-16"), "naïve\n", id="UTF-16 little-endian"),
    pytest.param(b"\xfe\xff" + "é\n".encode("utf-16-be"), "é\n", id="UTF-16 big-endian"),
    pytest.param("é\n".encode("utf-32"), "é\n", id="UTF-32"),
    pytest.param("naïve\n".encode("latin-1"), "naïve\n", id="Latin-1"),
    pytest.param(b"\xef\xbb\xbfx \xe9\n", "ï»¿x é\n", id="Latin-1 after a UTF-8 mark"),
    pytest.param(b"\x1b[1m\xe9\x0c\n", "\x1b[1mé\x0c\n", id="Latin-1 with ESC and form feed"),
    pytest.param(b"x" * 8000 + b"\0", "x" * 8000 + "\0", id="NUL past the sample"),
]

REASONS = [
    pytest.param(b"", "empty", id="empty"),
    pytest.param(b" \r\n\t\n", "empty", id="white space"),
    pytest.param(b"\xef\xbb\xbf", "empty", id="a mark alone"),
    pytest.param(b"\x7fELF\x02\0\0\0", "binary", id="NUL"),
    pytest.param(b"\x89PNG\r\n\x1a\n\xff", "binary", id="control bytes"),
    pytest.param("a = 1\n".encode("utf-16-le"), "binary", id="UTF-16 without a mark"),
    pytest.param(b"\xff\xfe\x00\xd8", "binary", id="UTF-16 with half a pair"),
    pytest.param(
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        "Git LFS pointer",
        id="LFS",
    ),
]


@pytest.mark.parametrize(("content", "text"), TEXTS)
def test_text(content, text):
    assert decode(content) == text


@pytest.mark.parametrize(("content", "reason"), REASONS)
def test_no_text(content, reason):
    assert decode(content) == NotJudged(reason)


def test_large_text_ends_at_a_whole_line():
    content = ("é" * 99 + "\n").encode() * (SIZE_LIMIT // 100)
    text = decode(content[:SIZE_LIMIT])
    assert text.endswith("é\n")
    assert SIZE_LIMIT - 400 < len(text.encode()) <= SIZE_LIMIT


def test_large_single_line_is_kept():
    content = b"x" + "é".encode() * SIZE_LIMIT
    assert len(decode(content[:SIZE_LIMIT])) == 1 + (SIZE_LIMIT - 1) // 2


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        pytest.param("# polyglint: ignore\nx\n", True, id="first line"),
        pytest.param("x\n" * 40 + "// polyglint:ignore because", True, id="last line"),
        pytest.param("x\n" * 4 + "/* polyglint: ignore */\n" + "x\n" * 9, True, id="fifth"),
        pytest.param("x\n" * 20 + "# polyglint: ignore\n" + "x\n" * 20, False, id="middle"),
        pytest.param("# polyglint: ignored\n", False, id="past tense"),
        pytest.param("# polyglint: ignorelist\n", False, id="another word"),
        pytest.param("# polyglint ignore\n", False, id="no colon"),
        pytest.param("# POLYGLINT: IGNORE\n", False, id="another case"),
    ],
)
def test_inline_ignore(text, ignored):
    assert is_ignored(text) is ignored


def test_text_of_an_ignored_file():
    assert text_of(b"# polyglint: ignore\n") == NotJudged("inline ignore")
    assert text_of(NotJudged("submodule")) == NotJudged("submodule")


def test_marked_lines_of_a_short_text_are_not_repeated():
    assert marked_lines("a\nb\n") == ("a", "b")
    assert len(marked_lines("a\n" * 11)) == 10


def test_regular_file_is_read_up_to_the_limit(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * (SIZE_LIMIT + 5))
    assert read_file(path) == b"x" * SIZE_LIMIT


def test_nothing_but_regular_files_is_opened(tmp_path):
    (tmp_path / "target").write_text("x")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "module" / ".git").mkdir(parents=True)
    assert read_file(tmp_path / "link") == NotJudged("symbolic link")
    assert read_file(tmp_path / "dangling") == NotJudged("symbolic link")
    assert read_file(tmp_path / "module") == NotJudged("submodule")
    assert read_file(tmp_path) == NotJudged("directory")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_fifo_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for a writer for ever
    assert read_file(tmp_path / "pipe") == NotJudged("not a regular file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_file_that_is_swapped_while_it_is_looked_at(tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    path.write_text("x")
    opened = os.open

    def swap(name, *arguments, **options):
        if name == "a.py":
            path.unlink()
            os.mkfifo(path)
        return opened(name, *arguments, **options)

    monkeypatch.setattr(os, "open", swap)
    assert read_file(path) == NotJudged("not a regular file")


def test_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "missing")
