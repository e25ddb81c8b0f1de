import gc
import math
import os
import subprocess
import sys

import pytest

from polyglint.model import compiled_model
from polyglint.model.compiled_model import RELEASES, CompiledModel, UnusableError
from polyglint.model.config import MODEL, SHIPPED, load_config, signature_name
from tests.repositories import ROOT, SOURCES

ai_edge_litert = pytest.importorskip("ai_edge_litert")
pytestmark = pytest.mark.skipif(
    sys.platform != compiled_model.PLATFORM, reason="LiteRT's C interface is used on Linux alone"
)
SIGNATURES = [*map(signature_name, load_config().lengths)]


def opened(path=SHIPPED / MODEL):
    return CompiledModel(path)


def test_the_release_is_one_that_was_tried():
    """Where this fails alone, add the release: the other tests have tried it."""
    assert ai_edge_litert.__version__.startswith(RELEASES)


@pytest.mark.parametrize("name", SIGNATURES)
def test_what_it_runs_has_the_shapes_that_it_tells(name):
    model = opened()
    inputs, output = model.shapes(name)
    found = model.run(name, {name: [0] * math.prod(shape) for name, shape in inputs.items()})
    assert len(found) == math.prod(output)


def test_what_it_holds_is_given_back(monkeypatch):
    destroyed, destroy = [], compiled_model._destroy
    monkeypatch.setattr(
        compiled_model,
        "_destroy",
        lambda library, made: destroyed.extend(made) or destroy(library, made),
    )
    one = opened()
    for name in SIGNATURES:
        one.shapes(name)
    del one
    gc.collect()
    assert [kind for kind, _ in destroyed[:4]] == [
        f"LiteRtDestroy{kind}" for kind in ("Environment", "Model", "Options", "CompiledModel")
    ]
    assert len(destroyed) == 4 + 6 * len(SIGNATURES)


def test_an_unknown_signature():
    with pytest.raises(UnusableError, match="no signature"):
        opened().shapes("score_12345")


def test_other_inputs():
    with pytest.raises(UnusableError, match="other inputs"):
        opened().run(SIGNATURES[0], {"token_ids": [1]})


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
