"""The HTML report on many repositories as a person meets it."""

import pytest

from polyglint.cluster.schema import repository_row, unread_repository
from polyglint.cluster.summary_report import html_lines
from polyglint.cluster.tally import summarized
from polyglint.report.output import write_file
from tests.hook.cluster.summary_report_test import HOSTILE_SUMMARY
from tests.hook.report.browser import MARKS, comes, one, shown, texts
from tests.hook.report.page_accessibility_test import CONTRAST, MEASURE_CONTRAST, PHONE
from tests.hook.report.runs import HOSTILE, RUN

pytestmark = MARKS
LONG = "https://git.example.org/an-organisation-with-a-long-name/and-a-service-of-it.git"
NAMES = (LONG, "/srv/linux.git", "W" * 3000, "long-name/" * 300, "\u0645/\u0633")
PLAIN = summarized(
    [
        *(repository_row(name, name, RUN, 2, commit="0a" * 20) for name in NAMES),
        *(repository_row(f"r{n}", f"r{n}", RUN._replace(results=()), 0) for n in range(120)),
        unread_repository("gone", "gone", "git: fatal: no such repository " * 9),
    ]
)
ODD = summarized(
    [*HOSTILE_SUMMARY.repositories, *(repository_row(n, n, HOSTILE, 0) for n in NAMES[2:])]
)
SUMMARIES = pytest.mark.parametrize("summary", [PLAIN, ODD], ids=["plain", "hostile"])
OPEN = "for (const row of document.querySelectorAll('details')) row.open = true"
# Names as wide as their row allows, and how high rows are.
ROWS = """
return [...document.querySelectorAll("summary")].map((row) => {
  const name = row.querySelector("span");
  return [name.offsetWidth / row.offsetWidth, row.offsetHeight];
});
"""


@pytest.fixture
def show_all(open_report):
    def run(summary, **options):
        return open_report(lambda path: write_file(path, html_lines(summary)), **options)

    return run


@SUMMARIES
@pytest.mark.parametrize(("width", "share"), [(1280, 0.5), (PHONE, 0.9)])
def test_names_have_room_and_no_row_is_endless(show_all, summary, width, share):
    browser = show_all(summary, width=width)
    for name, height in browser.execute_script(ROWS):
        assert name > share
        assert height < 160
    browser.execute_script(OPEN)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


@SUMMARIES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(show_all, summary, scheme):
    browser = show_all(summary, scheme=scheme)
    browser.execute_script(OPEN)
    assert browser.execute_script(MEASURE_CONTRAST, CONTRAST) == []


def test_repositories_are_found_by_name(show_all):
    browser = show_all(PLAIN)
    assert browser.title == "polyglint: 10 violations in 126 repositories"
    assert texts(browser, "summary span:first-of-type")[:2] == ["gone", "/srv/linux.git"]
    assert len(texts(browser, "summary")) == 100
    one(browser, "#more").click()
    assert comes(browser, lambda: len(texts(browser, "summary")), 126)
    assert shown(browser, "#more", False)
    one(browser, "#find").send_keys("SERVICE")
    assert comes(browser, lambda: texts(browser, "summary span:first-of-type"), [LONG])
    one(browser, "summary").click()
    assert shown(browser, "details li")
    assert "src/router.py:1: PG101 claims Python" in one(browser, "details").text


def test_hostile_names_run_no_script(show_all):
    browser = show_all(ODD)  # an open alert would fail every command from here on
    browser.execute_script(OPEN)
    assert len(texts(browser, "script")) == 2
    assert "<script>alert(1)</script>" in texts(browser, "summary span:first-of-type")
    everything = one(browser, "body").text
    assert not [char for char in everything if not char.isprintable() and char != "\n"]
