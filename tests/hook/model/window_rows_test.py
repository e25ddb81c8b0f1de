from array import array

import numpy as np

from polyglint.model.tokenizer import LexicalTokenizer
from polyglint.model.window_rows import encode_rows, encode_windows, rows_of
from polyglint.model.windows import PADDING_ID, Lines, cut_text


def test_rows_are_cut_and_padded():
    lines = [[1, 2], [3], [4], [5], [6, 7, 8, 9], [10]]
    encoded = [array("H", line).tobytes() for line in lines]
    rows = encode_windows(encoded, [0, 2, 5], sequence_length=6)
    assert rows.token_ids.tolist() == [
        [1, 2, 3, 4, 5, PADDING_ID],
        [4, 5, 6, 7, 8, 9],
        [10, *[PADDING_ID] * 5],
    ]
    assert rows.padding_mask.sum(axis=1).tolist() == [6, 7, 2]
    assert rows.padding_mask[0].tolist() == [True] * 6 + [False]
    assert rows.padding_mask[2].tolist() == [True, True, *[False] * 5]
    assert (rows.token_ids.dtype, rows.padding_mask.dtype) == (np.uint16, np.bool_)


def test_no_windows_are_no_rows():
    token_ids, padding_mask = encode_windows([], [], 8)
    assert (token_ids.shape, padding_mask.shape) == ((0, 8), (0, 9))


class CountingTokenizer(LexicalTokenizer):
    def __init__(self):
        super().__init__([*"abcdefghijkl"])
        self.encoded = []

    def encode_line(self, line, after_blank=False):
        self.encoded.append(line)
        return super().encode_line(line, after_blank)


def test_only_lines_of_windows_are_encoded_and_those_once():
    tokenizer = CountingTokenizer()
    lines = Lines("\n".join("abcdefghijkl") + "\n\n" + "x\n" * 9)
    rows = encode_rows(tokenizer, lines, [0, 2, 8], 64)
    assert sorted(tokenizer.encoded) == [*"abcdefijkl"]
    encoded = [tokenizer.encode_line(line.text, line.after_blank) for line in lines]
    expected = encode_windows(encoded, [0, 2, 8], 64)
    assert all(map(np.array_equal, rows, expected))


def test_rows_know_what_comes_after_a_blank_line():
    tokenizer = LexicalTokenizer(["a", "b"])
    apart, together = (
        encode_rows(tokenizer, Lines(text), [0], 8).token_ids.tolist()
        for text in ("a\n\nb", "a\nb")
    )
    assert [place for place in range(8) if apart[0][place] != together[0][place]] == [2]


def test_rows_of_a_sample_are_rows_of_the_whole():
    tokenizer = LexicalTokenizer(["x", "y"])
    cut = cut_text("".join("x" + "y " * (n % 7) + "\n" * (1 + n % 3) for n in range(50)), 24)
    whole, some = rows_of(cut, tokenizer, 16), rows_of(cut.sample(3), tokenizer, 16)
    rows = [cut.starts.index(start) for start in cut.sample(3).starts]
    assert np.array_equal(some.token_ids, whole.token_ids[rows])
    assert np.array_equal(some.padding_mask, whole.padding_mask[rows])
