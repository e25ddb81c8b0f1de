"""A commit's command line means the same without argparse as with it."""

import inspect

import pytest

from polyglint.cli.commands.check import check
from polyglint.cli.parser import parsed
from polyglint.cli.usual import usual

ALWAYS = ("command", "filenames", "staged", "run", "report")
DEFAULTS = {name: p.default for name, p in inspect.signature(check).parameters.items()}


def without_defaults(arguments):
    """The arguments, less those that the command takes for granted."""
    return {
        name: value
        for name, value in arguments.items()
        if name in ALWAYS or value is not DEFAULTS[name]
    }


@pytest.mark.parametrize(
    "argv",
    [
        ["check"],
        ["check", "a.py"],
        ["check", "a.py", "b c.js", "", "a=b", "@x"],
        ["check", "--"],
        ["check", "--", "--staged", "-x.py"],
        ["check", "--staged"],
        ["check", "--staged", "a.py"],
        ["check", "--staged", "--"],
        ["check", "--staged", "--", "a.py", "-", "--no-cache"],
        ["check", "check"],
        ("check", "a.py"),
    ],
)
def test_the_same_arguments(argv):
    assert usual(argv) == without_defaults(parsed(argv))


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["audit", "a.py"],
        ["chec", "a.py"],
        ["--staged", "check"],
        ["check", "-"],
        ["check", "-q", "a.py"],
        ["check", "a.py", "--staged"],
        ["check", "--staged", "--staged"],
        ["check", "--staged=1", "a.py"],
        ["check", "--stage", "a.py"],
        ["check", "a.py", "--", "b.py"],
        ["check", "--", "a.py", "--"],
        ["check", "--help"],
    ],
)
def test_what_is_left_to_argparse(argv):
    assert usual(argv) is None


def test_an_option_that_is_also_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "--staged").touch()
    assert usual(["check", "--staged", "a.py"]) is None
    assert usual(["check", "--", "--staged"]) is not None
