"""Print what a shell needs to complete polyglint's commands and options."""

from __future__ import annotations

from polyglint.cli.parser import make_parser
from polyglint.errors import FatalError


def print_completion(shell: str) -> int:
    try:
        import shtab
    except ImportError as error:
        raise FatalError("completion needs shtab; pip install 'polyglint[completion]'") from error
    print(shtab.complete(make_parser(), shell=shell))
    return 0
