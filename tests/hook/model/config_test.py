import functools
import hashlib
import json
import math
import operator
import os
import shutil

import pytest

from polyglint.checker.checker import CheckOptions, Judge, PathContext
from polyglint.errors import FatalError
from polyglint.linguist.languages import languages
from polyglint.model.config import (
    CONFIG,
    MAX_BYTES,
    MODEL,
    SHIPPED,
    VOCABULARY,
    calibration_of,
    calibration_to_json,
    check_model,
    load_config,
    load_tokenizer,
)
from polyglint.model.tokenizer import CharacterTokenizer, LexicalTokenizer
from polyglint.model.weights import GrammarRates, GrammarWeights
from tests.hook.checker.readings import CALIBRATION


@pytest.fixture
def directory(tmp_path):
    """A copy of the shipped model to damage."""
    return shutil.copytree(SHIPPED, tmp_path / "model")


@pytest.fixture
def change(directory):
    """Writes one value of the description, or takes it out."""

    def write(name, value):
        values = json.loads((directory / CONFIG).read_text("utf-8"))
        values[name] = value
        if value is None:
            del values[name]
        (directory / CONFIG).write_text(json.dumps(values), "utf-8")

    return write


def error_of(function, *arguments):
    """The message of a fatal error, which must be one line."""
    with pytest.raises(FatalError) as raised:
        function(*arguments)
    message = str(raised.value)
    assert len(message.splitlines()) == 1
    return message


def test_labels_are_linguists_names():
    labels = load_config().languages
    assert set(labels) - languages().keys() == set()
    assert list(labels) == sorted(set(labels))
    assert len(labels) >= 60


def test_sizes_agree_with_each_other():
    config = load_config()
    tokenizer = load_tokenizer(SHIPPED, config)
    assert isinstance(tokenizer, LexicalTokenizer)
    assert tokenizer.vocabulary_size <= config.vocabulary_size
    assert len(set(tokenizer.vocabulary)) == len(tokenizer.vocabulary)
    assert sorted(set(config.lengths)) == list(config.lengths)
    assert config.lengths[-1] == config.sequence_length
    assert config.max_windows >= config.calibration.min_windows >= 1


def test_calibration_is_in_range():
    calibration = load_config().calibration
    assert calibration.scale > 0
    assert 0 <= calibration.exponent <= 1
    assert calibration.confidence >= 0
    assert 0 < calibration.verdict_threshold <= 1
    assert 0 < calibration.max_claimed_support <= 1
    assert calibration.contradiction_threshold > 0


@pytest.mark.parametrize("name", [MODEL, VOCABULARY])
def test_files_are_the_ones_that_the_description_names(name):
    digest = hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest()
    assert load_config().sha256[name] == digest


def test_missing_model(tmp_path):
    path = tmp_path / CONFIG
    assert error_of(load_config, tmp_path).startswith(f"{path}: no model here; ")


def test_unreadable_description(tmp_path):
    (tmp_path / CONFIG).mkdir()
    assert error_of(load_config, tmp_path).startswith(f"{tmp_path / CONFIG}: cannot be read (")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"languages": [', id="cut"),
        pytest.param(b"\xff\xfe{}", id="not UTF-8"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="nothing in it"),
        pytest.param(b"[" * 99_999, id="nested"),
        pytest.param(b"NaN", id="a number"),
    ],
)
def test_description_that_is_none(directory, content):
    (directory / CONFIG).write_bytes(content)
    message = error_of(load_config, directory)
    assert message.startswith(f"{directory / CONFIG}: not a model description (")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("tokenizer", None, id="a value is missing"),
        pytest.param("colour", "red", id="a value too many"),
        pytest.param("languages", 7, id="a value of another type"),
        pytest.param("calibration", None, id="no calibration"),
        pytest.param("calibration", {"scale": 1.0}, id="calibration cut short"),
        pytest.param("languages", [7], id="languages without names"),
        pytest.param("languages", [], id="no languages"),
        pytest.param("lengths", [], id="no lengths"),
        pytest.param("lengths", ["32"], id="lengths in words"),
        pytest.param("sequence_length", -1, id="less than nothing"),
        pytest.param("max_windows", 1 << 40, id="too many windows"),
        pytest.param("sha256", {"model.tflite": 7}, id="a hash that is a number"),
        pytest.param("tokenizer", ["lexical"], id="several tokenizers"),
        pytest.param("file_buckets", 1, id="one bucket"),
        pytest.param("file_buckets", 1 << 30, id="more buckets than any model has"),
    ],
)
def test_malformed_description(directory, change, name, value):
    change(name, value)
    message = error_of(load_config, directory)
    assert message.startswith(f"{directory / CONFIG}: not a model description (")


def test_a_weight_out_of_range(directory, change):
    calibration = calibration_to_json(load_config().calibration)
    change("calibration", {**calibration, "file_weight": -0.1})
    assert "file_weight out of range" in error_of(load_config, directory)


def test_a_model_made_before_there_were_file_branches(directory, change):
    calibration = calibration_to_json(load_config().calibration)
    del calibration["file_weight"]
    change("calibration", calibration)
    change("file_buckets", None)
    found = load_config(directory)
    assert (found.file_buckets, found.calibration.file_weight) == (0, 0.0)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:-1], id="cut"),
        pytest.param(lambda content: content.replace(b"\n", b"\r\n"), id="other line ends"),
        pytest.param(lambda content: b"", id="empty"),
    ],
)
def test_vocabulary_of_another_model(directory, damage):
    path = directory / VOCABULARY
    path.write_bytes(damage(path.read_bytes()))
    message = error_of(load_tokenizer, directory, load_config(directory))
    assert message == f"{path}: not the model's vocabulary, by its SHA-256; publish the model again"


def test_vocabulary_that_no_hash_vouches_for(directory, change):
    change("sha256", {})
    message = error_of(load_tokenizer, directory, load_config(directory))
    assert message.endswith(": not the model's vocabulary, by its SHA-256; publish the model again")


def test_weights_of_another_model(directory):
    config = load_config(directory)
    assert check_model(directory, config) == directory / MODEL
    with (directory / MODEL).open("ab") as stream:
        stream.write(b"\0")
    message = error_of(check_model, directory, config)
    assert message.startswith(f"{directory / MODEL}: not the model's weights, by its SHA-256; ")


def test_shipped_files_that_were_damaged_are_installed_again(monkeypatch, directory):
    monkeypatch.setattr("polyglint.model.config.SHIPPED", directory)
    (directory / VOCABULARY).write_bytes(b"")
    message = error_of(load_tokenizer, directory, load_config(directory))
    assert message.endswith("; reinstall polyglint")


def test_missing_vocabulary(directory):
    (directory / VOCABULARY).unlink()
    message = error_of(load_tokenizer, directory, load_config(directory))
    assert message.startswith(f"{directory / VOCABULARY}: cannot be read (")


def test_vocabulary_that_the_model_has_no_room_for(directory, change):
    change("vocabulary_size", 1000)
    message = error_of(load_tokenizer, directory, load_config(directory))
    assert message.endswith(" ids, more than the model's")


def test_character_tokenizer_needs_no_vocabulary(directory, change):
    change("tokenizer", "character")
    (directory / VOCABULARY).unlink()
    assert isinstance(load_tokenizer(directory, load_config(directory)), CharacterTokenizer)


@pytest.mark.parametrize("name", [MODEL, CONFIG, VOCABULARY])
def test_files_without_an_end_are_not_read(directory, name, monkeypatch):
    config = load_config(directory)
    size = (directory / name).stat().st_size
    monkeypatch.setitem(MAX_BYTES, name, size - 1)
    read = {MODEL: check_model, VOCABULARY: load_tokenizer, CONFIG: lambda at, _: load_config(at)}
    message = error_of(read[name], directory, config)
    assert message == f"{directory / name}: larger than {size >> 20} MiB, too large for a model"
    (directory / name).unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(directory / name)
        assert error_of(read[name], directory, config) == f"{directory / name}: not a regular file"


def test_calibration_survives_json():
    grammars = {"C": GrammarRates(0.9, 0.05, 0.1, 0.2)}
    fitted = CALIBRATION._replace(
        grammars=grammars,
        grammar_weights=GrammarWeights(literal=-2.0),
        look_alikes={"C > C++": 1.5},
        short=(2.0, 1.0),
        untried=("C",),
    )
    assert calibration_of(json.loads(json.dumps(calibration_to_json(fitted)))) == fitted


def test_a_model_fitted_before_there_were_grammars_is_read():
    values = calibration_to_json(CALIBRATION)
    for name in ("grammars", "grammar_weights", "look_alikes", "short", "untried"):
        del values[name]
    found = calibration_of(json.loads(json.dumps(values)))
    assert found == CALIBRATION
    assert found.grammars == found.look_alikes == {}


NUMBERS = (-1, 0, 1, 0.5, 1e308, math.nan, math.inf, True, 1 << 70)
ALTERED = (None, "x", [], {}, ["x"], "gone", *NUMBERS)


def places(value, place=()):
    """The ways to each value of a description, and to the first of each list."""
    if not isinstance(value, (dict, list)):
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value[:1]):
        if place or key != "run":
            yield (*place, key)
            yield from places(item, (*place, key))


@pytest.mark.slow
def test_an_altered_description_is_refused_or_judged_with(directory, javascript):
    """Whatever is altered in it, each tenth of some thousand ways to do so."""
    text = (directory / CONFIG).read_text("utf-8")
    ways = [(place, value) for place in places(json.loads(text)) for value in ALTERED]
    refused = 0
    for place, value in ways[:: len(ways) // 150]:
        description = json.loads(text)
        holder = functools.reduce(operator.getitem, place[:-1], description)
        holder[place[-1]] = value
        if value == "gone":
            del holder[place[-1]]
        (directory / CONFIG).write_text(json.dumps(description), "utf-8")
        try:
            judge = Judge(CheckOptions(model=directory))
            judge.examine_all([(javascript.encode(), PathContext("a.py", ()))])
        except FatalError:
            refused += 1
    assert refused > 100


def test_the_shipped_description_is_rightly_taken_on_trust(directory):
    assert load_config(directory) == load_config(SHIPPED)
