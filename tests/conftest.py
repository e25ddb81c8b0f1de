from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from tests.repositories import snapshot_of_work_tree

HOOK = Path(__file__).parent / "hook"
END_TO_END = {HOOK / "cli", HOOK / "cluster"}  # commands and clusters, with all that is below them
# Fixtures that train, install a package, or start Ray or a browser.
SLOW_FIXTURES = {"browser", "local_ray", "own_sigterm", "snapshot", "tiny_run"}

settings.register_profile("any machine", deadline=None)  # a busy one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot_of_work_tree(tmp_path_factory.mktemp("snapshot") / "polyglint")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tiers, and sort: what needs Ray goes last.

    A process with Ray's threads cannot be forked in safety. Tests that start one of their own come
    before those that share one, which stays to the end.
    """
    for item in items:
        if not SLOW_FIXTURES.isdisjoint(_fixtures(item)):
            item.add_marker("slow")
        if _is_unit(item):
            item.add_marker("unit")

    def place(item: pytest.Item) -> int:
        fixtures = _fixtures(item)
        return 2 if "local_ray" in fixtures else 1 if "own_sigterm" in fixtures else 0

    items.sort(key=place)


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return getattr(item, "fixturenames", ())


def _is_unit(item: pytest.Item) -> bool:
    directories = item.path.parents
    is_end_to_end = not END_TO_END.isdisjoint(directories)
    return HOOK in directories and not is_end_to_end and item.get_closest_marker("slow") is None
