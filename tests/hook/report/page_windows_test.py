"""The strip of windows along a file of the HTML report, by keyboard and by pointer."""

import pytest

from polyglint.results import WindowRead, in_order
from tests.hook.report.browser import (
    MARKS,
    ActionChains,
    By,
    Keys,
    comes,
    one,
    settle,
    shown,
    shows,
)
from tests.hook.report.runs import FLAGGED, RUN

pytestmark = MARKS


def test_windows_by_keyboard(show):
    browser = show(RUN)
    one(browser, ".code a").send_keys(Keys.TAB)
    tip, windows = one(browser, "#tip"), browser.find_elements(By.CSS_SELECTOR, ".window")
    assert comes(browser, lambda: browser.switch_to.active_element, windows[0])
    assert windows[0].get_attribute("aria-describedby") == "tip"
    assert windows[0].accessible_name == "Lines 1\u20134: JavaScript, 0.910"
    assert tip.text.split("\n")[0] == "Lines 1\u20134 read as JavaScript (0.910)"
    assert shows(browser, "#tip pre code", ["import x", " ", "let y = 1"])
    assert shows(browser, "#tip pre span", ["1", "2", "3"])
    browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert comes(browser, lambda: browser.switch_to.active_element, windows[1])
    assert shows(browser, "#tip pre code", ["  return 1", "}"])
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert shown(browser, "#tip", False)
    browser.switch_to.active_element.send_keys(Keys.HOME)
    assert shown(browser, "#tip")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert shown(browser, "#tip", False)
    assert browser.switch_to.active_element not in windows


def test_a_strip_is_to_scale(show):
    windows = (
        WindowRead(11, 14, "JavaScript", 0.9, "x"),
        WindowRead(15, 30, "JavaScript", 0.9, "x"),
        WindowRead(41, 50, "JavaScript", 0.9, "x"),
    )
    browser = show(in_order([FLAGGED._replace(windows=windows)]))
    parts = "return [...document.querySelector('.strip').children].map(e => e.offsetWidth)"
    widths = browser.execute_script(parts)
    total = sum(widths)
    lines = [width * 50 / total for width in widths]
    assert lines == pytest.approx([10, 4, 16, 10, 10], abs=0.5)  # two gaps, which were not read


def test_windows_by_pointer(show):
    browser = show(RUN)
    windows = browser.find_elements(By.CSS_SELECTOR, ".window")
    browser.execute_script("arguments[0].scrollIntoView()", windows[0])
    settle(browser)  # scrolling closes what is open
    ActionChains(browser).move_to_element(windows[1]).perform()
    assert shows(browser, "#tip strong", ["TypeScript"])
    ActionChains(browser).move_to_element(one(browser, "#tip p")).perform()
    assert shown(browser, "#tip")  # to read on
    ActionChains(browser).move_to_element(one(browser, "h2#findings-title")).perform()
    assert shown(browser, "#tip", False)
