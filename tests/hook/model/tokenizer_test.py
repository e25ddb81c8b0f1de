import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglint.model.tokenizer import (
    MAX_LINE_LENGTH,
    CharacterTokenizer,
    LexicalTokenizer,
    indent_token,
    lexemes,
    shape_token,
    special_tokens,
)
from polyglint.model.windows import PADDING_ID, token_ids

VOCABULARY = ["def", "(", ")", "):", "=", "==", "===", "return", "x", "1", "0x1f", "é", "→", "_x"]
TOKENIZER = LexicalTokenizer(VOCABULARY)
NAMES = ["<padding>", *special_tokens(), *VOCABULARY]
# Whatever Python can hold in a string, lone surrogates among it.
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def tokens(line, after_blank=False):
    """The names of a line's tokens, its indent left out where it is none."""
    names = [NAMES[token_id] for token_id in token_ids(TOKENIZER.encode_line(line, after_blank))]
    return names[1:] if names[0] == "<space0>" else names


INDENTS = [
    pytest.param("x", "<space0>", id="none"),
    pytest.param(" x", "<space1>", id="one space"),
    pytest.param("    x", "<space4>", id="four spaces"),
    pytest.param("     x", "<space4>", id="five spaces count as four"),
    pytest.param(" " * 40 + "x", "<space16>", id="sixteen spaces and more"),
    pytest.param("\tx", "<tab1>", id="tab"),
    pytest.param("\t\t\t\t\tx", "<tab4>", id="four tabs and more"),
    pytest.param("  \t x", "<tab1>", id="spaces beside a tab do not count"),
    pytest.param("\N{NO-BREAK SPACE}x", "<space1>", id="no-break space"),
    pytest.param("\x0cx", "<space1>", id="form feed"),
    pytest.param("x\t", "<space0>", id="tab at the end"),
]

WORDS = [
    pytest.param("def", ["def"], id="in the vocabulary"),
    pytest.param("undefined", ["<lower8>"], id="lower case"),
    pytest.param("q", ["<lower1>"], id="one letter"),
    pytest.param("abcdefghijklmnop", ["<lower12>"], id="long"),
    pytest.param("lines2", ["<lower4>"], id="digits inside"),
    pytest.param("MAXIMUM", ["<UPPER4>"], id="upper case"),
    pytest.param("T", ["<UPPER1>"], id="upper case letter"),
    pytest.param("Maximum", ["<Title4>"], id="title case"),
    pytest.param("maxSize", ["<camelCase4>"], id="camel case"),
    pytest.param("MaxSize", ["<PascalCase4>"], id="Pascal case"),
    pytest.param("max_size", ["<snake_case8>"], id="snake case"),
    pytest.param("max_Size", ["<snake_case8>"], id="snake case with a capital"),
    pytest.param("MAX_SIZE", ["<UPPER_SNAKE8>"], id="upper snake case"),
    pytest.param("_size", ["<_lower4>"], id="private"),
    pytest.param("__init__", ["<_lower8>"], id="dunder"),
    pytest.param("size_", ["<lower4>"], id="underscore at the end"),
    pytest.param("_", ["<_camelCase1>"], id="underscore"),
    pytest.param("_x", ["_x"], id="private in the vocabulary"),
    pytest.param("größe", ["<foreign4>"], id="non-ASCII"),
    pytest.param("переменная_1", ["<foreign12>"], id="Cyrillic"),
    pytest.param("变量", ["<foreign2>"], id="Chinese"),
    pytest.param("é", ["é"], id="non-ASCII in the vocabulary"),
    pytest.param("x²", ["<foreign2>"], id="superscript inside"),
    pytest.param("½", ["<foreign1>"], id="fraction, a letter to regular expressions"),
]

NUMBERS = [
    pytest.param("1", ["1"], id="in the vocabulary"),
    pytest.param("7", ["<int1>"], id="digit"),
    pytest.param("1234567890", ["<int8>"], id="long"),
    pytest.param("1_000L", ["<int4>"], id="separator and suffix"),
    pytest.param("3.14", ["<float4>"], id="fraction"),
    pytest.param("1.2.3", ["<float4>"], id="version"),
    pytest.param("1e9", ["<int2>"], id="exponent"),
    pytest.param("0x1f", ["0x1f"], id="hexadecimal in the vocabulary"),
    pytest.param("0xFF", ["<hex4>"], id="hexadecimal"),
    pytest.param("0XFF", ["<hex4>"], id="hexadecimal, capital"),
    pytest.param("٣", ["<int1>"], id="Arabic digit"),
    pytest.param("3x", ["<int2>"], id="letters after a digit"),
]

MARKS = [
    pytest.param("x):", ["x", "):"], id="pair"),
    pytest.param("=(", ["<marks>"], id="unknown pair"),
    pytest.param(")))", ["<marks>"], id="unknown run"),
    pytest.param("===", ["==="], id="run of three"),
    pytest.param("=" * 78, ["==="], id="ruler"),
    pytest.param("====)", ["===", ")"], id="run, then a mark"),
    pytest.param("):=", ["):", "="], id="three marks, the pair first"),
    pytest.param("→", ["→"], id="non-ASCII in the vocabulary"),
    pytest.param("≠", ["<foreign marks>"], id="non-ASCII"),
    pytest.param("#≠", ["<foreign marks>"], id="pair with a non-ASCII one"),
    pytest.param("🙂🙂🙂🙂", ["<foreign marks>"], id="run of emoji"),
    pytest.param("x\tx", ["x", "<tab>", "x"], id="tab inside"),
    pytest.param("x  x    x", ["x", "<gap>", "x", "<gap>", "x"], id="gaps inside"),
    pytest.param("x x", ["x", "x"], id="one space is nothing"),
    pytest.param("x\t\tx", ["x", "<tab>", "<tab>", "x"], id="two tabs"),
    pytest.param("x\t  ", ["x"], id="white space at the end"),
    pytest.param("x\N{NO-BREAK SPACE}x", ["x", "x"], id="no-break space is nothing"),
]

HOSTILE = [
    pytest.param("\ud800", ["<foreign marks>"], id="lone surrogate"),
    pytest.param("x\udfff\ud800x", ["x", "<foreign marks>", "x"], id="two lone surrogates"),
    pytest.param("\0", ["<marks>"], id="NUL"),
    pytest.param("\x1b[1m", ["<marks>", "<int2>"], id="escape sequence"),
    pytest.param("x\x1cx\x1dx\x1ex\x1fx", ["x"] * 5, id="separators are white space"),
    pytest.param("x\x85x\u2028x", ["x"] * 3, id="Unicode's line ends are white space"),
    pytest.param("\N{ZERO WIDTH SPACE}", ["<foreign marks>"], id="zero width space is a mark"),
    pytest.param("\ufeffx", ["<foreign marks>", "x"], id="byte-order mark"),
    pytest.param("\u202ex", ["<foreign marks>", "x"], id="direction override"),
    pytest.param("e\u0301x", ["<lower1>", "<foreign marks>", "x"], id="combining accent"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("line", "indent"), INDENTS)
def test_indent_comes_first(line, indent):
    assert NAMES[token_ids(TOKENIZER.encode_line(line))[0]] == indent
    after_blank = NAMES[token_ids(TOKENIZER.encode_line(line, after_blank=True))[0]]
    assert after_blank == indent.replace("<", "<blank+")


@pytest.mark.parametrize(("line", "expected"), WORDS + NUMBERS + MARKS + HOSTILE)
def test_tokens(line, expected):
    assert tokens(line) == expected


def test_line_of_code():
    line = "    def max_size(x, y=1):  # größe"
    assert tokens(line, after_blank=True) == [
        *("<blank+space4>", "def", "<snake_case8>", "(", "x", "<marks>", "<lower1>", "="),
        *("1", "):", "<gap>", "<marks>", "<foreign4>"),
    ]


def test_long_lines_are_cut():
    line = "x " * MAX_LINE_LENGTH
    assert tokens(line) == ["x"] * (MAX_LINE_LENGTH // 2)
    assert tokens(" " * MAX_LINE_LENGTH + "x") == ["<space16>"]
    assert tokens("x" * (MAX_LINE_LENGTH + 9)) == tokens("x" * MAX_LINE_LENGTH)


def test_lexemes_have_kinds():
    assert lexemes("x = 0x1f\t---- é") == [
        *(("word", "x"), ("marks", "="), ("number", "0x1f"), ("gap", "\t")),
        *(("marks", "---"), ("word", "é")),
    ]


def test_every_special_token_is_named_once():
    assert len(set(special_tokens())) == len(special_tokens()) == 122


def test_vocabulary_size_counts_padding_and_special_tokens():
    assert TOKENIZER.vocabulary_size == len(NAMES) == 1 + 122 + len(VOCABULARY)


def test_shape_of_each_id():
    shapes = [NAMES[shape] for shape in TOKENIZER.shape_ids()]
    assert shapes[: -len(VOCABULARY)] == NAMES[: -len(VOCABULARY)]
    assert shapes[-len(VOCABULARY) :] == [
        *("<lower2>", "<marks>", "<marks>", "<marks>", "<marks>", "<marks>", "<marks>"),
        *("<lower4>", "<lower1>", "<int1>", "<hex4>", "<foreign1>", "<foreign marks>"),
        "<_lower2>",
    ]


@given(st.lists(ANY_TEXT.flatmap(lambda line: st.sampled_from(lexemes(line) or [("", "x")]))))
def test_shape_is_what_a_text_outside_the_vocabulary_becomes(found):
    vocabulary = list({text: None for kind, text in found if kind != "gap"})
    knowing, ignorant = LexicalTokenizer(vocabulary), LexicalTokenizer([])
    shapes = knowing.shape_ids()
    for text in vocabulary:
        (known,) = token_ids(knowing.encode_line(text))[1:]
        assert token_ids(ignorant.encode_line(text))[1:] == [shapes[known]]


@given(ANY_TEXT, st.booleans())
def test_any_line_becomes_ids_in_range(line, after_blank):
    ids = token_ids(TOKENIZER.encode_line(line, after_blank))
    assert ids
    assert PADDING_ID < min(ids) <= max(ids) < TOKENIZER.vocabulary_size
    assert ids == token_ids(LexicalTokenizer(VOCABULARY).encode_line(line, after_blank))


def test_characters_are_the_printable_ones():
    tokenizer = CharacterTokenizer()
    assert tokenizer.vocabulary_size == len(string.printable) == 100
    line = string.printable.replace("\n", "")
    ids = token_ids(tokenizer.encode_line(line))
    assert [string.printable[token_id] for token_id in ids] == [*line, "\n"]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        pytest.param("  x = 'é'", "  x = ''\n", id="others are left out"),
        pytest.param("x\ud800\0y", "xy\n", id="hostile"),
        pytest.param("x" * 2000, "x" * MAX_LINE_LENGTH + "\n", id="long"),
        pytest.param("", "\n", id="nothing"),
    ],
)
def test_characters(line, read):
    ids = token_ids(CharacterTokenizer().encode_line(line, after_blank=True))
    assert "".join(string.printable[token_id] for token_id in ids) == read


def test_remembered_shapes_change_nothing(monkeypatch):
    monkeypatch.setattr("polyglint.model.tokenizer.MAX_REMEMBERED", 3)
    lines = ["\tunknownName = 0x12  ----- word", "    Other_one(3.5)\t==", "x" * 99, "", "=" * 70]
    expected = [token_ids(LexicalTokenizer(["word", "---"]).encode_line(line)) for line in lines]
    tokenizer = LexicalTokenizer(["word", "---"])
    for _ in range(3):
        assert [token_ids(tokenizer.encode_line(line)) for line in lines] == expected
        assert max(map(len, [tokenizer._pieces, *tokenizer._indents])) <= 3
    first, after_blank = (tokenizer.encode_line("word", is_after) for is_after in (False, True))
    assert token_ids(first)[0] != token_ids(after_blank)[0]


@given(st.text(alphabet="ab_Zé019.x-=(*/\t\x0b \u3000", max_size=40), st.booleans())
def test_ids_are_those_of_the_lexemes(line, after_blank):
    """Pieces of a line are looked up and remembered; what they are made of stays the rule."""
    tokenizer = LexicalTokenizer(["a", "ab", "==", "---", "--", "(", "0", "x1"])
    known = {text: index for index, text in enumerate(tokenizer.vocabulary, 1)}
    specials = special_tokens()
    expected = [1 + specials.index(indent_token(line, after_blank))]
    for kind, text in lexemes(line):
        if kind == "gap":
            expected.append(1 + specials.index("<tab>" if text == "\t" else "<gap>"))
        elif text in known:
            expected.append(len(specials) + known[text])
        else:
            expected.append(1 + specials.index(shape_token(kind, text)))
    assert token_ids(tokenizer.encode_line(line, after_blank)) == expected
    assert token_ids(tokenizer.encode_line(line, after_blank)) == expected  # remembered
