import pytest

from train.corpus.text import decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"a\n", "a\n", id="ASCII"),
        pytest.param("Grüße".encode(), "Grüße", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfa", "a", id="byte order mark"),
        pytest.param("Grüße".encode("latin-1"), "Grüße", id="Latin-1"),
        pytest.param("“quoted”".encode("cp1252"), "“quoted”", id="Windows quotes"),
        pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", id="line ends"),
        pytest.param(b"a\x0cb\x1b[0m", "a\x0cb\x1b[0m", id="form feed and escape"),
    ],
)
def test_text(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"MZ\x00\x01", id="NUL"),
        pytest.param("a".encode("utf-16"), id="UTF-16"),
        pytest.param("日本語のコメント、表".encode("shift-jis"), id="Shift JIS"),
        pytest.param(b"\x01\x02\x03abc", id="controls"),
    ],
)
def test_not_text(data):
    assert decode(data) is None
