import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from polyglint.cli.run import main
from polyglint.errors import FatalError
from polyglint.model import interpreter as runtime
from polyglint.model.config import MODEL, SHIPPED, load_config
from polyglint.model.interpreter import Interpreter
from polyglint.model.plain_inputs import Buckets
from tests.repositories import ROOT, SOURCES

TOLERANCE = 1e-4


def buckets_of(config):
    buckets = Buckets(config.bigram_buckets, config.trigram_buckets, config.wide_buckets)
    return buckets, config.file_buckets


@pytest.fixture(scope="module")
def config():
    return load_config()


@pytest.fixture(scope="module")
def interpreter(config):
    return Interpreter(SHIPPED / MODEL, config.lengths, *buckets_of(config))


@pytest.fixture(scope="module")
def rows(config):
    """Rows of every length that a window may have, none to all tokens."""
    generator = np.random.default_rng(7)
    count = config.sequence_length + 1
    lengths = generator.permutation(count)
    padding_mask = np.arange(count) <= lengths[:, None]
    token_ids = generator.integers(1, config.vocabulary_size, (count, config.sequence_length))
    return np.where(padding_mask[:, 1:], token_ids, 0).astype(np.uint16), padding_mask


@pytest.fixture(scope="module")
def scores(interpreter, rows):
    """The score of each row, scored alone."""
    pairs = zip(*rows, strict=True)
    return np.concatenate(
        [interpreter.log_probabilities(ids[None], mask[None]) for ids, mask in pairs]
    )


def test_scores_are_log_probabilities(scores, config, rows):
    assert scores.shape == (len(rows[0]), len(config.languages))
    assert scores.dtype == np.float32
    assert np.exp(scores).sum(axis=1) == pytest.approx(np.ones(len(scores)), abs=TOLERANCE)


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 16, 31, 65])
def test_a_row_scores_the_same_in_any_company(interpreter, rows, scores, count):
    together = interpreter.log_probabilities(*(part[:count] for part in rows))
    assert np.abs(together - scores[:count]).max() <= TOLERANCE


def test_scores_keep_the_order_of_the_rows(interpreter, rows, scores):
    backwards = interpreter.log_probabilities(*(part[::-1] for part in rows))
    assert np.abs(backwards[::-1] - scores).max() <= TOLERANCE


def test_rows_differ(scores):
    assert np.abs(np.diff(scores, axis=0)).max(axis=1).min() > 100 * TOLERANCE


def test_no_rows_no_scores(interpreter, rows):
    assert len(interpreter.log_probabilities(*(part[:0] for part in rows))) == 0


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda path: None, id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_text("x = 1\n" * 99), id="text"),
        pytest.param(lambda path: path.mkdir(), id="directory"),
        pytest.param(
            lambda path: path.write_bytes((SHIPPED / MODEL).read_bytes()[:99_999]), id="cut"
        ),
    ],
)
def test_not_a_model(tmp_path, capfd, write):
    path = tmp_path / MODEL
    write(path)
    with pytest.raises(FatalError) as raised:
        Interpreter(path, (64,), Buckets())
    assert str(raised.value).startswith(f"{path}: not a model of polyglint (")
    assert len(str(raised.value).splitlines()) == 1
    assert capfd.readouterr() == ("", "")


def test_model_without_the_signature(config):
    with pytest.raises(FatalError, match=f"{MODEL}: not a model of polyglint .*score_12345"):
        Interpreter(SHIPPED / MODEL, (*config.lengths, 12345), *buckets_of(config))


@pytest.mark.parametrize("error", [RuntimeError("tensor 27\nlacks data"), ValueError("x"), {}])
def test_a_model_that_fails_at_its_work(config, rows, monkeypatch, error):
    def run(**_):
        if error:
            raise error
        return {}

    model = Interpreter(SHIPPED / MODEL, config.lengths, *buckets_of(config))
    monkeypatch.setattr(model, "_runners", dict.fromkeys(config.lengths, run))
    with pytest.raises(FatalError, match=r"not a model of polyglint \(.*\)$") as raised:
        model.log_probabilities(*rows)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("system", "machine", "libc", "said"),
    [
        ("Linux", "x86_64", "glibc", "installed on Linux on x86_64: `pip install ai-edge-litert`"),
        ("Windows", "AMD64", "", "installed on Windows on AMD64: `pip install ai-edge-litert`"),
        ("Darwin", "x86_64", "", "to be had on Darwin on x86_64: ai-edge-litert has wheels for"),
        ("Windows", "ARM64", "", "to be had on Windows on ARM64: ai-edge-litert has wheels for"),
        ("Linux", "x86_64", "", "to be had on Linux without glibc on x86_64: ai-edge-litert has"),
        ("Linux", "riscv64", "glibc", "to be had on Linux on riscv64: ai-edge-litert has wheels"),
    ],
    ids=["not installed", "not on Windows", "Intel Mac", "Windows on ARM", "musl", "no wheel"],
)
def test_no_runtime(monkeypatch, capsys, tmp_path, system, machine, libc, said):
    for module in ("ai_edge_litert.interpreter", "tflite_runtime.interpreter"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(runtime.platform, "system", lambda: system)
    monkeypatch.setattr(runtime.platform, "machine", lambda: machine)
    monkeypatch.setattr(runtime.platform, "libc_ver", lambda: (libc, ""))
    path = tmp_path / "a.py"
    path.write_bytes((SOURCES / "router.js").read_bytes())
    assert main(["detect", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"polyglint: no TFLite runtime is {said}")
    assert err.count("\n") == 1


def test_a_runtime_that_cannot_be_loaded(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "tflite_runtime.interpreter", None)
    assert main(["detect", str(SOURCES / "router.js")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("polyglint: the TFLite runtime cannot be loaded (cannot import name 'Int")
    assert err.count("\n") == 1


def test_older_runtime_stands_in(monkeypatch):
    older = SimpleNamespace(Interpreter=object())
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", None)
    monkeypatch.setitem(sys.modules, "tflite_runtime", SimpleNamespace(interpreter=older))
    monkeypatch.setitem(sys.modules, "tflite_runtime.interpreter", older)
    assert runtime._runtime() is older.Interpreter


READ = """\
import sys
from polyglint.model.reader import Reader
assert len(Reader().read("x = 1\\n" * 40).windows) == 10
print("read", file=sys.__stdout__)
"""


@pytest.mark.parametrize(
    "redirection", [pytest.param("", id="open"), pytest.param("2>&-", id="closed")]
)
@pytest.mark.skipif(os.name == "nt", reason="closes stderr as a POSIX shell does")
def test_runtime_writes_nothing_to_stderr(redirection):
    """In a process of its own: the runtime speaks once, when its first model is loaded."""
    result = subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" {redirection}', sys.executable, READ],
        env=os.environ | {"PYTHONPATH": str(ROOT / "hook")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "read\n", "")


def test_a_file_is_scored_by_its_ngrams_in_any_order(interpreter, rows):
    token_ids, _ = rows
    found = interpreter.of_file(token_ids[:24])
    assert np.exp(found).sum() == pytest.approx(1, abs=1e-3)
    assert np.array_equal(interpreter.of_file(token_ids[:24][::-1]), found)
    assert not np.array_equal(interpreter.of_file(token_ids[24:48]), found)


def test_a_model_without_a_file_branch_says_nothing_of_files(config, rows):
    without = Interpreter(SHIPPED / MODEL, config.lengths, *buckets_of(config)[:1])
    assert without.of_file(rows[0]) is None


@pytest.mark.parametrize("error", [RuntimeError("x"), ValueError("x"), {}])
def test_a_file_branch_that_fails_at_its_work(config, rows, monkeypatch, error):
    def run(**_):
        if error:
            raise error
        return {}

    model = Interpreter(SHIPPED / MODEL, config.lengths, *buckets_of(config))
    monkeypatch.setattr(model, "_file_runner", run)
    with pytest.raises(FatalError, match=r"not a model of polyglint \(.*\)$"):
        model.of_file(rows[0])


@pytest.mark.parametrize(
    ("takes", "gives"),
    [
        pytest.param({}, {"log_probabilities": (1, 3)}, id="takes nothing"),
        pytest.param({"ngram_ids": (1, 9)}, {}, id="gives nothing"),
        pytest.param({"ngram_ids": (1, 9), "x": (1,)}, {"log_probabilities": (1, 3)}, id="two"),
        pytest.param({"ngram_ids": (9,)}, {"log_probabilities": (1, 3)}, id="a flat input"),
        pytest.param({"ngram_ids": (8, 9)}, {"log_probabilities": (8, 3)}, id="a batch"),
        pytest.param({"ngram_ids": (1, -1)}, {"log_probabilities": (1, 3)}, id="any length"),
        pytest.param({"ngram_ids": (1, 9)}, {"log_probabilities": (3,)}, id="a flat output"),
        pytest.param({"ngram_ids": (1, 9)}, {"log_probabilities": (1, 1, 3)}, id="a deep output"),
    ],
)
def test_a_file_branch_of_other_shapes_is_none(takes, gives):
    def details(shapes):
        return lambda: {name: {"shape_signature": shape} for name, shape in shapes.items()}

    runner = SimpleNamespace(get_input_details=details(takes), get_output_details=details(gives))
    with pytest.raises(ValueError, match="score_file"):
        runtime._most_ngrams(runner)
