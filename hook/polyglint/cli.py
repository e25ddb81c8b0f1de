"""Arguments to a command, and what happened to an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from polyglint.arguments import make_parser
from polyglint.errors import FatalError
from polyglint.report import printable

BAD_INPUT, OUR_FAULT = 2, 3
INTERRUPTED, OUTPUT_CLOSED = 128 + 2, 128 + 13  # as a shell reports the two signals


def _command(module: str, function: str) -> Callable[..., int]:
    """A command whose module a run loads only if it is the one to run."""

    def run(**arguments: object) -> int:
        code: int = getattr(import_module(f"polyglint.commands.{module}"), function)(**arguments)
        return code

    return run


COMMANDS: Mapping[str, Callable[..., int]] = {
    "check": _command("check", "check"),
    "audit": _command("audit", "audit"),
    "explain": _command("explain", "explain"),
    "detect": _command("detect", "detect"),
    "claim": _command("claim", "show_claims"),
    "fix": _command("fix", "fix"),
    "config": _command("config", "show_config"),
    "completion": _command("completion", "print_completion"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = vars(make_parser().parse_args(argv))
    command = COMMANDS[arguments.pop("command")]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name the terminal has no letters for
            stream.reconfigure(errors="backslashreplace")
    try:
        code = command(**arguments)
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
        import traceback

        traceback.print_exc()
        return OUR_FAULT
