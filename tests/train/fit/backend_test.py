import argparse
import sys
from types import SimpleNamespace

import pytest

from polyglint.errors import FatalError
from train.fit import backend
from train.fit.backend import VARIABLE, add_backend, choose_backend


@pytest.fixture(autouse=True)
def _no_keras(monkeypatch):
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        (["--backend", "jax"], "jax"),
        (["--dataset", "d", "--backend=tensorflow", "--seed", "2"], "tensorflow"),
        ([], None),
        (["--dataset", "jax"], None),
        (["--back", "jax"], None),
        (["--backend", "torch"], None),  # the step's parser refuses it
    ],
)
def test_choose_backend(monkeypatch, arguments, chosen):
    monkeypatch.setattr(backend.os, "environ", {})
    choose_backend(arguments)
    assert backend.os.environ.get(VARIABLE) == chosen


def test_keras_keeps_to_its_backend(monkeypatch):
    running = SimpleNamespace(backend=SimpleNamespace(backend=lambda: "tensorflow"))
    monkeypatch.setitem(sys.modules, "keras", running)
    choose_backend(["--backend", "tensorflow"])
    with pytest.raises(FatalError, match="--backend jax: Keras runs on tensorflow already"):
        choose_backend(["--backend", "jax"])


def test_another_backend_is_refused(capsys):
    parser = argparse.ArgumentParser()
    add_backend(parser)
    assert parser.parse_args(["--backend", "jax"]).backend == "jax"
    with pytest.raises(SystemExit):
        parser.parse_args(["--backend", "torch"])
    assert "invalid choice" in capsys.readouterr().err
