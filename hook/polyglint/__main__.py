"""``python -m polyglint``."""

import sys

from polyglint.cli import main

if __name__ == "__main__":
    sys.exit(main())
