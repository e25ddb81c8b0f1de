import json
import tarfile

import pytest

from polyglint.errors import FatalError
from train.linguist import main, make_table, parse_literal, read_archive

REN_PY = """export default {
  name: "Ren'Py",
  type: 'programming',
  extensions: ['.rpy',],
  aliases: ["a: b", 'it\\'s', 'true'],
  languageId: 322,
  wrap: true,
}
"""


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "Ren_27_Py.js").write_text(REN_PY)
    (folder / "data" / "Ren_27_Py.d.ts").write_text("declare const _: {}")
    (folder / "package.json").write_text('{"name": "linguist-languages", "version": "1.2.3"}')
    (folder / "LICENSE").write_text("MIT, Ika\n")
    (folder / "ThirdPartyNoticeText.txt").write_text("MIT, GitHub\n")
    return folder


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


def test_table_keeps_what_the_hook_looks_up(package, tmp_path):
    output = tmp_path / "table.json"
    assert main(["--package", str(package), "--output", str(output)]) == 0
    assert json.loads(output.read_text()) == {
        "source": "linguist-languages 1.2.3",
        "licences": ["MIT, Ika", "MIT, GitHub"],
        "languages": {
            "Ren'Py": {
                "type": "programming",
                "aliases": ["a: b", "it's", "true"],
                "extensions": [".rpy"],
            }
        },
    }


def test_archive_and_directory_make_the_same_table(package, tmp_path):
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(package, "package")
    assert make_table(read_archive(archive))["languages"].keys() == {"Ren'Py"}


def test_another_package_is_refused(tmp_path):
    (tmp_path / "index.js").write_text("")
    with pytest.raises(FatalError, match="not the package linguist-languages"):
        main(["--package", str(tmp_path), "--output", str(tmp_path / "x.json")])


def test_unreadable_language_is_named(package):
    (package / "data" / "Odd.js").write_text("export default class {}")
    with pytest.raises(FatalError, match=r"data/Odd\.js: expected one object literal"):
        main(["--package", str(package), "--output", str(package / "x.json")])
