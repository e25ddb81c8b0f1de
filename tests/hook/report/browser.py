"""A headless Chromium, and what a person finds in a page that it shows."""

import json
import shutil

import pytest

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
from selenium.common.exceptions import TimeoutException  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains as ActionChains  # noqa: E402
from selenium.webdriver.common.by import By as By  # noqa: E402
from selenium.webdriver.common.keys import Keys as Keys  # noqa: E402
from selenium.webdriver.support.select import Select as Select  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
MARKS = [
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
PATHS = "#rows .path"  # of the violations that are shown
PATIENCE = 30  # seconds for what comes at once on an idle machine
# Two frames: what was laid out in the first, such as a scroll, has been told to the page.
SETTLE = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => done()));
"""


def started(profile):
    """The browser, with a profile in a directory of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService(DRIVER))


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
