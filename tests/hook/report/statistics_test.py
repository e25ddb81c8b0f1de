import json

import pytest

from polyglint.cli.parser import parsed
from polyglint.cli.run import main
from polyglint.report.statistics import lines
from polyglint.results import Result, in_order
from tests.hook.report.runs import RUN, SETTING


def test_counts_by_code_the_commonest_first():
    settings = (SETTING, SETTING._replace(severity="error")) * 5
    run = in_order([*RUN.results, Result("z", violations=settings)])
    assert [*lines(run, "text")] == [
        "11  PG204  unknown-attribute (6 as warnings)",
        " 1  PG101  content-contradicts-claim",
    ]
    (text,) = lines(run, "json")
    assert json.loads(text)[0] == {
        "code": "PG204",
        "name": "unknown-attribute",
        "count": 11,
        "warnings": 6,
    }


def test_nothing_found():
    assert [*lines(in_order([]), "text")] == []
    assert [*lines(in_order([]), "json")] == ["[]"]


@pytest.mark.parametrize("command", ["check", "audit"])
def test_they_stand_in_place_of_the_findings(command, wrong, model, capsys):
    assert main([command, ".", "--statistics"]) == 1
    out, err = capsys.readouterr()
    assert out == "2  PG101  content-contradicts-claim\n"
    assert err == "2 files checked, 2 violations\n"
    assert main([command, "--statistics", "."]) == 1
    assert capsys.readouterr().out == out
    assert main([command, "--statistics", "--format", "sarif"]) == 2
    words = "polyglint: --statistics is printed as text or json, not as sarif\n"
    assert capsys.readouterr() == ("", words)


@pytest.mark.parametrize(
    ("arguments", "kind", "directories"),
    [
        (["--statistics"], "rules", []),
        (["--statistics", "rules", "x"], "rules", ["x"]),
        (["--statistics", "x"], "rules", ["x"]),
        (["--statistics=rules", "rules"], "rules", ["rules"]),
        (["--", "--statistics"], None, ["--statistics"]),
    ],
    ids=str,
)
def test_a_path_behind_the_option_is_a_path(arguments, kind, directories):
    told = parsed(["audit", *arguments])
    assert (told["report"].statistics, told["directories"]) == (kind, directories)
