import gc
import os
import subprocess
import sys
from array import array

import numpy as np
import pytest

from polyglint.model import compiled_model
from polyglint.model.compiled_model import RELEASES, CompiledModel, UnusableError
from polyglint.model.config import FILE_SIGNATURE, MODEL, SHIPPED, load_config, signature_name
from polyglint.model.interpreter import Interpreter
from polyglint.model.plain_inputs import Buckets
from polyglint.model.window_rows import encode_windows
from tests.repositories import ROOT, SOURCES

ai_edge_litert = pytest.importorskip("ai_edge_litert")
pytestmark = pytest.mark.skipif(
    sys.platform != compiled_model.PLATFORM, reason="LiteRT's C interface is used on Linux alone"
)
CONFIG = load_config()
BUCKETS = Buckets(CONFIG.bigram_buckets, CONFIG.trigram_buckets, CONFIG.wide_buckets)
SIGNATURES = {length: signature_name(length) for length in CONFIG.lengths}


def opened(path=SHIPPED / MODEL, signatures=SIGNATURES, buckets=BUCKETS):
    return CompiledModel(path, signatures, buckets)


@pytest.fixture(scope="module")
def model():
    return opened()


@pytest.fixture(scope="module")
def rows():
    """Windows of every length, none to all tokens."""
    generator = np.random.default_rng(7)
    lengths = generator.permutation(CONFIG.sequence_length + 1).tolist()
    return [generator.integers(1, CONFIG.vocabulary_size, length).tolist() for length in lengths]


def test_the_release_is_one_that_was_tried():
    """Where this fails alone, add the release: the other tests have tried it."""
    assert ai_edge_litert.__version__.startswith(RELEASES)


@pytest.mark.parametrize("count", [1, 2, 8, 9, 65])
def test_it_scores_as_the_interpreter_does(model, rows, count):
    interpreter = Interpreter(SHIPPED / MODEL, CONFIG.lengths, BUCKETS)
    lines = [line for row in rows[:count] for line in (array("H", row).tobytes(), b"", b"", b"")]
    arrays = encode_windows(lines, range(0, len(lines), 4), CONFIG.sequence_length)
    found = model.log_probabilities(rows[:count])
    assert np.array_equal(np.array(found, np.float32), interpreter.log_probabilities(*arrays))


def test_it_scores_whole_files_as_the_interpreter_does(rows):
    interpreter = Interpreter(SHIPPED / MODEL, CONFIG.lengths, BUCKETS, CONFIG.file_buckets)
    one = CompiledModel(SHIPPED / MODEL, SIGNATURES, BUCKETS, FILE_SIGNATURE, CONFIG.file_buckets)
    lines = [line for row in rows[:24] for line in (array("H", row).tobytes(), b"", b"", b"")]
    arrays = encode_windows(lines, range(0, len(lines), 4), CONFIG.sequence_length)
    expected = interpreter.of_file(arrays.token_ids)
    assert np.array_equal(np.array(one.of_file(rows[:24]), np.float32), expected)


def test_a_model_without_a_branch_for_files(model, rows):
    assert model.of_file(rows) is None


def test_its_shape(model, rows):
    assert (model.batch_size, model.labels) == (8, len(CONFIG.languages))
    assert model.log_probabilities([]) == []


def test_what_it_holds_is_given_back(rows, monkeypatch):
    destroyed, destroy = [], compiled_model._destroy
    monkeypatch.setattr(
        compiled_model,
        "_destroy",
        lambda library, made: destroyed.extend(made) or destroy(library, made),
    )
    one = opened()
    one.log_probabilities(rows)
    del one
    gc.collect()
    assert [kind for kind, _ in destroyed[:4]] == [
        f"LiteRtDestroy{kind}" for kind in ("Environment", "Model", "Options", "CompiledModel")
    ]
    assert len(destroyed) == 4 + 6 * len(CONFIG.lengths)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"path": SHIPPED / "missing"}, id="no file"),
        pytest.param({"path": SHIPPED / "vocabulary.txt"}, id="no model"),
        pytest.param({"signatures": {32: "score_12345"}}, id="no signature"),
        pytest.param({"buckets": Buckets(0, 0, 0)}, id="other inputs"),
    ],
)
def test_another_model(how, capfd):
    with pytest.raises(UnusableError):
        opened(**how).log_probabilities([[1]])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        pytest.param(compiled_model, "PLATFORM", "win32", id="platform"),
        pytest.param(compiled_model, "LIBRARY", "libNone.so", id="no library"),
        pytest.param(compiled_model, "LIBRARY", "_pywrap_string_util.so", id="another library"),
        pytest.param(ai_edge_litert, "__version__", "2.99.0", id="release"),
        pytest.param(ai_edge_litert, "__file__", "/nowhere/x.py", id="moved"),
    ],
)
def test_another_runtime(monkeypatch, owner, name, value):
    monkeypatch.setattr(owner, name, value)
    with pytest.raises(UnusableError):
        opened()


def test_no_runtime(monkeypatch):
    monkeypatch.setitem(sys.modules, "ai_edge_litert", None)
    with pytest.raises(UnusableError):
        opened()


SAMPLE = """\
import sys
from polyglint.model.reader import Reader
(found,) = Reader().sample([open(sys.argv[1]).read()], 1)
print(len(found.windows), "numpy" in sys.modules, file=sys.__stdout__)
"""


@pytest.mark.parametrize(
    "redirection", [pytest.param("", id="open"), pytest.param("2>&-", id="closed")]
)
def test_it_imports_no_numpy_and_writes_nothing_to_stderr(redirection):
    path = SOURCES / "router.js"
    result = subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" "$2" {redirection}', sys.executable, SAMPLE, str(path)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "hook")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "8 False\n", "")
