"""`--model DIR`, in every command that reads with a model."""

import json
import shutil

import pytest

from polyglint.cli.run import main
from polyglint.model.config import CONFIG, MODEL, SHIPPED, VOCABULARY
from tests.repositories import SOURCES

COMMANDS = [["check"], ["audit"], ["explain"], ["detect"], ["claim"]]


@pytest.fixture
def place(tmp_path):
    """A directory with one source file, without git."""
    directory = tmp_path / "place"
    directory.mkdir()
    shutil.copy(SOURCES / "queue.go", directory)
    return directory


@pytest.fixture
def other_model(tmp_path):
    """The shipped model, its labels turned round: it reads Go as something else."""
    directory = shutil.copytree(SHIPPED, tmp_path / "model")
    values = json.loads((directory / CONFIG).read_text("utf-8"))
    values["languages"].reverse()
    values["calibration"]["abstains"] = []
    (directory / CONFIG).write_text(json.dumps(values), "utf-8")
    return directory


def arguments(command, place, model):
    target = place if command[0] == "audit" else place / "queue.go"
    return [*command, "--model", str(model), str(target)]


def test_the_other_model_reads(place, other_model, capsys):
    assert main(["detect", str(place / "queue.go")]) == 0
    shipped = capsys.readouterr().out
    assert main(arguments(["detect"], place, other_model)) == 0
    assert shipped.split(": ")[1].startswith("Go")
    assert not capsys.readouterr().out.split(": ")[1].startswith("Go")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_directory_without_a_model(command, place, tmp_path, capsys):
    assert main(arguments(command, place, tmp_path)) == 2
    assert "config.json: no model here" in capsys.readouterr().err


def exchange_weights(model):
    with (model / MODEL).open("ab") as stream:
        stream.write(b"other")


def exchange_vocabulary(model):
    (model / VOCABULARY).write_text("other\n", "utf-8")


def add_a_label(model):
    values = json.loads((model / CONFIG).read_text("utf-8"))
    values["languages"].append("a language more")
    (model / CONFIG).write_text(json.dumps(values), "utf-8")


@pytest.mark.parametrize("command", [["check"], ["audit"], ["explain"], ["detect"]], ids=" ".join)
@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (exchange_weights, "not the model's weights, by its SHA-256; publish the model again"),
        (exchange_vocabulary, "not the model's vocabulary, by its SHA-256"),
        (add_a_label, "outputs, not one a language"),
    ],
)
def test_parts_that_disagree(command, damage, message, place, tmp_path, capsys):
    model = shutil.copytree(SHIPPED, tmp_path / "model")
    damage(model)
    assert main(arguments(command, place, model)) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("command", [["check"], ["audit"]], ids=" ".join)
@pytest.mark.parametrize("damage", [exchange_weights, exchange_vocabulary])
def test_a_damaged_model_that_no_file_asks_for(command, damage, place, tmp_path, capsys):
    (place / "queue.go").write_text("package queue\n")  # too short for a window
    model = shutil.copytree(SHIPPED, tmp_path / "model")
    assert main(arguments(command, place, model)) == 0
    damage(model)
    assert main(arguments(command, place, model)) == 2
    assert "by its SHA-256" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_copy_reads_as_the_shipped_one(command, place, tmp_path, capsys):
    model = shutil.copytree(SHIPPED, tmp_path / "model")
    assert main(arguments(command, place, model)) == 0
    captured = capsys.readouterr()
    without = [
        one for one in arguments(command, place, model) if one not in ("--model", str(model))
    ]
    assert main(without) == 0
    assert capsys.readouterr() == captured
