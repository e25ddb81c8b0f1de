"""The command line: the commands, and what each takes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from polyglint.cli import subparsers
from polyglint.cli.grouping import grouped
from polyglint.cli.help import HelpFormatter, epilog
from polyglint.cli.option_groups import with_kind
from polyglint.errors import BAD_INPUT
from polyglint.escaping import printable
from polyglint.phrases import hint
from polyglint.typed import TYPE_CHECKING, Any, NoReturn
from polyglint.version import __version__

if TYPE_CHECKING:
    from _typeshed import SupportsWrite


class Parser(argparse.ArgumentParser):
    """A parser whose complaints about arguments, which may be file names, are one line each."""

    def error(self, message: str) -> NoReturn:
        """End the run without the usage, a dozen lines that its reason would stand below."""
        self.exit(BAD_INPUT, f"polyglint: {printable(message)}; see `{self.prog} --help`\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Print it at once, and fail where that fails: argparse passes over a full disk."""
        (file or sys.stderr).write(message)
        sys.stdout.flush()
        sys.stderr.flush()

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Suggest the nearest choice, as argparse does from Python 3.14 on."""
        if action.choices is None or value in action.choices:
            return
        near = hint(str(value), action.choices) or f" (choose from {', '.join(action.choices)})"
        if action.dest == "command" and os.path.lexists(value):
            near = f"; did you mean `polyglint check {value}`?"
        raise argparse.ArgumentError(action, f"invalid choice: {value!r}{near}")


def parsed(argv: Sequence[str]) -> dict[str, Any]:
    """Return the arguments of a command, whose name is `command`."""
    parser = make_parser(argv[0] if argv else None)
    if (name := _file_as_option(argv)) is not None:
        parser.error(f"{name} is also a file; write -- before the names of files")
    arguments, unknown = parser.parse_known_args(with_kind(argv))
    command = subparsers.parsers(parser)[arguments.command]
    if unknown:
        options = command._option_string_actions  # argparse has no public way to ask
        near = hint(unknown[0].partition("=")[0], options) if unknown[0].startswith("-") else ""
        command.error(f"unrecognized arguments: {' '.join(unknown)}{near}")
    return grouped(vars(arguments))


def _file_as_option(argv: Sequence[str]) -> str | None:
    """An option that is the name of a file too: no repository may choose options by its names."""
    options = argv[: argv.index("--")] if "--" in argv else argv
    return next((o for o in options if o.startswith("-") and o != "-" and os.path.lexists(o)), None)


def make_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; it leaves the command's name in `command`.

    Args:
        only: the one command that is given, if it is one: the others' arguments take longer to
            make than to read.
    """
    parser: argparse.ArgumentParser = Parser(
        prog="polyglint",
        description="Catch files whose content isn't the language their name says.",
        epilog=epilog(),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    version = f"polyglint {__version__}"
    parser.add_argument("-V", "--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, add in subparsers.COMMANDS.items():
        if only not in subparsers.COMMANDS or only == name:
            add(commands)
    return parser
