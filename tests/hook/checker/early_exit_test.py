import json

import pytest

from polyglint.checker import early_exit, grammars, support
from polyglint.checker.early_exit import FEW_OPEN, ROUNDS, Candidate, EarlyExit
from tests.hook.conftest import KeywordReader

PYTHON = "def x(): return 1\n" * 40
JSON = json.dumps(list(range(40)), indent=1)
DATA = "".join(f"a{n} = {n}\n" for n in range(40))
COMMENTS = "# nothing to tell\n" * 16


@pytest.fixture
def reader():
    return KeywordReader()


def cleared(reader, text, *allowed):
    (answer,) = EarlyExit(reader).cleared([Candidate(text, allowed)])
    return answer


@pytest.mark.parametrize(
    ("text", "allowed", "rounds"),
    [
        pytest.param(JSON, "JSON", 0, id="its parser's word"),
        pytest.param(PYTHON, "Python", 0, id="its parser's word, whatever it reads as"),
        pytest.param("func x\n" * 40, "Go", 1, id="the first window"),
        pytest.param("func x\n" * 40, "C Go", 1, id="one of two claims"),
        pytest.param("func x\n" * 9, "Go", 1, id="lines enough"),
        pytest.param("func x\n" * 8 + "x", "Go", 1, id="lines enough, the last without an end"),
        pytest.param("#include\n" * 40, "C++", 1, id="compatible"),
        pytest.param(COMMENTS[:80] + "func x\n" * 40, "Go", 2, id="a later window"),
    ],
)
def test_cleared(reader, text, allowed, rounds):
    assert cleared(reader, text, *allowed.split())
    assert [count for _, count in reader.samples] == [*ROUNDS[:rounds]]
    assert reader.texts == []  # none is read whole


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        pytest.param("func x\n" * 40, "Python", id="another language"),
        pytest.param("func x\n" * 9, "C", id="lines enough for a contradiction"),
        pytest.param(COMMENTS, "Go", id="no language"),
        pytest.param("func x\n" * 40, "Zig", id="a claim that the model does not know"),
        pytest.param("{" + JSON, "JSON", id="a parser's refusal"),
        pytest.param(JSON, "Go", id="another language's parser"),
    ],
)
def test_left_open(reader, text, allowed):
    assert not cleared(reader, text, allowed)
    assert [count for _, count in reader.samples] == [*ROUNDS]


def test_rounds_are_for_the_texts_that_are_open(reader):
    texts = ["func x\n" * 40, "x\n" * 40, JSON, "#include\n" * 40]
    answers = EarlyExit(reader).cleared([Candidate(text, ("Go", "JSON")) for text in texts])
    assert answers == [True, False, True, False]
    assert [texts for texts, _ in reader.samples] == [
        [texts[0], texts[1], texts[3]],
        [texts[1], texts[3]],
    ]


@pytest.mark.parametrize("count", [FEW_OPEN, FEW_OPEN + 1])
def test_few_open_texts_are_read_whole_where_that_spares_numpy(reader, count):
    reader.spares_numpy = True
    text = COMMENTS + "func x\n" * 4
    answers = EarlyExit(reader).cleared([Candidate(text, ("Go",))] * count)
    assert answers == [count == FEW_OPEN] * count
    assert [wanted for _, wanted in reader.samples] == [*ROUNDS]
    assert reader.wholes == [text] * count * (count == FEW_OPEN)


def test_where_one_text_stays_open_the_others_are_left_for_numpy(reader):
    reader.spares_numpy = True
    texts = [COMMENTS + "func x\n" * 4, COMMENTS, COMMENTS + "func x\n" * 4]
    answers = EarlyExit(reader).cleared([Candidate(text, ("Go",)) for text in texts])
    assert answers == [True, False, False]
    assert reader.wholes == texts[:2]


@pytest.mark.parametrize("found", [True, False])
def test_a_text_that_reads_as_claimed_is_cleared(reader, monkeypatch, found):
    """Though no window does by itself."""
    reader.spares_numpy = True
    monkeypatch.setattr(support, "is_read_as_claimed", lambda *_: found)
    assert cleared(reader, COMMENTS * 3, "Go") == found


def test_a_text_that_cannot_be_read_whole_stays_open(reader, monkeypatch):
    reader.spares_numpy = True
    monkeypatch.setattr(reader, "sample_whole", lambda texts: (text for text in ()))
    assert not cleared(reader, COMMENTS * 3, "Go")


def test_nothing_is_left_being_read_where_judging_fails(reader, monkeypatch):
    reader.spares_numpy, closed = True, []

    def wholes(texts):
        try:
            yield from map(reader._reading, texts)
        finally:
            closed.append(1)

    monkeypatch.setattr(reader, "sample_whole", wholes)
    monkeypatch.setattr(early_exit, "_is_cleared_whole", lambda whole, marked: 1 // 0)
    with pytest.raises(ZeroDivisionError) as failure:
        cleared(reader, COMMENTS * 3, "Go")
    assert closed == [1]
    assert failure.tb is not None  # which holds the frame that reads


def test_no_texts(reader):
    assert EarlyExit(reader).cleared([]) == []
    assert reader.samples == []


def test_parsers_are_asked_to_spare_the_model_alone(reader):
    shortcut = EarlyExit(reader)
    assert (
        shortcut.cleared([Candidate("func x\n" * 40, ("Go",)), Candidate(DATA, ("TOML",))])
        == [True] * 2
    )
    assert shortcut.cleared([Candidate(DATA, ("TOML",))]) == [False]


@pytest.mark.parametrize(("text", "claim"), [(JSON, "JSON"), ("<a>b</a>\n", "SVG")])
def test_quick_parsers_are_always_asked(reader, text, claim):
    reader.is_loaded = True
    assert EarlyExit(reader).cleared([Candidate(text, (claim,))] * 3) == [True] * 3
    assert reader.samples == []
    long = " " * grammars.QUICK_LENGTH + text
    assert EarlyExit(reader).cleared([Candidate(long, (claim,))]) == [False]
    assert EarlyExit(reader).cleared([Candidate(text, (claim, "Python"))]) == [False]


def test_parsers_take_no_longer_than_the_model(reader, monkeypatch):
    monkeypatch.setattr(early_exit, "PARSED_FIRST", 2 * len(DATA) + 5)
    shortcut = EarlyExit(reader)
    assert shortcut.cleared([Candidate("x = 1\n" * 9, ("Go",))]) == [False]  # takes none of it
    reader.is_loaded = False
    assert shortcut.cleared([Candidate(DATA, ("TOML",))] * 3) == [True, True, False]
