"""The exceptions that stand for foreseen trouble."""

BAD_INPUT = 2  # the exit code of a command that was asked for what it cannot do


class FatalError(Exception):
    """Bad usage, settings or input: one line on stderr and exit code 2, never a traceback."""


class UnreadableFileError(FatalError):
    """A file that cannot be read: the run goes on with the others and fails at its end."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"
