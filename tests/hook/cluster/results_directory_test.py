import json
import subprocess
import sys

import pytest

from polyglint.cluster.results_directory import OutputError, Results  # noqa: F401 - one is for the script
from polyglint.cluster.schema import SCHEMA_VERSION, repository_row, unreadable_row
from polyglint.errors import FatalError
from polyglint.results import Run

pq = pytest.importorskip("pyarrow.parquet")
UNIT = "ab" * 16


@pytest.fixture
def results(tmp_path):
    return Results(str(tmp_path / "results"))


def finish(results, unit=UNIT, paths=("a", "b")):
    chunk = [unreadable_row("one", path, "a reason") for path in paths]
    return results.write(unit, [chunk], lambda: [repository_row("one", unit, Run(()), len(paths))])


def names(tmp_path):
    return sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())


def test_a_unit_is_two_files_in_its_part(results, tmp_path):
    assert results.finished(UNIT) is None
    finish(results)
    assert names(tmp_path) == [
        f"results/files/part=ab/{UNIT}.parquet",
        f"results/repositories/part=ab/{UNIT}.parquet",
    ]
    for name in names(tmp_path):
        metadata = pq.read_schema(tmp_path / name).metadata
        assert metadata[b"polyglint.schema_version"] == str(SCHEMA_VERSION).encode()
    (row,) = results.finished(UNIT)
    assert (row["repository"], row["files"], row["unreadable_files"]) == ("one", 2, 2)
    assert list(results.repositories(["unit"])) == [{"unit": UNIT}]


def test_done_again_it_is_there_once(results, tmp_path):
    finish(results)
    finish(results)
    assert len(names(tmp_path)) == 2
    assert len(list(results.repositories())) == 1


def test_any_reader_of_parquet_finds_the_whole(results, tmp_path):
    finish(results)
    finish(results, "cd" * 16, ("c",))
    table = pq.read_table(tmp_path / "results" / "files")
    assert sorted(table["path"].to_pylist()) == ["a", "b", "c"]
    assert set(table["part"].to_pylist()) == {"ab", "cd"}


def test_without_the_second_file_a_unit_is_not_finished(results, tmp_path):
    def fails():
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        results.write(UNIT, [[unreadable_row("one", "a", "x")]], fails)
    assert results.finished(UNIT) is None
    assert names(tmp_path) == [f"results/files/part=ab/{UNIT}.parquet"]


def test_a_torn_file_is_no_finished_unit(results, tmp_path):
    finish(results)
    path = tmp_path / names(tmp_path)[1]
    path.write_bytes(path.read_bytes()[:-10])
    assert results.finished(UNIT) is None
    assert list(results.repositories()) == []


def test_what_cannot_be_read_leaves_nothing(results, tmp_path):
    def chunks():
        yield [unreadable_row("one", "a", "x")]
        raise FatalError("damaged")

    with pytest.raises(FatalError, match="damaged"):
        results.write(UNIT, chunks(), list)
    assert names(tmp_path) == []


def test_what_dead_workers_left_is_removed(results, tmp_path):
    finish(results)
    (tmp_path / "results" / "files" / "part=ab" / ".unfinished-0123").touch()
    results.remove_unfinished()
    assert len(names(tmp_path)) == 2


def test_a_run_goes_on_with_the_same_facts_alone(results, tmp_path):
    results.begin({"model": None, "options": {"a": 1}})
    results.begin({"model": None, "options": {"a": 1}})
    with pytest.raises(FatalError, match="holds results of another model, options; name another"):
        results.begin({"model": "x", "options": {"a": 2}})
    assert json.loads((tmp_path / "results" / "audit.json").read_text())["schema_version"] == 2


def test_other_people_s_directories_are_left_alone(tmp_path):
    (tmp_path / "x").touch()
    with pytest.raises(FatalError, match="holds something else"):
        Results(str(tmp_path)).begin({})
    with pytest.raises(FatalError, match="is a file"):
        Results(str(tmp_path / "x")).begin({})
    assert names(tmp_path) == ["x"]


def test_a_damaged_manifest_is_told(results, tmp_path):
    results.begin({})
    (tmp_path / "results" / "audit.json").write_text("{")
    with pytest.raises(FatalError, match=r"audit\.json"):
        results.begin({})


LIMITED = f"""
import resource, signal, sys
sys.path[:] = {sys.path!r}
from tests.hook.cluster.results_directory_test import *
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
results = Results(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    finish(results, paths=[str(n * 7919 % 100003) for n in range(20000)])
except OutputError as error:
    print(error)
"""


def test_a_file_that_does_not_fit_leaves_nothing(tmp_path):
    """A limit on files is met where a full disk would be."""
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "results")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"--results: cannot write {tmp_path / 'results'}: ")
    assert names(tmp_path) == []
