from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from tests.repositories import snapshot_of_work_tree

HOOK = Path(__file__).parent / "hook"
END_TO_END = {HOOK / "cli", HOOK / "cluster"}  # commands and clusters, with all that is below them
# Fixtures that train, install a package, or start Ray or a browser.
SLOW_FIXTURES = {"browser", "local_ray", "snapshot", "tiny_run"}

settings.register_profile("any machine", deadline=None)  # a busy one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot_of_work_tree(tmp_path_factory.mktemp("snapshot") / "polyglint")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tiers, and sort: files with slow tests go first, what needs Ray goes last.

    Where processes share the files, a slow one that is left to the end keeps only one of them busy.
    A process with Ray's threads cannot be forked in safety, and Ray stays to the end.
    """
    for item in items:
        fixtures = _fixtures(item)
        if not SLOW_FIXTURES.isdisjoint(fixtures):
            item.add_marker("slow")
        if "local_ray" in fixtures:
            item.add_marker("serial")
        if _is_unit(item):
            item.add_marker("unit")
    slow_files = {item.path for item in items if item.get_closest_marker("slow")}

    def place(item: pytest.Item) -> int:
        if "local_ray" in _fixtures(item):
            return 2
        return 0 if item.path in slow_files else 1

    items.sort(key=place)


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return getattr(item, "fixturenames", ())


def _is_unit(item: pytest.Item) -> bool:
    directories = item.path.parents
    is_end_to_end = not END_TO_END.isdisjoint(directories)
    is_dear = any(item.get_closest_marker(name) for name in ("serial", "slow"))
    return HOOK in directories and not is_end_to_end and not is_dear
