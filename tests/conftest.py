from pathlib import Path

import pytest
from hypothesis import settings

from tests.repositories import snapshot_of_work_tree

settings.register_profile("any machine", deadline=None)  # a busy one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot_of_work_tree(tmp_path_factory.mktemp("snapshot") / "polyglint")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs Ray goes last: a process with its threads cannot be forked in safety.

    Tests that start one of their own come before those that share one, which stays to the end.
    """

    def place(item: pytest.Item) -> int:
        fixtures = getattr(item, "fixturenames", ())
        return 2 if "local_ray" in fixtures else 1 if "own_sigterm" in fixtures else 0

    items.sort(key=place)
