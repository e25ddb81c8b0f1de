import os
import sys
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given

from polyglint.report.locations import raw, relative, uri
from tests.hook.report.runs import texts

posix = pytest.mark.skipif(sys.platform == "win32", reason="names that Windows has no files for")


@posix
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/a.py", "src/a.py"),
        ("a b/é.py", "a%20b/%C3%A9.py"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("100%25?x#y", "100%2525%3Fx%23y"),
        (os.fsdecode(b"\xe9.py"), "%E9.py"),
        ("a\\b\n\x1b", "a%5Cb%0A%1B"),
        ("../a.py", "../a.py"),
    ],
    ids=ascii,
)
def test_uri(path, expected):
    assert uri(path) == expected


def test_absolute_paths_start_from_the_current_directory(tmp_path, monkeypatch):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert relative(str(tmp_path / "sub" / "x" / "a.py")) == "x/a.py"
    assert relative(str(tmp_path / "a.py")) == "../a.py"


@posix
@given(texts.filter(lambda path: not path.startswith("/")))
def test_any_uri_is_relative_and_holds_the_bytes(path):
    parts = urlsplit(uri(path))
    assert (parts.scheme, parts.query, parts.fragment) == ("", "", "")
    assert unquote_to_bytes(uri(path)) == raw(path)
