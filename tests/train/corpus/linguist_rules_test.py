import pytest

from train.corpus.linguist_rules import Decision, decide, extensions


@pytest.mark.parametrize(
    ("extension", "text", "decision"),
    [
        pytest.param(".gd", "extends Node\n", Decision("GDScript", True), id="first that holds"),
        pytest.param(".pl", "use strict;\n", Decision("Perl", True), id="named pattern"),
        pytest.param(".pl", "use v6;\nclass A {}\n", Decision("Raku", True), id="negative"),
        pytest.param(".md", "\n", Decision("Markdown", False), id="what is left"),
        pytest.param(".mod", "\n", None, id="two languages left"),
        pytest.param(".properties", "\n", None, id="nothing holds"),
        pytest.param(".py", "a = 1\n", None, id="no rules"),
    ],
)
def test_decide(extension, text, decision):
    assert decide(extension, text) == decision


def test_extensions():
    assert {".pl", ".h"} < extensions()
    assert ".py" not in extensions()
