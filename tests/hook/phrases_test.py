import pytest

from polyglint.phrases import count_of, hint


def test_hint():
    assert hint("pyton", ["Python", "Perl"]) == "; did you mean Python?"
    assert hint("zzz", ["Python"]) == ""
    assert hint("a" * 10**7, ["Python"]) == ""


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "file", "1 file"),
        (0, "file", "0 files"),
        (1, "repository", "1 repository"),
        (2, "repository", "2 repositories"),
    ],
)
def test_a_number_and_its_noun(number, noun, words):
    assert count_of(number, noun) == words
