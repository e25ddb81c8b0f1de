"""The one exception that stands for foreseen trouble."""


class FatalError(Exception):
    """Bad usage, settings or input: one line on stderr and exit code 2, never a traceback."""
