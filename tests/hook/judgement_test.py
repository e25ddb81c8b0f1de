from types import SimpleNamespace

import pytest

from polyglint.claim import Claim
from polyglint.decision import Contradiction
from polyglint.errors import FatalError
from polyglint.files import File
from polyglint.fingerprint import fingerprint
from polyglint.judgement import (
    MAX_SHOWN_LINES,
    MAX_SHOWN_WIDTH,
    Judge,
    Judging,
    message,
    open_reader,
    undecidable,
)
from polyglint.result import Result
from polyglint.violation import NotJudged, Violation

LABELS = ("C", "C++", "PHP", "Python")
MODEL = SimpleNamespace(labels=LABELS, known=LABELS, abstains=("Python",))


@pytest.mark.parametrize("name", ["python", "PYTHON", "py", "python3", "Python"])
def test_a_candidate_by_any_of_its_names(model, name):
    assert open_reader([name]).labels == ("Python",)


def test_a_label_of_the_model_that_linguist_lacks(model, monkeypatch):
    monkeypatch.setattr("tests.hook.conftest.LABELS", ("JSX", "Python"))
    assert open_reader(["jsx"]).labels == ("JSX",)


def test_all_candidates_by_default(model):
    assert len(open_reader().labels) == 8


def test_another_model_is_read_with_or_without_candidates(monkeypatch, tmp_path):
    asked = []

    def reader(candidates=None, model_directory=None):
        asked.append((candidates, model_directory))
        return SimpleNamespace(labels=LABELS)

    monkeypatch.setattr("polyglint.reading.Reader", reader)
    open_reader((), tmp_path)
    open_reader(["PHP"], tmp_path)
    Judge(Judging(model=tmp_path))
    whole = (None, tmp_path)
    assert asked == [whole, whole, (frozenset(["PHP"]), tmp_path), whole]


def test_an_unknown_candidate_is_named_with_the_nearest(model):
    with pytest.raises(FatalError, match="'Pyhton'; did you mean Python"):
        open_reader(["Go", "Pyhton"])


@pytest.mark.parametrize(
    ("languages", "reason"),
    [
        pytest.param(("C",), None, id="known"),
        pytest.param(("C", "Objective-C"), None, id="looks like one that is known"),
        pytest.param(("Smalltalk", "C"), None, id="hardly ever met"),
        pytest.param(("Metal",), None, id="known by another name"),
        pytest.param(("Haskell",), "claims Haskell", id="unknown"),
        pytest.param(("Terra", "Zig"), "claims Terra or Zig", id="two unknown"),
        pytest.param(("PLSQL",), "claims PLSQL", id="another name for one unknown"),
        pytest.param(("Hack", "C"), None, id="hardly ever met, with the extension of another"),
        pytest.param(("C", "Terra"), "may be Terra", id="one of two known"),
        pytest.param(("C", "Go", "Zig"), "may be Go or Zig", id="one of three known"),
        pytest.param(("Cython",), "claims Cython", id="looks like one that is known, alone"),
        pytest.param(("Turing",), "claims Turing", id="hardly ever met, alone"),
    ],
)
def test_undecidable(languages, reason):
    answer = undecidable(Claim(languages, "extension"), MODEL)
    assert answer == (reason and NotJudged(f"{reason}, which the model does not know"))


@pytest.mark.parametrize(
    ("languages", "reason"),
    [
        pytest.param(("C", "Text"), "claims Text, which may hold any language", id="anything"),
        pytest.param(
            ("C", "Python"), "claims Python, which the model often mistakes", id="mistaken"
        ),
    ],
)
def test_claims_that_nothing_contradicts(languages, reason):
    assert undecidable(Claim(languages, "extension"), MODEL) == NotJudged(reason)


def test_candidates_that_the_user_left_out_are_no_languages_unknown_to_the_model():
    reader = SimpleNamespace(labels=("C",), known=LABELS, abstains=())
    assert undecidable(Claim(("C", "Python"), "extension"), reader) is None


@pytest.mark.parametrize(
    ("languages", "named"),
    [
        pytest.param(("C", "C++", "Go"), "C or C++", id="not compared"),
        pytest.param(("Metal",), "Metal", id="by linguist's name"),
        pytest.param(("C", "Sage"), "C or Sage", id="by linguist's name beside another"),
        pytest.param(("Easybuild", "Python", "Sage"), "Python", id="by the common name"),
    ],
)
def test_message_names_the_languages_that_were_compared(languages, named):
    words = message(Claim(languages, "extension"), LABELS, Contradiction("Ruby", 0.99, 1, 4))
    assert words == f"claims {named}, reads as Ruby (0.990)"


def test_judge(model, javascript, python):
    judge = Judge()
    texts = {"wrong": javascript, "right": python, "none": "\n"}
    results = {
        name: judge.judge(File(name, "a.py", {}, text.encode)) for name, text in texts.items()
    }
    (violation,) = results["wrong"].violations
    words = "claims Python, reads as JavaScript (0.999)"
    assert violation.fingerprint == fingerprint(javascript)
    assert violation._replace(fingerprint="") == Violation(
        "wrong", 1, 1, "PG101", words, 16, ("Python",), "JavaScript", pytest.approx(1), None
    )
    assert results["wrong"].language == "JavaScript"
    assert results["right"][:4] == ("right", ("Python",), "extension .py", "Python")
    assert results["right"].violations == results["right"].windows == ()
    assert results["none"] == Result("none", not_judged=NotJudged("empty"), place="a.py")


def test_windows_of_a_flagged_file_are_there_to_show(model, javascript):
    result = Judge().judge(File("a.py", "a.py", {}, javascript.encode))
    assert [window[:3] for window in result.windows] == [
        (first, first + 3, "JavaScript") for first in (1, 5, 9, 13)
    ]
    assert result.windows[0].text == "function x() { return 1 }\n" * 3 + "function x() { return 1 }"


def test_what_is_shown_of_a_window_is_bounded(model):
    text = ("function x() {" + " " * 500 + "}" + "\n" * 40) * 16
    result = Judge().judge(File("a.py", "a.py", {}, text.encode))
    shown = result.windows[0].text.split("\n")
    assert (len(shown), max(map(len, shown))) == (MAX_SHOWN_LINES, MAX_SHOWN_WIDTH)


def test_a_claim_by_another_name(model, javascript, python):
    judge = Judge()
    wrong, right = (
        judge.judge(File(name, "a.sage", {}, text.encode)).violations
        for name, text in {"wrong": javascript, "right": python}.items()
    )
    words = "claims Sage, reads as JavaScript (0.999)"
    assert ([violation.message for violation in wrong], right) == ([words], ())


def test_an_override_that_the_content_contradicts(model, javascript):
    file = File("a.txt", "a.txt", {"linguist-language": "Python"}, javascript.encode)
    (violation,) = Judge().judge(file).violations
    assert (violation.code, violation.claimed) == ("PG203", ("Python",))


def test_a_shebang_against_the_extension(model, javascript):
    text = "#!/usr/bin/env node\n" + javascript
    (violation,) = Judge().judge(File("a.py", "a.py", {}, text.encode)).violations
    assert violation[:5] == (
        "a.py", 1, 1, "PG102", "starts JavaScript or TypeScript (shebang node), named as Python"
    )  # fmt: skip
