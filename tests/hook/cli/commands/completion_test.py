import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import polyglint
from polyglint.cli.help import EXAMPLES
from polyglint.cli.run import COMMANDS, main
from polyglint.cli.subparsers import SHELLS


@pytest.fixture
def script(capsys):
    def print_for(shell):
        assert main(["completion", shell]) == 0
        return capsys.readouterr().out

    return print_for


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_know_every_command(shell, script):
    text = script(shell)
    assert [command for command in COMMANDS if command not in text] == []
    assert "write-baseline" in text


@pytest.mark.parametrize(("shell", "check"), [("zsh", "-n"), ("fish", "--no-execute")])
def test_scripts_are_scripts(shell, check, script, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")
    (tmp_path / "script").write_text(script(shell))
    subprocess.run([shell, check, tmp_path / "script"], check=True)


COMPLETE = """\
. ./script
COMP_WORDS=({words}) COMP_CWORD=$(({count} - 1)) COMP_LINE='{words}' COMP_POINT={length}
$(complete -p polyglint | sed 's/.*-F \\([^ ]*\\).*/\\1/') polyglint "${{COMP_WORDS[-1]}}" ''
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["polyglint", "ex"], {"explain"}),
        (["polyglint", "check", "--diff"], {"--diff-base"}),
        (["polyglint", "check", "rou"], {"router.py"}),
        (["polyglint", "check", "--color", "al"], {"always"}),
    ],
    ids=" ".join,
)
def test_bash_completes(words, expected, script, tmp_path):
    (tmp_path / "script").write_text(script("bash"))
    (tmp_path / "router.py").write_text("")
    line = " ".join(words)
    text = COMPLETE.format(words=line, count=len(words), length=len(line))
    done = subprocess.run(
        ["bash", "-c", text], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert {word.strip() for word in done.stdout.split()} == expected, done.stderr


STARTED = {
    "bash": 'polyglint() {{ {command} "$@"; }}; {line}; complete -p polyglint',
    "zsh": 'polyglint() {{ {command} "$@" }}; autoload -Uz compinit; compinit -u -D; {line}; '
    "print $_comps[polyglint]",
    "fish": "function polyglint; {command} $argv; end; {line}; complete -C 'polyglint exp'",
}
RUNS_POLYGLINT = f"'{sys.executable}' -m polyglint"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "expected"),
    [("bash", "_shtab_polyglint polyglint"), ("zsh", "_shtab_polyglint"), ("fish", "explain")],
)
def test_lines_of_the_help_work_in_a_new_home(shell, expected, tmp_path, monkeypatch):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(Path(polyglint.__file__).parents[1]))
    (line,) = re.findall(rf"^  (.*completion {shell}.*?)  +in ", EXAMPLES["completion"], re.M)
    text = STARTED[shell].format(command=RUNS_POLYGLINT, line=line)
    done = subprocess.run([shell, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout
