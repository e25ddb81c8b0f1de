import pytest

from polyglint.checker.syntax import has_grammar
from train.corpus import doubt
from train.corpus.doubt import in_doubt

CPP = "class A {\n public:\n  int b;\n};\ntemplate <typename T>\nT f(T a) { return a; }\n" * 5
C = "static int f(int a)\n{\n\treturn a;\n}\n" * 5
NEITHER = "@@ -1,2 +1,3 @@\n-a\n+b = = )(\n" * 9

pytestmark = pytest.mark.skipif(
    not (has_grammar("C") and has_grammar("C++")), reason="the grammars are not installed"
)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("C", CPP, True, id="a compatible one accepts it"),
        pytest.param("C++", CPP, False, id="its own grammar accepts it"),
        pytest.param("C", C, False, id="both accept it"),
        pytest.param("C", NEITHER, False, id="both refuse it"),
        pytest.param("Python", CPP, False, id="nothing compatible"),
        pytest.param("Org", NEITHER, False, id="a compatible one accepts anything"),
        pytest.param("Gettext Catalog", CPP, False, id="no grammar"),
    ],
)
def test_in_doubt(language, text, expected):
    assert in_doubt(language, text) is expected


def test_a_grammar_without_an_opinion_doubts_nothing(monkeypatch):
    monkeypatch.setattr(doubt, "syntax", lambda *_: None)
    assert not in_doubt("C", CPP)
