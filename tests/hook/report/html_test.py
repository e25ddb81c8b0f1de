import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from polyglint.report import html
from polyglint.results import About, Result, in_order
from tests.hook.claims import source
from tests.hook.report.runs import BINARY, CONTENT, FLAGGED, HOSTILE, RUN, UNREADABLE, runs


class ParsedPage(HTMLParser):
    """The elements of a page, and what its scripts and styles hold."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.held = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.inside = tag in ("script", "style")
        if self.inside:
            self.held.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.held[-1] += data


def page(run):
    (text,) = html.lines(run)
    assert text.isascii()
    return ParsedPage(text)


def data(run):
    return json.loads(page(run).held[1])


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_policy_allows_the_script_and_the_style_and_nothing_else():
    found = page(RUN)
    style, _, script = found.held
    (policy,) = [
        attributes["content"]
        for tag, attributes in found.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{digest(script)}'",
        f"style-src 'sha256-{digest(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_is_fetched_and_no_text_becomes_markup():
    found = page(HOSTILE)
    assert [value for _, a in found.elements for key, value in a.items() if key in ("src", "href")]
    for tag, attributes in found.elements:
        assert "src" not in attributes
        assert attributes.get("href", "#")[0] == "#" or attributes["href"] == "data:,"
        assert not [name for name in attributes if name.startswith("on")]
        assert tag not in ("iframe", "object", "embed", "base")
    script = found.held[2]
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert sink not in script


def test_data():
    told = data(RUN._replace(revision="v\x1b1", unreadable=(UNREADABLE,)))
    assert (told["checked"], told["revision"], told["unreadable"]) == (
        2,
        "v\\x1b1",
        [str(UNREADABLE)],
    )
    assert told["not_judged"] == [
        {"reason": "binary", "paths": ["logo.png"]},
        {"reason": "vendored", "paths": [".gitattributes"]},
    ]
    setting, content = told["findings"]
    assert (setting["code"], setting["severity"], setting["language"]) == ("PG204", "warning", None)
    assert content["rule"] == "extension .py"
    assert content["windows"] == [
        [1, 4, "JavaScript", 0.91, "import x\n\nlet y = 1"],
        [6, 9, "TypeScript", 0.4, "  return 1\n}"],
    ]


def test_a_score_is_not_rounded_twice():
    close = CONTENT._replace(score=0.998461)
    (finding,) = data(in_order([Result("a", violations=(close,))]))["findings"]
    assert finding["score"] == 0.998461  # which is 0.998; 0.9985 would be 0.999


def test_languages_as_claimed_and_as_read():
    php = Result("a.php", ("Hack", "PHP"), source("extension .x"), "PHP", 0.9)
    hack = php._replace(path="b.php", language=None)
    python = Result("c.py", ("Python",), source("extension .x"), "Python", 0.9)
    run = in_order([php, *[hack] * 5, *[python] * 3, FLAGGED, *RUN.results[:1]])
    assert data(run)["languages"] == [
        ["Hack or PHP", 5, 0],
        ["Python", 4, 3],
        ["JavaScript", 0, 1],
        ["PHP", 1, 1],
        ["unsure", 0, 5],  # whatever their number, below the languages
    ]


def test_code_is_shown_as_it_is_but_for_what_is_not_to_be_seen():
    text = "::std::x\n\tif a:\n\u202eevil\x1b"
    windows = (FLAGGED.windows[0]._replace(text=text),)
    (finding,) = data(in_order([FLAGGED._replace(windows=windows)]))["findings"]
    assert finding["windows"][0][4] == "::std::x\n    if a:\n\\u202eevil\\x1b"


@settings(max_examples=25)  # each is a page
@given(runs)
def test_any_run_is_data_that_stays_in_its_place(run):
    found = page(run)
    assert [tag for tag, _ in found.elements] == TAGS
    assert not re.search("[<>&]", found.held[1])
    told = json.loads(found.held[1])
    assert len(told["findings"]) == len([*run.violations()])
    assert sum(len(group["paths"]) for group in told["not_judged"]) == len([*run.not_judged()])


TAGS = [tag for tag, _ in page(in_order([])).elements]


@pytest.mark.parametrize(
    ("pages", "link"),
    [
        (
            "https://github.com/a/b/blob/0",
            "https://github.com/a/b/blob/0/src/router%20%23.py#L1-L9",
        ),
        ("https://gitlab.com/a/-/blob/0", "https://gitlab.com/a/-/blob/0/src/router%20%23.py#L1-9"),
        (None, None),
    ],
)
def test_links_to_the_lines_at_the_commit(pages, link):
    flagged = FLAGGED._replace(path="repo/src/router #.py", place="src/router #.py")
    run = in_order([flagged])._replace(about=About("today", "a/b", "0", None, pages))
    (found,) = data(run)["findings"]
    assert found["link"] == link


def test_paths_are_those_in_the_repository():
    flagged = FLAGGED._replace(path="/home/me/repo/src/router.py", place="src/router.py")
    violation = CONTENT._replace(path=flagged.path)
    other = BINARY._replace(path="/home/me/repo/logo.png", place="logo.png")
    told = data(in_order([flagged._replace(violations=(violation,)), other]))
    assert told["findings"][0]["path"] == "src/router.py"
    assert told["not_judged"][0]["paths"] == ["logo.png"]
    elsewhere = other._replace(path="/elsewhere/logo.png")
    told = data(in_order([flagged._replace(violations=(violation,)), elsewhere]))
    assert told["findings"][0]["path"] == "/home/me/repo/src/router.py"
