"""Which Keras backend trains: said before Keras is imported, which then keeps to it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from polyglint.errors import FatalError

BACKENDS = ("tensorflow", "jax")
VARIABLE = "KERAS_BACKEND"


def add_backend(parser: argparse.ArgumentParser) -> None:
    """The flag, for a step's own parser to know and explain."""
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        help=f"what Keras computes with; default: ${VARIABLE}, else tensorflow",
    )


def choose_backend(argv: Sequence[str]) -> None:
    """Make Keras take the backend that the arguments of a step name, if they do.

    Raises:
        FatalError: Keras has been imported and runs on the other one.
    """
    flag = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    flag.add_argument("--backend")
    named = flag.parse_known_args(argv)[0].backend
    if named not in BACKENDS:
        return  # none, or one that the step's own parser refuses
    if "keras" in sys.modules and (running := sys.modules["keras"].backend.backend()) != named:
        raise FatalError(f"--backend {named}: Keras runs on {running} already; start a new process")
    os.environ[VARIABLE] = named
