"""The HTML report as a person meets it, in a headless Chromium."""

import json
import shutil
import sys

import pytest

from polyglint.cli import main
from polyglint.report.output import write
from polyglint.result import Result, WindowRead, in_order
from polyglint.violation import NotJudged
from tests.hook.report.runs import CONTENT, FLAGGED, HOSTILE, NASTY, RUN

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
from selenium.common.exceptions import TimeoutException  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromium-driver"),
]
FLAGS = (
    "--headless",
    "--no-sandbox",  # which it refuses to start with as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30  # seconds for what comes at once on an idle machine
PHONE = 375  # CSS pixels, the narrowest that is common
CONTRAST = 4.5  # of text, WCAG 2.2 AA
# Two frames: what was laid out in the first, such as a scroll, has been told to the page.
SETTLE = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => done()));
"""
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


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def show(browser, tmp_path):
    """Opens the report of a run; at the end, nothing went wrong in it and nothing was fetched."""
    path = tmp_path / "report.html"

    def run(found, width=1280, scheme="light"):
        write(found, output_format="html", output=str(path))
        return opened(browser, path, width, scheme)

    yield run
    assert browser.get_log("browser") == []
    assert set(requests(browser)) <= {path.as_uri(), "data:,"}


def opened(browser, path, width=1280, scheme="light"):
    """The browser, once the page's script has run and its layout is done."""
    media = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in media.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get_log("performance")
    browser.get(path.as_uri())
    wait(browser, lambda: browser.execute_script("return document.readyState") == "complete")
    settle(browser)
    return browser


def settle(browser):
    browser.execute_async_script(SETTLE)


def wait(browser, condition):
    WebDriverWait(browser, PATIENCE, poll_frequency=0.05).until(lambda _: condition())


def comes(browser, found, expected):
    """Whether a value is the expected one, soon: what a page does, it may do a frame later."""
    try:
        wait(browser, lambda: found() == expected)
    except TimeoutException:
        assert found() == expected
    return True


def shows(browser, selector, expected):
    """Whether the elements come to have these texts."""
    return comes(browser, lambda: texts(browser, selector), expected)


def shown(browser, selector, expected=True):
    """Whether an element comes to be seen, or to be hidden."""
    return comes(browser, lambda: one(browser, selector).is_displayed(), expected)


def requests(browser):
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith("chrome://"):  # the browser's own page, before ours
                yield url


def texts(browser, selector):
    found = browser.find_elements(By.CSS_SELECTOR, selector)
    return [element.get_property("textContent") for element in found]


def one(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def flagged(path, language="JavaScript", score=0.8, claimed="Python"):
    changes = {"path": path, "language": language, "score": score, "claimed": (claimed,)}
    violation = CONTENT._replace(**changes)
    return FLAGGED._replace(path=path, violations=(violation,), claimed=(claimed,))


MIXED = in_order(
    [
        flagged("a10.py", score=0.7),
        flagged("a9.py", "Ruby", 0.9),
        flagged("b.go", score=0.8, claimed="Go"),
        *RUN.results,
    ]
)
PATHS = "#rows .path"


def test_totals_and_what_was_not_judged(show):
    browser = show(RUN._replace(unreadable=("x: no",)))
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


def test_windows_by_keyboard(show):
    browser = show(RUN)
    one(browser, ".advice button").send_keys(Keys.TAB)
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


def test_a_hostile_repository_runs_no_script(show):
    browser = show(HOSTILE)  # an open alert would fail every command from here on
    assert browser.title == f"polyglint: {len(NASTY)} violations"
    assert texts(browser, "script[type='application/json'] ~ script")[0].count("</") == 0
    assert len(texts(browser, "script")) == 2
    every = "return [...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())"
    names = set(browser.execute_script(every))
    assert not [name for name in names if name.startswith("on")]
    assert "<script>alert(1)</script>" in texts(browser, PATHS)
    for window in browser.find_elements(By.CSS_SELECTOR, ".window")[:: len(NASTY) // 4]:
        window.send_keys(Keys.ARROW_RIGHT)
        assert shown(browser, "#tip")
    for summary in browser.find_elements(By.CSS_SELECTOR, "summary"):
        summary.click()
    assert shown(browser, "details:last-child li")
    everything = one(browser, "body").text
    assert everything.count("alert(1)") > 4
    assert not [char for char in everything if not char.isprintable() and char != "\n"]


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows has no files for")
def test_a_hostile_work_tree_runs_no_script(repository, model, browser, tmp_path, capsys):
    names = [name.replace("/", "\u2215").replace("\0", "") for name in NASTY]
    names = [name for name in names if "\ud800" not in name]  # no bytes make that one
    for name, text in zip(names, NASTY, strict=False):
        line = f"function x() {{ return 1 }} // {text}\n"
        repository.write(f"{name}.py", (line * 16).encode("utf-8", "replace"))
    repository.git("add", "--all")
    path = tmp_path / "report.html"
    assert main(["audit", "--format", "html", "--output", str(path)]) == 1
    assert capsys.readouterr().out == ""
    opened(browser, path)
    assert len(texts(browser, PATHS)) >= len(names) - 1  # some of them are too little code
    assert browser.title.startswith("polyglint: ")
    assert len(texts(browser, "script")) == 2
    for window in browser.find_elements(By.CSS_SELECTOR, ".window:first-child"):
        window.send_keys(Keys.ARROW_RIGHT)
        assert comes(browser, lambda: "function x()" in one(browser, "#tip").text, True)
    assert browser.get_log("browser") == []
    assert set(requests(browser)) <= {path.as_uri(), "data:,"}


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
