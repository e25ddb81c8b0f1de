import pytest

from polyglint.phrases import count_of, did_you_mean, hint, nearest


def test_hint():
    assert hint("pyton", ["Python", "Perl"]) == "; did you mean Python?"
    assert hint("zzz", ["Python"]) == ""
    assert hint("a" * 10**7, ["Python"]) == ""


SPELLINGS = {
    name.lower(): name for name in ("BATS", "Bash", "Basic", "RBS", "Shell", "xBase", "YAML")
} | {"sh": "Shell", "zsh": "Shell", "bsd": "Bash", "yml": "YAML", "basik": "xBase"}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        pytest.param("Bahs", "Bash", id="two letters swapped"),
        pytest.param("bassh", "Bash", id="one too many"),
        pytest.param("shel", "Shell", id="one too few"),
        pytest.param("ysh", "Shell", id="of an alias"),
        pytest.param("yml2", "YAML", id="nearer to an alias than to a name"),
        pytest.param("Basil", "Basic", id="as near to an alias of another"),
    ],
)
def test_the_nearest_is_the_one_by_edits(name, near):
    assert nearest(name, SPELLINGS)[0] == near


def test_each_name_is_near_once():
    assert nearest("sh", {"bsh": "Shell", "zsh": "Shell", "rsh": "Rust"}) == ["Shell", "Rust"]
    assert nearest("", SPELLINGS) == nearest("a", {}) == []


def test_did_you_mean():
    assert did_you_mean(["C", "C++"]) == "; did you mean C or C++?"
    assert did_you_mean([]) == ""


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
