import pytest

from polyglint.claim import Claim
from polyglint.decision import Contradiction
from polyglint.errors import FatalError
from polyglint.files import File
from polyglint.judgement import Judge, message, open_reader, undecidable
from polyglint.violation import NotJudged, Violation

LABELS = ("C", "C++", "Python")


@pytest.mark.parametrize("name", ["python", "PYTHON", "py", "python3", "Python"])
def test_a_candidate_by_any_of_its_names(model, name):
    assert open_reader([name]).labels == ("Python",)


def test_a_label_of_the_model_that_linguist_lacks(model, monkeypatch):
    monkeypatch.setattr("tests.hook.conftest.LABELS", ("JSX", "Python"))
    assert open_reader(["jsx"]).labels == ("JSX",)


def test_all_candidates_by_default(model):
    assert len(open_reader().labels) == 8


def test_an_unknown_candidate_is_named_with_the_nearest(model):
    with pytest.raises(FatalError, match="'Pyhton'; did you mean Python"):
        open_reader(["Go", "Pyhton"])


@pytest.mark.parametrize(
    ("languages", "reason"),
    [
        (("C",), None),
        (("C", "Objective-C"), None),
        (("Haskell",), "claims Haskell, which the model does not know"),
        (("Terra", "Zig"), "claims Terra or Zig, which the model does not know"),
    ],
)
def test_undecidable(languages, reason):
    answer = undecidable(Claim(languages, "extension"), LABELS)
    assert answer == (reason and NotJudged(reason))


def test_message_names_the_languages_that_were_compared():
    claimed = Claim(("C", "C++", "Objective-C"), "extension .h")
    found = Contradiction("Python", 0.99, 1)
    assert message(claimed, LABELS, found) == "claims C or C++, reads as Python (0.990)"


def test_judge(model, javascript, python):
    judge = Judge()
    texts = {"wrong": javascript, "right": python, "none": "\n"}
    answers = {
        name: judge.judge(File(name, "a.py", {}, text.encode)) for name, text in texts.items()
    }
    words = "claims Python, reads as JavaScript (0.999)"
    assert answers == {
        "wrong": Violation("wrong", 1, 1, "PG101", words),
        "right": None,
        "none": NotJudged("empty"),
    }
