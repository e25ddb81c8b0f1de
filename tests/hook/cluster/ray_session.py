"""One Ray for all tests that need it: starting one takes seconds, and some sandboxes allow none."""

import os
import sys

import pytest


def started():
    """Start Ray, or skip with what it says."""
    pytest.importorskip("ray")
    pytest.importorskip("pyarrow")
    from polyglint.cluster.runtime import connected
    from polyglint.errors import FatalError

    context = connected(None, 2)
    try:
        context.__enter__()
    except (FatalError, TimeoutError) as error:
        pytest.skip(f"Ray does not start here: {error}")
    return context


@pytest.fixture(scope="session")
def local_ray():
    """Ray on this machine, which lasts until the end."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))  # of its workers
    try:
        context = started()
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before
    yield
    context.__exit__(None, None, None)
