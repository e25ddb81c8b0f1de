from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.checker import claimed_text, syntax
from polyglint.checker.checker import (
    FEW,
    SPREAD,
    CheckOptions,
    Judge,
    PathContext,
    message,
)
from polyglint.checker.decision import Contradiction
from polyglint.checker.early_exit import EarlyExit
from polyglint.linguist.claim import Claim
from polyglint.results import NotJudged, Result, Violation
from polyglint.sources import worktree
from polyglint.sources.fingerprint import fingerprint
from polyglint.sources.worktree import File
from tests.hook.claims import source
from tests.hook.conftest import KeywordReader

LABELS = ("C", "C++", "PHP", "Python")


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
    words = message(
        Claim(languages, source("extension .x")), LABELS, Contradiction("Ruby", 0.99, 1, 4)
    )
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
    advice = "rename it to a.js"  # of no repository
    assert violation._replace(fingerprint="") == Violation(
        "wrong", 1, 1, "PG101", words, 16, ("Python",), "JavaScript", pytest.approx(1), advice
    )
    assert results["wrong"].language == "JavaScript"
    assert results["right"][:4] == ("right", ("Python",), source("extension .py"), "Python")
    assert results["right"].violations == results["right"].windows == ()
    assert results["none"] == Result("none", not_judged=NotJudged("empty"), place="a.py")


def test_windows_of_a_flagged_file_are_there_to_show(model, javascript):
    result = Judge().judge(File("a.py", "a.py", {}, javascript.encode))
    assert [window[:3] for window in result.windows] == [
        (first, first + 3, "JavaScript") for first in (1, 5, 9, 13)
    ]
    assert result.windows[0].text == "function x() { return 1 }\n" * 3 + "function x() { return 1 }"


def test_few_windows_leave_findings_as_they_are(model, javascript, python):
    contents = [
        (javascript.encode(), PathContext("a.py", ())),
        (python.encode(), PathContext("a.py", ())),
        (b"\0", PathContext("a.py", ())),
        (python.encode(), PathContext("b.py", ())),
        (python.encode(), PathContext("a.go", ())),
        (b"x\n" * 40, PathContext("a.go", ())),
    ]
    whole = Judge(CheckOptions(depth=SPREAD)).examine_all(contents)
    few = Judge(CheckOptions(depth=FEW)).examine_all(contents)
    assert [result.findings for result in few] == [result.findings for result in whole]
    assert [bool(result.findings) for result in few] == [True, *[False] * 3, True, False]
    assert [result.not_judged for result in few] == [result.not_judged for result in whole]
    assert [len(reader.texts) for reader in model] == [4, 3]


@pytest.mark.parametrize(("depth", "is_asked"), [(FEW, False), (SPREAD, True)])
def test_grammars_are_asked_for_verdicts_that_are_shown(monkeypatch, depth, is_asked):
    """That of a text which reads as several languages is open, and no claim stands against it."""
    asked = []
    monkeypatch.setattr(syntax, "syntax", lambda text, language: asked.append(language))
    Judge(CheckOptions(depth=depth)).examine(b"x = 3\n" * 40, PathContext("a.ini", ()))
    assert bool(asked) == is_asked


def test_a_cleared_text_has_no_verdict(model, python):
    content = python.encode(), PathContext("a.py", ())
    (cleared,) = Judge(CheckOptions(depth=FEW)).examine_all([content])
    (read,) = Judge(CheckOptions(depth=SPREAD)).examine_all([content])
    assert (cleared.claimed, cleared.language, cleared.score) == (("Python",), None, 0.0)
    assert (read.claimed, read.language) == (("Python",), "Python")


@pytest.mark.parametrize(
    ("name", "prepared"), [("a.py", []), ("a.json", []), ("a.go", [2, 1]), ("a", [])]
)
def test_the_model_is_prepared_for_what_no_parser_may_clear(model, python, name, prepared):
    """At the first such text, for all that there are, and again for those that are left."""
    contents = [(python.encode(), PathContext(place, ())) for place in (name, "a.py")]
    Judge(CheckOptions(depth=FEW)).examine_all(contents)
    assert [reader.prepared for reader in model] == [prepared]


@pytest.mark.parametrize(
    ("error", "waits"), [(KeyError, 1), (KeyboardInterrupt, 0), (SystemExit, 0), (None, 1)]
)
def test_a_run_that_a_signal_ends_waits_for_no_thread(model, monkeypatch, python, error, waits):
    """The signal may have come in the middle of an import, and left its lock behind."""

    def cleared(self, texts):
        if error is not None:
            raise error
        return [False] * len(texts)

    monkeypatch.setattr(EarlyExit, "cleared", cleared)
    with pytest.raises(error) if error else nullcontext():
        Judge(CheckOptions(depth=FEW)).examine(python.encode(), PathContext("a.go", ()))
    assert [reader.waits for reader in model] == [waits]


def test_nothing_is_read_before_a_claim(model):
    Judge(CheckOptions(depth=FEW)).examine_all(
        [(b"", PathContext("a.py", ())), (b"x", PathContext("a", ()))]
    )
    assert model == []


@given(
    st.lists(st.sampled_from(["x", "def x", "function x", "func x", "#include"]), max_size=14),
    st.sampled_from(["a.py", "a.js", "a.go", "a.c", "a.h"]),
)
def test_depth_changes_no_violation(lines, place):
    text = "".join(f"{line}\n" * 4 for line in lines).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("polyglint.model.reader.Reader", KeywordReader)
        patch.setattr("polyglint.checker.suggestion.suggestion", lambda *_: None)
        few, whole = (
            Judge(CheckOptions(depth=depth)).examine(text, PathContext(place, ()))
            for depth in (FEW, SPREAD)
        )
    assert few.findings == whole.findings
    assert few.windows == whole.windows
    assert few.not_judged == whole.not_judged


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


def test_a_content_is_decoded_once_for_all_its_paths(model, javascript, monkeypatch):
    decoded = []
    monkeypatch.setattr(
        claimed_text, "text_of", lambda content: decoded.append(content) or content.decode()
    )
    first, second = javascript.encode(), b"x = 1\n"
    contents = [(first, PathContext(f"{index}.py", ())) for index in range(9)]
    results = Judge().examine_all([*contents, (second, PathContext("a.py", ()))])
    assert decoded == [first, second]
    assert [len(result.findings) for result in results] == [1] * 9 + [0]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Bahs", "Shell"), ("golnag", "Go"), ("javscript", "JavaScript"), ("yml2", "YAML")],
)
def test_aliases_are_also_meant(model, name, meant):
    judgement = Judge().examine(f"# polyglint: language={name}\n".encode(), PathContext("a", ()))
    (finding,) = judgement.findings
    assert finding.message == f"linguist knows no language {name}; did you mean {meant}?"


@pytest.mark.parametrize(
    "place", [pytest.param("a.py", id="claims"), pytest.param("a.unheard", id="claims nothing")]
)
def test_a_misspelt_comment_is_a_finding_and_the_name_counts(model, place):
    text = "# polyglint: language=Pyhton\n" + "def x(): pass\n" * 16
    judgement = Judge().examine(text.encode(), PathContext(place, ()))
    (finding,) = judgement.findings
    assert finding[:5] == (1, 1, "PG201", WORDS, 1)
    assert finding.fingerprint == fingerprint(text)
    assert judgement.claimed == (("Python",) if place == "a.py" else ())


WORDS = "linguist knows no language Pyhton; did you mean Python?"


@pytest.fixture
def unsure(model, monkeypatch):
    """The model never asserts a language, however likely."""
    whole = KeywordReader._reading

    def reading(reader, text):
        found = whole(reader, text)
        return found._replace(calibration=found.calibration._replace(verdict_threshold=1.1))

    monkeypatch.setattr(KeywordReader, "_reading", reading)


def test_no_name_is_advised_that_the_model_is_unsure_of(unsure, javascript):
    result = Judge().judge(File("a.py", "a.py", {}, javascript.encode))
    (violation,) = result.violations
    assert result.language is None
    assert violation.language == "JavaScript"
    assert violation.suggestion.startswith(
        "it is not Python; it may be JavaScript (0.999) or C (0."
    )


def test_an_override_is_to_be_corrected_whatever_the_text_is(unsure, javascript):
    file = File("a.txt", "a.txt", {"linguist-language": "Python"}, javascript.encode)
    (violation,) = Judge().judge(file).violations
    assert violation.suggestion == "correct or remove the linguist-language in .gitattributes"


def test_a_file_of_another_repository_is_renamed_there(repository, model, monkeypatch, javascript):
    repository.add("sub/a.py", javascript)
    monkeypatch.chdir(repository.root.parent)
    (file,) = worktree.directory("repository")
    (violation,) = Judge().judge(file).violations
    assert violation.path == "repository/sub/a.py"
    assert violation.suggestion == "git -C repository mv -- sub/a.py sub/a.js"


@pytest.mark.parametrize("depth", [FEW, SPREAD])
def test_a_name_of_many_formats_is_held_to_nothing_beside_the_same_text_elsewhere(
    model, monkeypatch, javascript, depth
):
    monkeypatch.setattr("tests.hook.conftest.LABELS", ("INI", "JavaScript", "Python"))
    text, as_ini = javascript.encode(), (("linguist-language", "INI"),)
    found = Judge(CheckOptions(depth=depth)).examine_all(
        [
            (text, PathContext("a.cfg", as_ini)),
            (text, PathContext("objects/host.cfg", ())),
            (b'{"a": 1}\n', PathContext("a.cfg", ())),
            (b"<!DOCTYPE html>\n<html></html>\n", PathContext("a.cfg", ())),
        ]
    )
    assert [[finding.code for finding in one.findings] for one in found] == [
        ["PG203"],
        [],
        [],
        ["PG101"],
    ]
    assert found[1].not_judged is not None
