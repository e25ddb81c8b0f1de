"""The HTML report as a person meets it: totals, order, filters and lists."""

import pytest

from polyglint.codes import page_of
from polyglint.results import About, NotJudged, Result, Unreadable, WindowRead, in_order
from polyglint.version import __version__
from tests.hook.report.browser import (
    MARKS,
    PATHS,
    By,
    Keys,
    Select,
    comes,
    one,
    shown,
    shows,
    texts,
)
from tests.hook.report.runs import FLAGGED, MIXED, RUN, SETTING, SETTINGS, flagged

pytestmark = MARKS


def test_totals_and_what_was_not_judged(show):
    browser = show(RUN._replace(unreadable=(Unreadable("x", "no"),)))
    totals = ["errors", "warnings", "files judged", "files not judged", "files unreadable"]
    assert shows(browser, "#totals dt", totals)
    assert shows(browser, "#totals dd", ["1", "1", "2", "2", "1"])
    assert shows(browser, "h1", ["2 violations in 2 files"])
    assert shows(browser, "#unreadable li", ["x: no"])
    assert shows(browser, "summary", ["binary1", "vendored1"])
    one(browser, "summary").click()
    assert shows(browser, "details[open] li", ["logo.png"])
    one(browser, "#find").send_keys("attr")
    assert shows(browser, "#found", ["1 file"])
    assert shows(browser, "summary", ["vendored1"])


@pytest.mark.parametrize(
    ("control", "selector"),
    [("summary", "details[open] li"), ("#clear", PATHS)],
    ids=["a group opens", "filters are cleared"],
)
def test_a_click_shows_all_of_it_at_once(show, control, selector):
    browser = show(RUN)
    one(browser, "#search").send_keys("nothing like it")
    assert shows(browser, PATHS, [])
    script = """
    document.querySelector(arguments[0]).click();
    return document.querySelectorAll(arguments[1]).length;
    """
    assert browser.execute_script(script, control, selector) >= 1  # before any later task


ABOUT = About(
    "2026-01-02 03:04 UTC",
    "acme/demo",
    "0123456789abcdef0123456789abcdef01234567",
    "https://github.com/acme/demo",
    "https://github.com/acme/demo/blob/0123456789abcdef0123456789abcdef01234567",
    ('ignore = ["PG2"] (.polyglint.toml)',),
)


def test_what_the_run_was_about(show):
    browser = show(RUN._replace(about=ABOUT))
    words = (
        "acme/demo \u00b7 work tree at 0123456789ab \u00b7 2026-01-02 03:04 UTC"
        f" \u00b7 polyglint {__version__}"
    )
    assert shows(browser, "#subject", [words])
    assert one(browser, "#subject a").get_attribute("href") == ABOUT.address
    assert shows(browser, "#settings-list li", [*ABOUT.settings])
    assert shown(browser, "#settings")
    pages = [
        link.get_attribute("href") for link in browser.find_elements("css selector", ".code a")
    ]
    assert set(pages) == {page_of("PG101"), page_of("PG204")}


def test_severity_is_shown_and_filtered(show):
    browser = show(RUN)
    assert shows(browser, "#rows .code", ["PG101", "PG204 warning"])
    Select(one(browser, "#severity")).select_by_value("warning")
    assert shows(browser, "#rows .code", ["PG204 warning"])


def test_commands_are_code_and_advice_is_words(show):
    fence = SETTING._replace(suggestion="remove it, or run `polyglint fix`")
    browser = show(in_order([FLAGGED, SETTINGS._replace(violations=(fence,))]))
    assert shows(browser, "div.advice > code", ["git mv -- src/router.py src/router.js"])
    parts = "return [...document.querySelector('div.advice > code').childNodes]"
    kinds = browser.execute_script(f"{parts}.map((part) => part.nodeName)")
    assert kinds == ["#text", "WBR"] * 3  # lines end behind a slash
    assert shows(browser, "p.advice", ["remove it, or run polyglint fix"])
    assert shows(browser, "p.advice > code", ["polyglint fix"])


def test_a_command_without_git_is_code(show):
    moved = SETTING._replace(suggestion="mv -- a.py a.js")
    browser = show(in_order([SETTINGS._replace(violations=(moved,))]))
    assert shows(browser, "div.advice > code", ["mv -- a.py a.js"])


def test_choices_do_not_fill_a_phone(show):
    browser = show(RUN, width=390)
    assert shown(browser, "#severity", False)
    search = one(browser, "#search")
    assert search.size["width"] > 2 * one(browser, "#choices").size["width"]
    one(browser, "#choices").click()
    assert shown(browser, "#severity")
    assert one(browser, "#choices").get_attribute("aria-expanded") == "true"


def test_nothing_found(show):
    browser = show(in_order([RUN.results[1]]))
    assert shows(browser, "h1", ["No violations"])
    assert shown(browser, ".empty")
    assert shown(browser, "#table", False)
    assert shown(browser, "#not-judged", False)
    show(in_order([]))
    assert shows(browser, ".empty", ["There was no file to judge."])


def test_sorting(show):
    browser = show(MIXED)
    by_score = ["a9.py", "src/router.py", "b.go", "a10.py", ".gitattributes"]
    assert shows(browser, PATHS, by_score)
    headings = browser.find_elements(By.CSS_SELECTOR, "#headings th")
    assert [h.get_attribute("aria-sort") for h in headings][:5] == ["none"] * 4 + ["descending"]
    headings[0].find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    by_name = [".gitattributes", "a9.py", "a10.py", "b.go", "src/router.py"]
    assert shows(browser, PATHS, by_name)
    assert headings[0].get_attribute("aria-sort") == "ascending"
    headings[0].find_element(By.TAG_NAME, "button").click()
    assert shows(browser, PATHS, by_name[::-1])
    assert headings[0].get_attribute("aria-sort") == "descending"
    headings[4].find_element(By.TAG_NAME, "button").click()
    assert shows(browser, PATHS, by_score)


def test_filtering(show):
    browser = show(MIXED)
    search = one(browser, "#search")
    search.send_keys("PY ruby")
    assert shows(browser, PATHS, ["a9.py"])
    assert shows(browser, "#shown", ["1 of 5 violations"])
    one(browser, "#clear").click()
    assert comes(browser, lambda: len(texts(browser, PATHS)), 5)
    Select(one(browser, "#claimed")).select_by_visible_text("Go (1)")
    assert shows(browser, PATHS, ["b.go"])
    Select(one(browser, "#language")).select_by_visible_text("Ruby (1)")
    assert shows(browser, PATHS, [])
    assert shown(browser, "#table", False)
    one(browser, "#clear").click()
    Select(one(browser, "#code")).select_by_value("PG204")
    assert shows(browser, PATHS, [".gitattributes"])
    search.send_keys(Keys.ENTER)  # submits nothing
    assert shows(browser, "#rows .message", ["no attribute x"])


def test_tens_of_thousands_of_files(show):
    window = WindowRead(1, 4, "JavaScript", 0.9, "let x = 1\n" * 4)
    many = [
        flagged(f"src/{n:05}.py", score=n / 10_000)._replace(windows=(window,) * 8)
        for n in range(5_000)
    ]
    skipped = [Result(f"bin/{n:05}", not_judged=NotJudged("binary")) for n in range(40_000)]
    browser = show(in_order([*many, *skipped]))
    assert shows(browser, "#more", ["Show 100 more of 4,900"])
    count = "return document.querySelectorAll('*').length"
    assert browser.execute_script(count) < 5_000  # whatever the run holds
    one(browser, "#more").click()
    assert comes(browser, lambda: len(texts(browser, "#rows tr")), 200)
    assert shows(browser, "#more", ["Show 100 more of 4,800"])
    one(browser, "summary").click()
    assert comes(browser, lambda: len(texts(browser, "details li")), 500)
    one(browser, "#search").send_keys("0499")
    assert shows(browser, "#shown", ["11 of 5,000 violations"])
