"""Arguments to a command, and what happened to an exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence

from polyglint import __version__
from polyglint.commands.audit import audit
from polyglint.commands.check import check
from polyglint.commands.claim import show_claims
from polyglint.commands.detect import detect
from polyglint.commands.explain import explain
from polyglint.errors import FatalError
from polyglint.report import printable

BAD_INPUT, OUR_FAULT = 2, 3
INTERRUPTED, OUTPUT_CLOSED = 128 + 2, 128 + 13  # as a shell reports the two signals
EXIT_CODES = "exit codes: 0 clean, 1 violations, 2 bad usage or input, 3 a fault of polyglint's own"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = vars(make_parser().parse_args(argv))
    command = arguments.pop("run")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name the terminal has no letters for
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = command(**arguments)
        sys.stdout.flush()
        return code
    except FatalError as error:
        print(f"polyglint: {printable(str(error))}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # Nobody reads on. Python would flush once more at exit and complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        traceback.print_exc()
        return OUR_FAULT


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="polyglint",
        description="Stop files whose content contradicts the language their name claims.",
        epilog=EXIT_CODES,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"polyglint {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands)
    _add_audit(commands)
    _add_explain(commands)
    _add_detect(commands)
    _add_claim(commands)
    return parser


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _add(commands, "check", "report files whose content contradicts what they claim")
    parser.set_defaults(run=check)
    parser.add_argument("filenames", nargs="*", metavar="FILE")
    parser.add_argument(
        "--staged",
        action="store_true",
        help="read the index: the files named, or all that differ from the last commit",
    )
    _add_lint_options(parser)


def _add_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _add(commands, "audit", "check all files that git tracks in a directory")
    parser.set_defaults(run=audit)
    parser.add_argument("directories", nargs="*", metavar="DIR", default=["."])
    _add_lint_options(parser)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _add(commands, "explain", "show a file window by window, and the decision")
    parser.set_defaults(run=explain)
    parser.add_argument("filename", metavar="FILE")
    _add_languages(parser)


def _add_detect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _add(commands, "detect", "tell the language of files by their content alone")
    parser.set_defaults(run=detect)
    parser.add_argument("filenames", nargs="*", metavar="FILE", help="- is standard input")
    parser.add_argument(
        "--files-from", metavar="LIST", help="a file of paths, one a line; - is standard input"
    )
    parser.add_argument(
        "--best-guess", action="store_true", help="name a language even where the verdict is unsure"
    )
    _add_format(parser)
    _add_languages(parser)


def _add_claim(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _add(commands, "claim", "tell what files claim to be by name and settings alone")
    parser.set_defaults(run=show_claims)
    parser.add_argument("filenames", nargs="+", metavar="FILE")
    _add_format(parser)
    _add_languages(parser)


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=summary, description=f"{summary}.", allow_abbrev=False)


def _add_lint_options(parser: argparse.ArgumentParser) -> None:
    _add_languages(parser)
    parser.add_argument("--warn-only", action="store_true", help="exit with 0 despite violations")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="name each file that is not judged, and why"
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", dest="output_format", choices=("text", "jsonl"), default="text")


def _add_languages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--languages",
        type=_names,
        default=(),
        metavar="A,B",
        help="tell these languages apart and no others",
    )


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())
