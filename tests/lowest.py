"""Print the lowest version of an optional dependency that pyproject.toml allows.

python -m tests.lowest ray
"""

import re
import sys
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def requirement(name: str) -> str:
    """The requirement of a package, extras and all, at the lowest version allowed."""
    pattern = re.compile(rf"\"({re.escape(name)}(?:\[[\w,]+\])?)>=([\d.]+)")
    bounds = {found.groups() for found in pattern.finditer(PYPROJECT.read_text(encoding="utf-8"))}
    if len(bounds) != 1:
        sys.exit(f"{name}: {len(bounds)} lower bounds in {PYPROJECT}")
    ((package, version),) = bounds
    return f"{package}=={version}.*"


if __name__ == "__main__":
    print(requirement(sys.argv[1]))
