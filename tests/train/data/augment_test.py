import numpy as np
import pytest

from polyglint.model.tokenizer import LexicalTokenizer, special_tokens
from polyglint.model.windows import token_ids
from train.data.augment import STYLES, Augmentation, indent_styles
from train.model.settings import TINY

IDS = {name: index for index, name in enumerate(special_tokens(), start=1)}
VOCABULARY = ("if", "value", "{")
SIZE = LexicalTokenizer(VOCABULARY).vocabulary_size


@pytest.mark.parametrize(
    ("style", "before", "after"),
    [
        pytest.param(0, "<space2>", "<space4>", id="twice as wide"),
        pytest.param(0, "<tab1>", "<space8>", id="tabs to eight columns"),
        pytest.param(1, "<blank+space8>", "<blank+space4>", id="half as wide, after a blank line"),
        pytest.param(2, "<space4>", "<tab2>", id="two columns a tab"),
        pytest.param(2, "<space1>", "<space1>", id="too narrow for a tab"),
        pytest.param(3, "<space4>", "<tab1>", id="four columns a tab"),
        pytest.param(3, "<tab3>", "<tab3>", id="a tab already"),
        pytest.param(4, "<tab2>", "<space8>", id="tabs to four columns"),
        pytest.param(4, "<tab4>", "<space16>", id="as deep as it goes"),
    ],
)
def test_styles(style, before, after):
    assert indent_styles(SIZE)[style][IDS[before]] == IDS[after]


def test_styles_leave_the_margin_and_all_else_alone():
    indents = [IDS[name] for name in IDS if "space" in name or "<tab" in name or "+tab" in name]
    margin = [IDS["<space0>"], IDS["<blank+space0>"]]
    others = sorted(set(range(SIZE)) - set(indents)) + margin + [IDS["<tab>"], IDS["<gap>"]]
    for table in indent_styles(SIZE):
        assert (table[others] == others).all()


def rows():
    ids = token_ids(LexicalTokenizer(VOCABULARY).encode_line("  if value {"))
    return np.array([ids] * 400, np.uint16)


CHANGES = ("word_dropout", "indent_share", "short_share", "join_share", "foreign_share")
NOTHING = dict.fromkeys(CHANGES, 0.0)


def augmented(x=None, lengths=None, **changes):
    augment = Augmentation(TINY.replace(**NOTHING | changes), VOCABULARY)
    x = rows() if x is None else x
    lengths = np.full(len(x), x.shape[1], np.int32) if lengths is None else lengths
    return augment(x, lengths, np.random.default_rng(1))


def test_nothing_is_changed_where_nothing_is_asked():
    x, lengths = augmented()
    assert (x == rows()).all()
    assert (lengths == rows().shape[1]).all()


def test_indents_change_in_the_share_of_windows_asked_for():
    changed = augmented(indent_share=0.5)[0] != rows()
    assert changed.any(axis=0).tolist() == [True, False, False, False]
    of_styles = np.mean([table[rows()[0, 0]] != rows()[0, 0] for table in indent_styles(SIZE)])
    assert changed.any(axis=1).mean() == pytest.approx(0.5 * of_styles, abs=0.05)


def test_there_is_a_table_for_every_style():
    assert indent_styles(SIZE).shape == (len(STYLES), SIZE)


def four_lines():
    """Four lines of two, three, one and two tokens, and padding."""
    line, if_, brace = IDS["<space4>"], SIZE - 3, SIZE - 1
    row = [line, if_, IDS["<blank+tab1>"], if_, brace, line, line, brace, 0, 0]
    return np.array([row] * 400, np.uint16), np.full(400, 8, np.int32)


def test_windows_are_cut_after_whole_lines():
    x, lengths = four_lines()
    cut = augmented(x, lengths, short_share=0.5)
    assert (cut[0] == x).all()
    assert set(cut[1].tolist()) == {2, 5, 6, 8}
    assert np.mean(cut[1] < 8) == pytest.approx(0.5, abs=0.06)


def test_a_window_of_one_line_stays_whole():
    x, lengths = rows(), np.full(400, 4, np.int32)
    assert (augmented(x, lengths, short_share=1.0)[1] == 4).all()


def test_lines_are_joined_behind_the_first_indent():
    x, lengths = four_lines()
    joined, fewer = augmented(x, lengths, join_share=1.0)
    assert (fewer == 5).all()
    assert joined[0, :5].tolist() == [IDS["<space4>"], SIZE - 3, SIZE - 3, SIZE - 1, SIZE - 1]


def test_joining_takes_its_share():
    x, lengths = four_lines()
    assert np.mean(augmented(x, lengths, join_share=0.2)[1] < 8) == pytest.approx(0.2, abs=0.06)


def test_unknown_words_turn_foreign_and_marks_do_not():
    x, _ = augmented(word_dropout=0.5, foreign_share=1.0)
    seen = [set(x[:, column].tolist()) for column in range(4)]
    if_, value, mark = (rows()[0, column] for column in (1, 2, 3))
    assert seen[1] == {if_, IDS["<foreign2>"]}
    assert seen[2] == {value, IDS["<foreign4>"]}
    assert seen[3] == {mark}


def test_unknown_words_keep_their_shape_at_home():
    x, _ = augmented(word_dropout=0.5)
    assert set(x[:, 2].tolist()) == {rows()[0, 2], IDS["<lower4>"]}
