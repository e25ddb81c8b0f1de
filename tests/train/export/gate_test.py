import hashlib
import json

import pytest

from polyglint.errors import FatalError
from train.export.gate import SHIPPED_FORM, Form, check_form, refusal

GOOD = Form(SHIPPED_FORM, 9, 0.1, 0.80, 0.999, 500, 0.999, 0.001, hashlib.sha256(b"a").hexdigest())


@pytest.mark.parametrize(
    ("form", "accuracy", "words"),
    [
        pytest.param(GOOD, 0.80, None, id="as good"),
        pytest.param(GOOD, 0.78, None, id="better"),
        pytest.param(GOOD, 0.803, None, id="hardly worse"),
        pytest.param(GOOD, 0.804, "loses 0.40 points", id="worse"),
        pytest.param(GOOD._replace(agreement=0.9), 0.80, None, id="weak, and lost nothing"),
        pytest.param(
            GOOD._replace(sure_agreement=0.98), 0.80, "98.00 % of 500 windows", id="sure and other"
        ),
        pytest.param(
            GOOD._replace(sure_windows=0, sure_agreement=1.0), 0.80, None, id="never sure"
        ),
    ],
)
def test_refusal(form, accuracy, words):
    reason = refusal(form, accuracy)
    assert (reason is None) if words is None else words in reason


@pytest.fixture
def run(tmp_path):
    def write(**changed):
        (tmp_path / f"{SHIPPED_FORM}.tflite").write_bytes(b"a")
        report = {"forms": [GOOD._asdict()], "refused": None, **changed}
        (tmp_path / "quantize.json").write_text(json.dumps(report))
        return tmp_path

    return write


def test_what_was_measured_is_taken(run):
    assert check_form(run(), SHIPPED_FORM).read_bytes() == b"a"


def test_what_was_refused_is_not(run):
    with pytest.raises(FatalError, match="quantize refused it: loses all"):
        check_form(run(refused="loses all"), SHIPPED_FORM)


def test_another_form_that_lost_too_much_is_measured_and_not_published(run):
    form = GOOD._replace(name="int8_full", accuracy=0.7)
    directory = run(forms=[GOOD._asdict(), form._asdict()], keras_accuracy=0.8)
    path = directory / "int8_full.tflite"
    path.write_bytes(b"a")
    assert check_form(directory, "int8_full") == path
    with pytest.raises(FatalError, match="int8_full loses 10"):
        check_form(directory, "int8_full", is_published=True)
    assert check_form(directory, SHIPPED_FORM, is_published=True)


def test_a_file_branch_that_lost_too_much_is_not_published(run):
    form = GOOD._replace(name="int8_full")
    worse = {"file_accuracy": 0.9, "file_forms": [form._replace(accuracy=0.89)._asdict()]}
    directory = run(forms=[form._asdict()], keras_accuracy=0.8, **worse)
    (directory / "int8_full.tflite").write_bytes(b"a")
    with pytest.raises(FatalError, match="file branch: int8_full loses"):
        check_form(directory, "int8_full", is_published=True)


def test_another_file_than_the_one_measured_is_not(run):
    directory = run()
    (directory / f"{SHIPPED_FORM}.tflite").write_bytes(b"b")
    with pytest.raises(FatalError, match="not what quantize measured"):
        check_form(directory, SHIPPED_FORM)
    (directory / f"{SHIPPED_FORM}.tflite").unlink()
    with pytest.raises(FatalError, match="not what quantize measured"):
        check_form(directory, SHIPPED_FORM)


def test_an_unknown_form_and_a_run_that_was_not_quantized(run, tmp_path):
    with pytest.raises(FatalError, match="no form 'int4'; one of int8_weights"):
        check_form(run(), "int4")
    (tmp_path / "quantize.json").unlink()
    with pytest.raises(FatalError, match="quantize the run first"):
        check_form(tmp_path, SHIPPED_FORM)
