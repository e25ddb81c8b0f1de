import pytest

from benchmarks.missed import (
    Pair,
    beginning,
    is_both,
    look_alikes,
    main,
    ordinary,
    path_claiming,
    reason,
    without_modeline,
)
from benchmarks.missed_report import Missed, Renamed, write
from polyglint.linguist.claim import claim
from polyglint.linguist.compatible import compatible_with
from polyglint.model.config import load_config
from polyglint.results import ClaimRule, ClaimSource, Finding, Judgement, NotJudged
from train.corpus.manifest import write_table

GO = "package a\n\nfunc add(a int, b int) int {\n\tc := a + b\n\treturn c\n}\n\n" * 8


@pytest.mark.parametrize("language", load_config().languages)
def test_a_name_claims_one_language(language):
    place, attributes, _ = path_claiming(language)
    assert claim(place, "", dict(attributes)).allowed == (language,)


MODELINE = ClaimSource(ClaimRule.MODELINE, "Emacs")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Judgement(findings=(Finding(1, 1, "PG101", "x"),)), None),
        (Judgement(not_judged=NotJudged("too short: fewer than 3 lines")), "too short"),
        (Judgement(cleared="lines 1 to 4 read as Go (0.9)"), "a window supports the claim"),
        (
            Judgement(cleared="reads as Go (0.9), which no grammar confirms against the claim"),
            "the model is not trusted, and no grammar testifies",
        ),
        (
            Judgement(cleared="reads as Go (0.9), which so few lines cannot say for sure"),
            "too short",
        ),
        (
            Judgement(source=MODELINE, cleared="lines 1 to 4 read as Go (0.9)"),
            "a modeline or shebang says what it is",
        ),
        (Judgement(cleared="excused: made by a template"), "excused"),
        (Judgement(cleared="a reason that is new"), "a reason that is new"),
    ],
)
def test_reason(found, words):
    assert reason(found) == words


def test_pairs():
    known = load_config().languages
    claims = {ordinary(f"a{number}.go", GO, "TypeScript", known).claim for number in range(300)}
    assert claims.isdisjoint(compatible_with("TypeScript"))
    assert len(claims) > 60
    named = {pair.claim for pair in look_alikes("", "TypeScript", known)}
    assert named == {"JSON", "JavaScript", "YAML"}


@pytest.mark.parametrize(
    ("claimed", "language", "text", "found"),
    [
        ("JavaScript", "TypeScript", "const a = 1;\n", True),
        ("CSS", "SCSS", "a { b: c }\n", True),
        ("JavaScript", "TypeScript", "const a: number = 1;\n", False),
        ("CSS", "SCSS", "a {\n  @include b;\n}\n", False),  # any rule is one of CSS's grammar
        ("YAML", "Markdown", "- a\n- b\n", False),
    ],
)
def test_a_text_of_both_languages(claimed, language, text, found):
    assert is_both(Pair(text, language, claimed)) is found


def test_a_beginning_is_what_the_grammar_takes_for_a_whole_file():
    whole = "int f(void)\n{\n  int a = 1;\n\n  return a;\n}\n"
    assert beginning(whole * 3, "C", 7) == whole
    assert beginning(whole * 3, "no language", 7) == whole + "int f(void)\n{\n"
    assert beginning("a\n" * 11, "C", 7) is None


def test_report(tmp_path):
    rows = [
        Renamed("ordinary", "Go", "C", 3, None, True),
        Renamed("ordinary", "Go", "C", 3, "too short", False),
        Renamed("look-alike", "JSON", "YAML", 1, "excused", False),
        Renamed("both", "JavaScript", "TypeScript", 1, "excused", False),
    ]
    path = tmp_path / "x.md"
    write(Missed("0123456789abcdef", "validation", 2, rows), path)
    lines = path.read_text().splitlines()
    assert "1 of 2 caught (50.0%), 1 of them with the right language named." in lines
    assert "| too short | 1 | 50.0% | Go > C (1) |" in lines
    assert "| JSON > YAML | 1 | 0 | 0.0% | excused (1) |" in lines
    assert "0 of 1 caught (0.0%), 0 of them with the right language named." in lines
    assert any(line.startswith("1 more are texts of the claimed") for line in lines)


def test_a_run_on_a_small_corpus(tmp_path):
    name = "Go/npm__x/src__a.go"
    path = tmp_path / "corpus" / name
    path.parent.mkdir(parents=True)
    path.write_text(GO)
    short = "Go/npm__x/src__b.go"
    (tmp_path / "corpus" / short).write_text(GO[: len(GO) // 8])
    rows = [(file, "Go", "x", "validation") for file in (name, short)]
    write_table(tmp_path / "files.tsv", ("path", "language", "project", "split"), rows)
    output = tmp_path / "out.md"
    arguments = ["--dataset", str(tmp_path), "--corpus", str(tmp_path / "corpus")]
    assert main([*arguments, "--output", str(output)]) == 0
    assert "on 2 validation files" in output.read_text()
    assert "## Whole files of 4 to 11 lines, ordinary pairs" in output.read_text()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param(";; -*- mode: scheme -*-\n(a)\n", "(a)\n", id="Emacs"),
        pytest.param("(a)\n; vim: ft=scheme\n", "(a)\n", id="Vim"),
        pytest.param("; -*- scheme -*-\n(a)\n; vim: ft=scheme\n", "(a)\n", id="both"),
        pytest.param("(a)\n" * 20, "(a)\n" * 20, id="none"),
        pytest.param(
            "(a)\n; -*- nothing known -*-\n", "(a)\n; -*- nothing known -*-\n", id="of none"
        ),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_text_without_its_modeline(text, rest):
    assert without_modeline(text) == rest
