import pytest

from train.data.candidates import COMMENT_SHARE, candidate_starts

CODE = "int value = 1;\n"
COMMENT = "// a word\n"


@pytest.mark.parametrize(
    ("language", "text", "starts"),
    [
        pytest.param("C", CODE * 6, [0, 1, 2], id="code"),
        pytest.param("C", CODE, [0], id="a short file"),
        pytest.param("C", "", [], id="no line"),
        pytest.param("C", COMMENT * 6, [], id="nothing but comment"),
        pytest.param("C", COMMENT * 5 + CODE, [2], id="comment before code"),
        pytest.param("C", CODE + COMMENT * 5, [0], id="comment after code"),
        pytest.param("C", COMMENT * 4 + "\n" * 3 + CODE, [1], id="blank lines do not count"),
        pytest.param("C", "/*\n" + "a\n" * 4 + "*/\n" + CODE, [3], id="block"),
        pytest.param("Python", COMMENT * 4, [0], id="another language's comment"),
        pytest.param("JSON", COMMENT * 5, [0, 1], id="a language without comments"),
    ],
)
def test_candidates(language, text, starts):
    assert candidate_starts(text, language).tolist() == starts


def test_a_few_windows_of_comment_are_kept():
    starts = candidate_starts(CODE * 103 + COMMENT * 103, "C").tolist()
    code = list(range(103))  # the last of them has three lines of comment
    assert starts[: len(code)] == code
    assert len(starts) - len(code) == int(COMMENT_SHARE * len(code))
    assert starts[-1] == 206 - 4
