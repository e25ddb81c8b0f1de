"""Arguments to a command, and what happened to an exit code."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence

from polyglint.arguments import make_parser
from polyglint.commands.audit import audit
from polyglint.commands.check import check
from polyglint.commands.claim import show_claims
from polyglint.commands.completion import print_completion
from polyglint.commands.config import show_config
from polyglint.commands.detect import detect
from polyglint.commands.explain import explain
from polyglint.commands.fix import fix
from polyglint.errors import FatalError
from polyglint.report import printable

BAD_INPUT, OUR_FAULT = 2, 3
INTERRUPTED, OUTPUT_CLOSED = 128 + 2, 128 + 13  # as a shell reports the two signals
COMMANDS: Mapping[str, Callable[..., int]] = {
    "check": check,
    "audit": audit,
    "explain": explain,
    "detect": detect,
    "claim": show_claims,
    "fix": fix,
    "config": show_config,
    "completion": print_completion,
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
        traceback.print_exc()
        return OUR_FAULT
