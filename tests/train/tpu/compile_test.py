"""The real training step, compiled ahead of time for TPUs; nothing of it runs on one here."""

import json
import subprocess
import sys
from importlib import metadata

import pytest

from tests.repositories import ROOT, environment
from train.model.settings import BASE, TINY
from train.tpu.chips import chip_of
from train.tpu.flops import matmul_flops
from train.tpu.plan import ENVIRONMENT

LANGUAGES = 93
COMPILE = """
import json, sys
from train.model.settings import preset
from train.tpu.compile import compile_step

name, batch, topology = sys.argv[1:]
settings = preset(name).replace(batch_size=int(batch))
print(json.dumps(compile_step(settings, 93, topology)._asdict()))
"""


def installed(package):
    try:
        return bool(metadata.version(package))
    except metadata.PackageNotFoundError:
        return False


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (installed("libtpu") and installed("jax") and installed("keras")),
        reason="JAX, libtpu or Keras is not installed (extras train and jax)",
    ),
]


def run(settings, topology):
    return subprocess.run(
        [sys.executable, "-c", COMPILE, settings.preset, str(settings.batch_size), topology],
        cwd=ROOT,
        env=environment(PYTHONPATH=f"{ROOT / 'hook'}", KERAS_BACKEND="jax", **ENVIRONMENT),
        capture_output=True,
        text=True,
        check=False,
    )


def compiled(settings, topology):
    done = run(settings, topology)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def check(settings, topology, report, parameters=None):
    devices = {"v2": 8, "v3": 8}.get(topology[:2], 4)  # two cores a chip, or one
    assert report["devices"] == devices
    by_hand = matmul_flops(settings, LANGUAGES, settings.batch_size // devices)
    products = report["matmul_flops"]
    assert sum(products.values()) == pytest.approx(by_hand, rel=0.05)
    # The rest is norms, softmax, dropout and the optimizer: less than the products themselves.
    assert by_hand < report["flops"] < 2 * by_hand
    assert products["bf16"] > 0.99 * sum(products.values())  # the logits alone are float32
    # The gradients of all devices are added up, in few rounds.
    assert 1 <= report["all_reduces"] <= 4
    chip = chip_of(topology)
    memory = chip.gigabytes * 1e9 / chip.cores
    assert report["arguments"] < report["peak"] < memory
    if parameters:  # weights and two moments of each, in float32, on every device; and the batch
        assert report["arguments"] == pytest.approx(3 * 4 * parameters, rel=0.05)


# Tables of tokens, bigrams, trigrams and the wide branch; blocks, nearly.
BASE_PARAMETERS = (
    BASE.vocabulary_size * BASE.embedding_dim
    + BASE.bigram_buckets * BASE.bigram_dim
    + BASE.trigram_buckets * BASE.trigram_dim
    + BASE.wide_buckets * BASE.wide_dim
    + 400_000
)


def test_base_on_v2():
    settings = BASE.replace(batch_size=1024)
    report = compiled(settings, "v2:2x2")
    check(settings, "v2:2x2", report, BASE_PARAMETERS)
    assert report["peak"] < 1.4e9


def test_a_batch_that_memory_cannot_hold():
    """The control: the compiler does refuse what does not fit."""
    done = run(TINY.replace(batch_size=2**22), "v2:2x2")
    assert done.returncode != 0
    assert "polyglint.errors.FatalError: v2:2x2: a batch of 4194304: RESOURCE_EXHAUSTED" in (
        done.stderr
    )


@pytest.mark.parametrize(
    ("batch", "topology", "message"),
    [
        (12, "v2:2x2", "a batch of 12 for 8 devices of v2:2x2"),
        (16, "v9:2x2", "--topology v9:2x2: no compiler for it"),
    ],
)
def test_what_cannot_be_compiled(batch, topology, message):
    done = run(TINY.replace(batch_size=batch), topology)
    assert done.returncode != 0
    assert f"polyglint.errors.FatalError: {message}" in done.stderr


@pytest.mark.tpu_compile_slow
@pytest.mark.parametrize("topology", ["v3:2x2", "v5e:2x2", "v6e:2x2"])
def test_base_on_later_generations(topology):
    settings = BASE.replace(batch_size=1024)
    check(settings, topology, compiled(settings, topology), BASE_PARAMETERS)
