import sys

from benchmarks import versions as module
from benchmarks.versions import versions


def test_of_what_is_installed(monkeypatch):
    monkeypatch.setattr(
        module.shutil, "which", lambda name: sys.executable if name == "git" else None
    )
    found = versions("nowhere/python")
    assert found["Python"] == sys.version.split()[0]
    assert {"polyglint", "numpy", "git"} <= found.keys()
    assert found.keys().isdisjoint({"linguist", "Pygments", "Magika", "VS Code's detector"})


def test_a_script_that_fails_has_no_version():
    assert module._head([sys.executable, "-c", "print(1); raise SystemExit(2)"]) == ""
    assert module._head([sys.executable, "-c", "pass"]) == ""
    assert module._head([sys.executable, "-c", "print(input())"]) == "[]"
