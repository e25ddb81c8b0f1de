"""Print what a shell needs to complete polyglint's commands, options and paths."""

from __future__ import annotations

import argparse

from polyglint.cli.parser import make_parser
from polyglint.cli.subparsers import parsers

FILES = ("FILE", "LIST", "PATH", "REPO")  # what names of arguments stand for
DIRECTORIES = ("DIR",)


def print_completion(shell: str) -> int:
    import shtab  # for this command alone

    parser = make_parser()
    for command in parsers(parser).values():
        for action in command._actions:
            if action.metavar in FILES:
                _complete(action, shtab.FILE)
            elif action.metavar in DIRECTORIES:
                _complete(action, shtab.DIRECTORY)
    print(shtab.complete(parser, shell=shell))
    return 0


def _complete(action: argparse.Action, by: object) -> None:
    action.complete = by  # type: ignore[attr-defined] # as shtab asks for it
