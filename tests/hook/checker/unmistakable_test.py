import pytest

from polyglint.checker.unmistakable import accepts, unmistakable
from polyglint.linguist.languages import Claim
from polyglint.results import ClaimRule, ClaimSource

BY_NAME = ClaimSource(ClaimRule.EXTENSION, ".x")
PROSE = "We met on Monday.\nThe cart forgets its items.\nAnna looks at it, and tells us.\n"
XML = '<?xml version="1.0"?><a/>\n'


@pytest.mark.parametrize(
    ("text", "language", "code", "message", "read"),
    [
        pytest.param(
            XML, "CSV", "PG101", "claims CSV, declares itself XML (<?xml)", "XML", id="declared"
        ),
        pytest.param(
            PROSE, "Python", "PG101", "claims Python, is prose and nothing else", "Text", id="prose"
        ),
        pytest.param(
            PROSE, "Rust", "PG101", "claims Rust, is prose and nothing else", "Text", id="another"
        ),
        pytest.param(
            "```\nimport os\n```\n",
            "Python",
            "PG103",
            "a Markdown fence is left around the code",
            None,
            id="fence",
        ),
    ],
)
def test_found(text, language, code, message, read):
    found = unmistakable(text, Claim((language,), BY_NAME))
    last = 3 if code == "PG103" else 1
    assert found[:7] == (1, 1, code, message, last, (language,), read)
    assert (found.suggestion == "remove it, or run `polyglint fix`") is (code == "PG103")


def test_a_declared_language_is_an_override():
    found = unmistakable(
        XML, Claim(("CSV",), ClaimSource(ClaimRule.ATTRIBUTE, "linguist-language"))
    )
    assert found.code == "PG203"


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        pytest.param(XML, ("Jinja",), id="template"),
        pytest.param(XML, ("CSV", "Text"), id="one of them holds anything"),
        pytest.param(PROSE, ("Text",), id="prose that claims nothing else"),
        pytest.param(PROSE, ("APL",), id="no grammar refuses it"),
        pytest.param(PROSE, ("APL", "Python"), id="one of two has no grammar"),
        pytest.param("import os\n", ("Python",), id="code"),
        pytest.param("", ("Python",), id="empty"),
    ],
)
def test_nothing(text, languages):
    assert unmistakable(text, Claim(languages, BY_NAME)) is None


@pytest.mark.parametrize(
    ("text", "languages", "answer"),
    [
        ("import os\n", ["Python"], True),
        ("print 'x'\n", ["Python"], True),
        ("class {\n", ["Python"], False),
        ("[1, 2]\n", ["JSON"], True),
        ("fn main() {}\n", ["Rust", "C"], True),
        ("anything\n", ["APL"], None),
    ],
)
def test_accepts(text, languages, answer):
    assert accepts(text, languages) is answer


@pytest.mark.parametrize(
    ("extension", "text", "is_found"),
    [
        pytest.param(".cfg", '{\n  "a": 1,\n  "b": [2]\n}\n', False, id="settings in JSON"),
        pytest.param(".cfg", XML, False, id="settings in XML"),
        pytest.param(".cfg", "<!DOCTYPE html>\n<html></html>\n", True, id="a page"),
        pytest.param(".ini", XML, True, id="by another name"),
    ],
)
def test_settings_may_be_data_where_programs_have_formats_of_their_own(extension, text, is_found):
    claimed = Claim(("INI",), ClaimSource(ClaimRule.EXTENSION, extension))
    assert (unmistakable(text, claimed) is not None) is is_found
