"""Arguments to a command, and what happened to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module

from polyglint.cli.parser import BAD_USAGE, parsed
from polyglint.engine.signals import hurry, orderly_termination, prepare_streams, settle
from polyglint.errors import FatalError
from polyglint.escaping import printable

BAD_INPUT, OUR_FAULT = BAD_USAGE, 3
UNNAMED = "standard output or a temporary file"  # what the system names no file for
NO_MEMORY = "not enough memory; use --jobs 1, or take fewer files at a time"
GONE = "the current folder"  # nor for this one, which somebody has removed
INTERRUPTED, OUTPUT_CLOSED = 128 + 2, 128 + 13  # as a shell reports the two signals


def _command(module: str, function: str) -> Callable[..., int]:
    """A command whose module a run loads only if it is the one to run."""

    def run(**arguments: object) -> int:
        code: int = getattr(import_module(f"polyglint.cli.commands.{module}"), function)(
            **arguments
        )
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
    hurry()
    prepare_streams()
    with orderly_termination():
        try:
            return _run(argv)
        except FatalError as error:
            return _told(f"polyglint: {printable(str(error))}", BAD_INPUT)
        except BrokenPipeError:  # nobody reads on
            settle(sys.stdout)
            settle(sys.stderr)
            return OUTPUT_CLOSED
        except KeyboardInterrupt:
            return INTERRUPTED
        except MemoryError:
            return _told(f"polyglint: {NO_MEMORY}", BAD_INPUT)
        except Exception as error:
            return _unforeseen(error)


def _run(argv: Sequence[str] | None) -> int:
    arguments = parsed(argv)
    code = COMMANDS[arguments.pop("command")](**arguments)
    sys.stdout.flush()
    return code


def _unforeseen(error: Exception) -> int:
    """Tell of a fault of our own, or of what the system refused: a full disk, a name too long."""
    if not isinstance(error, OSError) or error.errno is None:
        import traceback

        return _told(traceback.format_exc(), OUR_FAULT)
    settle(sys.stdout)
    unnamed = GONE if isinstance(error, FileNotFoundError) else UNNAMED
    name = error.filename if isinstance(error.filename, (str, bytes)) else unnamed
    return _told(f"polyglint: {printable(f'{os.fsdecode(name)}: {error.strerror}')}", BAD_INPUT)


def _told(words: str, code: int) -> int:
    with suppress(OSError):
        print(words.rstrip("\n"), file=sys.stderr)
    settle(sys.stderr)
    return code
