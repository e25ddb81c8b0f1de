import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyglint.checker.decision import decide
from polyglint.checker.support import is_read_as_claimed
from polyglint.linguist.look_alike_marks import Marks
from polyglint.model.config import load_config
from polyglint.model.reader import Reading, Sample
from polyglint.model.windows import Window

LABELS = ("C", "C++", "Go", "JavaScript", "Text", "TypeScript")
RULES = load_config().calibration
LOGITS = st.lists(st.floats(-8, 8), min_size=len(LABELS), max_size=len(LABELS))


def sampled(logits, of_file=None):
    """The same windows as both kinds of reading have them."""
    rows, file_row = (
        None if values is None else np.array(values, np.float32) for values in (logits, of_file)
    )
    rows -= np.logaddexp.reduce(rows, axis=1, keepdims=True)
    windows = tuple(Window(4 * n + 1, 4 * n + 4) for n in range(len(rows)))
    file_scores = None if file_row is None else file_row - np.logaddexp.reduce(file_row)
    listed = None if file_scores is None else file_scores.tolist()
    return (
        Reading(windows, rows, LABELS, RULES, file_scores),
        Sample(windows, rows.tolist(), LABELS, RULES, listed),
    )


@given(
    st.lists(LOGITS, min_size=1, max_size=6),
    st.none() | LOGITS,
    st.sets(st.sampled_from(LABELS), min_size=1, max_size=2),
)
def test_nothing_contradicts_a_claim_that_a_text_reads_as(logits, of_file, claimed):
    reading, sample = sampled(logits, of_file)
    if is_read_as_claimed(sample, claimed):
        assert isinstance(decide(reading, claimed), str)


def test_what_a_text_reads_as():
    of_go = [0, 0, 2, 0, 0, 0]
    _, sample = sampled([of_go] * 4)
    assert is_read_as_claimed(sample, ["Go"])
    assert is_read_as_claimed(sample, ["C", "Go"])
    assert not is_read_as_claimed(sample, ["C"])
    assert not is_read_as_claimed(sample, ["Zig"])
    assert not is_read_as_claimed(sample, ["Go"], Marks(proven=frozenset(["C"])))
    assert not is_read_as_claimed(sampled([of_go] * 4, [0, 0, 0, 20, 0, 0])[1], ["Go"])
    assert not is_read_as_claimed(sampled([[0, 2, 2, 0, 0, 0]])[1], ["Go"])  # no lead
