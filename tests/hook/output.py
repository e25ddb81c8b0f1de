"""What a command prints of JavaScript under the name of another language."""

import shlex

HELP = "  help: "


def reported(path, claims="Python", at=None, git="git mv"):
    """The line of a violation, and what to do about it.

    Args:
        at: the path that the advice names, if another.
        git: what moves it; None where no work tree of git has the file.
    """
    line = f"{path}:1:1: PG101 claims {claims}, reads as JavaScript (0.999)"
    if "\\x" in str(path):  # a name beyond typing has no command
        return f"{line}\n"
    old = str(path if at is None else at)
    new = f"{old.rpartition('.')[0]}.js"
    if git is None:
        return f"{line}\n{HELP}rename it to {new.rpartition('/')[2]}\n"
    return f"{line}\n{HELP}{git} -- {shlex.quote(old)} {shlex.quote(new)}\n"


def paths(out):
    """The paths of the violations in a report, in order."""
    return [line.partition(":")[0] for line in out.splitlines() if not line.startswith(HELP)]
