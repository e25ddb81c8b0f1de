import re

import pytest

from polyglint.linguist.languages import find, index, languages
from polyglint.linguist.names import GENERIC_EXTENSIONS


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Python", "Python"),
        ("python3", "Python"),
        ("OBJECTIVE-C", "Objective-C"),
        ("common lisp", "Common Lisp"),
        ("Common-Lisp", "Common Lisp"),
        ("coq", "Rocq Prover"),
        ("AWK", "Awk"),
        ("klingon", None),
        ("", None),
    ],
)
def test_find(name, language):
    assert find(name) == language


def test_every_name_finds_itself():
    assert {name for name in languages() if find(name) != name} == set()


def test_index_lists_all_owners():
    assert index("extensions")[".h"] == ("C", "C++", "Objective-C")
    assert index("interpreters")["python3"] == ("Python",)


def test_generic_extensions_are_in_use():
    unknown = GENERIC_EXTENSIONS - index("extensions").keys()
    # Manual sections that no language lists are kept for the sake of the rule.
    assert all(re.fullmatch(r"\.\d", extension) for extension in unknown), unknown
