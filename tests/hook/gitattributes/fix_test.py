import stat
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyglint.errors import FatalError
from polyglint.gitattributes import fix
from polyglint.gitattributes.fix import correct_settings, corrected
from polyglint.sources import correction, worktree

WRONG, RIGHT = b"*.c linguist-vendord", b"*.c linguist-vendored"


def nothing_matches(patterns):
    return [set() for _ in patterns]


def everything_matches(patterns):
    return [{"a.c"} for _ in patterns]


def correct(text, unsafe=False):
    return corrected(".gitattributes", text, ["a.c"], everything_matches, unsafe)


CORRECTED = [
    pytest.param("* linguist-vendord", "* linguist-vendored", id="no line end"),
    pytest.param(
        "* linguist-vendord\r\n* text\r\n", "* linguist-vendored\r\n* text\r\n", id="CRLF"
    ),
    pytest.param("* text\r\n* linguist-vendord\n", "* text\r\n* linguist-vendored\n", id="mixed"),
    pytest.param("\ufeff* linguist-vendord\n", "\ufeff* linguist-vendored\n", id="byte order mark"),
    pytest.param("a\udcff linguist-vendord\n", "a\udcff linguist-vendored\n", id="no UTF-8"),
    pytest.param(
        "* linguist-vendord linguist-language= Java\n",
        "* linguist-vendored linguist-language=Java\n",
        id="two in one line",
    ),
    pytest.param(
        "* linguist-vendored # x\r\n", "# x\r\n* linguist-vendored\r\n", id="two lines of one"
    ),
    pytest.param(
        "a\n\n\n* linguist-vendord\n\n", "a\n\n\n* linguist-vendored\n\n", id="blank lines"
    ),
]
LEFT = [
    pytest.param("", id="empty"),
    pytest.param("* text\r\n", id="right"),
    pytest.param("* linguist-ignore\n", id="may be meant otherwise"),
    pytest.param("* linguist-language=Pyton\n", id="guess"),
    pytest.param("* linguist-telescope\n", id="no correction"),
    pytest.param("# * linguist-vendord\n", id="comment"),
    pytest.param("* linguist-language=Java\x0c\x85\u2028\n", id="odd spaces"),
    pytest.param("*.inc linguist-vendored (x)\n", id="line that git ignores"),
]


@pytest.mark.parametrize(("before", "after"), CORRECTED)
def test_corrected(before, after):
    assert correct(before) == after
    assert correct(after) == after


@pytest.mark.parametrize("text", LEFT)
def test_left_as_it_is(text):
    assert correct(text) == text


def test_unsafe():
    assert correct("* linguist-ignore\n", unsafe=True) == "* linguist-vendored\n"


def test_no_line_is_ever_removed():
    text = "nowhere linguist-vendored\n!x linguist-vendored\n"
    assert corrected(".gitattributes", text, ["a.c"], nothing_matches, True) == text


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.binary(max_size=12)
        | st.sampled_from(
            [WRONG, RIGHT, b"* linguist-language= Java", b"#", b"\r", b"\xef\xbb\xbf"]
        ),
        max_size=8,
    )
)
def test_other_lines_keep_every_byte(lines):
    content = b"\n".join(lines)
    text = content.decode("utf-8", "surrogateescape")
    after = correct(text).encode("utf-8", "surrogateescape").split(b"\n")
    assert [line for line in content.split(b"\n") if b"linguist" not in line] == [
        line for line in after if b"linguist" not in line
    ]


@pytest.fixture
def settings_file(repository):
    repository.add("a.c", "x\n")

    def write(content):
        repository.add(".gitattributes", content)
        return worktree.named([".gitattributes"])

    return write


def correct_files(files, diff=False):
    """How many of them had something to correct."""
    return sum(correct_settings(file, file.content(), diff=diff) is not None for file in files)


def test_writes_the_work_tree_and_not_the_index(repository, settings_file):
    found = settings_file(WRONG)
    assert correct_files(found) == 1
    assert (repository.root / ".gitattributes").read_bytes() == RIGHT
    assert repository.git("show", ":.gitattributes") == WRONG


def test_shows_and_leaves(repository, settings_file, capsys):
    found = settings_file(WRONG + b"\n")
    assert correct_files(found, diff=True) == 1
    assert (repository.root / ".gitattributes").read_bytes() == WRONG + b"\n"
    assert capsys.readouterr().out.splitlines() == [
        "--- .gitattributes",
        "+++ .gitattributes",
        "@@ -1,2 +1,2 @@",
        f"-{WRONG.decode()}",
        f"+{RIGHT.decode()}",
        " ",
    ]


def test_nothing_to_correct_writes_nothing(repository, settings_file):
    found = settings_file(RIGHT)
    before = (repository.root / ".gitattributes").stat()
    assert correct_files(found) == 0
    assert (repository.root / ".gitattributes").stat().st_ino == before.st_ino


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_keeps_the_mode_and_leaves_no_other_file(repository, settings_file):
    found = settings_file(WRONG)
    path = repository.root / ".gitattributes"
    path.chmod(0o640)
    correct_files(found)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(path.name for path in repository.root.iterdir()) == [
        ".git",
        ".gitattributes",
        "a.c",
    ]


def test_changed_meanwhile(repository, settings_file, monkeypatch):
    found = settings_file(WRONG)
    path = repository.root / ".gitattributes"
    real = fix.corrected

    def corrected_late(*arguments):
        path.write_bytes(b"somebody else's")
        return real(*arguments)

    monkeypatch.setattr(fix, "corrected", corrected_late)
    with pytest.raises(FatalError, match="changed while it was being corrected"):
        correct_files(found)
    assert path.read_bytes() == b"somebody else's"


def test_a_failed_write_loses_nothing(repository, settings_file, monkeypatch):
    found = settings_file(WRONG)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="No space"):
        correct_files(found)
    assert (repository.root / ".gitattributes").read_bytes() == WRONG
    assert sorted(path.name for path in repository.root.iterdir()) == [
        ".git",
        ".gitattributes",
        "a.c",
    ]


def test_too_large(repository, settings_file, monkeypatch, capsys):
    monkeypatch.setattr(correction, "SIZE_LIMIT", 10)
    assert correct_files(settings_file(WRONG)) == 0
    assert "left as it is: too large" in capsys.readouterr().err
    assert (repository.root / ".gitattributes").read_bytes() == WRONG


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_links_are_not_followed(repository, tmp_path, capsys):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".gitattributes").write_bytes(WRONG)
    repository.add("sub/.gitattributes", WRONG)
    (repository.root / "sub" / ".gitattributes").unlink()
    (repository.root / "sub").rmdir()
    (repository.root / "sub").symlink_to(outside)
    (repository.root / ".gitattributes").symlink_to(outside / ".gitattributes")
    repository.git("add", ".gitattributes")
    assert correct_files(worktree.directory(".")) == 0
    assert (outside / ".gitattributes").read_bytes() == WRONG
    err = capsys.readouterr().err
    assert ".gitattributes: left as it is: symbolic link" in err
    assert "beyond a symbolic link" in err
