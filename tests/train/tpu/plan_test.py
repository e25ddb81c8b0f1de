import re
from importlib import metadata
from types import SimpleNamespace

import pytest

from polyglint.errors import FatalError
from tests.repositories import ROOT
from train.model.settings import BASE
from train.tpu import plan
from train.tpu.chips import CHIPS, Chip
from train.tpu.flops import matmul_flops
from train.tpu.plan import HEADER, NEVER_RUN, explanation, main, row, shipped_sizes, table

COMMITTED = ROOT / "train" / "plan.md"
CHIP = Chip(teraflops=100, gigabytes_per_second=1000, gigabytes=16, cores=2)
COMPILED = SimpleNamespace(
    devices=8,
    flops=50e9,
    matmul_flops={"bf16": 39_600_000_000, "f32": 400_000_000},
    accessed=200e6,
    peak=300_000_000,
    all_reduces=2,
)


def test_a_row():
    assert row("v2:2x2", COMPILED, CHIP, steps=1000) == (
        "v2:2x2", "8", "50.00", "40.00", "99.0%", "200", "300 of 8,000", "2", "1.00 ms", "1 s"
    )  # fmt: skip


def test_a_table_is_markdown():
    lines = table([("x",) * len(HEADER)]).splitlines()
    assert len(lines) == 3
    assert {line.count("|") for line in lines} == {1 + len(HEADER)}


def test_what_is_said_of_it(monkeypatch):
    monkeypatch.setattr(metadata, "version", lambda name: f"{name}-version")
    words = explanation(BASE, 93, 1_000_000)
    assert words.startswith("Compiled for TPU, never run on one here. Preset `base`, 93 languages")
    assert "a pass of 1,000,000 windows" in words
    assert "jax jax-version, libtpu libtpu-version, keras keras-version" in words
    assert "Times are estimates, never measurements" in words


def test_sizes_of_the_shipped_run():
    languages, windows = shipped_sizes()
    assert languages > 50
    assert windows > 1_000_000


def test_an_unknown_topology_is_refused_before_anything_is_imported():
    with pytest.raises(FatalError, match="--topology v1:8x8: not one of the kind"):
        main(["--topology", "v1:8x8"])


def test_without_libtpu(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(plan, "choose_backend", lambda _: None)
    monkeypatch.setattr(metadata, "version", missing)
    monkeypatch.setattr(plan.os, "environ", {})
    with pytest.raises(FatalError, match=r"libtpu is not installed; `pip install -e \.\[train,jax"):
        main([])


def test_the_committed_table_says_what_it_is():
    text = COMMITTED.read_text("utf-8")
    assert NEVER_RUN in text
    assert "estimates, never measurements" in text
    assert re.search(r"jax \d\S*, libtpu \d\S*, keras \d", text)
    topologies = re.findall(r"^\| (v\w+):2x2 \|", text, re.MULTILINE)
    assert topologies == list(CHIPS)
    header = next(line for line in text.splitlines() if line.startswith("| Topology"))
    assert header == table([]).splitlines()[0]


def test_the_committed_table_is_of_the_model_that_ships():
    """Where it is not, `python -m train plan --output train/plan.md` makes it anew (the guide)."""
    text = COMMITTED.read_text("utf-8")
    languages, windows = shipped_sizes()
    found = re.search(r"Preset `base`.*?batches of (\d+) windows of (\d+) tokens", text)
    batch, length = map(int, found.groups())
    assert length == BASE.sequence_length
    assert f"Preset `base`, {languages} languages, " in text
    assert f"a pass of {windows:,} windows" in text
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if ":2x2 |" in line]
    for _, devices, _, products, *_, step, whole_pass in rows:
        by_hand = matmul_flops(BASE, languages, batch // int(devices)) / 1e9
        assert float(products) == pytest.approx(by_hand, rel=0.05)
        seconds = float(step.removesuffix(" ms")) / 1000 * windows / batch
        assert float(whole_pass.removesuffix(" s")) == pytest.approx(seconds, abs=1)


def test_no_figure_of_a_compile_stands_without_those_words():
    """Wherever the guide gives one, it says where it comes from."""
    text = (ROOT / "train" / "README.md").read_text("utf-8")
    for part in re.split(r"^## ", text, flags=re.MULTILINE):
        if re.search(r"\bv(2|3|5e|6e):2x2\b", part):
            words = " ".join(part.split()).lower()
            assert "compiled for tpu, never run on one here" in words
