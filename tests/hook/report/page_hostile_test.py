"""What a hostile repository makes of the HTML report: text."""

import sys

import pytest

from polyglint.cli.run import main
from tests.hook.report.browser import (
    MARKS,
    PATHS,
    By,
    Keys,
    comes,
    one,
    opened,
    requests,
    shown,
    texts,
)
from tests.hook.report.runs import HOSTILE, NASTY

pytestmark = MARKS


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
