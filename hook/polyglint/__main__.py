"""``python -m polyglint``."""

import os
import sys


def _forget_current_directory() -> None:
    """Python would look for modules there first: in the repository that is scanned, maybe."""
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    is_safe = getattr(sys.flags, "safe_path", False)  # by `python -P`
    if not is_safe and sys.path[0] != own:
        del sys.path[0]


if __name__ == "__main__":
    _forget_current_directory()
    from polyglint.cli import program

    program()
