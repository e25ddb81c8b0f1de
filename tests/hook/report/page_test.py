"""The HTML report as a person meets it: totals, order, filters and lists."""

import pytest

from polyglint.results import NotJudged, Result, Unreadable, WindowRead, in_order
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
from tests.hook.report.runs import MIXED, RUN, flagged

pytestmark = MARKS


def test_totals_and_what_was_not_judged(show):
    browser = show(RUN._replace(unreadable=(Unreadable("x", "no"),)))
    totals = ["violations", "files judged", "files not judged", "files unreadable"]
    assert shows(browser, "#totals dt", totals)
    assert shows(browser, "#totals dd", ["2", "2", "2", "1"])
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
