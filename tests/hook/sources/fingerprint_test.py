import pytest

from polyglint.sources.fingerprint import fingerprint

TEXT = "def f():\n    return 1\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n\n" + TEXT, id="moved down"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="line ends"),
        pytest.param(TEXT.rstrip(), id="no line end at the end"),
        pytest.param(TEXT.replace("    ", "\t"), id="indent"),
    ],
)
def test_what_does_not_count(text):
    assert fingerprint(text) == fingerprint(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT + "x\n", id="another line"),
        pytest.param(TEXT.replace("1", "2"), id="a changed line"),
        pytest.param("return 1\ndef f():\n", id="another order"),
        pytest.param(TEXT.replace("def f", "def  f"), id="a space inside a line"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_counts(text):
    assert fingerprint(text) != fingerprint(TEXT)


def test_undecoded_bytes_are_no_trouble():
    assert len(fingerprint("\udc80")) == 32
