"""The command line: arguments to a command, and what happened to an exit code."""

from polyglint.engine.signals import hurry

hurry()  # before what follows, which makes most of what a short run ever makes
from polyglint.cli.run import main, program  # noqa: E402

__all__ = ["main", "program"]
