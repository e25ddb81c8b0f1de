import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from polyglint.errors import FatalError
from train.fit.whole_files import BATCH_SIZE, SHOWN, Batches, Files, padded, parser
from train.model.file_branch import (
    FILE_NGRAMS,
    REPORT,
    branch_report,
    build_file_branch,
    float_file_branch,
)


def files_of(count, ngrams=400):
    """Files of two languages, one of them of a tenth of the files, whose n-grams differ."""
    labels = np.array([int(index % 10 == 0) for index in range(count)])
    rows = [np.arange(1, 1 + ngrams, dtype=np.int32) + 5000 * int(label) for label in labels]
    return Files(rows, labels)


def test_a_batch_is_a_function_of_the_seed_and_its_number():
    files = files_of(50)
    one, again, other = (Batches(files, 9, seed) for seed in (1, 1, 2))
    assert len(one) == 9
    assert np.array_equal(one[3][0][FILE_NGRAMS], again[3][0][FILE_NGRAMS])
    assert not np.array_equal(one[3][1], one[4][1])
    assert not np.array_equal(one[3][1], other[3][1])


def test_a_batch_shows_some_of_the_ngrams_of_its_files():
    files = files_of(50, ngrams=3 * SHOWN)
    inputs, labels = Batches(files, 1, 1)[0]
    rows = inputs[FILE_NGRAMS]
    assert rows.shape == (BATCH_SIZE, SHOWN)
    assert len(labels) == BATCH_SIZE
    for row, label in zip(rows, labels, strict=True):
        shown = row[row > 0]
        assert 0 < len(shown) == len(set(shown.tolist()))
        assert ((shown > 5000) == label).all()


def test_a_language_of_few_files_is_drawn_more_often_than_its_share():
    labels = np.concatenate([Batches(files_of(500), 20, 1)[n][1] for n in range(20)])
    assert 0.2 < labels.mean() < 0.3  # a tenth of the files, and the root of that beside nine


def test_padding_changes_nothing():
    model = build_file_branch(64, 4, 3, 0.0)
    short, long = np.array([[3, 9]], np.int32), np.array([[3, 9, 0, 0, 0]], np.int32)
    first, second = (np.asarray(model({FILE_NGRAMS: ids})) for ids in (short, long))
    assert first == pytest.approx(second, abs=1e-6)
    assert padded([short[0], long[0][:1]]).tolist() == [[3, 9], [3, 0]]


def test_what_a_run_has(tiny_run, tmp_path):
    report = branch_report(tiny_run)
    assert report["buckets"] == 512
    assert report["validation_files"] > 0
    assert float_file_branch(tiny_run, 8) is not None
    with pytest.raises(FatalError, match="another number of languages"):
        float_file_branch(tiny_run, 9)
    assert branch_report(tmp_path) == {}
    assert float_file_branch(tmp_path, 8) is None


def test_half_a_branch_is_refused(tmp_path):
    (tmp_path / REPORT).write_text("{}", "utf-8")
    with pytest.raises(FatalError, match="not found beside the rest"):
        branch_report(tmp_path)


@pytest.mark.parametrize("buckets", ["1", "0", "-3"])
def test_too_few_buckets_are_bad_usage(buckets, capsys):
    with pytest.raises(SystemExit) as raised:
        parser().parse_args(["--run", "r", "--dataset", "d", "--corpus", "c", "--buckets", buckets])
    assert raised.value.code == 2
    assert "a number from 2 up expected" in capsys.readouterr().err
