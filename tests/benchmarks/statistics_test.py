from pathlib import Path

import pytest

from benchmarks.statistics import (
    SCRIPT,
    RepositoryStatistics,
    main,
    of_linguist,
    of_polyglint,
    report,
)
from tests.repositories import git, new_repository

THEIRS = {"a.py": ("Python", 60), "b.re": ("Reason", 30), "c.js": ("JavaScript", 10)}
OURS = {"a.py": ("Python", 60), "b.re": ("C++", 30), "d.zon": ("Zig", 100)}


def test_what_both_count_the_same():
    compared = RepositoryStatistics("a/b", "0" * 40, THEIRS, OURS)
    assert compared.agreement == pytest.approx(60 / 200)
    assert compared.largest_difference == pytest.approx(100 * 100 / 190)
    assert [*compared.differences()] == [
        ("b.re", "Reason", "C++", 30),
        ("c.js", "JavaScript", "none", 10),
        ("d.zon", "none", "Zig", 100),
    ]
    assert RepositoryStatistics("a/b", "0", THEIRS, THEIRS).agreement == 1.0


def test_report():
    same = RepositoryStatistics("a/same", "1" * 40, THEIRS, THEIRS)
    text = report([same, RepositoryStatistics("a/b", "0" * 40, THEIRS, OURS)], "7.22.1")
    assert "2 repositories, 6 files that linguist counts, 200 bytes" in text
    assert "| a/same | `111111111111` | 3 | 100 | 100.00% | 0.00 |" in text
    assert "| Reason | C++ | `.re` | 1 | 30 | `a/b: b.re` |" in text


def test_old_names_of_languages_are_those_of_today():
    assert of_linguist({"a": ["vim", 1]}) == {"a": ("Vim script", 1)}


def test_of_polyglint(tmp_path):
    repository = new_repository(tmp_path / "repository")
    (repository / "docs").mkdir()
    for name in ("a.py", "docs/a.py"):
        (repository / name).write_bytes(b"x = 1\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "x")
    assert of_polyglint(repository, "HEAD") == {"a.py": ("Python", 6)}


def test_a_machine_without_ruby_is_told_what_it_lacks(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([f"a/b={tmp_path}", "--report", str(tmp_path / "x.md")]) == 2
    assert capsys.readouterr().err.endswith("; ruby with the gem github-linguist is needed\n")
    assert Path(SCRIPT).exists()
