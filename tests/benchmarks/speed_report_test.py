import copy

import pytest

from benchmarks.contestants import PYTHON, RUST
from benchmarks.speed_report import line_of, report, table, targets


def run(seconds, **rates):
    return {
        "seconds": seconds,
        "best": seconds,
        "processor_seconds": seconds,
        "memory": 60,
        **rates,
    }


def rated(seconds):
    return run(seconds, files_a_second=100 / seconds, mb_a_second=1 / seconds)


FIGURES = {
    "machine": {"processor": "processor", "cores": 2, "load": 0.1},
    "versions": {"polyglint": "0.1.0"},
    "files": 100,
    "bytes": 1_000_000,
    "cold": {
        "one staged file": {
            "polyglint check --staged": run(0.2),
            RUST: run(0.1),
            PYTHON: run(0.25),
        },
        "ten staged files": {"polyglint check --staged": run(0.3), PYTHON: run(0.2)},
    },
    "parts": {"numpy": run(0.06)},
    "throughput": {
        "all cores": {"polyglint audit": rated(1.0), RUST: rated(4.0)},
        "one core": {"polyglint audit": rated(2.0), RUST: rated(4.0)},
        "every fifth file": {"Pygments": rated(9.0)},
    },
    "size": {"polyglint check": {"1024": 0.2, "1048576": 0.3}, RUST: {"1024": 0.1, "1048576": 0.1}},
    "count": {
        "polyglint check": {"1": 0.201, "10": 0.21, "100": 0.3},
        RUST: {"1": 0.1, "10": 0.2, "100": 1},
    },
    "overhead": {
        "files read whole": {
            "windows": 1000,
            "batches": 130,
            "windows_a_second": 800.0,
            "bare_windows_a_second": 1000.0,
            "overhead": 0.25,
        }
    },
}


def test_targets():
    assert [(name, round(ratio, 3), most) for name, ratio, most in targets(FIGURES)] == [
        (f"cold start, one staged file, to {PYTHON}'s", 0.8, 1.0),
        (f"cold start, one staged file, processor time, to {PYTHON}'s", 0.8, 1.0),
        (f"cold start, one staged file, to {RUST}'s", 2.0, 1.5),
        (f"cold start, one staged file, processor time, to {RUST}'s", 2.0, 1.5),
        (f"cold start, ten staged files, to {PYTHON}'s", 1.5, 1.0),
        (f"cold start, ten staged files, processor time, to {PYTHON}'s", 1.5, 1.0),
        (f"audit on all cores, time to {RUST}'s", 0.25, 1.0),
        (f"audit on one core, time to {RUST}'s", 0.5, 1.0),
        ("files read whole, time to the bare runtime's", 1.25, 1.25),
    ]


def test_peers_that_are_not_installed_set_no_target():
    figures = copy.deepcopy(FIGURES)
    for runs in (*figures["cold"].values(), *figures["throughput"].values()):
        runs.pop(RUST, None)
        runs.pop(PYTHON, None)
    assert len(targets(figures)) == 1


def test_report(tmp_path):
    report(FIGURES, tmp_path)
    text = (tmp_path / "speed.md").read_text()
    assert (
        "| cold start, one staged file, to Magika, Python command's | 0.80 | 1.00 | yes |" in text
    )
    assert "| 1.50 | 1.00 | **no** |" in text
    assert "200 ms and 1.00 ms a file (R² 1.000)" in text
    assert "| 1,048,576 | 300 | 100 |" in text
    assert "other work" not in text
    for name in ("cold", "throughput", "growth"):
        assert f"(speed-{name}.png)" in text
        assert (tmp_path / f"speed-{name}.png").read_bytes().startswith(b"\x89PNG")


def test_a_busy_machine_is_told_of(tmp_path):
    report({**FIGURES, "machine": {**FIGURES["machine"], "load": 1.5}}, tmp_path)
    assert "The machine had other work to do" in (tmp_path / "speed.md").read_text()


@pytest.mark.parametrize(
    ("points", "line"),
    [
        ({"0": 1.0, "10": 2.0, "20": 3.0}, (1.0, 0.1, 1.0)),
        ({"0": 1.0, "10": 1.0}, (1.0, 0.0, 1.0)),
        ({"0": 0.0, "1": 1.0, "2": 0.0}, (1 / 3, 0.0, 0.0)),
    ],
)
def test_line_of(points, line):
    assert line_of(points) == pytest.approx(line, abs=1e-6)


def test_table():
    assert table(("a", "b"), [("x", "1")]) == "| a | b |\n| --- | ---: |\n| x | 1 |"
