"""Files that kill the process which reads them, on a real Ray."""

import pytest

from polyglint.cluster import scheduling
from polyglint.cluster.auditor import Auditor, Order
from polyglint.cluster.listing import repositories
from polyglint.cluster.results_directory import Results
from polyglint.cluster.scheduling import audit_units
from polyglint.cluster.table import Columns, units
from polyglint.engine import pool
from tests.hook.cluster.conftest import POISON, RIGHT, WRONG, rows, write
from tests.repositories import new_repository

pytest.importorskip("ray")

KILL = "os.kill(os.getpid(), 9)"
KILLED = "not judged twice: its worker process was killed by signal 9"
BAD = f"POISONED = 1\n{RIGHT}"


class Poisoned(Auditor):
    """A worker of Ray whose model's process dies of some files, and leaves a line each time."""

    def __init__(self, order, shards):
        super().__init__(order, shards)
        told = f"open({order.results + '.deaths'!r}, 'a').write('dead\\n'); {KILL}"
        poison = POISON.replace(KILL, told)
        pool.limited_memory = lambda: f"exec({poison!r})"  # this process is one worker's


@pytest.fixture
def audited(tmp_path, monkeypatch, local_ray):
    """Audits with workers that files can kill; returns the outcome and how many died."""

    def audit(given, directory, worker=Poisoned):
        monkeypatch.setattr(scheduling, "Auditor", worker)
        order = Order(str(tmp_path / directory), {}, share=False)
        Results(order.results).begin({})
        outcome = audit_units(given, order, 2)
        deaths = tmp_path / f"{directory}.deaths"
        return outcome, len(deaths.read_text().splitlines()) if deaths.exists() else 0

    return audit


def as_if_read(row):
    """A row without what only a file that was read has."""
    return row["repository"], row["path"], row["violations"], row["unreadable"]


@pytest.mark.slow
def test_repositories_with_a_file_that_kills_its_worker(tmp_path, audited):
    for number in range(4):
        files = {f"f{n}.py": f"{WRONG}// {number} {n}\n" for n in range(5)}
        if number == 2:
            files["f2.py"] = BAD
        write(new_repository(tmp_path / f"r{number}"), files)
    given = repositories([str(tmp_path / f"r{number}") for number in range(4)])
    outcome, deaths = audited(given, "results")
    assert (outcome.faults, deaths) == ((), 2)  # in its batch, and alone
    totals = outcome.summary.totals
    assert [totals[n] for n in ("repositories", "files", "unreadable_files", "errors")] == [
        *(4, 20, 1, 19),
    ]
    found = [as_if_read(row) for row in rows(tmp_path / "results")]
    audited(given, "whole", Auditor)
    expected = [as_if_read(row) for row in rows(tmp_path / "whole")]
    bad = (str(tmp_path / "r2"), "f2.py")
    assert [row for row in found if row[:2] != bad] == [r for r in expected if r[:2] != bad]
    assert [row[2:] for row in found if row[:2] == bad] == [([], KILLED)]


@pytest.mark.slow
def test_a_table_with_files_that_kill_their_worker(tmp_path, audited):
    import pyarrow as pa
    from pyarrow.parquet import write_table

    texts = [BAD if n in (7, 31) else f"{WRONG}// {n}\n" for n in range(40)]
    columns = {
        "repository": ["r"] * 40,
        "path": [f"f{n}.py" for n in range(40)],
        "content": texts,
    }
    write_table(pa.table(columns), tmp_path / "t.parquet", row_group_size=20)
    outcome, deaths = audited(units([tmp_path / "t.parquet"], Columns()), "results")
    assert (outcome.faults, deaths) == ((), 4)
    found = {row["path"]: row for row in rows(tmp_path / "results")}
    assert sorted(found) == sorted(columns["path"])
    assert {path for path, row in found.items() if row["unreadable"] == KILLED} == {
        *("f7.py", "f31.py"),
    }
    assert sum(len(row["violations"]) for row in found.values()) == 38
