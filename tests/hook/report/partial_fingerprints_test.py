import pytest

from polyglint.report.partial_fingerprints import fingerprinted
from polyglint.results import in_order
from tests.hook.report.runs import CONTENT, FLAGGED, SETTING, SETTINGS


def fingerprints(result):
    return [known.fingerprint for known in fingerprinted(in_order([result]))]


def flagged(**changes):
    return FLAGGED._replace(violations=(CONTENT._replace(**changes),))


@pytest.mark.parametrize(
    "changes",
    [
        {"line": 7, "last_line": 90, "column": 3},
        {"score": 0.9, "message": "claims Python, reads as JavaScript (0.900)"},
        {"suggestion": None},
    ],
    ids=str,
)
def test_it_stays(changes):
    assert fingerprints(flagged(**changes)) == fingerprints(FLAGGED)


@pytest.mark.parametrize(
    "changes",
    [
        {"path": "src/router2.py"},
        {"code": "PG203"},
        {"claimed": ("Ruby",)},
        {"claimed": ("Python", "Ruby")},
        {"language": "TypeScript"},
    ],
    ids=str,
)
def test_it_changes(changes):
    assert fingerprints(flagged(**changes)) != fingerprints(FLAGGED)


def test_lines_of_settings_are_told_apart_by_what_is_said_of_them():
    other = SETTING._replace(message="no attribute y")
    both = fingerprints(SETTINGS._replace(violations=(SETTING, other)))
    assert both == fingerprints(SETTINGS) + fingerprints(SETTINGS._replace(violations=(other,)))
    assert len(set(both)) == 2


def test_no_two_are_the_same():
    twice = fingerprints(SETTINGS._replace(violations=(SETTING, SETTING._replace(line=9))))
    assert len(set(twice)) == 2
    assert twice[:1] == fingerprints(SETTINGS)


def test_what_a_baseline_knows_keeps_its_fingerprint():
    (known,) = fingerprinted(in_order([FLAGGED._replace(violations=(), baselined=(CONTENT,))]))
    assert known == (CONTENT, *fingerprints(FLAGGED), True)
