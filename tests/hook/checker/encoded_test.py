import base64
import random
import time

import pytest

from polyglint.checker.encoded import is_encoded, is_word_list

BYTES = random.Random(1).randbytes(600)
BASE64 = base64.encodebytes(BYTES).decode()
PEM = f"-----BEGIN CERTIFICATE-----\n{BASE64}-----END CERTIFICATE-----\n"
WORDS = [f"{begin}{end}" for begin in ("ab", "be", "co") for end in ("ack", "ase", "ide", "ode")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BASE64, id="base64"),
        pytest.param(f'const key = "{BASE64.replace(chr(10), "")}";\n', id="one string"),
        pytest.param(f"KEY = <<~PEM\n{PEM}PEM\n", id="a certificate"),
        pytest.param(f"data = (\n    '{BYTES.hex()}'\n)\n", id="hexadecimal"),
        pytest.param(BYTES.hex().upper(), id="in capitals"),
        pytest.param(f"cat <<'EOF' | base64 -d\n{BASE64}EOF\n", id="in a script"),
    ],
)
def test_encoded(text):
    assert is_encoded(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import os\nprint(os.getcwd())\n" * 9, id="code"),
        pytest.param("a_very_long_name_of_a_function_that_goes_on_and_on()\n", id="a long name"),
        pytest.param("/" + "directory/" * 20 + "\n", id="a long path"),
        pytest.param(BASE64[:70] + "\n" + "x = some(code, and, more)\n" * 20, id="one key in code"),
        pytest.param("=" * 300, id="a line"),
        pytest.param(f"# {BYTES.hex() * 99}\n" + "x = some(code, more)\n" * 99, id="a long line"),
        pytest.param("", id="empty"),
    ],
)
def test_not_encoded(text):
    assert not is_encoded(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(WORDS), id="bare"),
        pytest.param(
            "WORDS = [\n" + "".join(f'    "{word}",\n' for word in WORDS) + "]\n", id="array"
        ),
        pytest.param("words=\\\n" + "".join(f"{word},\\\n" for word in WORDS), id="one property"),
        pytest.param("\n".join(word.replace("a", "ä") for word in WORDS), id="beyond ASCII"),
    ],
)
def test_word_list(text):
    assert is_word_list(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(WORDS[:5]), id="short"),
        pytest.param("f(a)\n" * 20, id="calls"),
        pytest.param("a = 1\n" * 20, id="assignments"),
        pytest.param("two words\n" * 20, id="two words a line"),
        pytest.param("{\n}\n" * 20, id="braces"),
        pytest.param("const a = (b) => b + 1;\na\nb\nc\nd\n" * 9, id="code between letters"),
        pytest.param("a\x85b\u2028c\x1cd\x0ce\n" * 9, id="what separates no lines of a window"),
        pytest.param("", id="empty"),
    ],
)
def test_no_word_list(text):
    assert not is_word_list(text)


@pytest.mark.parametrize(
    "text", ["a" * 3_000_000, "a1B" * 500_000, "a.\n" * 500_000, '"' * 999_999]
)
def test_no_text_takes_long(text):
    began = time.process_time()
    is_encoded(text)
    is_word_list(text)
    assert time.process_time() - began < 10
