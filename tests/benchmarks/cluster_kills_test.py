import os
import subprocess
import sys

import pytest

from tests.hook.cluster.conftest import RIGHT, WRONG, write
from tests.repositories import ROOT, new_repository

pytest.importorskip("ray")
pytest.importorskip("pyarrow")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.serial,  # Ray gives a node half a minute to start
    pytest.mark.skipif(sys.platform != "linux", reason="kills as on Linux"),
]


@pytest.mark.parametrize("options", [["--seed", "1"], ["--seed", "2"], ["--apart"]], ids=" ".join)
def test_every_row_is_there_once_whoever_is_killed(tmp_path, options):
    """In a process of its own: no test is to inherit the threads and handlers of its Ray."""
    from benchmarks.namespaces import why_not

    if "--apart" in options and (reason := why_not()):
        pytest.skip(reason)
    names = []
    for number in range(12):
        files = {f"f{n}.py": (WRONG if n % 5 else RIGHT) + f"# {number} {n}\n" for n in range(30)}
        names.append(str(write(new_repository(tmp_path / f"r{number}"), files)))
    arguments = ["--results", str(tmp_path / "results"), "--kills", "3", *options]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cluster_kills", *arguments, *names],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    words = done.stdout.splitlines()[-1]
    assert "360 rows of 360, 0 twice, the same findings" in words
