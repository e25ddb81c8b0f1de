import time

import pytest

from polyglint.config.path_patterns import PathPatterns, check_pattern
from polyglint.errors import FatalError


@pytest.mark.parametrize(
    ("patterns", "path", "found"),
    [
        (["tests/fixtures/"], "tests/fixtures/a.py", "tests/fixtures/"),
        (["fixtures/"], "tests/fixtures/a.py", "fixtures/"),
        (["*.py"], "a/b.py", "*.py"),
        (["/a.py"], "a.py", "/a.py"),
        (["a/**/c"], "a/b/b/c", "a/**/c"),
        (["*.py", "!a.py"], "b.py", "*.py"),
        (["*.\udcff"], "a.\udcff", "*.\udcff"),
    ],
    ids=ascii,
)
def test_matches(patterns, path, found):
    assert PathPatterns(patterns).match(path) == found


@pytest.mark.parametrize(
    ("patterns", "path"),
    [
        ([], "a.py"),
        (["/a.py"], "b/a.py"),
        (["fixtures/"], "fixtures"),
        (["*.py", "!a.py"], "a.py"),
        (["*.PY"], "a.py"),
        (["a*c"], "a/c"),
        (["*"], "a" * 256),
        (["*"], "a/" * 2049),
    ],
    ids=range(8),
)
def test_matches_not(patterns, path):
    assert PathPatterns(patterns).match(path) is None


@pytest.mark.parametrize("pattern", ["*a*a*b", "**/*_pb2*.py", "*/*/*/*/a", "a/**", "**"])
def test_patterns_that_are_taken_are_matched_in_good_time(pattern):
    patterns = PathPatterns([check_pattern(pattern)])
    started = time.process_time()
    for path in ("a" * 255, "a/" * 2047 + "c", ("a" * 254 + "/") * 16):
        patterns.match(path)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "pattern",
    [
        *("*a*a*a*b", "**/a/**/b/**/c", "a" * 257, "", "#a", "!", "a\\"),
        *("[z-a]", "a[b-a]*", "[[:alpha:]]", "[a--b]", "[a&&b]", "[a||b]", "[a~~b]", "[[a]", "[a"),
    ],
    ids=ascii,
)
@pytest.mark.filterwarnings("error")
def test_patterns_that_are_not_taken(pattern):
    with pytest.raises(ValueError, match="pattern"):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", ["[a-z]", "[!a-z]", "[]a]", "a]", "\\[a\\]"])
@pytest.mark.filterwarnings("error")
def test_brackets_that_are_taken(pattern):
    assert check_pattern(pattern) == pattern


@pytest.mark.slow
def test_many_patterns_on_many_paths_come_to_an_end(monkeypatch):
    patterns = PathPatterns([f"*a*a*b{n}" for n in range(256)])
    monkeypatch.setattr("polyglint.config.path_patterns.MAX_SECONDS", 0.01)
    with pytest.raises(FatalError, match=r"^patterns such as '\*a\*a\*b0' take too long"):
        patterns.match("a" * 255)  # 0.8 s, and a repository may have a million of them


def test_honest_patterns_have_time_enough(monkeypatch):
    patterns = PathPatterns(["*.min.js", "/vendor/", "**/generated/**", "!keep.js"] * 16)
    monkeypatch.setattr("polyglint.config.path_patterns.MAX_SECONDS", 60.0)
    for n in range(2000):
        assert patterns.match(f"src/module{n}/file.js") is None
