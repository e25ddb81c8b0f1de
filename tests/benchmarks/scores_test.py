import pytest

from benchmarks.scores import accuracy, compare, is_alike, is_right, length_of, pair
from tests.benchmarks.samples import detection, sample

SAMPLES = [sample("C"), sample("C++"), sample("Go", 400), sample("Nix", 4)]
OWN = detection(["C", "C++", "Go", "Nix"], "C", "C", "Go", "Nix")
PEER = detection(["C", "C++", "Go"], "C++", "C++", "", "Go", seconds=0.004)


@pytest.mark.parametrize(
    ("languages", "truth", "right", "alike"),
    [
        pytest.param("C", "C", True, True, id="itself"),
        pytest.param("C", "C++", False, True, id="look-alike"),
        pytest.param("XML,SVG", "SVG", True, True, id="one of several"),
        pytest.param("Go", "C", False, False, id="another"),
        pytest.param("", "C", False, False, id="no answer"),
    ],
)
def test_right_and_alike(languages, truth, right, alike):
    (answer,) = detection([], languages).answers
    assert (is_right(answer, truth), is_alike(answer, truth)) == (right, alike)


def test_accuracy_counts_every_text_and_every_language_once():
    samples = [sample("C"), sample("C"), sample("Go")]
    found = accuracy(detection(["C"], "C", "C", "C"), samples)
    assert (found["texts"], found["languages"]) == (3, 2)
    assert found["accuracy"] == 0.6667
    assert found["accuracy_mean_of_languages"] == 0.5


def test_accuracy_among_no_languages_is_none():
    assert accuracy(OWN, SAMPLES, ["Ada"])["accuracy"] is None


def test_a_pair_is_compared_where_both_know_the_language():
    found = pair(OWN, PEER, SAMPLES)
    assert found["polyglint"]["texts"] == found["peer"]["texts"] == 3
    assert found["polyglint"]["accuracy"] == 0.6667
    assert found["peer"]["accuracy"] == 0.3333
    assert found["peer"]["accuracy_compatible_as_one"] == 0.6667
    assert (found["only_polyglint_right"], found["only_peer_right"]) == (2, 1)
    assert found["by_length"]["peer"]["300 up"] == {"texts": 1, "accuracy": 0.0}


def test_a_pair_is_compared_on_packages_and_on_repositories():
    (first, *others) = SAMPLES
    found = pair(OWN, PEER, [first._replace(source="repositories"), *others])["by_source"]
    assert found["peer"]["repositories"]["texts"] == 1
    assert found["polyglint"]["packages"]["texts"] == 2


@pytest.mark.parametrize(
    ("lines", "name"), [(1, "1-9"), (9, "1-9"), (10, "10-29"), (299, "100-299"), (300, "300 up")]
)
def test_lengths(lines, name):
    assert length_of(sample("C", lines)) == name


def test_compare():
    found = compare({"polyglint": OWN, "peer": PEER}, SAMPLES)
    assert found["languages_known"] == {"polyglint": 4, "peer": 3}
    assert found["languages_that_all_know"] == ["C", "C++", "Go"]
    assert found["all"]["peer"]["accuracy"] == 0.25  # Nix, unknown to it, is wrong
    assert found["times_polyglint"] == {"polyglint": 1.0, "peer": 4.0}
    assert found["by_language"]["polyglint"]["C++"] == {"texts": 1, "accuracy": 0.0}
    assert "Nix" not in found["by_language"]["peer"]
