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
    """What needs Ray goes last: a process with its threads cannot be forked in safety."""
    needing = {"local_ray", "own_sigterm"}
    items.sort(key=lambda item: not needing.isdisjoint(getattr(item, "fixturenames", ())))
