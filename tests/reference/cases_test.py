import pytest

from tests.reference import cases
from tests.reference.cases import DIRECTORY, NOTHING, find, read_table

ROWS = read_table()


@pytest.fixture(scope="module")
def found_in(tmp_path_factory):
    """What the commands find in a case, which is asked for once."""
    known = {}

    def found(case):
        if case not in known:
            known[case] = find(case, tmp_path_factory.mktemp("case") / case)
        return known[case]

    return found


def params(rows):
    for row in rows:
        marks = [pytest.mark.xfail(reason=f"not yet: {row.open}")] if row.open else []
        yield pytest.param(row, id=f"{row.case}/{row.file}", marks=marks)


@pytest.mark.parametrize("row", [*params(ROWS)])
def test_finds_what_is_there_and_nothing_else(row, found_in):
    found = found_in(row.case)
    assert found.audit.get(row.file, ()) == row.codes
    assert found.check.get(row.file, ()) == row.codes


def test_every_file_has_a_row():
    kept = {
        (path.relative_to(DIRECTORY).parts[0], path)
        for path in DIRECTORY.rglob("*")
        if path.is_file()
    }
    assert kept == {(row.case, cases.stored(row.case, row.file)) for row in ROWS}


def test_there_are_findings_and_silence_to_hold_to():
    assert {row.expected == NOTHING for row in ROWS} == {True, False}
