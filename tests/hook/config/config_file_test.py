import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.config.config_file import SIZE_LIMIT, find, named, reader
from polyglint.errors import FatalError

NAMES = {"own": ".polyglint.toml", "shared": "pyproject.toml"}


@pytest.fixture
def write(tmp_path):
    def write(**files):
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / NAMES[name]).write_bytes(data)
        return reader(tmp_path)

    return write


SECTION = "[tool.polyglint]\nmin-score = 0.9\n"


@pytest.mark.parametrize(
    ("files", "name", "table"),
    [
        pytest.param({"own": "a = 1"}, ".polyglint.toml", {"a": 1}, id="own"),
        pytest.param({"shared": SECTION}, "pyproject.toml", {"min-score": 0.9}, id="shared"),
        pytest.param({"own": "", "shared": SECTION}, ".polyglint.toml", {}, id="own first"),
        pytest.param({"own": b"\xef\xbb\xbfa = 1"}, ".polyglint.toml", {"a": 1}, id="mark"),
        pytest.param(
            {"shared": "[tool.other]\nx = 'a.b.c'\n" + SECTION},
            "pyproject.toml",
            {"min-score": 0.9},
            id="beside others",
        ),
    ],
)
def test_found(write, files, name, table):
    assert find(write(**files)) == (name, table)
    assert find(write(**files), "project/").name == f"project/{name}"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="no file"),
        pytest.param({"shared": "[tool.other]"}, id="another tool"),
        pytest.param({"shared": ""}, id="empty"),
    ],
)
def test_not_found(write, files):
    assert find(write(**files)) is None


BAD = [
    pytest.param({"own": "a = "}, ".polyglint.toml: not TOML: ", id="malformed"),
    pytest.param({"shared": "tool = 1"}, "pyproject.toml: tool is not a table", id="tool"),
    pytest.param({"shared": "tool.polyglint = 1"}, "pyproject.toml: tool.polyglint is", id="own"),
    pytest.param({"own": b"\xff"}, ".polyglint.toml: not TOML: 'utf-8' codec", id="bytes"),
    pytest.param({"own": "x=" + "[" * 99_000}, ".polyglint.toml: not TOML: nested", id="deep"),
    pytest.param({"own": "a." * 99_000 + "a=1"}, ".polyglint.toml: not TOML: a key", id="parts"),
    pytest.param({"own": '"a". ' * 40_000}, ".polyglint.toml: not TOML: a key", id="quoted"),
    pytest.param({"own": "#" * (SIZE_LIMIT + 1)}, ".polyglint.toml: larger than", id="size"),
]


@pytest.mark.parametrize(("files", "message"), BAD)
def test_bad_files_are_told_in_good_time(write, files, message):
    started = time.process_time()
    with pytest.raises(FatalError) as error:
        find(write(**files))
    assert str(error.value).startswith(message)
    assert time.process_time() - started < 2


def test_harmless_text_is_searched_in_good_time(write):
    started = time.process_time()
    assert find(write(own=f"# {'a' * 200_000}\n")).table == {}
    assert time.process_time() - started < 2


def test_no_link_is_followed(tmp_path):
    (tmp_path / "outside.toml").write_text("a = 1")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / ".polyglint.toml").symlink_to("../outside.toml")
    with pytest.raises(FatalError, match=r"\.polyglint\.toml: symbolic link; name it by --config"):
        find(reader(inside))
    assert named(str(inside / ".polyglint.toml")).table == {"a": 1}


def test_a_directory_in_its_place_is_no_configuration(tmp_path):
    (tmp_path / ".polyglint.toml").mkdir()
    message = r"\.polyglint\.toml: directory; remove it, or use --no-config"
    with pytest.raises(FatalError, match=message):
        find(reader(tmp_path))


def test_named(tmp_path):
    path = tmp_path / "pyproject.toml"
    path.write_text(SECTION)
    assert named(str(path)) == (str(path), {"min-score": 0.9})
    path.write_text("")
    with pytest.raises(FatalError, match=r"has no section \[tool\.polyglint\]"):
        named(str(path))
    with pytest.raises(FatalError, match="--config: cannot read none: No such file"):
        named("none")
    for unreadable in (str(tmp_path), "a\0b"):
        with pytest.raises(FatalError, match="--config: cannot read"):
            named(unreadable)


@given(st.binary(max_size=60) | st.text("[]{}.=\"'#\n ax1", max_size=60).map(str.encode))
def test_any_content_is_a_table_or_one_error(content):
    with contextlib.suppress(FatalError):
        find({".polyglint.toml": content}.get)
