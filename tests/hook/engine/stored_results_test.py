import json

import pytest

from polyglint.engine import stored_results
from polyglint.results import Finding, Judgement, NotJudged, WindowRead
from tests.hook.claims import source

FLAGGED = Judgement(
    ("C", "C++"),
    source("extension .h"),
    "Python",
    0.987654321,
    None,
    (Finding(3, 1, "PG101", "“C”, reads as Python", 9, ("C",), "Python", 0.9, fingerprint="ab"),),
    (WindowRead(1, 4, "Python", 0.9, "<b>\n\x1b[31m\udce9"),),
)


@pytest.mark.parametrize(
    "result",
    [
        pytest.param(FLAGGED, id="flagged"),
        pytest.param(Judgement(("C",), source("extension .c"), None, 0.1), id="clean"),
        pytest.param(Judgement(not_judged=NotJudged("empty")), id="not judged"),
        pytest.param(Judgement(("C",), cleared="a table of numbers"), id="cleared"),
        pytest.param(
            FLAGGED._replace(findings=(Finding(1, 1, "PG102", "x", 1, ("C",)),)),
            id="no language",
        ),
    ],
)
def test_there_and_back(result):
    assert stored_results.decode(stored_results.encode(result)) == result


VALID = json.loads(stored_results.encode(FLAGGED))


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (0, "C"),
        (0, [1]),
        (1, 1),
        (2, ["Python"]),
        (3, "0.9"),
        (3, 1),
        (3, float("nan")),
        (3, float("inf")),
        (3, -0.1),
        (3, 1.1),
        (3, None),
        (4, 1),
        (5, None),
        (5, [["<script>", *VALID[5][0][1:]]]),
        (5, [[True, *VALID[5][0][1:]]]),
        (5, [[0, *VALID[5][0][1:]]]),
        (5, [[10**400, *VALID[5][0][1:]]]),
        (5, [[*VALID[5][0][:2], "PG999", *VALID[5][0][3:]]]),
        (5, [[*VALID[5][0][:7], float("nan"), *VALID[5][0][8:]]]),
        (5, [VALID[5][0][:-1]]),
        (5, [[*VALID[5][0][:-1], "off"]]),
        (5, [3]),
        (6, [[1, 4, "Python", 0.9]]),
        (6, [[1, 4, "Python", 0.9, 5]]),
        (6, [[1, 4, "Python", float("nan"), "x"]]),
        (6, [[-1, 4, "Python", 0.9, "x"]]),
        (7, 1),
        (7, ["x"]),
    ],
)
def test_what_is_no_result_is_an_error(index, value):
    values = list(VALID)
    values[index] = value
    with pytest.raises(ValueError, match=r"."):
        stored_results.decode(json.dumps(values).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"[1]", b"\xff", b"[" * 100_000, b"null"])
def test_what_is_no_list_is_an_error(data):
    with pytest.raises(ValueError, match=r"."):
        stored_results.decode(data)
