import pytest

from polyglint.cli.run import main


@pytest.fixture
def explain(repository, model, capsys):
    def run(*arguments):
        code = main(["explain", *arguments])
        return code, *capsys.readouterr()

    return run


UNCONFIRMED = "which no grammar confirms against the claim"


def test_windows_verdict_claim_and_decision(explain, repository):
    repository.write("a.py", "x\n\n" * 8 + "function x() {}\n" * 96)
    code, out, err = explain("a.py")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[:3] == [
        "a.py",
        "  lines 1-7      C 0.125, C++ 0.125, Go 0.125",
        "  lines 9-15     C 0.125, C++ 0.125, Go 0.125",
    ]
    assert lines[3].startswith("  lines 17-20    JavaScript 0.990, ")
    assert lines[-4].startswith("  lines 109-112  JavaScript 0.990, ")
    assert lines[-3:] == [
        "verdict:  JavaScript (0.999)",
        "claim:    Python (extension .py)",
        "decision: line 17: claims Python, reads as JavaScript (0.999)",
    ]


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        pytest.param(
            "a.py",
            "def x(): pass\n" * 16,
            [
                "verdict:  Python (0.999)",
                "claim:    Python (extension .py)",
                "decision: not flagged: lines 1 to 4 read as Python (0.990)",
            ],
            id="right",
        ),
        pytest.param(
            "vendor/a.py",
            "x y\n" * 4,
            [
                "verdict:  unsure (C 0.125, C++ 0.125, Go 0.125)",
                "claim:    Python (extension .py)",
                "decision: not judged: linguist-vendored by its path: vendor/",
            ],
            id="vendored",
        ),
        pytest.param(
            "a.hs",
            "def x(): pass\n" * 16,
            [
                "verdict:  Python (0.999)",
                "claim:    Haskell (extension .hs)",
                "decision: not judged: claims Haskell, which the model does not know",
            ],
            id="unknown to the model",
        ),
        pytest.param(
            "a.py",
            "# polyglint: ignore\n" + "def x(): pass\n" * 15,
            ["verdict:  Python (0.999)", "decision: not judged: inline ignore"],
            id="ignored",
        ),
        pytest.param(
            "a.py",
            "x y\n" * 4,
            [
                "claim:    Python (extension .py)",
                "decision: not judged: too short: fewer than 9 lines that are not blank",
            ],
            id="too short",
        ),
        pytest.param(
            "a.py",
            "# function x\n" * 16,
            ["decision: not flagged: excused: nothing but comments"],
            id="excused",
        ),
        pytest.param(
            "CODEOWNERS",
            "def x(): pass\n" * 15,
            [
                "claim:    CODEOWNERS (file name CODEOWNERS), which nothing in it marks",
                # The model of these tests comes without grammars.
                f"decision: not flagged: reads as Python, {UNCONFIRMED}",
            ],
            id="without the form of its claim",
        ),
        pytest.param(
            "a.csv",
            '<?xml version="1.0"?>\n<a/>\n',
            ["decision: line 1: claims CSV, declares itself XML (<?xml)"],
            id="declares itself",
        ),
        pytest.param(
            "tool.sh",
            "#!/usr/bin/env python3\nimport sys\nsys.exit()\n",
            ["decision: line 1: starts Python (shebang python3), named as Shell"],
            id="shebang",
        ),
        pytest.param(
            "a.py",
            "# polyglint: language=Pyton\n" + "def x(): pass\n" * 15,
            ["decision: line 1: linguist knows no language Pyton; did you mean Python?"],
            id="misspelt comment",
        ),
    ],
)
def test_answers(explain, repository, name, text, lines):
    repository.write(name, text)
    assert explain(name)[1].splitlines()[-len(lines) :] == lines


def test_what_is_wrong_with_settings_files_is_said(explain, repository):
    repository.add("a.c")
    repository.add(".gitattributes", "*.c linguist-vendord\n")
    words = "line 1: linguist has no attribute linguist-vendord; did you mean linguist-vendored?"
    assert explain(".gitattributes")[1].splitlines()[-1] == f"decision: {words}"


def test_what_the_settings_leave_out_is_said(explain, repository):
    repository.write("tool.sh", "#!/usr/bin/env python3\nimport sys\nsys.exit()\n")
    repository.write(".polyglint.toml", 'ignore = ["PG102"]\n')
    words = "the settings leave out PG102: starts Python (shebang python3), named as Shell"
    assert explain("tool.sh")[1].splitlines()[-1] == f"decision: not flagged: {words}"


def test_without_text(explain, repository):
    repository.write("a\n.py", b"\0")
    assert explain("a\n.py") == (0, "a\\x0a.py: not judged: binary\n", "")


def test_missing(explain):
    assert explain("a.py") == (
        2,
        "",
        "polyglint: a.py: no such file or directory; check its spelling\n",
    )
