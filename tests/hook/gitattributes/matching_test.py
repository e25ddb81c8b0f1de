from pathlib import Path

import pytest

from polyglint.git.repository import Repository
from polyglint.gitattributes.matching import below, matcher

PATHS = [
    "a.js",
    "docs/a.js",
    "docs/b c.js",
    "sub/docs/x.md",
    "sub/deep/a.js",
    "we[i]rd/a.js",
    'qu"ote/a.js',
    "sp ace/in ner/a.js",
    "back\\slash/a.js",
]

# directory of the .gitattributes, pattern, the paths that git gives its attributes
PATTERNS = [
    ("", "*.js", [p for p in PATHS if p.endswith(".js")]),
    ("", "/*.js", ["a.js"]),
    ("", "docs", []),
    ("", "docs/", []),
    ("", "docs/*", ["docs/a.js", "docs/b c.js"]),
    ("", "docs/**", ["docs/a.js", "docs/b c.js"]),
    ("", "**/docs/**", ["docs/a.js", "docs/b c.js", "sub/docs/x.md"]),
    ("", '"docs/b c.js"', ["docs/b c.js"]),
    ("", "sub/**/a.js", ["sub/deep/a.js"]),
    ("", "!a.js", []),
    ("", "nothing", []),
    ("", "a.jsx", []),
    ("docs/", "*.js", ["docs/a.js", "docs/b c.js"]),
    ("docs/", "/a.js", ["docs/a.js"]),
    ("docs/", "docs/a.js", []),
    ("docs/", "!a.js", []),
    ("sub/", "a.js", ["sub/deep/a.js"]),
    ("sub/", "/a.js", []),
    ("sub/", "deep/*.js", ["sub/deep/a.js"]),
    ("sub/", "**/x.md", ["sub/docs/x.md"]),
    ("we[i]rd/", "*.js", ["we[i]rd/a.js"]),
    ('qu"ote/', "*.js", ['qu"ote/a.js']),
    ("sp ace/", "*.js", ["sp ace/in ner/a.js"]),
    ("sp ace/", '"in ner/a.js"', ["sp ace/in ner/a.js"]),
    ("back\\slash/", "a.*", ["back\\slash/a.js"]),
]


@pytest.fixture
def tracked(repository):
    for path in PATHS:
        repository.add(path, "x\n")
    return repository


def found(root, paths=PATHS):
    match = matcher(Repository.find(Path(root)), paths)
    return lambda patterns: [None if found is None else {*found} for found in match(patterns)]


@pytest.mark.parametrize(("directory", "pattern", "paths"), PATTERNS)
def test_matches_as_git_does(tracked, directory, pattern, paths):
    # What git itself says of the same line in that directory's own file is what is expected.
    tracked.add(f"{directory}.gitattributes", f"{pattern} probed\n")
    asked = tracked.git("check-attr", "-z", "probed", "--", *PATHS).decode().split("\0")
    assert [
        path for path, value in zip(asked[::3], asked[2::3], strict=False) if value == "set"
    ] == paths
    assert found(tracked.root)([(directory, pattern)]) == [set(paths)]


def test_all_patterns_at_once(tracked):
    every = [(directory, pattern) for directory, pattern, _ in PATTERNS]
    assert found(tracked.root)(every) == [set(paths) for _, _, paths in PATTERNS]


def test_nothing_to_ask(repository):
    assert found(repository.root)([]) == []
    assert found(repository.root, [])([("", "*")]) == [set()]


def test_too_many_patterns_to_ask_for(tracked, monkeypatch):
    monkeypatch.setattr("polyglint.gitattributes.matching.MAX_PATTERNS", 2)
    asked = [("", "docs/a.js"), ("", "nothing"), ("", "nothing"), ("", "neither")]
    assert found(tracked.root)(asked) == [{"docs/a.js"}, set(), set(), None]


@pytest.mark.parametrize("bound", ["MAX_MATCHES", "MAX_SECONDS"])
def test_more_matches_than_are_kept_are_none(tracked, monkeypatch, bound):
    monkeypatch.setattr(f"polyglint.gitattributes.matching.{bound}", 0)
    assert found(tracked.root)([("", "*.js"), ("", "nothing")]) == [None, None]


def test_a_repository_cannot_answer_in_gits_place(tracked):
    hostile = "[attr]m polyglint-0\n* m polyglint-pattern-0 polyglint-x polyglint-99999999\n"
    tracked.add(".gitattributes", hostile)
    assert found(tracked.root)([("", "nothing")]) == [set()]


@pytest.mark.parametrize(
    ("pattern", "inside"),
    [
        ("docs", ("docs/**", "**/docs/**")),
        ("docs/", ("docs/**", "**/docs/**")),
        ("/docs", ("/docs/**",)),
        ("a/docs/", ("a/docs/**",)),
        ('"a b"', ('"a b/**"', '"**/a b/**"')),
        ('"a b/"', ('"a b/**"', '"**/a b/**"')),
    ],
)
def test_below(pattern, inside):
    assert below(pattern) == inside
