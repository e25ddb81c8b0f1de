from pathlib import Path

import pytest

from tests.repositories import snapshot_of_work_tree


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot_of_work_tree(tmp_path_factory.mktemp("snapshot") / "polyglint")
