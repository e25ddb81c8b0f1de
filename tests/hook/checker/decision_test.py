import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.checker.decision import Contradiction, contradiction
from polyglint.checker.support import is_cleared
from polyglint.model.weights import ContradictionWeights
from tests.hook.checker.readings import LABELS, reading

FLAGGED = [
    # claimed, windows, language
    pytest.param("Python", ["JavaScript"] * 6, "JavaScript", id="another language throughout"),
    pytest.param("Python", ["JavaScript"] * 3, "JavaScript", id="just enough windows"),
    pytest.param(
        "Python",
        [{}, {}, *["JavaScript"] * 6],
        "JavaScript",
        id="windows that say nothing",
    ),
    pytest.param(
        "Python",
        [*["JavaScript"] * 5, {"JavaScript": 0.7, "Python": 0.29}],
        "JavaScript",
        id="claimed language below the support that clears",
    ),
    pytest.param(
        "Python",
        [*["JavaScript"] * 6, "Go", "SQL"],
        "JavaScript",
        id="some windows of a third language",
    ),
    pytest.param("C C++", ["Python"] * 6, "Python", id="two claimed languages"),
    pytest.param("C Haskell", ["Python"] * 6, "Python", id="one of two claimed is unknown"),
    pytest.param("TSQL", ["Python"] * 6, "Python", id="claim by linguist's other name"),
    pytest.param("Python", ["PHP"] * 6, "PHP", id="reads as a host"),
    pytest.param("SQL", ["Go"] * 6, "Go", id="nothing compatible"),
    pytest.param("PHP", ["Python"] * 6, "Python", id="host without a line of its own"),
    pytest.param("Python", ["Markdown"] * 6, "Markdown", id="reads as prose"),
]

QUIET = [
    # 1. enough windows, and a verdict outside the claim
    pytest.param("Python", ["Python"] * 6, id="right"),
    pytest.param("Python", ["JavaScript"] * 2, id="too few windows"),
    pytest.param("Python", [], id="no windows"),
    pytest.param("C C++", ["C++"] * 6, id="one of two claimed languages"),
    pytest.param("TSQL", ["SQL"] * 6, id="the claim's other name"),
    pytest.param("Haskell", ["Python"] * 6, id="claim unknown to the model"),
    pytest.param("Haskell Zig", ["Python"] * 6, id="both claims unknown to the model"),
    pytest.param("", ["Python"] * 6, id="no claim"),
    # 2. far enough above every claimed language
    pytest.param("Python", [{"JavaScript": 0.3, "Python": 0.28}] * 3, id="undecided"),
    pytest.param("Python", [{"JavaScript": 0.6, "Python": 0.25}] * 4, id="not far enough"),
    pytest.param("Python SQL", [{"JavaScript": 0.6, "SQL": 0.25}] * 4, id="not above the second"),
    pytest.param("Python", [{}] * 6, id="every language alike"),
    pytest.param("Python", [{"JavaScript": 0.35, "SQL": 0.32, "Go": 0.32}] * 6, id="one of three"),
    pytest.param("Python", [{"JavaScript": 0.5, "Go": 0.48}] * 6, id="one of two"),
    # 3. no window supports the claim
    pytest.param("Python", [*["JavaScript"] * 9, "Python"], id="one window speaks for the claim"),
    pytest.param(
        "Python",
        [*["JavaScript"] * 9, {"JavaScript": 0.68, "Python": 0.31}],
        id="one window supports the claim a little",
    ),
    pytest.param(
        "C C++",
        [*["Python"] * 9, {"Python": 0.6, "C": 0.19, "C++": 0.19}],
        id="two claims support each other",
    ),
    pytest.param(
        "C",
        [*["Python"] * 9, "C++"],
        id="one window speaks for a language compatible with the claim",
    ),
    pytest.param(
        "SQL TypeScript",
        [*["Python"] * 9, "JavaScript"],
        id="one window speaks for one compatible with one",
    ),
    pytest.param("TSQL", [*["Python"] * 9, "SQL"], id="one window speaks for the other name"),
    # 4. compatible languages, hosts and readings that tell nothing
    pytest.param("JavaScript", ["TypeScript"] * 6, id="superset"),
    pytest.param("TypeScript", ["JavaScript"] * 6, id="subset"),
    pytest.param("Go C++", ["C"] * 6, id="compatible with one of the claims"),
    pytest.param(
        "C Objective-C", ["C++"] * 6, id="compatible, beside a claim unknown to the model"
    ),
    pytest.param("Jinja", ["Python"] * 6, id="template of anything"),
    pytest.param("C Text", ["JavaScript"] * 6, id="text among the claims"),
    pytest.param("Go Twig", ["Python"] * 6, id="template unknown to the model among the claims"),
    pytest.param("PHP", [*["JavaScript"] * 9, "PHP"], id="host with a window of its own"),
    pytest.param("Python", ["Text"] * 6, id="reads as text"),
]


@pytest.mark.parametrize(("claimed", "windows", "language"), FLAGGED)
def test_flagged(claimed, windows, language):
    found = contradiction(reading(*windows), claimed.split())
    assert found.language == language
    assert 0.9 < found.score <= 1


@pytest.mark.parametrize(("claimed", "windows"), QUIET)
def test_quiet(claimed, windows):
    assert contradiction(reading(*windows), claimed.split()) is None


@pytest.mark.parametrize(
    ("claimed", "windows", "cleared"),
    [
        pytest.param("Python", ["Python"], True, id="the claim"),
        pytest.param("Python", ["Go", "Python", "Go"], True, id="the claim among others"),
        pytest.param("TypeScript", ["JavaScript"], True, id="compatible with the claim"),
        pytest.param("TSQL", ["SQL"], True, id="the claim's other name"),
        pytest.param("Haskell C", ["C++"], True, id="one of two claims"),
        pytest.param(
            "C", [{"Python": 0.6, "C": 0.16, "C++": 0.16}], True, id="compatible languages together"
        ),
        pytest.param("Python", ["Go"], False, id="another language"),
        pytest.param(
            "Python", [{"Go": 0.69, "Python": 0.3}], False, id="as much as rounding takes"
        ),
        pytest.param("Python", [{}], False, id="every language alike"),
        pytest.param("Haskell", ["Python"], False, id="claim unknown to the model"),
        pytest.param("", ["Python"], False, id="no claim"),
        pytest.param("Python", [], False, id="no windows"),
    ],
)
def test_is_cleared(claimed, windows, cleared):
    assert is_cleared(reading(*windows), claimed.split()) is cleared


@pytest.mark.parametrize(("claimed", "windows", "language"), FLAGGED)
def test_windows_of_what_is_flagged_clear_nothing(claimed, windows, language):
    assert not is_cleared(reading(*windows), claimed.split())


@given(
    st.lists(
        st.dictionaries(st.sampled_from(LABELS), st.floats(0.001, 0.33), max_size=3), min_size=1
    ),
    st.sets(st.sampled_from([*LABELS, "TSQL", "Haskell"]), max_size=3),
    st.data(),
)
def test_what_some_windows_clear_no_others_contradict(windows, claimed, data):
    chosen = data.draw(st.sets(st.sampled_from(range(len(windows))), min_size=1))
    whole = reading(*windows)
    some = whole._replace(
        windows=tuple(whole.windows[index] for index in sorted(chosen)),
        log_probabilities=whole.log_probabilities[sorted(chosen)],
    )
    if is_cleared(some, claimed):
        assert contradiction(whole, claimed) is None


def lines_of(*windows, claimed="Python"):
    found = contradiction(reading(*windows), [claimed])
    return found.language, found.line, found.last_line


def test_lines_are_the_region_that_speaks_for_the_language_most():
    windows = ["JavaScript", *["Go"] * 3, *["JavaScript"] * 5, "Go"]
    assert lines_of(*windows) == ("JavaScript", 17, 36)


def test_lines_where_no_region_is_of_the_language():
    windows = [
        {"Go": 0.99},
        {"Go": 0.5, "JavaScript": 0.499},
        {"Go": 0.5, "JavaScript": 0.49},
        {"SQL": 0.6, "JavaScript": 0.39},
        {"SQL": 0.6, "JavaScript": 0.39},
        {"SQL": 0.6, "JavaScript": 0.39},
    ]
    assert lines_of(*windows) == ("JavaScript", 5, 8)


def test_line_counts_in_the_file():
    found = reading("Go", "Go", "Go")
    windows = tuple(window._replace(first_line=window.first_line + 10) for window in found.windows)
    assert contradiction(found._replace(windows=windows), ["SQL"]).line == 11


def test_score_is_the_probability_of_the_language():
    """Which of two compatible languages it is may be open, but not that it is one of them."""
    windows = [{"JavaScript": 0.5, "TypeScript": 0.499}] * 4
    found = contradiction(reading(*windows, exponent=0.0), ["Python"])
    assert found == Contradiction("JavaScript", pytest.approx(0.5, rel=1e-5), 1, 16)


@pytest.mark.parametrize(
    ("rule", "loose", "strict"),
    [
        pytest.param("min_windows", 4, 5, id="windows"),
        pytest.param("max_claimed_support", 0.07, 0.05, id="support"),
        pytest.param("contradiction_threshold", 5.3, 5.6, id="threshold"),
        pytest.param(
            "abstains", ("Go",), ("JavaScript", "TypeScript"), id="language that is mistaken"
        ),
        pytest.param("abstains", ("Go",), ("Python",), id="claim that is mistaken"),
        pytest.param(
            "contradiction_weights",
            ContradictionWeights(),
            ContradictionWeights(bias=-3.0),
            id="weights of what is known of the file",
        ),
    ],
)
def test_each_threshold_decides(rule, loose, strict):
    windows = [{"JavaScript": 0.9, "Python": 0.06}] * 4  # 2 ln 15 = 5.4
    assert contradiction(reading(*windows, **{rule: loose}), ["Python"])
    assert contradiction(reading(*windows, **{rule: strict}), ["Python"]) is None


UNTRUSTED = ("Objective-C++", "CSV")


@pytest.mark.parametrize(
    ("reads_as", "claim", "named"),
    [
        ("Objective-C++", "Python", "Objective-C"),  # the likeliest trusted one compatible with it
        ("Objective-C++", "C", None),  # which may be what is claimed
        ("Objective-C++", "Objective-C", None),
        ("Objective-C++", "C++", None),  # or one compatible with it
        ("CSV", "Python", None),  # all compatible with it are uninformative
        ("Go", "Python", "Go"),
    ],
)
def test_a_language_that_is_mistaken_stands_for_its_compatible_languages(reads_as, claim, named):
    labels = ("C", "C++", "CSV", "Go", "Objective-C", "Objective-C++", "Python", "Text")
    window = {reads_as: 0.9, "Objective-C": 0.06}
    found = contradiction(reading(*[window] * 4, labels=labels, abstains=UNTRUSTED), [claim])
    assert (found and found.language) == named


def test_candidates_alone_count():
    labels = ("Go", "Python")
    assert contradiction(reading(*["Go"] * 4, labels=labels), ["Python", "C"])
    assert contradiction(reading(*["Go"] * 4, labels=labels), ["C"]) is None


@pytest.mark.parametrize(("windows", "flagged"), [(1, False), (2, False), (3, True), (4, True)])
def test_short_texts_need_more(windows, flagged):
    text = reading(*["JavaScript"] * windows, min_windows=1, short=(30.0, 20.0))
    assert (contradiction(text, ["Python"]) is not None) is flagged
