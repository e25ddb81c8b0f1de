"""Lines that generators write: a warning where no file matches them, unless settings say more."""

import pytest

from polyglint.cli.run import main
from polyglint.gitattributes.generator_defaults import DEFAULTS, generator_of
from polyglint.gitattributes.parse import read_lines

RAILS = (
    "# Mark the database schema.\ndb/schema.rb   linguist-generated\nvendor/* linguist-vendored\n"
)
DEFAULT = "it is a default of rails new"
WARNINGS = [
    f".gitattributes:{line}:1: PG205 [warning] {pattern} matches no tracked file; {DEFAULT}"
    for line, pattern in ((2, "db/schema.rb"), (3, "vendor/*"))
]


@pytest.mark.parametrize("text", DEFAULTS)
def test_defaults_are_lines_of_gitattributes(text):
    (line,) = read_lines(text)
    assert generator_of(line) == DEFAULTS[text]
    assert line.ours  # or it would never be linted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("db/schema.rb linguist-generated=false", id="another value"),
        pytest.param("db/schema.rb linguist-generated text", id="one more attribute"),
        pytest.param("app/db/schema.rb linguist-generated", id="another path"),
    ],
)
def test_other_lines_are_people_s_own(text):
    (line,) = read_lines(text)
    assert generator_of(line) is None


def test_a_default_without_files_fails_no_run(repository, capsys):
    repository.add(".gitattributes", RAILS)
    assert main(["audit"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[::2] == WARNINGS
    assert "2 violations (2 warnings)" in err


@pytest.mark.parametrize("prefix", ["PG205", "PG2"])
def test_settings_have_the_last_word(repository, capsys, prefix):
    repository.add(".gitattributes", RAILS)
    repository.write(".polyglint.toml", f'severity.{prefix} = "error"\n')
    assert main(["audit"]) == 1
    assert "[warning]" not in capsys.readouterr().out


def test_what_people_wrote_beside_it_is_an_error(repository, capsys):
    repository.add(".gitattributes", RAILS + "lib/* linguist-vendored\n")
    assert main(["audit"]) == 1
    assert ".gitattributes:4:1: PG205 lib/* matches no tracked file\n" in capsys.readouterr().out
