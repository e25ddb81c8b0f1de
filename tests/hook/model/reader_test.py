import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from polyglint.checker.decision import contradiction
from polyglint.checker.verdict import merge
from polyglint.errors import FatalError
from polyglint.model.config import CONFIG, SHIPPED, load_config
from polyglint.model.reader import FEW_TEXTS, Reader
from polyglint.model.windows import WINDOW_LINES, Window
from polyglint.sources.decode import SIZE_LIMIT
from tests.repositories import ROOT, SOURCES

LANGUAGES = {
    "Matrix.java": "Java",
    "backup.sh": "Shell",
    "cache.rs": "Rust",
    "inventory.py": "Python",
    "ledger.rb": "Ruby",
    "mailer.php": "PHP",
    "queue.go": "Go",
    "ring_buffer.c": "C",
    "router.js": "JavaScript",
}
# Read as code by chance at worst, and never as anything worth an error.
HOSTILE = [
    pytest.param("\ud800\udfff" * 99 + "\n" * 9 + "\ud800", id="lone surrogates"),
    pytest.param("".join(map(chr, range(256))) * 9, id="every byte as a character"),
    pytest.param("\0\n" * 99, id="NUL"),
    pytest.param("\x1c\n\x1d\n\x1e\nx\x1fx\x85x\u2028x\n" * 9, id="separators"),
    pytest.param("\r" * 99 + "x\r" * 99, id="CR"),
    pytest.param("x" * SIZE_LIMIT, id="one line of a megabyte"),
    pytest.param("(" * SIZE_LIMIT, id="one run of a megabyte"),
    pytest.param(" " * (SIZE_LIMIT - 1) + "x", id="one indent of a megabyte"),
    pytest.param("x\n" * (SIZE_LIMIT // 2), id="half a million lines"),
    pytest.param("\ufeff\u202e\u200b\n" * 9, id="invisible"),
    pytest.param("e\u0301" * 9 + "\n" + "👩‍💻" * 9, id="combined characters"),
]


@pytest.fixture(scope="module")
def reader():
    return Reader()


def source(name):
    return (SOURCES / name).read_text("utf-8")


def test_every_source_has_a_row():
    assert LANGUAGES.keys() == {path.name for path in SOURCES.iterdir()}


@pytest.mark.parametrize(("name", "language"), LANGUAGES.items())
def test_sources_read_as_their_languages(reader, name, language):
    reading = reader.read(source(name))
    assert merge(reading).best[0][0] == language
    assert contradiction(reading, [language]) is None


@pytest.mark.parametrize(("name", "language"), LANGUAGES.items())
def test_few_lines_contradict_nothing(reader, name, language):
    lines = source(name).splitlines(keepends=True)
    for start in range(0, len(lines), 3):
        for count in (1, 4, 7):
            reading = reader.read("".join(lines[start : start + count]))
            assert contradiction(reading, [language]) is None


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        pytest.param("router.js", "Python", id="JavaScript as Python"),
        pytest.param("inventory.py", "JavaScript", id="Python as JavaScript"),
        pytest.param("cache.rs", "Python", id="Rust as Python"),
        pytest.param("queue.go", "Ruby", id="Go as Ruby"),
        pytest.param("ledger.rb", "Go", id="Ruby as Go"),
        pytest.param("backup.sh", "C", id="shell as C"),
        pytest.param("Matrix.java", "Python", id="Java as Python"),
    ],
)
def test_sources_contradict_other_claims(reader, name, claim):
    found = contradiction(reader.read(source(name)), [claim])
    assert found.language == LANGUAGES[name]


def test_sources_in_other_line_ends_read_the_same(reader):
    text = source("queue.go")
    expected = reader.read(text)
    for line_end in ("\r\n", "\r"):
        reading = reader.read(text.replace("\n", line_end))
        assert reading.windows == expected.windows
        assert np.array_equal(reading.log_probabilities, expected.log_probabilities)


def test_reading_is_of_windows_and_labels(reader):
    reading = reader.read("x = 1\n\n" + "y = 2\n" * 7)
    assert reading.windows == (Window(1, 5), Window(6, 9))
    assert reading.log_probabilities.shape == (2, len(reader.labels))
    assert reading.labels == reader.labels == reader.known == load_config().languages
    assert reading.calibration == load_config().calibration


def test_a_whole_text_is_read_beside_its_windows(reader):
    text = source("queue.go")
    found = reader.read(text)
    assert found.of_file.shape == (len(reader.labels),)
    assert np.exp(found.of_file).sum() == pytest.approx(1, abs=1e-3)
    assert reader.labels[int(found.of_file.argmax())] == "Go"
    assert np.array_equal(reader.read(text, every=True).of_file, found.of_file)
    assert reader.read("").of_file is None


def test_no_more_windows_than_the_model_reads(reader):
    reading = reader.read("x = 1\n" * 9999)
    assert len(reading.windows) == load_config().max_windows
    assert (reading.windows[0].first_line, reading.windows[-1].last_line) == (1, 9999)


@pytest.fixture(params=["numpy", "plain"])
def sampler(request):
    """A reader that reads few windows with numpy, or without it where the platform allows."""
    found = Reader()
    if request.param == "numpy":
        found.read("x")
    return found


@pytest.mark.parametrize("copies", [1, 2])
def test_a_sample_is_of_the_windows_that_are_read(reader, sampler, copies):
    texts = [source(name) for name in LANGUAGES] * copies
    for text, sample in zip(texts, sampler.sample(texts, 2), strict=True):
        whole = reader.read(text)
        rows = [whole.windows.index(window) for window in sample.windows]
        assert len(rows) == 2
        expected = whole.log_probabilities[rows]
        assert np.array(sample.log_probabilities) == pytest.approx(expected, abs=1e-3)


def test_a_sample_fills_the_batch(sampler):
    (alone,) = sampler.sample([source("queue.go")], 1)
    assert len(alone.windows) == 8
    assert sampler.sample([], 1) == []


def is_plain(reader):
    return reader.is_loaded and reader._parts._interpreter is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere numpy is always needed")
def test_few_windows_are_read_without_numpy(monkeypatch):
    few, many, other = Reader(), Reader(), Reader(candidates=["Go", "C"])
    few.sample([source("queue.go")] * FEW_TEXTS, 1)
    many.sample([source("queue.go")] * (FEW_TEXTS + 1), 1)
    other.sample([source("queue.go")], 1)
    assert list(map(is_plain, (few, many, other))) == [True, False, False]
    while is_plain(few):
        few.sample([source("queue.go")], 1)
    assert few._few_left <= 0


def test_what_cannot_be_read_without_numpy_is_read_with_it(monkeypatch):
    (expected,) = Reader().sample([source("queue.go")], 1)
    monkeypatch.setattr("polyglint.model.compiled_model.RELEASES", ("1.",))
    reader = Reader()
    (found,) = reader.sample([source("queue.go")], 1)
    assert found.windows == expected.windows
    assert found.log_probabilities.tolist() == expected.log_probabilities
    assert not is_plain(reader)


@pytest.mark.slow
def test_a_window_at_every_line(reader):
    reading = reader.read("x = 1\n\n" * 3000, every=True)  # more than are scored at once
    assert [window.first_line for window in reading.windows] == [*range(1, 5994, 2)]
    assert reading.log_probabilities.shape == (2997, len(reader.labels))
    side_by_side = reader.read(source("queue.go"))
    every = reader.read(source("queue.go"), every=True)
    rows = [every.windows.index(window) for window in side_by_side.windows]
    expected = side_by_side.log_probabilities
    assert every.log_probabilities[rows] == pytest.approx(expected, abs=1e-3)


def test_overlapping_windows_make_no_text_long_enough(reader):
    few = "x = 1\n" * (reader.fewest_lines - 1)
    assert reader.read(few, every=True).windows == reader.read(few).windows
    enough = reader.read(few + "x\n", every=True)
    assert len(enough.windows) == max(1, reader.fewest_lines - WINDOW_LINES + 1)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read(reader, text):
    reading = reader.read(text)
    assert 1 <= len(reading.windows) <= load_config().max_windows
    assert np.isfinite(reading.log_probabilities).all()
    assert 0 < merge(reading).score <= 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\r\n\f\x1c\x85", id="white space"),
    ],
)
def test_text_without_a_window(reader, text):
    reading = reader.read(text)
    assert reading.windows == ()
    assert reading.log_probabilities.shape == (0, len(reader.labels))
    assert merge(reading).language is None


def test_candidates_share_all_the_probability(reader):
    text = source("ring_buffer.c")
    two = Reader(candidates={"Python", "Go"})
    assert two.labels == ("Go", "Python")
    assert two.known == reader.labels
    restricted, full = two.read(text).log_probabilities, reader.read(text).log_probabilities
    assert np.exp(restricted).sum(axis=1) == pytest.approx(np.ones(len(full)), abs=1e-5)
    assert np.exp(two.read(text).of_file).sum() == pytest.approx(1, abs=1e-5)
    columns = [reader.labels.index(label) for label in two.labels]
    differences = full[:, columns] - restricted
    assert differences[:, 0] == pytest.approx(differences[:, 1], abs=1e-4)


def test_every_language_as_candidate_changes_nothing(reader):
    text = source("mailer.php")
    everything = Reader(candidates=reader.labels).read(text)
    assert np.array_equal(everything.log_probabilities, reader.read(text).log_probabilities)


def test_unknown_candidates_are_named():
    with pytest.raises(FatalError, match=r"^Klingon, Python4: not among the languages"):
        Reader(candidates=["Python", "Python4", "Klingon"])


def test_model_that_the_description_does_not_fit(tmp_path):
    directory = shutil.copytree(SHIPPED, tmp_path / "model")
    values = json.loads((directory / CONFIG).read_text("utf-8"))
    values["languages"].append("Zzz")
    (directory / CONFIG).write_text(json.dumps(values), "utf-8")
    reader = Reader(model_directory=directory)
    with pytest.raises(FatalError, match=r"outputs, not one a language$"):
        reader.read("x")


def test_missing_model_directory(tmp_path):
    with pytest.raises(FatalError, match="no model here"):
        Reader(model_directory=tmp_path)


LOADED = """\
import sys
from polyglint.model.reader import FEW_TEXTS, Reader
reader = Reader()
reader.read(sys.argv[1])
print(*sorted({name.split(".")[0] for name in sys.modules} & {"ai_edge_litert", "tflite_runtime"}))
"""


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        pytest.param("", False, id="empty"),
        pytest.param("\n \n", False, id="blank"),
        pytest.param("x", True, id="one letter"),
    ],
)
def test_runtime_is_loaded_for_the_first_window(text, loads):
    result = subprocess.run(
        [sys.executable, "-c", LOADED, text],
        env=os.environ | {"PYTHONPATH": str(ROOT / "hook")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert bool(result.stdout.split()) is loads


def test_a_file_branch_of_other_languages(monkeypatch):
    reader = Reader()
    reader.read("x = 1\n")
    model = reader._interpreter()
    monkeypatch.setattr(model, "of_file", lambda _: np.zeros(3, np.float32))
    with pytest.raises(FatalError, match="the model has 3 outputs, not one a language"):
        reader.read("x = 1\n")


def test_more_windows_than_a_file_branch_was_made_for(tmp_path):
    directory = shutil.copytree(SHIPPED, tmp_path / "model")
    values = json.loads((directory / CONFIG).read_text("utf-8"))
    (directory / CONFIG).write_text(json.dumps({**values, "max_windows": 96}), "utf-8")
    with pytest.raises(FatalError, match="max_windows is more than score_file was made for"):
        Reader(model_directory=directory).read("x = 1\n")
