from types import SimpleNamespace

import pytest

from polyglint.checker.checker import CheckOptions, Judge
from polyglint.checker.readable import open_reader, undecidable
from polyglint.errors import FatalError
from polyglint.linguist.languages import Claim
from polyglint.results import NotJudged
from tests.hook.claims import source

LABELS = ("C", "C++", "PHP", "Python")
MODEL = SimpleNamespace(labels=LABELS, known=LABELS)


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

    monkeypatch.setattr("polyglint.model.reader.Reader", reader)
    open_reader((), tmp_path)
    open_reader(["PHP"], tmp_path)
    Judge(CheckOptions(model=tmp_path))
    whole = (None, tmp_path)
    assert asked == [whole, whole, (frozenset(["PHP"]), tmp_path), whole]


def test_an_unknown_candidate_is_named_with_the_nearest(model):
    with pytest.raises(FatalError, match="'Pyhton'; did you mean Python"):
        open_reader(["Go", "Pyhton"])
    with pytest.raises(FatalError, match=r"'golnag'; did you mean Go\?"):
        open_reader(["golnag"])


@pytest.mark.parametrize(
    ("languages", "reason"),
    [
        pytest.param(("C",), None, id="known"),
        pytest.param(("C", "Objective-C"), None, id="looks like one that is known"),
        pytest.param(("Smalltalk", "C"), "may be Smalltalk", id="the other of two known"),
        pytest.param(("Metal",), None, id="known by another name"),
        pytest.param(("Haskell",), "claims Haskell", id="unknown"),
        pytest.param(("Terra", "Zig"), "claims Terra or Zig", id="two unknown"),
        pytest.param(("PLSQL",), "claims PLSQL", id="another name for one unknown"),
        pytest.param(("C", "Terra"), "may be Terra", id="one of two known"),
        pytest.param(
            ("C", "Cython"), "may be Cython", id="looks like one that is known, but not claimed"
        ),
        pytest.param(("C", "Go", "Zig"), "may be Go or Zig", id="one of three known"),
        pytest.param(("Cython",), "claims Cython", id="looks like one that is known, alone"),
    ],
)
def test_undecidable(languages, reason):
    answer = undecidable(Claim(languages, source("extension .x")), MODEL)
    assert answer == (reason and NotJudged(f"{reason}, which the model does not know"))


def test_claims_that_nothing_contradicts():
    reason = "claims Text, which may hold any language"
    answer = undecidable(Claim(("C", "Text"), source("extension .x")), MODEL)
    assert answer == NotJudged(reason)


def test_a_claim_that_the_text_bears_out_or_has_no_mark_of_is_judged():
    template = Claim(("C", "Text"), source("extension .x"))
    assert undecidable(template._replace(mark="a tag of a template"), MODEL) is None
    assert undecidable(template._replace(is_bare=True), MODEL) is None
    unknown = Claim(("Liquid",), source("extension .liquid"), is_bare=True)
    assert undecidable(unknown, MODEL) is None
    customary = Claim(("Haskell", "Liquid"), source("extension .x"), is_bare=True)
    assert undecidable(customary, MODEL) == NotJudged(
        "may be Haskell, which the model does not know"
    )


def test_a_list_that_a_file_may_be_is_no_bare_claim():
    listed = Claim(("C",), source("extension .f"), customary=("Option List",))
    answer = undecidable(listed, MODEL)
    assert answer == NotJudged("may be Option List, which the model does not know")


def test_candidates_that_the_user_left_out_are_no_languages_unknown_to_the_model():
    reader = SimpleNamespace(labels=("C",), known=LABELS)
    assert undecidable(Claim(("C", "Python"), source("extension .x")), reader) is None


def test_a_name_of_many_formats_says_nothing_by_its_extension_alone():
    reason = "named .cfg, as programs name files in formats of their own"
    assert undecidable(Claim(("C",), source("extension .cfg")), MODEL) == NotJudged(reason)
    named = reason.replace(".cfg", "nim.cfg")
    assert undecidable(Claim(("C",), source("file name nim.cfg")), MODEL) == NotJudged(named)
    assert undecidable(Claim(("C",), source("shebang python")), MODEL) is None
    declared = Claim(("C",), source("linguist-language in .gitattributes"))
    assert undecidable(declared, MODEL) is None
