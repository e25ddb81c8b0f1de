import sys
from array import array

import numpy as np
import pytest

from polyglint.model import compiled_model
from polyglint.model.compiled_model import UnusableError
from polyglint.model.config import MODEL, SHIPPED, load_config
from polyglint.model.interpreter import Interpreter
from polyglint.model.plain_inputs import Buckets
from polyglint.model.plain_interpreter import PlainInterpreter
from polyglint.model.window_rows import encode_windows

pytest.importorskip("ai_edge_litert")
pytestmark = pytest.mark.skipif(
    sys.platform != compiled_model.PLATFORM, reason="LiteRT's C interface is used on Linux alone"
)
CONFIG = load_config()
BUCKETS = Buckets(CONFIG.bigram_buckets, CONFIG.trigram_buckets, CONFIG.wide_buckets)


def opened(path=SHIPPED / MODEL, lengths=CONFIG.lengths, buckets=BUCKETS, file_buckets=0):
    return PlainInterpreter(path, lengths, buckets, file_buckets)


@pytest.fixture(scope="module")
def model():
    return opened()


@pytest.fixture(scope="module")
def rows():
    """Windows of every length, none to all tokens."""
    generator = np.random.default_rng(7)
    lengths = generator.permutation(CONFIG.sequence_length + 1).tolist()
    return [generator.integers(1, CONFIG.vocabulary_size, length).tolist() for length in lengths]


def arrays(rows):
    lines = [line for row in rows for line in (array("H", row).tobytes(), b"", b"", b"")]
    return encode_windows(lines, range(0, len(lines), 4), CONFIG.sequence_length)


@pytest.mark.parametrize("count", [1, 2, 8, 9, 65])
def test_it_scores_as_the_interpreter_does(model, rows, count):
    interpreter = Interpreter(SHIPPED / MODEL, CONFIG.lengths, BUCKETS)
    expected = interpreter.log_probabilities(*arrays(rows[:count]))
    found = model.log_probabilities(rows[:count])
    assert np.array_equal(np.array(found, np.float32), expected)


def test_it_scores_whole_texts_as_the_interpreter_does(rows):
    interpreter = Interpreter(SHIPPED / MODEL, CONFIG.lengths, BUCKETS, CONFIG.file_buckets)
    model = opened(file_buckets=CONFIG.file_buckets)
    texts = [rows[:24], rows[24:27], rows[:1]]
    for text, (scores, of_file) in zip(texts, [*model.whole_texts(texts)], strict=True):
        expected = interpreter.of_file(arrays(text).token_ids)
        assert np.array_equal(np.array(of_file, np.float32), expected)
        assert scores == model.log_probabilities(text)


def test_a_model_without_a_branch_for_files(model, rows):
    ((scores, of_file),) = model.whole_texts([rows])
    assert scores == model.log_probabilities(rows)
    assert of_file is None


def test_its_shape(model, rows):
    assert (model.batch_size, model.labels) == (8, len(CONFIG.languages))
    assert model.log_probabilities([]) == []
    assert [*model.whole_texts([])] == []


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"path": SHIPPED / "missing"}, id="no file"),
        pytest.param({"path": SHIPPED / "vocabulary.txt"}, id="no model"),
        pytest.param({"lengths": [12345]}, id="no signature"),
        pytest.param({"buckets": Buckets(0, 0, 0)}, id="other inputs"),
    ],
)
def test_another_model(how, capfd):
    with pytest.raises(UnusableError):
        opened(**how).log_probabilities([[1]])
    assert capfd.readouterr() == ("", "")
