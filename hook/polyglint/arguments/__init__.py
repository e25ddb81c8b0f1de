"""The command line: which commands there are and what each may be told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from polyglint import __version__
from polyglint.arguments import commands
from polyglint.arguments.examples import epilog
from polyglint.report import printable

BAD_USAGE = 2


class Parser(argparse.ArgumentParser):
    """A parser whose complaints about arguments, which may be file names, are one line each."""

    def error(self, message: str) -> NoReturn:
        """End the run without the usage, a dozen lines that its reason would stand below."""
        self.exit(BAD_USAGE, f"polyglint: {printable(message)}; see `{self.prog} --help`\n")


def parsed(argv: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the arguments of a command, whose name is `command`."""
    parser = make_parser()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        parser.prog = f"{parser.prog} {arguments.command}"  # whose help tells what it knows
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return vars(arguments)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; it leaves the command's name in `command`."""
    parser: argparse.ArgumentParser = Parser(
        prog="polyglint",
        description="Stop files whose content contradicts the language their name claims.",
        epilog=epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"polyglint {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    commands.add_check(subparsers)
    commands.add_audit(subparsers)
    commands.add_explain(subparsers)
    commands.add_detect(subparsers)
    commands.add_claim(subparsers)
    commands.add_fix(subparsers)
    commands.add_config(subparsers)
    commands.add_completion(subparsers)
    return parser
