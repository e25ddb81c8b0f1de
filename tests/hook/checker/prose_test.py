import time

import pytest

from polyglint.checker.prose import is_prose

NOTES = "We met on Monday.\nThe cart forgets its items.\nAnna looks at it, and tells us.\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NOTES, id="notes"),
        pytest.param(
            "Dear all,\n\nthe shop is closed today.\nSee you soon.\n\nAnna\n", id="letter"
        ),
        pytest.param(
            "I can't do that.\n\n1. Which one?\n2. From where?\n\nTell me.\n", id="answer"
        ),
        pytest.param(
            "Note: we met on Monday.\n" + NOTES + "It rained.\nNobody came.\nWe left.\n",
            id="one word before a colon",
        ),
        pytest.param("Grüße an alle.\nMüde, aber froh.\nBis später.\n", id="German"),
    ],
)
def test_prose(text):
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import os\nimport sys\nimport re\n", id="imports"),
        pytest.param("x = 1\ny = 2\nprint(x)\n", id="code"),
        pytest.param("# We met on Monday.\n# It rained.\n# Nobody came.\n", id="comments"),
        pytest.param("alpha\nbeta\ngamma\ndelta\n", id="words"),
        pytest.param("SELECT a FROM b\nWHERE c\nORDER BY d\n", id="SQL"),
        pytest.param(
            "kind: Pod\nmetadata:\n  name: shop\n  description: >-\n    The pod. It sells.\n"
            "    One buys there.\n",
            id="YAML with sentences in it",
        ),
        pytest.param(
            "- name: a\n  note: It works. It does.\n- name: b\n  note: So does it. Really.\n",
            id="a list of YAML",
        ),
        pytest.param("FROM alpine\nRUN make all\nCMD run it\n", id="Dockerfile"),
        pytest.param(NOTES + "if (a) { b(); }\n" * 3, id="half code"),
        pytest.param("We met on Monday.\n", id="too short"),
        pytest.param("", id="empty"),
    ],
)
def test_no_prose(text):
    assert not is_prose(text)


@pytest.mark.parametrize("text", ["a " * 500_000, "a.a" * 300_000, "a-" * 500_000, "a\n" * 500_000])
def test_no_text_takes_long(text):
    began = time.process_time()
    is_prose(text)
    assert time.process_time() - began < 5
