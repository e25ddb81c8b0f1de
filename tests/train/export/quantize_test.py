import json
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

import keras

from polyglint.errors import FatalError
from polyglint.model.config import signature_name
from polyglint.model.interpreter import Interpreter
from polyglint.model.ngrams import distinct_ngrams
from polyglint.model.plain_inputs import Buckets
from train.__main__ import main
from train.data.batches import BatchPlan, load_dataset
from train.export import gate, quantize
from train.export.quantize import (
    BATCH_SIZE,
    FORMS,
    convert,
    export_lengths,
    export_saved_model,
    float_model,
    open_interpreter,
    reference_scores,
    representative_batches,
)
from train.model.file_branch import FILE_NGRAMS, branch_report, float_file_branch, most_ngrams
from train.model.network import build_network
from train.model.settings import BASE, SEED, TINY


@pytest.fixture(scope="module")
def data(tiny_dataset):
    return load_dataset(tiny_dataset)


@pytest.fixture(scope="module")
def report(tiny_run):
    return json.loads((tiny_run / "quantize.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def forms(report):
    return {form["name"]: form for form in report["forms"]}


def interpreter(directory, form):
    return open_interpreter(directory / f"{form}.tflite", TINY)


@pytest.fixture
def copy_of_run(tiny_run, tmp_path):
    """What the step needs of a run, to be spoilt."""
    for name in ("run.json", "model.keras", "vocabulary.txt"):
        shutil.copy(tiny_run / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "lengths"), [(SEED, (150,)), (BASE, (32, 64)), (TINY, (16, 32))]
)
def test_export_lengths(settings, lengths):
    assert export_lengths(settings) == lengths


def test_every_form_is_measured(tiny_run, forms):
    assert tuple(forms) == FORMS
    for name, form in forms.items():
        assert form["bytes"] == (tiny_run / f"{name}.tflite").stat().st_size
        assert form["milliseconds_per_window"] > 0


def test_weights_of_int8_are_smaller(forms):
    """A quarter of a large model; of the tiny one the graph is a good part."""
    assert forms["int8_weights"]["bytes"] < 0.6 * forms["float32"]["bytes"]


def test_parity(report, forms, data):
    assert report["windows"] == len(data.rows(1))
    assert forms["float32"]["agreement"] == 1.0
    assert forms["float32"]["mean_probability_difference"] < 1e-4
    assert report["refused"] is None
    assert forms["int8_weights"]["sure_agreement"] >= gate.MIN_SURE_AGREEMENT
    assert 0 < forms["int8_weights"]["sure_windows"] <= report["windows"]
    lost = report["keras_accuracy"] - forms["int8_weights"]["accuracy"]
    assert lost <= gate.MAX_ACCURACY_LOSS
    assert 0 < forms["int8_weights"]["mean_probability_difference"] < 0.02
    assert forms["int8_full"]["accuracy"] > 0.9  # not shipped: measured, not enforced


def test_parity_of_the_file_branch(report):
    forms = {form["name"]: form for form in report["file_forms"]}
    assert [*forms] == [*quantize.FORMS]
    assert report["texts"] >= len(report["lengths"])
    assert forms["float32"]["agreement"] == 1.0
    assert forms["float32"]["accuracy"] == pytest.approx(report["file_accuracy"], abs=1e-4)
    assert forms["float32"]["mean_probability_difference"] < 1e-4
    assert 0 < forms["int8_weights"]["mean_probability_difference"] < 0.05


def test_figures_are_those_of_the_files(tiny_run, report, forms, data):
    rows = data.rows(1)
    for name, form in forms.items():
        scores = interpreter(tiny_run, name).log_probabilities(data.x[rows], data.m[rows])
        right = scores.argmax(axis=1) == data.y[rows]
        assert form["accuracy"] == pytest.approx(right.mean(), abs=1e-4)
        if name != "int8_full":  # whose outputs are steps of a 256th of their range
            assert np.exp(scores).sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)


def test_float_form_gives_the_scores_of_keras(tiny_run, data):
    """Rows of any length and order, and of both signatures."""
    rows = np.random.default_rng(1).permutation(data.rows(1))[:101]
    lengths = data.m[rows].sum(axis=1) - 1
    assert lengths.min() <= 16 < lengths.max()
    plan = BatchPlan(data, TINY, 1)
    expected = reference_scores(float_model(tiny_run / "model.keras"), plan, rows)
    found = interpreter(tiny_run, "float32").log_probabilities(data.x[rows], data.m[rows])
    assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("form", "difference"), [("float32", 1e-4), ("int8_weights", 0.1), ("int8_full", 0.5)]
)
def test_the_file_branch_gives_the_scores_of_keras(tiny_run, data, form, difference):
    branch = float_file_branch(tiny_run, len(data.languages))
    buckets = branch_report(tiny_run)["buckets"]
    ngrams = distinct_ngrams(data.x[:24], buckets, most_ngrams(TINY.sequence_length))
    logits = np.asarray(branch({FILE_NGRAMS: ngrams[None]}))[0]
    expected = logits - np.logaddexp.reduce(logits)
    found = interpreter(tiny_run, form).of_file(data.x[:24])
    assert found == pytest.approx(expected, abs=difference)


def test_reference_scores_are_log_probabilities(tiny_run, data):
    rows = data.rows(1)[:300]
    plan = BatchPlan(data, TINY, 1)
    model = float_model(tiny_run / "model.keras")
    scores = reference_scores(model, plan, rows)
    assert np.exp(scores).sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)
    (inputs, _), *_ = plan.plain_batches(rows[:1], 1)
    logits = np.asarray(model(inputs))[0]
    assert scores[0] - scores[0][0] == pytest.approx(logits - logits[0], abs=1e-4)


def test_a_model_without_bigrams_and_buckets(tmp_path):
    settings = SEED.replace(
        embedding_dim=16, num_heads=2, head_dim=16, intermediate_dim=32, num_layers=1
    )
    keras.utils.set_random_seed(1)
    model = build_network(settings, 8)
    export_saved_model(model, settings, tmp_path / "saved")
    (tmp_path / "float32.tflite").write_bytes(convert(tmp_path / "saved", "float32", None))
    interpreter = Interpreter(tmp_path / "float32.tflite", export_lengths(settings), Buckets())
    generator = np.random.default_rng(1)
    lengths = np.array([150, 70, 1, 0, 33])
    mask = np.arange(-1, 150)[None, :] < lengths[:, None]
    ids = np.where(mask[:, 1:], generator.integers(0, 100, (5, 150)), 0).astype(np.uint16)
    expected = np.asarray(
        keras.ops.log_softmax(model({"token_ids": ids.astype(np.int32), "padding_mask": mask}))
    )
    assert interpreter.log_probabilities(ids, mask) == pytest.approx(expected, abs=1e-4)


def test_representative_batches_are_training_windows_of_every_signature(data):
    pairs = list(representative_batches(data, TINY, 1)())
    assert {name for name, _ in pairs} == {signature_name(16), signature_name(32)}
    known = {bytes(ids) for ids in data.x[data.rows(0)]}
    for name, inputs in pairs:
        length = 16 if name == signature_name(16) else 32
        assert inputs["token_ids"].shape == (BATCH_SIZE, length)
        assert inputs["padding_mask"].shape == (BATCH_SIZE, 1 + length)
        if length == 32:
            assert {bytes(ids.astype(np.uint16)) for ids in inputs["token_ids"]} <= known
    again = list(representative_batches(data, TINY, 1)())
    assert all(
        (a["token_ids"] == b["token_ids"]).all()
        for (_, a), (_, b) in zip(pairs, again, strict=True)
    )


def run_step(run, dataset):
    return main(["quantize", "--run", str(run), "--dataset", str(dataset)])


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MIN_SURE_AGREEMENT", 1.01, "int8_weights agrees with float in only"),
        ("MAX_ACCURACY_LOSS", -1, "int8_weights loses"),
    ],
)
def test_parity_is_enforced(
    monkeypatch, capsys, tiny_dataset, tiny_run, copy_of_run, limit, value, words
):
    def convert_again(_, form, __):
        return (tiny_run / f"{form}.tflite").read_bytes()

    monkeypatch.setattr(quantize, "export_saved_model", lambda *_: None)
    monkeypatch.setattr(quantize, "convert", convert_again)
    assert run_step(copy_of_run, tiny_dataset) == 0
    said = capsys.readouterr().out
    assert [name for name in quantize.FORMS if f"{name}: converting" not in said] == []
    monkeypatch.setattr(gate, limit, value)
    assert run_step(copy_of_run, tiny_dataset) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"train quantize: {copy_of_run}: {words}")
    assert error.count("\n") == 1
    assert words in json.loads((copy_of_run / "quantize.json").read_text("utf-8"))["refused"]
    shutil.copy(tiny_run / "evaluation.json", copy_of_run)  # of an earlier model
    # Nobody goes on with it.
    directories = ["--output", str(copy_of_run / "model"), "--report", str(copy_of_run / "report")]
    for step, arguments in (("evaluate", []), ("publish", directories)):
        run = ["--run", str(copy_of_run), "--dataset", str(tiny_dataset)]
        assert main([step, *run, *arguments]) == 2
        assert f"train {step}: {copy_of_run}: quantize refused it" in capsys.readouterr().err
    assert not (copy_of_run / "model").exists()


def test_a_run_without_a_model(capsys, tiny_dataset, tmp_path):
    assert run_step(tmp_path, tiny_dataset) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"train quantize: {Path(tmp_path, 'model.keras')}: not found; train it")
    assert error.count("\n") == 1


def test_another_data_set(capsys, tiny_dataset, copy_of_run):
    (copy_of_run / "vocabulary.txt").write_text("other\n")
    assert run_step(copy_of_run, tiny_dataset) == 2
    assert "not the data set that" in capsys.readouterr().err


def test_a_model_of_another_precision_computes_in_float(tiny_run, copy_of_run, data):
    keras.config.set_dtype_policy("mixed_bfloat16")
    model = float_model(copy_of_run / "model.keras")
    assert keras.config.dtype_policy().name == "float32"
    assert {layer.compute_dtype for layer in model.layers} == {"float32"}


def test_no_directory(tmp_path):
    with pytest.raises(FatalError, match=r"model\.keras: not found"):
        float_model(tmp_path / "model.keras")
