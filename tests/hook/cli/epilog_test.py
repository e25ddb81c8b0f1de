import re
import shlex

import pytest

from polyglint.cli.epilog import EXAMPLES, TOP
from polyglint.cli.parser import make_parser
from polyglint.cli.run import COMMANDS, main

PAGES = [("polyglint", TOP), *EXAMPLES.items()]


def test_every_command_has_examples():
    assert EXAMPLES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("text", [text for _, text in PAGES], ids=[name for name, _ in PAGES])
def test_examples_are_understood(text):
    commands = re.findall(r"polyglint ((?:\S| (?! ))+)", text)
    assert commands
    for command in commands:
        make_parser().parse_args(shlex.split(re.split(r" > | \| |\)\"", command)[0]))


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)], ids=str)
def test_help_fits_a_terminal(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    out = capsys.readouterr().out
    assert "examples:" in out or not command
    assert "exit codes:\n  0  clean" in out
    assert [line for line in out.splitlines() if len(line) > 88] == []


def test_every_argument_is_explained():
    (subparsers,) = make_parser()._subparsers._group_actions
    bare = [
        (name, action.dest)
        for name, parser in subparsers.choices.items()
        for action in parser._actions
        if action.help is None
    ]
    assert bare == []
