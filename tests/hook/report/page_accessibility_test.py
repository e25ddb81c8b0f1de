"""Whether the HTML report can be read by everyone: contrast, narrow screens, names and roles."""

import pytest

from tests.hook.report.browser import MARKS, By, Keys, one, shown, shows
from tests.hook.report.runs import HOSTILE, MIXED

pytestmark = MARKS
PHONE = 375  # CSS pixels, the narrowest that is common
CONTRAST = 4.5  # of text, WCAG 2.2 AA
# The ratio of a text's colour to that of the first opaque background behind it.
MEASURE_CONTRAST = """
const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const light = (color) => {
  const [r, g, b] = rgb(color).map((v) => linear(v / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const poor = [];
for (const node of document.querySelectorAll("body *:not(script):not(option)")) {
  const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
  if (!own || !node.checkVisibility()) continue;
  let behind = node;
  const clear = () => rgb(getComputedStyle(behind).backgroundColor)[3] === 0;
  while (behind && clear()) behind = behind.parentElement;
  const one = light(getComputedStyle(node).color);
  const other = light(getComputedStyle(behind ?? document.body).backgroundColor);
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (ratio < arguments[0]) poor.push(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
}
return poor;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(show, scheme):
    browser = show(MIXED, scheme=scheme)
    background = one(browser, "body").value_of_css_property("background-color")
    lightness = sum(map(int, background.strip("rgba()").split(",")[:3]))
    assert (lightness < 150) == (scheme == "dark")
    one(browser, ".window").send_keys(Keys.ARROW_RIGHT)
    assert shown(browser, "#tip")
    assert browser.execute_script(MEASURE_CONTRAST, CONTRAST) == []


@pytest.mark.parametrize("run", [MIXED, HOSTILE], ids=["plain", "hostile"])
def test_phones_scroll_down_only(show, run):
    browser = show(run, width=PHONE)
    one(browser, ".window").send_keys(Keys.ARROW_RIGHT)
    assert shown(browser, "#tip")
    sizes = (
        "return [document.documentElement.scrollWidth, document.getElementById('tip').offsetWidth]"
    )
    page, tip = browser.execute_script(sizes)
    assert page <= PHONE
    assert 0 < tip <= PHONE
    one(browser, "#headings button").click()
    assert shows(browser, "#headings th:first-child", ["File"])


def test_every_control_has_a_name_and_every_table_its_roles(show):
    browser = show(MIXED)
    for control in browser.find_elements(By.CSS_SELECTOR, "input, select, button, summary"):
        if control.is_displayed():
            assert control.accessible_name, control.get_attribute("outerHTML")
    assert one(browser, "#table").aria_role == "table"
    cell = one(browser, "#rows td")
    assert cell.aria_role in ("cell", "gridcell")
    show(MIXED, width=PHONE)
    assert one(browser, "#rows td").aria_role in ("cell", "gridcell")
