import pytest

from polyglint.gitattributes.parse import read_lines
from polyglint.gitattributes.rules import MAX_WORDS, problems_of
from polyglint.linguist.languages import languages


def problems(text):
    return [problem for line in read_lines(text) for problem in problems_of(line)]


SAFE = [
    # line, code, column, corrected
    ("*.j linguist-language= JavaScript", "PG202", 5, "*.j linguist-language=JavaScript"),
    ("*.j linguist-language =JavaScript", "PG202", 5, "*.j linguist-language=JavaScript"),
    ("*.j linguist-language = JavaScript", "PG202", 5, "*.j linguist-language=JavaScript"),
    ("*.j linguist-language JavaScript text", "PG202", 5, "*.j linguist-language=JavaScript text"),
    ("*.f linguist-language=Visual Basic", "PG202", 5, "*.f linguist-language=Visual-Basic-.NET"),
    ("*.l linguist-language=Common Lisp -x", "PG202", 5, "*.l linguist-language=Common-Lisp -x"),
    ('*.l linguist-language="Common Lisp"', "PG202", 5, "*.l linguist-language=Common-Lisp"),
    (r"*.l linguist-language=Common\ Lisp", "PG202", 5, "*.l linguist-language=Common-Lisp"),
    ("*.r gitlab-language= ruby", "PG202", 5, "*.r gitlab-language=Ruby"),
    ('*.c linguist-language="C"', "PG201", 5, "*.c linguist-language=C"),
    ("*.c linguist-language='C'", "PG201", 5, "*.c linguist-language=C"),
    ("*.l linguist-language='Common Lisp'", "PG202", 5, "*.l linguist-language=Common-Lisp"),
    ("*.l linguist-language=Common_Lisp", "PG201", 5, "*.l linguist-language=Common-Lisp"),
    ("*.c linguist-vendord", "PG204", 5, "*.c linguist-vendored"),
    ("*.c -linguist-generate", "PG204", 5, "*.c -linguist-generated"),
    ("*.c Linguist-Vendored=false", "PG204", 5, "*.c linguist-vendored=false"),
    ("*.c linguist_language=C", "PG204", 5, "*.c linguist-language=C"),
    ("*.c linguist-languages=C", "PG204", 5, "*.c linguist-language=C"),
    ("*.c linguist-language:C", "PG204", 5, "*.c linguist-language=C"),
    ("*.c linguist-detectible", "PG204", 5, "*.c linguist-detectable"),
    ("*.c linguist-vendored # ours", "PG204", 23, "# ours\n*.c linguist-vendored"),
    ("*.c linguist-vendored #", "PG204", 23, "#\n*.c linguist-vendored"),
]
UNSAFE = [
    ("*.p linguist-language=Pyton", "PG201", 5, "*.p linguist-language=Python"),
    ("*.p linguist-language=Javascrip", "PG201", 5, "*.p linguist-language=JavaScript"),
    ("*.c linguist-ignore", "PG204", 5, "*.c linguist-vendored"),
    ("*.c -linguist-docs", "PG204", 5, "*.c -linguist-documentation"),
    ("*.c linguist-undetectable", "PG204", 5, "*.c -linguist-detectable"),
    ("*.c linguist-not-vendored", "PG204", 5, "*.c -linguist-vendored"),
]
WITHOUT_CORRECTION = [
    ("*.p linguist-language=Klingonese", "PG201", 5),
    ("*.p linguist-language=false", "PG201", 5),
    ("*.p linguist-language=", "PG202", 5),
    ("*.p linguist-language", "PG202", 5),
    ("*.p linguist-language= text eol=lf", "PG202", 5),
    ("*.c linguist-telescope", "PG204", 5),
    ("*.c gitlab-telescope", "PG204", 5),
    ("*.c linguist-vendored (ours)", "PG204", 23),
    ("*.c linguist-generated é", "PG204", 24),
]
RIGHT = [
    "*.py linguist-language=Python",
    "*.py linguist-language=python text eol=lf",
    "*.cs linguist-language=C# diff=csharp",
    "*.cc linguist-language=C++ text",
    "*.c linguist-language=C text",
    "*.h linguist-language=CPP merge=union",
    "*.vb linguist-language=Visual-Basic-.NET",
    "*.vb linguist-language=visual-basic",
    "*.jsonc linguist-language=JSON-with-Comments",
    "*.pl -linguist-language",
    "*.pl !linguist-language",
    "*.erb gitlab-language=erb?parent=json",
    "*.conf gitlab-language=conf",
    "*.txt gitlab-generated",
    "vendor/** linguist-vendored",
    "vendor/** -linguist-vendored",
    "vendor/** !linguist-vendored",
    "vendor/** linguist-vendored=false",
    "*.go linguist-generated=true -diff",
    "*.sql linguist-detectable",
    "docs/** linguist-documentation text=auto",
    "[attr]ours linguist-vendored -text",
    "* text=auto # a comment that git takes for words",
    "*.png binary",
    "*.x my-linguist-vendored",
    "*.x linguist=yes",
    "# *.py linguist-language= Python",
    "*.html.erb linguist-language=HTML+ERB",
    "*.mod linguist-language=Modula-2",
    "*.el linguist-language=Emacs-Lisp",
    "*.m linguist-language=MATLAB,Octave",
    '"a b.js" linguist-vendored',
    "*.js linguist-language=JavaScript linguist-generated",
    "*.tsx linguist-language=TSX linguist-detectable=true",
    "*.d linguist-language=D linguist-vendored=false text",
    "*.R linguist-language=R",
]


@pytest.mark.parametrize(("text", "code", "column", "corrected"), SAFE)
def test_corrected_safely(text, code, column, corrected):
    (problem,) = problems(text)
    assert (problem.code, problem.column, problem.corrected) == (code, column, corrected)
    assert problem.safe
    assert problems(corrected) == []


@pytest.mark.parametrize(("text", "code", "column", "corrected"), UNSAFE)
def test_guessed(text, code, column, corrected):
    (problem,) = problems(text)
    assert (problem.code, problem.column, problem.corrected) == (code, column, corrected)
    assert not problem.safe
    assert problems(corrected) == []


@pytest.mark.parametrize(("text", "code", "column"), WITHOUT_CORRECTION)
def test_without_a_correction(text, code, column):
    (problem,) = problems(text)
    assert (problem.code, problem.column, problem.corrected) == (code, column, None)
    assert not problem.safe


@pytest.mark.parametrize("text", RIGHT)
def test_nothing_wrong(text):
    assert problems(text) == []


def test_words_that_nobody_needs_to_look_at():
    assert max(len(name.replace("-", " ").split()) for name in languages()) < MAX_WORDS
    (problem,) = problems("*.x linguist-language= " + "Visual " * 200)
    assert problem.message == "linguist-language has no value"


def test_nothing_is_guessed_where_that_is_not_asked():
    (line,) = read_lines("*.x linguist-language=Pythn")
    assert [p.corrected for p in problems_of(line, guess=False)] == [None]
    assert [p.corrected for p in problems_of(line)] == ["*.x linguist-language=Python"]


def test_two_problems_of_a_line():
    found = problems("*.j linguist-vendord linguist-language= Java")
    assert [(problem.code, problem.column) for problem in found] == [("PG204", 5), ("PG202", 22)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "*.j linguist-language= Java",
            "linguist-language= is cut by a space: write linguist-language=Java",
        ),
        ("*.j linguist-language=", "linguist-language has no value"),
        ("*.j linguist-language=Pyton", "linguist knows no language Pyton; did you mean Python?"),
        ("*.j linguist-language=Bahs", "linguist knows no language Bahs; did you mean Shell?"),
        (
            "*.j linguist-ignore",
            "linguist has no attribute linguist-ignore; did you mean linguist-vendored?",
        ),
        ("*.j gitlab-x", "GitLab has no attribute gitlab-x"),
        (
            "*.j linguist-vendored (x)",
            "git ignores the whole line: (x) cannot be an attribute",
        ),
    ],
)
def test_message(text, message):
    (problem,) = problems(text)
    assert problem.message == message


@pytest.mark.parametrize("word", ["x", "linguist-language=C", "linguist-language= C", "linguist-x"])
def test_a_line_that_git_finds_too_long(word):
    text = "*.c linguist-vendored " + f"{word} " * 200_000
    (problem,) = problems(text)
    assert (problem.code, problem.column) == ("PG204", 1)
    assert problem.message == "git ignores the whole line: it has 2,048 bytes or more"
