import sys

import pytest

from polyglint.cli.run import COMMANDS, main


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_scripts_know_every_command(shell, capsys):
    pytest.importorskip("shtab")
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert [command for command in COMMANDS if command not in script] == []
    assert "write-baseline" in script


def test_without_shtab(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    message = "polyglint: completion needs shtab; pip install 'polyglint[completion]'\n"
    assert capsys.readouterr() == ("", message)
