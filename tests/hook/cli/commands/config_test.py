import sys

import pytest

from polyglint.cli.run import main
from polyglint.config.settings import names


@pytest.fixture
def config(repository, capsys):
    def run(*arguments):
        return main(["config", *arguments]), *capsys.readouterr()

    return run


def test_every_key_and_its_origin(config, repository):
    repository.write(".polyglint.toml", 'exclude = ["a/"]\nmin-score = 0.5\nseverity.PG2 = "off"\n')
    code, out, err = config("--min-score", "0.9")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"# {repository.root}: .polyglint.toml"
    assert 'exclude = ["a/"]  # .polyglint.toml\n' in out
    assert "min-score = 0.9  # command line\n" in out
    assert "force-exclude = true  # default\n" in out
    assert '[severity]  # .polyglint.toml\n"PG2" = "off"\n' in out
    assert [key for key in names().values() if key not in out] == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="no tomllib")
def test_what_is_printed_can_be_read_again(config, repository):
    import tomllib

    hostile = 'exclude = ["a\\u202e\\u001b\\u007f\\"\\\\!##[error]\U0001f600"]\n'
    repository.write(".polyglint.toml", hostile + 'per-path-languages."é" = ["C++"]\n')
    out = config()[1]
    assert out.replace("\n", "").isprintable()
    assert "##[" not in out
    settings = tomllib.loads(out)
    assert settings["exclude"] == ['a\u202e\x1b\x7f"\\!##[error]\U0001f600']
    assert settings["per-path-languages"] == {"é": ["C++"]}
    repository.write(".polyglint.toml", out)
    assert config()[1].splitlines()[1:] == [
        line if line.startswith("#") else line.replace("default", ".polyglint.toml")
        for line in out.splitlines()[1:]
    ]


def test_of_another_directory(config, repository, tmp_path, monkeypatch):
    repository.write("pyproject.toml", "[tool.polyglint]\nwarn-only = true\n")
    repository.write("src/a.py")
    monkeypatch.chdir(tmp_path)
    assert "warn-only = true  # " in config("repository/src")[1]
    assert "warn-only = false  # default" in config("repository/src", "--no-config")[1]


def test_mistakes(config, repository):
    repository.write(".polyglint.toml", "a = 1")
    assert config() == (2, "", "polyglint: .polyglint.toml: unknown key a\n")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none", "none: no such directory"),
        ("a.py", "a.py: not a directory"),
        ("", "an empty name; name a file or a directory"),
    ],
    ids=["missing", "a file", "empty"],
)
def test_what_is_no_directory_has_no_settings(config, repository, name, problem):
    repository.write("a.py")
    assert config(name) == (2, "", f"polyglint: {problem}\n")
