import numpy as np
import pytest

from polyglint.tokenizer import LexicalTokenizer, special_tokens
from train.augment import STYLES, Augmentation, indent_styles
from train.settings import TINY

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
    ids = LexicalTokenizer(VOCABULARY).encode_line("  if value {")
    return np.array([ids] * 400, np.uint16)


def augmented(**changes):
    augment = Augmentation(TINY.replace(**changes), VOCABULARY)
    return augment(rows(), np.random.default_rng(1))


def test_nothing_is_changed_where_nothing_is_asked():
    assert (augmented(word_dropout=0.0, indent_share=0.0) == rows()).all()


def test_indents_change_in_the_share_of_windows_asked_for():
    changed = (augmented(word_dropout=0.0, indent_share=0.5) != rows()).any(axis=0)
    assert changed.tolist() == [True, False, False, False]
    share = (augmented(word_dropout=0.0, indent_share=0.5) != rows()).any(axis=1).mean()
    of_styles = np.mean([table[rows()[0, 0]] != rows()[0, 0] for table in indent_styles(SIZE)])
    assert share == pytest.approx(0.5 * of_styles, abs=0.05)


def test_there_is_a_table_for_every_style():
    assert indent_styles(SIZE).shape == (len(STYLES), SIZE)
