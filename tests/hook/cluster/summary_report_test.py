import json

import pytest

from polyglint.cluster import summary_report
from polyglint.cluster.schema import repository_row, unread_repository
from polyglint.cluster.summary_report import html_lines, json_lines, text_lines, totals_line
from polyglint.cluster.tally import summarized
from tests.hook.report.html_test import ParsedPage, digest
from tests.hook.report.runs import HOSTILE, NASTY, RUN

SUMMARY = summarized(
    [
        repository_row("https://example.org/a", "u1", RUN, 1, seconds=2.0, commit="abcd"),
        repository_row("clean", "u2", RUN._replace(results=()), 0),
        unread_repository("gone", "u3", "no such directory"),
    ]
)
HOSTILE_SUMMARY = summarized(
    [
        *(repository_row(name, name, HOSTILE, 0, commit=name) for name in NASTY),
        *(unread_repository(f"x{name}", name, name) for name in NASTY),
    ]
)


def test_text_is_worst_first_and_silent_about_the_rest():
    lines = list(text_lines(SUMMARY))
    assert lines[0] == "gone: cannot be read: no such directory"
    assert lines[1].startswith("https://example.org/a: ")
    assert lines[1].endswith(", 1 file unreadable")
    assert len(lines) == 2
    assert totals_line(SUMMARY).startswith("3 repositories, ")
    assert totals_line(SUMMARY).endswith("1 unreadable, 1 repositories unreadable")


def test_many_are_counted(monkeypatch):
    monkeypatch.setattr(summary_report, "MAX_LINES", 1)
    assert list(text_lines(SUMMARY))[1:] == ["and 1 repository more"]


def test_json_holds_it_all():
    document = json.loads("".join(json_lines(SUMMARY)))
    assert document["schema_version"] == 1
    assert [row["repository"] for row in document["repositories"]] == [
        "gone",
        "https://example.org/a",
        "clean",
    ]
    assert document["totals"]["repositories"] == 3


@pytest.mark.parametrize("render", [text_lines, json_lines])
def test_no_name_speaks_to_a_terminal(render):
    for line in "\n".join(render(HOSTILE_SUMMARY)).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_the_page_holds_names_as_data_alone():
    (text,) = html_lines(HOSTILE_SUMMARY)
    assert text.isascii()
    found = ParsedPage(text)
    style, data, script = found.held
    (policy,) = [a["content"] for _, a in found.elements if "http-equiv" in a]
    assert f"script-src 'sha256-{digest(script)}'" in policy
    assert f"style-src 'sha256-{digest(style)}'" in policy
    for sink in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function"):
        assert sink not in script
    assert not set("<>&") & set(data)
    names = [row["name"] for row in json.loads(data)["repositories"]]
    assert all(name.isprintable() for name in names)


def test_a_page_shows_the_worst_and_counts_the_rest(monkeypatch):
    monkeypatch.setattr(summary_report, "MAX_SHOWN", 2)
    data = json.loads(ParsedPage(next(html_lines(SUMMARY))).held[1])
    assert [row["name"] for row in data["repositories"]] == ["gone", "https://example.org/a"]
    assert data["rest"] == 1
