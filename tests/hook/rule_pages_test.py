"""Each rule has a page, whose bad example breaks it and whose good one does not."""

import json
import re

import pytest

from polyglint.cli.run import main
from polyglint.codes import CODES
from tests.repositories import ROOT

PAGES = ROOT / "docs" / "rules"
EXAMPLE = re.compile(r"^`(\S+)`:\n\n(`{3,})\n(.*?\n)\2$", re.MULTILINE | re.DOTALL)
SECTIONS = ["Why", "Bad", "Good", "What to do", "How to silence it"]


def sections(code):
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_all_that_there_is_to_a_rule(code):
    found = sections(code)
    assert [*found] == ["", *SECTIONS]
    assert found[""].startswith(f"# {code}: {CODES[code].name}\n")
    assert f'ignore = ["{code}"]' in found["How to silence it"]


def test_there_is_no_page_without_a_rule():
    assert {path.stem for path in PAGES.glob("*.md")} == CODES.keys()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("section", ["Bad", "Good"])
def test_examples_are_what_they_say(code, section, repository, capsys):
    files = EXAMPLE.findall(sections(code)[section])
    assert files
    for path, _, content in files:
        repository.add(path, content)
    repository.commit()
    status = main(["audit", "--no-cache", "--format", "json"])
    found = [
        violation["code"]
        for file in json.loads(capsys.readouterr().out)["files"]
        for violation in file["violations"]
    ]
    assert (status, found) == ((1, [code]) if section == "Bad" else (0, []))
