"""Settings and baselines as a run of `check` or `audit` meets them."""

import json
import os

import pytest

from tests.hook.output import reported


def config(repository, text):
    repository.write(".polyglint.toml", text)


@pytest.mark.parametrize(
    "command", [("audit",), ("check", "a.py", "tests/b.py"), ("check", "--staged")], ids=str
)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('exclude = ["tests/"]', "excluded by tests/ (.polyglint.toml)"),
        ('include = ["/a.py"]', "not included (.polyglint.toml)"),
    ],
)
def test_what_is_excluded_is_not_judged_and_named(polyglint, wrong, command, text, reason):
    config(wrong, text)
    assert polyglint(*command, "--verbose") == (
        1,
        reported("a.py"),
        f"tests/b.py: not judged: {reason}\n1 file checked, 1 violation, 1 not judged\n",
    )


def test_a_directory_named_twice_is_told_of_once(polyglint, wrong):
    config(wrong, 'exclude = ["tests/"]')
    summary = "1 file checked, 1 violation, 1 not judged\n"
    assert polyglint("audit", ".", "tests", ".")[2] == summary


def test_named_files_escape_excludes_where_settings_say_so(polyglint, wrong):
    config(wrong, 'exclude = ["tests/"]\nforce-exclude = false')
    assert polyglint("check", "tests/b.py")[1] == reported("tests/b.py")
    assert polyglint("audit")[1] == reported("a.py")
    config(wrong, 'exclude = ["tests/"]')
    assert polyglint("check", "tests/b.py")[0] == 0
    assert polyglint("check", "--no-force-exclude", "tests/b.py")[0] == 1


def test_the_command_line_has_the_last_word(polyglint, wrong, tmp_path):
    config(wrong, 'exclude = ["*"]')
    assert polyglint("audit")[0] == 0
    assert polyglint("audit", "--exclude", "a.py")[1] == reported("tests/b.py")
    assert polyglint("audit", "--no-config")[1].count("PG101") == 2
    other = tmp_path / "other.toml"
    other.write_text('exclude = ["tests"]')
    assert polyglint("audit", "--config", str(other))[1] == reported("a.py")


def test_each_repository_has_its_own(polyglint, wrong, tmp_path, javascript):
    config(wrong, 'exclude = ["tests/"]')
    other = type(wrong)(tmp_path / "other")
    other.add("tests/c.py", javascript)
    path = other.root / "tests" / "c.py"
    assert polyglint("audit", ".", str(other.root))[1] == "".join(
        [reported(path, at="tests/c.py", git=f"git -C {other.root} mv"), reported("a.py")]
    )
    assert polyglint("check", "tests/b.py", str(path))[1] == reported(
        path, at="tests/c.py", git=f"git -C {other.root} mv"
    )
    config(other, 'languages = ["Python"]')
    code, _, err = polyglint("audit", ".", str(other.root))
    assert (code, err) == (
        2,
        "polyglint: repositories that set different `languages`; take one at a time\n",
    )


def test_a_directory_without_git_has_its_own(polyglint, tmp_path, javascript, monkeypatch):
    directory = tmp_path / "plain"
    directory.mkdir()
    (directory / "a.py").write_text(javascript)
    (directory / "pyproject.toml").write_text('[tool.polyglint]\nexclude = ["a.py"]')
    monkeypatch.chdir(tmp_path)
    assert polyglint("audit", "plain")[0] == 0


@pytest.mark.parametrize(
    ("text", "code", "violations"),
    [
        pytest.param("", 1, 2, id="default"),
        pytest.param("warn-only = true", 0, 2, id="warn only"),
        pytest.param('severity.PG1 = "warning"', 0, 2, id="warning"),
        pytest.param('severity.PG2 = "warning"', 1, 2, id="another is a warning"),
        pytest.param('severity.PG101 = "off"', 0, 0, id="off"),
        pytest.param('ignore = ["PG1"]', 0, 0, id="ignored"),
        pytest.param('select = ["PG2"]', 0, 0, id="not selected"),
        pytest.param('select = ["PG1"]', 1, 2, id="selected"),
        pytest.param("min-score = 1.0", 0, 0, id="score"),
        pytest.param("min-score = 0.9", 1, 2, id="low score"),
        pytest.param('languages = ["Python", "Go"]', 0, 0, id="languages"),
        pytest.param('per-path-languages."*.py" = ["JavaScript"]', 0, 0, id="allowed"),
        pytest.param('per-path-languages."/*.py" = ["JavaScript"]', 1, 1, id="one allowed"),
        pytest.param('per-path-languages."*.py" = ["Go"]', 1, 2, id="another allowed"),
    ],
)
def test_what_counts(polyglint, wrong, text, code, violations):
    config(wrong, text)
    found = polyglint("audit")
    assert (found[0], found[1].count("PG101")) == (code, violations)


def test_a_path_without_a_claim_has_the_languages_that_are_allowed(polyglint, wrong, javascript):
    wrong.add("x.unheard", javascript)
    config(wrong, 'exclude = ["*.py"]\nper-path-languages."*.unheard" = ["Python", "Go"]')
    code, out, _ = polyglint("audit")
    assert (code, out.splitlines()) == (
        1,
        [
            "x.unheard:1:1: PG101 claims Python or Go, reads as JavaScript (0.999)",
            "  help: .gitattributes: /x.unheard linguist-language=JavaScript",
        ],
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exlude = []", ".polyglint.toml: unknown key exlude; did you mean exclude?"),
        ('min-score = "x"', ".polyglint.toml: min-score: expected a number from 0 to 1, got 'x'"),
        ('baseline = "../x"', ".polyglint.toml: baseline: expected a path inside of the repos"),
        ('baseline = "link/x"', ".polyglint.toml: baseline: link/x leads out of the repository"),
        ('baseline = "loop"', "baseline: cannot read "),
        pytest.param(
            'baseline = "pipe"',
            ".polyglint.toml: baseline: pipe is not a regular file",
            marks=pytest.mark.skipif(os.name == "nt", reason="no FIFOs here"),
        ),
    ],
)
def test_mistakes_are_one_line(polyglint, wrong, tmp_path, text, message):
    (wrong.root / "link").symlink_to(tmp_path)
    (wrong.root / "loop").symlink_to("loop")
    if os.name != "nt":
        os.mkfifo(wrong.root / "pipe")
    config(wrong, text)
    code, out, err = polyglint("audit")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"polyglint: {message}")


def test_mistakes_of_the_command_line_count_without_files(polyglint):
    assert polyglint("check", "--staged", "--ignore", "X1")[0] == 2
    assert polyglint("check", "--staged", "--config", "none")[0] == 2
    assert polyglint("check", "--staged", "--ignore", "PG1,PG2")[0] == 0


def test_an_answer_is_remembered_by_the_languages_that_are_allowed(polyglint, wrong):
    assert polyglint("audit")[1].count("PG101") == 2
    config(wrong, 'per-path-languages."*.py" = ["JavaScript"]')
    assert polyglint("audit")[1].count("PG101") == 0
    config(wrong, "")
    assert polyglint("audit")[1].count("PG101") == 2


def test_explain_and_claim_tell_what_the_settings_say(polyglint, wrong):
    config(wrong, 'exclude = ["tests/"]\nper-path-languages."a.py" = ["JavaScript"]')
    reason = "not judged: excluded by tests/ (.polyglint.toml)"
    assert polyglint("explain", "tests/b.py")[1].endswith(f"decision: {reason}\n")
    assert polyglint("explain", "--no-config", "tests/b.py")[1].endswith("(0.999)\n")
    assert polyglint("explain", "a.py")[1].endswith(
        "decision: not flagged: lines 1 to 4 read as JavaScript (0.990)\n"
    )
    assert reason in polyglint("claim", "tests/b.py")[1]
    assert polyglint("claim", "a.py")[1] == (
        "a.py: Python (extension .py), by the settings also JavaScript\n"
    )
    assert reason not in polyglint("claim", "--no-config", "tests/b.py")[1]


# Baselines


def test_known_violations_do_not_fail_and_new_ones_do(polyglint, wrong, javascript):
    assert polyglint("audit", "--write-baseline", "known") == (
        0,
        "",
        "2 violations written to known\n",
    )
    assert polyglint("audit", "--baseline", "known") == (
        0,
        "",
        "2 files checked, 0 violations, 2 in the baseline\n",
    )
    wrong.add("a.py", "\n\n" + javascript)  # its lines have moved
    assert polyglint("audit", "--baseline", "known")[0] == 0
    wrong.add("c.py", javascript)
    assert polyglint("audit", "--baseline", "known")[1] == reported("c.py")
    wrong.add("a.py", javascript + "function other() {}\n")
    assert polyglint("audit", "--baseline", "known")[1].count("PG101") == 2


def test_stale_entries_are_told(polyglint, wrong, python):
    polyglint("audit", "--write-baseline", "known")
    wrong.git("rm", "-q", "--force", "tests/b.py")
    wrong.add("a.py", python)
    assert polyglint("audit", "--baseline", "known", "-v")[2] == (
        "a.py: not flagged: lines 1 to 4 read as Python (0.990)\n"
        "known: 2 entries are stale; write the baseline again\n"
        "known: stale: a.py: PG101\n"
        "known: stale: tests/b.py: PG101\n"
        "1 file checked, 0 violations\n"
    )
    known = polyglint("check", "a.py", "--baseline", "known")[2]
    assert known.startswith("known: 1 entry is stale; write the baseline again\n")


def test_stale_entries_beside_new_violations(polyglint, wrong, javascript):
    polyglint("audit", "--write-baseline", "known")
    wrong.add("a.py", javascript + "function other() {}\n")
    assert polyglint("audit", "--baseline", "known")[2].startswith(
        "known: 1 entry is stale; settle what is new, then write the baseline again\n"
    )


def test_a_file_that_is_not_checked_has_no_stale_entries(polyglint, wrong, python):
    polyglint("audit", "--write-baseline", "known")
    err = polyglint("check", "a.py", "--baseline", "known")[2]
    assert err == "1 file checked, 0 violations, 1 in the baseline\n"


def test_a_baseline_in_the_configuration(polyglint, wrong, monkeypatch):
    config(wrong, 'baseline = "ci/known"')
    (wrong.root / "ci").mkdir()
    assert polyglint("audit", "--write-baseline", "ci/known")[0] == 0
    monkeypatch.chdir(wrong.root / "tests")
    assert polyglint("check", "b.py")[0] == 0
    (wrong.root / "ci" / "known").write_text("x")
    assert polyglint("check", "b.py")[0] == 2


def test_problems_of_settings_files_are_known_too(polyglint, wrong):
    wrong.add(".gitattributes", "*.py linguist-langage=Perl\n")
    polyglint("audit", "--write-baseline", "known")
    wrong.add(".gitattributes", "# moved\n*.py linguist-langage=Perl\n")
    assert polyglint("audit", "--baseline", "known")[0] == 0
    wrong.add(".gitattributes", "*.py linguist-langage=Ruby\n")
    assert polyglint("audit", "--baseline", "known")[0] == 1


def test_severities_reach_the_report(polyglint, wrong):
    config(wrong, 'severity.PG101 = "warning"')
    told = json.loads(polyglint("audit", "--format", "json")[1])
    severities = {v["severity"] for file in told["files"] for v in file["violations"]}
    assert severities == {"warning"}
