import pytest

from polyglint.gitattributes.globs import pattern_of

PATHS = [
    "a.js",
    "docs/b.js",
    "a b.js",
    "*.js",
    "we[i]rd?.js",
    "back\\slash.js",
    'quo"te.js',
    "!bang.js",
    "#number.js",
    "new\nline.js",
    "tab\t.js",
    "ends in space ",
    "café.js",
    "[attr]x",
]


@pytest.mark.parametrize("path", PATHS, ids=ascii)
def test_the_pattern_matches_this_path_and_no_other(repository, path):
    repository.write(".gitattributes", f"{pattern_of(path)} probed\n")
    others = [other for other in (*PATHS, f"sub/{path}", f"x{path}") if other != path]
    asked = repository.git("check-attr", "-z", "probed", "--", path, *others).decode().split("\0")
    values = dict(zip(asked[::3], asked[2::3], strict=False))
    assert [name for name, value in values.items() if value == "set"] == [path]
