import os
import re
import shlex
import shutil
import sys

import pytest

from polyglint.cli.help import EXAMPLES, TOP, HelpFormatter, columns
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
    fails = not command or command[0] in ("check", "audit", "fix")
    assert f"exit codes:\n  0  {'clean' if fails else 'done'}" in out
    assert ("  1  violations" in out) == fails
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


@pytest.mark.parametrize("variable", [None, "", "x", "-3", "0", "57"])
@pytest.mark.parametrize("terminal", [None, 0, 132])
def test_columns_are_those_of_the_standard_library(monkeypatch, variable, terminal):
    def size(_descriptor=0):
        if terminal is None:
            raise OSError
        return os.terminal_size((terminal, 24))

    monkeypatch.setattr(os, "get_terminal_size", size)
    monkeypatch.setattr(sys, "__stdout__", open(os.devnull))  # noqa: PTH123, SIM115
    if variable is None:
        monkeypatch.delenv("COLUMNS", raising=False)
    else:
        monkeypatch.setenv("COLUMNS", variable)
    assert columns() == shutil.get_terminal_size().columns
    assert HelpFormatter("x")._width == columns() - 2


def test_columns_without_standard_output(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "__stdout__", None)
    assert columns() == 80
