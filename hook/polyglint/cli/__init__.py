"""The command line: arguments to a command, and what happened to an exit code."""

from polyglint.cli.run import main

__all__ = ["main"]
