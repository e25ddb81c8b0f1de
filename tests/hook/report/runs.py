"""Runs to report on: a small one, a hostile one, and any that hypothesis can think of."""

from hypothesis import strategies as st

from polyglint.codes import CODES
from polyglint.results import (
    ClaimRule,
    ClaimSource,
    NotJudged,
    Result,
    Unreadable,
    Violation,
    WindowRead,
    in_order,
)
from tests.hook.claims import source

CLEAN = Result("lib/a.rb", ("Ruby",), source("extension .rb"), "Ruby", 0.99)
BINARY = Result("logo.png", not_judged=NotJudged("binary"))
CONTENT = Violation(
    "src/router.py",
    1,
    1,
    "PG101",
    "claims Python, reads as JavaScript (0.832)",
    9,
    ("Python",),
    "JavaScript",
    0.832,
    "git mv -- src/router.py src/router.js",
    "0" * 32,
)
FLAGGED = Result(
    "src/router.py",
    ("Python",),
    source("extension .py"),
    "JavaScript",
    0.832,
    violations=(CONTENT,),
    windows=(
        WindowRead(1, 4, "JavaScript", 0.91, "import x\n\nlet y = 1"),
        WindowRead(6, 9, "TypeScript", 0.4, "  return 1\n}"),
    ),
)
SETTING = Violation(
    ".gitattributes",
    3,
    5,
    "PG204",
    "no attribute x",
    3,
    suggestion="write *.x y=Z",
    severity="warning",
)
SETTINGS = Result(".gitattributes", not_judged=NotJudged("vendored"), violations=(SETTING,))
UNREADABLE = Unreadable("secret.py", "Permission denied")
RUN = in_order([CLEAN, BINARY, FLAGGED, SETTINGS])

NASTY = (
    "<script>alert(1)</script>",
    "</script><script>document.title='broken'</script>",
    "<!--<script>",
    "]]>",
    "\" onmouseover='alert(1)' x=\"",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066",
    "\udcff\ud800",
    "a\nb\r\nc\x85d\u2028e",
    "\n::error file=x::owned",
    "::set-output name=a::b",
    "##[add-mask]x",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[publishArtifacts 'x']",
    "--- x",
    "+++ x",
    "~~~ x",
    "^^^ +++",
    "[see](https://example.org/x)",
    "%0A::error::x %25",
    "a,b:c=d;e",
    "\x00\x07\x1b[2J\x7f\x9b",
    "| a | b\\| <b>*x*</b> [l](javascript:x) `y` @user #1",
    "&lt;&#60;&amp;",
    "{{constructor.constructor('alert(1)')()}}",
)


def run_of(texts):
    """Each text as a path, a message, advice, a reason, a language and a line of content."""
    results = []
    for text in texts:
        violation = Violation(text, 1, 1, "PG101", text, 2, (text,), text, 0.9, text)
        window = WindowRead(1, 4, text, 0.9, text)
        results.append(
            Result(
                text,
                (text,),
                ClaimSource(ClaimRule.EXTENSION, text),
                text,
                0.9,
                None,
                (violation,),
                (window, window),
            )
        )
        results.append(Result(f"{text}2", not_judged=NotJudged(text)))
    return in_order(results)


HOSTILE = run_of(NASTY)

texts = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(NASTY)
scores = st.floats(0, 1)
line_numbers = st.integers(1, 10**6)
windows = st.builds(WindowRead, line_numbers, line_numbers, texts, scores, texts)
violations = st.builds(
    Violation,
    path=texts,
    line=line_numbers,
    column=line_numbers,
    code=st.sampled_from([*CODES]),
    message=texts,
    last_line=st.none() | line_numbers,
    claimed=st.lists(texts, max_size=2).map(tuple),
    language=st.none() | texts,
    score=st.none() | scores,
    suggestion=st.none() | texts,
    fingerprint=texts,
    severity=st.sampled_from([None, "error", "warning"]),
)
results = st.builds(
    Result,
    path=texts,
    claimed=st.lists(texts, max_size=2).map(tuple),
    source=st.none() | st.builds(ClaimSource, st.sampled_from(ClaimRule), texts),
    language=st.none() | texts,
    score=scores,
    not_judged=st.none() | st.builds(NotJudged, texts),
    violations=st.lists(violations, max_size=3).map(tuple),
    baselined=st.lists(violations, max_size=1).map(tuple),
    windows=st.lists(windows, max_size=2).map(tuple),
)
runs = st.builds(
    lambda found, messages: in_order(found)._replace(unreadable=tuple(messages)),
    st.lists(results, max_size=4),
    st.lists(st.builds(Unreadable, texts, texts), max_size=2),
)


def flagged(path, language="JavaScript", score=0.8, claimed="Python"):
    changes = {"path": path, "language": language, "score": score, "claimed": (claimed,)}
    violation = CONTENT._replace(**changes)
    return FLAGGED._replace(path=path, violations=(violation,), claimed=(claimed,))


MIXED = in_order(
    [
        flagged("a10.py", score=0.7),
        flagged("a9.py", "Ruby", 0.9),
        flagged("b.go", score=0.8, claimed="Go"),
        *RUN.results,
    ]
)
