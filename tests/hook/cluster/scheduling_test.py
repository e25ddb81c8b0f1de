"""Runs on a real Ray of this machine."""

import json

import pytest

from polyglint.cli.run import main
from tests.hook.cluster.conftest import RIGHT, WRONG, rows

pytest.importorskip("ray")


@pytest.fixture
def audit(tmp_path, capsys, local_ray):
    def run(*arguments, results="results"):
        command = ["audit", "--engine", "ray", "--jobs", "1", "--results", str(tmp_path / results)]
        code = main([*command, *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return run


def test_a_list_of_all_forms_and_once_more(audit, names, tmp_path):
    path = tmp_path / "list"
    path.write_text("\n".join([*names, "ext::sh -c id"]))
    code, out, err = audit("--repos", path, "--format", "json", "--output", tmp_path / "s.json")
    assert (code, out) == (2, [])
    assert err[-2:] == [
        "6 repositories, 16 files checked, 16 violations, 8 not judged, 2 repositories unreadable",
        "polyglint: cannot read 2 repositories; the results name each, with the reason",
    ]
    summary = json.loads((tmp_path / "s.json").read_text())
    assert [row["repository"] for row in summary["repositories"]] == [
        *sorted([names[4], "ext::sh -c id"]),
        *sorted(names[:4]),
    ]
    found = rows(tmp_path / "results")
    assert len(found) == 24
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.parquet")}
    assert audit(*names[:2])[0] == 1  # of the same results
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.parquet")} == before


@pytest.mark.slow
def test_a_table_with_columns_of_its_own(audit, tmp_path):
    import pyarrow as pa
    from pyarrow.parquet import write_table

    columns = {
        "repo_name": [f"r{n % 7}" for n in range(100)],
        "path": [f"src/f{n}.py" for n in range(100)],
        "text": [WRONG if n % 10 == 0 else RIGHT for n in range(100)],
    }
    write_table(pa.table(columns), tmp_path / "t.parquet", row_group_size=30)
    named = "repository=repo_name,content=text"
    code, out, err = audit("--repos", tmp_path / "t.parquet", "--columns", named)
    assert (code, err[-1]) == (1, "7 repositories, 100 files checked, 10 violations")
    assert len(out) == 7
    found = rows(tmp_path / "results")
    assert sorted(row["path"] for row in found) == sorted(columns["path"])
    assert len(list((tmp_path / "results").glob("files/*/*.parquet"))) == 4
