import json

import pytest

from polyglint.checker.checker import FEW, SPREAD, CheckOptions
from polyglint.cli.run import main
from polyglint.cluster.listing import Unit
from polyglint.cluster.results_directory import Results
from polyglint.engine.pool import Pool
from polyglint.report.json_text import dumps
from tests.hook.cluster.conftest import POISON, RIGHT, WRONG, rows, unit, write
from tests.repositories import git, new_repository


def found_in_one_machine(directory, monkeypatch, capsys):
    """The files of the report of `polyglint audit`, a line each, sorted."""
    monkeypatch.chdir(directory)
    main(["audit", "--no-cache", "--format", "jsonl"])
    lines = capsys.readouterr().out.splitlines()
    files = [json.loads(line) for line in lines]
    return sorted(dumps(line) for line in files if line.pop("kind") == "file")


def found_in_table(directory, repository):
    """The same from a table of results."""
    found = []
    for row in rows(directory):
        if row.pop("repository") == repository and row.pop("unreadable") is None:
            if row["path_base64"] is None:
                del row["path_base64"]
            found.append(dumps(row))
    return sorted(found)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_findings_are_those_of_one_machine(
    number, auditor, names, forest, tmp_path, monkeypatch, capsys
):
    if number == 0:
        monkeypatch.chdir(forest / "tree0")  # advice says what to type there
    outcome = auditor().audited(unit(names[number]))
    assert (outcome["status"], outcome["message"]) == ("finished", "")
    directory = forest / "tree0" if number == 0 else forest / "bare.git"
    if number == 3:
        directory = tmp_path / "bare.git"
        git(tmp_path, "clone", "--quiet", "--bare", forest / "tree2", directory)
    expected = found_in_one_machine(directory, monkeypatch, capsys)
    assert len(expected) == outcome["files"] == 6
    assert sum('"PG' in line for line in expected) == 2
    assert found_in_table(tmp_path / "results", unit(names[number]).name) == expected


def test_settings_are_the_repository_s(auditor, tmp_path, monkeypatch, capsys):
    files = {
        "a.py": WRONG,
        "b.py": WRONG,
        "c.py": WRONG,
        ".gitattributes": "c.py linguist-language=Ruby\n",
        ".polyglint.toml": 'exclude = ["a.py"]\n[severity]\nPG1 = "warning"\n',
    }
    directory = write(new_repository(tmp_path / "own"), files)
    monkeypatch.chdir(directory)  # advice says what to type there
    assert auditor().audited(unit(directory))["status"] == "finished"
    expected = found_in_one_machine(directory, monkeypatch, capsys)
    assert found_in_table(tmp_path / "results", str(directory)) == expected
    (row,) = rows(tmp_path / "results", "repositories")
    # a.py is excluded; settings of git are a language that the model knows.
    assert (row["errors"], row["warnings"], row["not_judged"]) == (1, 1, 1)
    assert row["commit"] == git(directory, "rev-parse", "HEAD").strip()


def test_findings_alone_are_the_same_findings(auditor, forest, tmp_path):
    outcome = {}
    for depth in (SPREAD, FEW):
        worker = auditor(depth=depth)
        worker._results = Results(str(tmp_path / depth))
        worker.audited(unit(forest / "tree0"))
        outcome[depth] = rows(tmp_path / depth)
    kept = ("path", "violations", "not_judged", "claimed", "rule")
    few, spread = (
        [{name: row[name] for name in kept} for row in outcome[d]] for d in (FEW, SPREAD)
    )
    assert sorted(few, key=str) == sorted(spread, key=str)
    assert any(row["violations"] for row in few)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "no such directory"),
        ("bad.bundle", "git clone failed"),
        ("bad", "not TOML"),
    ],
)
def test_a_repository_that_cannot_be_read_is_a_row(name, reason, auditor, tmp_path):
    (tmp_path / "bad.bundle").write_text("no bundle")
    write(new_repository(tmp_path / "bad"), {".polyglint.toml": "exclude = ["})
    outcome = auditor().audited(unit(tmp_path / name))
    assert outcome["status"] == "unreadable"
    (row,) = rows(tmp_path / "results", "repositories")
    assert reason in row["unreadable"]
    assert rows(tmp_path / "results") == []


def test_a_repository_that_became_readable_is_read(auditor, tmp_path):
    worker = auditor()
    late = unit(tmp_path / "late")
    assert worker.audited(late)["status"] == "unreadable"
    write(new_repository(tmp_path / "late"), {"a.py": WRONG})
    assert worker.audited(late)["status"] == "finished"
    (row,) = rows(tmp_path / "results", "repositories")
    assert (row["errors"], row["unreadable"]) == (1, None)


def test_what_is_finished_is_not_done_again(auditor, tmp_path, monkeypatch):
    directory = write(new_repository(tmp_path / "one"), {"a.py": WRONG})
    first = auditor().audited(unit(directory))
    again = auditor()
    monkeypatch.setattr(again, "_audit", None)
    assert again.audited(unit(directory)) == first


def test_a_file_that_kills_its_worker_is_a_row(auditor, tmp_path):
    directory = write(
        new_repository(tmp_path / "one"),
        {"a.py": WRONG, "bad.py": "POISONED\n" + RIGHT, "c.py": RIGHT},
    )
    worker = auditor()
    pool = Pool(CheckOptions(), 1, f"exec({POISON!r})")
    worker._pool = CheckOptions(), pool.__enter__()
    assert worker.audited(unit(directory))["status"] == "finished"
    found = {row["path"]: row["unreadable"] for row in rows(tmp_path / "results")}
    killed = "not judged twice: its worker process was killed by signal 9"
    assert found == {"a.py": None, "bad.py": killed, "c.py": None}
    (row,) = rows(tmp_path / "results", "repositories")
    assert (row["files"], row["unreadable_files"], row["errors"]) == (3, 1, 1)


def table(path, *lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Unit("table", path.name, str(path), 0, path.stat().st_size)


def test_a_table_is_judged_row_by_row(auditor, tmp_path):
    lines = [
        {"repository": "one", "path": "a.py", "content": WRONG},
        {"repository": "two", "path": "a.py", "content": WRONG},
        {"repository": "two", "path": "a.py", "content": RIGHT},
        {"repository": "two", "path": "vendor/a.py", "content": WRONG},
        {"repository": None, "path": "b.py", "content": None},
        {"repository": "two", "content": RIGHT},
    ]
    own = table(tmp_path / "files.jsonl", *lines)
    assert auditor().audited(own)["status"] == "finished"
    found = rows(tmp_path / "results")
    outcome = sorted(
        (r["repository"], r["path"] or "", len(r["violations"]), r["unreadable"]) for r in found
    )
    assert outcome == [
        ("", "b.py", 0, "no content"),
        ("one", "a.py", 1, None),
        ("two", "", 0, "no path"),
        ("two", "a.py", 0, None),
        ("two", "a.py", 1, None),
        ("two", "vendor/a.py", 0, None),
    ]
    (flagged,) = [row for row in found if row["repository"] == "one"]
    assert flagged["violations"][0]["suggestion"] == "rename it to a.js"
    counts = {
        row["repository"]: (row["files"], row["checked"], row["errors"], row["unreadable_files"])
        for row in rows(tmp_path / "results", "repositories")
    }
    assert counts == {"": (1, 0, 0, 1), "one": (1, 1, 1, 0), "two": (4, 2, 1, 1)}


def test_a_part_of_a_table_without_rows_is_finished(auditor, tmp_path):
    own = table(tmp_path / "files.jsonl")
    assert auditor().audited(own)["status"] == "finished"
    assert Results(str(tmp_path / "results")).finished(own.id)


def test_a_disk_that_takes_no_more_ends_the_run(auditor, tmp_path, monkeypatch):
    directory = write(new_repository(tmp_path / "one"), {"a.py": WRONG})
    worker = auditor()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    outcome = worker.audited(unit(directory))
    assert outcome["status"] == "fatal"
    assert "No space left on device" in outcome["message"]
    assert [path for path in (tmp_path / "results").rglob("*") if path.is_file()] == []


def test_a_fault_of_ours_keeps_its_traceback(auditor, tmp_path, monkeypatch):
    worker = auditor()
    monkeypatch.setattr(worker, "_repository", lambda *_: 1 // 0)
    outcome = worker.audited(unit(tmp_path))
    assert outcome["status"] == "fault"
    assert "ZeroDivisionError" in outcome["message"]


def test_a_batch_is_told_in_columns(auditor, tmp_path):
    directory = write(new_repository(tmp_path / "one"), {"a.py": RIGHT})
    own = unit(directory)
    assert auditor()({"unit": [own.packed()]}) == {
        "unit": [own.id],
        "status": ["finished"],
        "message": [""],
        "files": [1],
    }
