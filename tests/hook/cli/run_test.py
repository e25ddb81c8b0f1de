import os
import re
import subprocess
import sys

import pytest

from polyglint.cli.run import COMMANDS, main
from polyglint.errors import FatalError
from polyglint.version import __version__

HEAVY = ("numpy", "git", "ai_edge_litert", "tflite_runtime", "tensorflow", "keras")


def run(*arguments, **options):
    search = os.pathsep.join(path for path in sys.path if path)
    environment = os.environ | {"PYTHONPATH": search} | options.pop("environment", {})
    return subprocess.run([sys.executable, *arguments], env=environment, **options)


@pytest.mark.parametrize("module", ["polyglint", "polyglint.cli"])
def test_import_is_light(module):
    script = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    assert run("-c", script, capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option, capsys):
    with pytest.raises(SystemExit) as exit_:
        main([option])
    assert exit_.value.code == 0
    assert capsys.readouterr().out == f"polyglint {__version__}\n"


def test_runs_as_a_module():
    done = run("-m", "polyglint", "--version", capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"polyglint {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["lint"], ["check", "--stage"], ["explain"], ["explain", "a", "b"], ["fix", "--all"]],
    ids=" ".join,
)
def test_bad_usage(arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    out, err = capsys.readouterr()
    assert (exit_.value.code, out) == (2, "")
    assert re.fullmatch(r"polyglint: [^\n]+; see `polyglint( \w+)? --help`\n", err)


def test_bad_usage_is_told_without_escapes(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--\x1b]0;x\x07\n::error::y"])
    words = "unrecognized arguments: --\\x1b]0;x\\x07\\x0a::error::y"
    assert capsys.readouterr().err == f"polyglint: {words}; see `polyglint check --help`\n"


@pytest.mark.parametrize(
    ("arguments", "suggested"),
    [
        (["chek"], "invalid choice: 'chek'; did you mean check?"),
        (["src"], "invalid choice: 'src'; did you mean `polyglint check src`?"),
        (["check", "--stagd"], "unrecognized arguments: --stagd; did you mean --staged?"),
        (["audit", "--formt=json"], "unrecognized arguments: --formt=json; did you mean --format?"),
        (["check", "--format", "jsn"], "invalid choice: 'jsn'; did you mean json?"),
    ],
    ids=str,
)
def test_a_misspelt_word_is_answered_by_the_nearest(
    arguments, suggested, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    with pytest.raises(SystemExit):
        main(arguments)
    assert suggested in capsys.readouterr().err


@pytest.mark.parametrize(
    "option", ["--warn-only", "--help", "-h", "-V", "--exclude=a.py", "--unheard"]
)
def test_a_file_named_like_an_option_is_not_obeyed(option, capsys, tmp_path, monkeypatch):
    """As pre-commit names it where a user's `args` have no `--`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / option).write_text("")
    with pytest.raises(SystemExit) as exit_:
        main(["check", option, "a.py"])
    assert exit_.value.code == 2
    words = f"polyglint: {option} is also a file; write -- before the names of files"
    assert capsys.readouterr() == ("", f"{words}; see `polyglint --help`\n")
    assert main(["check", "--", option]) == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--jobs", "0"], "--jobs: expected a whole number from 1 on, got '0'"),
        (["--jobs", "x"], "--jobs: expected a whole number from 1 on, got 'x'"),
        (["--min-score", "x"], "--min-score: expected a number from 0 to 1, got 'x'"),
        (["--baseline"], "--baseline: expected one argument"),
    ],
    ids=" ".join,
)
def test_a_value_that_an_option_does_not_take(arguments, problem, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["audit", *arguments])
    assert exit_.value.code == 2
    words = f"polyglint: argument {problem}; see `polyglint audit --help`\n"
    assert capsys.readouterr().err == words


@pytest.mark.skipif(sys.platform == "win32", reason="keeps a directory that somebody is in")
@pytest.mark.parametrize("command", ["audit", "config"])
def test_a_current_directory_that_is_gone_is_named(tmp_path, monkeypatch, capsys, command):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main([command]) == 2
    message = "polyglint: the current directory: No such file or directory\n"
    assert capsys.readouterr() == ("", message)


def test_an_output_with_too_long_a_name_is_bad_input(capsys):
    assert main(["check", "--output", "a" * 300, "b"]) == 2
    assert capsys.readouterr().err == f"polyglint: {'a' * 300}: File name too long\n"


@pytest.fixture
def failing(monkeypatch):
    """Make the command raise what a test wants."""

    def fail_with(error):
        def check(**_):
            raise error

        monkeypatch.setitem(COMMANDS, "check", check)
        return main(["check", "a.py"])

    return fail_with


def test_foreseen_trouble_is_one_line(failing, capsys):
    assert failing(FatalError("a\n\x1b.py: no")) == 2
    assert capsys.readouterr() == ("", "polyglint: a\\x0a\\x1b.py: no\n")


def test_our_own_fault_keeps_its_traceback(failing, capsys):
    assert failing(ZeroDivisionError("x")) == 3
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0]) == ("", "Traceback (most recent call last):")
    assert err.endswith("ZeroDivisionError: x\n")


def test_interruption_is_quiet(failing, capsys):
    assert failing(KeyboardInterrupt()) == 130
    assert capsys.readouterr() == ("", "")


CLOSED = """
import sys
from polyglint.cli import run as cli
def check(**_):
    for number in range(100_000):
        print("line", number)
    return 1
cli.COMMANDS["check"] = check
sys.exit(cli.main(["check", "a.py"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGPIPE")
def test_closed_output_is_quiet():
    read, write = os.pipe()
    os.close(read)
    done = run("-c", CLOSED, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_names_that_the_terminal_has_no_letters_for(tmp_path):
    done = run(
        *("-m", "polyglint", "check", "日本.py"),
        cwd=tmp_path,
        capture_output=True,
        environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 2
    assert b"\\u65e5\\u672c.py: no such file" in done.stderr
