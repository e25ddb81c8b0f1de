"""Arguments to a command, and what happened to an exit code."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from polyglint.cli.usual import usual
from polyglint.engine.signals import hurry, orderly_termination, prepare_streams, settle
from polyglint.errors import BAD_INPUT, FatalError
from polyglint.escaping import printable
from polyglint.lazy import lazy_function, lazy_import
from polyglint.typed import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import traceback

    from polyglint.cli import parser
    from polyglint.sources import staging
else:
    parser = lazy_import("polyglint.cli.parser")
    staging = lazy_import("polyglint.sources.staging")
    traceback = lazy_import("traceback")

OUR_FAULT = 3
UNNAMED = "standard output or a temporary file"  # what the system names no file for
NO_MEMORY = "not enough memory; use --jobs 1, or take fewer files at a time"
GONE = "the current directory"  # nor for this one, which somebody has removed
INTERRUPTED, OUTPUT_CLOSED = 128 + 2, 128 + 13  # as a shell reports the two signals
HERE = "polyglint.cli.commands"
COMMANDS: Mapping[str, Callable[..., int]] = {
    "check": lazy_function(HERE + ".check", "check"),
    "audit": lazy_function(HERE + ".audit", "audit"),
    "explain": lazy_function(HERE + ".explain", "explain"),
    "detect": lazy_function(HERE + ".detect", "detect"),
    "claim": lazy_function(HERE + ".claim", "show_claims"),
    "fix": lazy_function(HERE + ".fix", "fix"),
    "config": lazy_function(HERE + ".config", "show_config"),
    "completion": lazy_function(HERE + ".completion", "print_completion"),
}


def program() -> NoReturn:
    """Run a command in a process of its own, and end the process.

    Python would take apart all that was imported, which takes a tenth of a short run. What is to be
    done at the end is done: files are written, and processes of git are ended.
    """
    code = main()
    settle(sys.stdout)
    settle(sys.stderr)
    atexit._run_exitfuncs()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    hurry()
    prepare_streams()
    with orderly_termination():
        try:
            return _run(argv)
        except FatalError as error:
            return _say(f"polyglint: {printable(str(error))}", BAD_INPUT)
        except BrokenPipeError:  # nobody reads on
            settle(sys.stdout)
            settle(sys.stderr)
            return OUTPUT_CLOSED
        except KeyboardInterrupt:
            return INTERRUPTED
        except MemoryError:
            return _say(f"polyglint: {NO_MEMORY}", BAD_INPUT)
        except Exception as error:
            return _unforeseen(error)


def _run(argv: Sequence[str] | None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    arguments = usual(argv) or parser.parsed(argv)
    if arguments.get("staged"):
        arguments["listed"] = staging.begin(arguments["filenames"])
    code = COMMANDS[arguments.pop("command")](**arguments)
    sys.stdout.flush()
    return code


def _unforeseen(error: Exception) -> int:
    """Tell of a fault of our own, or of what the system refused: a full disk, a name too long."""
    if not isinstance(error, OSError) or error.errno is None:
        return _say(traceback.format_exc(), OUR_FAULT)
    settle(sys.stdout)
    unnamed = GONE if isinstance(error, FileNotFoundError) else UNNAMED
    name = error.filename if isinstance(error.filename, (str, bytes)) else unnamed
    return _say(f"polyglint: {printable(f'{os.fsdecode(name)}: {error.strerror}')}", BAD_INPUT)


def _say(words: str, code: int) -> int:
    with suppress(OSError):
        print(words.rstrip("\n"), file=sys.stderr)
    settle(sys.stderr)
    return code
