from collections import Counter
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.errors import FatalError
from polyglint.model.ngrams import ngram_ids
from polyglint.model.tokenizer import LexicalTokenizer
from train.data.batches import (
    MIN_CROPPED_LENGTH,
    BatchPlan,
    balanced_rows,
    buckets_of,
    load_dataset,
    load_dataset_of_run,
    make_batch,
)
from train.model.settings import TINY

CHANGES = (
    "word_dropout",
    "indent_share",
    "crop_share",
    "short_share",
    "join_share",
    "foreign_share",
)
PLAIN = dict.fromkeys(CHANGES, 0.0)


@pytest.fixture(scope="module")
def data(tiny_dataset):
    return load_dataset(tiny_dataset)


def plan_of(data, seed=1, **changes):
    return BatchPlan(data, data.settings.replace(**changes), seed)


def assert_equal(batches, others):
    for (inputs, labels), (other_inputs, other_labels) in zip(batches, others, strict=True):
        assert inputs.keys() == other_inputs.keys()
        assert all((inputs[name] == other_inputs[name]).all() for name in inputs)
        assert (labels == other_labels).all()


def rows_of(batches):
    """The windows of batches, however wide each batch is."""
    return Counter(
        (bytes(ids[mask[1:]].astype(np.uint16)), label)
        for inputs, labels in batches
        for ids, mask, label in zip(
            inputs["token_ids"], inputs["padding_mask"], labels.tolist(), strict=True
        )
    )


def stored_rows(data, split):
    rows = data.rows(split)
    kept = zip(data.x[rows], data.m[rows], data.y[rows].tolist(), strict=True)
    return Counter((bytes(ids[mask[1:]]), label) for ids, mask, label in kept)


@pytest.mark.parametrize("changes", [{}, {"length_buckets": ()}], ids=["buckets", "no buckets"])
def test_a_training_that_stopped_gets_the_batches_it_would_have_had(data, changes):
    plan = plan_of(data, batch_size=128, **changes)
    later = plan.batches_per_pass + 3
    batches = list(islice(plan.batches(0), later + 4))
    for start in (1, plan.batches_per_pass - 1, plan.batches_per_pass, later):
        resumed = plan_of(data, batch_size=128, **changes).batches(start)
        assert_equal(batches[start : start + 4], islice(resumed, 4))


def test_passes_and_seeds_differ(data):
    plan = plan_of(data, batch_size=128, **PLAIN)
    of_pass = [plan.batches(number * plan.batches_per_pass) for number in range(2)]
    first, second = (next(batches)[0]["token_ids"] for batches in of_pass)
    other = next(plan_of(data, seed=2, batch_size=128, **PLAIN).batches(0))[0]["token_ids"]
    assert len({rows.tobytes() for rows in (first, second, other)}) == 3


def test_a_pass_shows_every_training_window_but_a_remainder_once(data):
    plan = plan_of(data, batch_size=128, max_repeats=1, **PLAIN)
    batches = list(islice(plan.batches(0), plan.batches_per_pass))
    assert {len(labels) for _, labels in batches} == {128}
    stored = stored_rows(data, 0)
    assert rows_of(batches) <= stored
    assert stored.total() - rows_of(batches).total() == stored.total() % 128


def test_types(data):
    inputs, labels = next(plan_of(data).batches(0))
    assert labels.dtype == np.int32
    assert {name: (values.dtype, values.ndim) for name, values in inputs.items()} == {
        "token_ids": (np.int32, 2),
        "padding_mask": (np.bool_, 2),
        "bigram_ids": (np.int32, 2),
        "trigram_ids": (np.int32, 2),
        "wide_ids": (np.int32, 3),
    }


def test_a_batch_is_as_wide_as_the_smallest_bucket_that_holds_it(data):
    plan = plan_of(data, length_buckets=(8, 16, 24), **PLAIN)
    widths = Counter()
    for inputs, _ in islice(plan.batches(0), plan.batches_per_pass):
        width = inputs["token_ids"].shape[1]
        assert inputs["padding_mask"].shape[1] == 1 + width
        longest = int(inputs["padding_mask"].sum(axis=1).max()) - 1
        assert width == min(limit for limit in (8, 16, 24, 32) if limit >= longest)
        widths[width] += 1
    assert {16, 24, 32} <= widths.keys()


def test_without_buckets_every_batch_is_as_wide_as_the_model(data):
    plan = plan_of(data, length_buckets=())
    assert {i["token_ids"].shape[1] for i, _ in islice(plan.batches(0), 20)} == {32}


def test_preset_seed_has_no_ngrams(data):
    inputs, _ = next(plan_of(data, bigram_buckets=0, trigram_buckets=0, wide_buckets=0).batches(0))
    assert set(inputs) == {"token_ids", "padding_mask"}


def test_word_dropout_turns_words_into_their_shapes(data):
    plan = plan_of(data, **PLAIN | {"word_dropout": 0.5}, length_buckets=())
    shapes = np.array(LexicalTokenizer(data.vocabulary).shape_ids())
    rows = plan.train_rows[:512]
    inputs, _ = plan.training_batch(rows, np.random.default_rng(1))
    original, seen = np.asarray(data.x[rows]), inputs["token_ids"]
    changed = seen != original
    assert (seen[changed] == shapes[original[changed]]).all()
    known = original > shapes.max()  # a word of the vocabulary, not a shape already
    assert changed[known].mean() == pytest.approx(0.5, abs=0.05)
    assert not changed[~known].any()


def test_ngrams_are_those_of_the_augmented_row(data):
    plan = plan_of(data, word_dropout=0.5, crop_share=0.5)
    inputs, _ = plan.training_batch(plan.train_rows[:256], np.random.default_rng(1))
    x = inputs["token_ids"].astype(np.uint16)
    expected = ngram_ids(x, buckets_of(TINY))
    assert len(expected) == 3
    assert all((inputs[name] == ngrams).all() for name, ngrams in expected.items())


def test_cropping(data):
    plan = plan_of(data, **PLAIN | {"crop_share": 0.5}, length_buckets=())
    rows = plan.train_rows[:512]
    inputs, _ = plan.training_batch(rows, np.random.default_rng(1))
    before, after = plan.lengths[rows], inputs["padding_mask"].sum(axis=1) - 1
    assert (after <= before).all()
    assert 0.2 < (after < before).mean() < 0.5  # some are shorter anyway
    assert (after >= np.minimum(before, MIN_CROPPED_LENGTH)).all()
    assert not inputs["token_ids"][~inputs["padding_mask"][:, 1:]].any()


def test_plain_batches_are_the_stored_rows(data):
    batches = list(plan_of(data).plain_batches(data.rows(1), 48))
    sizes = [len(labels) for _, labels in batches]
    assert set(sizes[:-1]) == {48}
    assert sizes[-1] == len(data.rows(1)) % 48
    assert rows_of(batches) == stored_rows(data, 1)
    widths = [inputs["token_ids"].shape[1] for inputs, _ in batches]
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    ("buckets", "lengths", "width"),
    [
        pytest.param((4, 8), [1, 4], 4, id="first bucket"),
        pytest.param((4, 8), [1, 5], 8, id="second bucket"),
        pytest.param((4, 8), [9, 2], 12, id="longer than the buckets"),
        pytest.param((4, 8), [0, 0], 4, id="nothing to read"),
        pytest.param((), [1, 1], 12, id="no buckets"),
    ],
)
def test_make_batch(buckets, lengths, width):
    settings = TINY.replace(sequence_length=12, length_buckets=buckets)
    x = np.arange(1, 25, dtype=np.uint16).reshape(2, 12)
    inputs = make_batch(x, np.array(lengths, np.int32), settings)
    for row, length in enumerate(lengths):
        assert inputs["token_ids"][row].tolist() == [*x[row, :length], *[0] * (width - length)]
        mask = [True] * (1 + length) + [False] * (width - length)
        assert inputs["padding_mask"][row].tolist() == mask


LABELS = st.lists(st.integers(0, 4), min_size=1, max_size=200)


@given(LABELS, st.integers(1, 4), st.integers(0, 9))
def test_balanced_rows(labels, max_repeats, seed):
    labels = np.array(labels, np.uint8)
    rows = np.flatnonzero(labels < 4)
    if not len(rows):
        return
    chosen = balanced_rows(rows, labels, max_repeats, np.random.default_rng(seed))
    counts = Counter(labels[rows].tolist())
    largest = max(counts.values())
    assert Counter(labels[chosen].tolist()) == {
        label: min(max_repeats * count, largest) for label, count in counts.items()
    }
    shown = Counter(chosen.tolist())
    assert shown.keys() == set(rows.tolist())  # each row, and no row of another split
    for label in counts:
        repeats = [shown[row] for row in rows.tolist() if labels[row] == label]
        assert max(repeats) - min(repeats) <= 1


def test_too_few_windows_for_a_batch(data):
    with pytest.raises(FatalError, match=r"fewer training windows than one batch \(1000000\)"):
        plan_of(data, batch_size=1_000_000)


def test_no_data_set(tmp_path):
    with pytest.raises(FatalError, match=r"dataset\.json: not found; run `python -m train data"):
        load_dataset(tmp_path)


def test_no_run(tmp_path, tiny_dataset):
    with pytest.raises(FatalError, match=r"run\.json: not found; train a run with"):
        load_dataset_of_run(tmp_path, tiny_dataset)
