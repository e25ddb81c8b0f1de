import importlib
import re
import shlex

import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from tests.repositories import ROOT
from train.__main__ import STEPS
from train.model.settings import PRESETS, override

README = (ROOT / "train" / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ python -m train (.+)$", README, re.MULTILINE)


def parser_of(step):
    module = importlib.import_module(STEPS[step].module)
    return (
        getattr(module, "parser", None) or importlib.import_module("train.corpus.command")._parser
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command):
    step, *arguments = shlex.split(command)
    parsed = parser_of(step)().parse_args(arguments)
    override(PRESETS[getattr(parsed, "preset", "base")], getattr(parsed, "set", []))


def test_every_step_is_shown():
    shown = {shlex.split(command)[0] for command in COMMANDS}
    assert shown | {"linguist"} == STEPS.keys()
    assert "`python -m train linguist`" in README


def test_every_preset_is_named():
    assert [name for name in PRESETS if f"`{name}`" not in README] == []


def test_links_and_modules_lead_somewhere():
    modules = re.findall(r"`([\w/]+\.py|corpus/)`", README)
    assert len(modules) > 10
    assert [name for name in modules if not (ROOT / "train" / name).exists()] == []
