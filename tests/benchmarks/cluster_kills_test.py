import os
import signal
import sys

import pytest

from tests.hook.cluster.conftest import RIGHT, WRONG, write
from tests.repositories import new_repository

pytest.importorskip("ray")
pytest.importorskip("pyarrow")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kills as on Linux"),
]


@pytest.fixture(autouse=True)
def own_sigterm():
    """Ray and the nodes that are killed set handlers, which other tests' forks would inherit."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("options", [["--seed", "1"], ["--seed", "2"], ["--apart"]], ids=" ".join)
def test_every_row_is_there_once_whoever_is_killed(tmp_path, capsys, monkeypatch, options):
    from benchmarks import cluster_kills
    from benchmarks.namespaces import why_not

    if "--apart" in options and (reason := why_not()):
        pytest.skip(reason)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    names = []
    for number in range(12):
        files = {f"f{n}.py": (WRONG if n % 5 else RIGHT) + f"# {number} {n}\n" for n in range(30)}
        names.append(str(write(new_repository(tmp_path / f"r{number}"), files)))
    arguments = ["--results", str(tmp_path / "results"), "--kills", "3", *options]
    assert cluster_kills.main([*arguments, *names]) == 0
    words = capsys.readouterr().out.splitlines()[-1]
    assert "360 rows of 360, 0 twice, the same findings" in words
