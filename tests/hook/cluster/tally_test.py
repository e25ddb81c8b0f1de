from polyglint.cluster.schema import repository_row, unread_repository
from polyglint.cluster.tally import added, languages_of, summarized
from polyglint.results import NotJudged, Result, Run, Violation
from tests.hook.claims import source


def flagged(path, score=0.9, severity=None):
    violation = Violation(
        path, 1, 1, "PG101", "x", 1, ("Python",), "Ruby", score, severity=severity
    )
    return Result(path, ("Python",), source("extension .py"), "Ruby", score, None, (violation,))


CLEAN = Result("a", ("Ruby",), source("extension .rb"), "Ruby", 0.9)
BINARY = Result("b", not_judged=NotJudged("binary"))


def row(name, *results, unreadable_files=0, seconds=1.0):
    run = Run(tuple(results))
    return repository_row(name, f"unit of {name}", run, unreadable_files, seconds=seconds)


def test_counts_of_a_repository():
    found = row("x", flagged("a"), flagged("b", severity="warning"), CLEAN, BINARY)
    expected = {"files": 4, "checked": 3, "not_judged": 1, "errors": 1, "warnings": 1}
    assert {name: found[name] for name in expected} == expected
    assert [
        (e["language"], e["claimed"], e["read"], e["violations"]) for e in found["languages"]
    ] == [
        ("Ruby", 1, 3, 0),
        ("Python", 2, 0, 2),
    ]


def test_examples_are_the_worst():
    scores = [0.5, 0.9, 0.7, 0.6, 0.8, 0.95]
    found = row("x", *(flagged(str(score), score) for score in scores))
    assert [e["path"] for e in found["examples"]] == ["0.95", "0.9", "0.8", "0.7", "0.6"]
    more = added(found, row("x", flagged("0.99", 0.99), flagged("w", 0.999, "warning")))
    assert [e["path"] for e in more["examples"]] == ["0.99", "0.95", "0.9", "0.8", "0.7"]
    assert (more["errors"], more["warnings"], more["seconds"]) == (7, 1, 2.0)


def test_repositories_are_worst_first():
    rows = [
        row("clean", CLEAN),
        row("bad", flagged("a")),
        row("worse", flagged("a"), flagged("b")),
        unread_repository("gone", "u", "no such directory"),
        row("torn", CLEAN, unreadable_files=2),
        row("warned", flagged("a", severity="warning")),
    ]
    summary = summarized(rows)
    names = [found["repository"] for found in summary.repositories]
    assert names == ["gone", "worse", "bad", "warned", "torn", "clean"]
    assert summary.totals["repositories"] == 6
    assert summary.totals["unreadable_repositories"] == 1
    assert summary.totals["errors"] == 3
    assert summary.languages[0]["language"] == "Python"


def test_parts_of_a_table_s_repository_are_one():
    summary = summarized([row("x", CLEAN), row("x", flagged("a")), row(None)])
    (found,) = summary.repositories
    assert (found["files"], found["errors"]) == (2, 1)
    assert languages_of([found]) == summary.languages
