import os
import stat
import sys

import pytest

from polyglint.cli.parser import make_parser
from polyglint.errors import FatalError
from polyglint.report.options import ReportOptions
from polyglint.report.output import FORMATS, format_lines, write, write_file
from tests.hook.report.runs import RUN

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes of POSIX")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_on_standard_output_and_in_a_file(tmp_path, capsys, name):
    write(RUN, ReportOptions(output_format=name))
    told = capsys.readouterr().out
    write(RUN, ReportOptions(output_format=name, output=str(tmp_path / "report")))
    assert capsys.readouterr().out == ""
    assert (tmp_path / "report").read_bytes().decode() == told
    assert told == "".join(f"{line}\n" for line in format_lines(RUN, name))
    assert [*tmp_path.iterdir()] == [tmp_path / "report"]


def test_colour(capsys, tmp_path, monkeypatch):
    write(RUN, ReportOptions(color="always"))
    coloured = capsys.readouterr().out
    assert coloured.splitlines()[2:] == [
        (
            "\x1b[1msrc/router.py:1:1:\x1b[0m \x1b[1;31mPG101\x1b[0m "
            "claims Python, reads as JavaScript (0.832)"
        ),
        "  \x1b[36mhelp:\x1b[0m git mv -- src/router.py src/router.js",
    ]
    write(RUN)
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    write(RUN)
    assert capsys.readouterr().out == coloured
    write(RUN, ReportOptions(output=str(tmp_path / "a")))
    assert "\x1b" not in (tmp_path / "a").read_text()


def broken_lines():
    yield "one"
    raise KeyboardInterrupt


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "report"
    for before in (None, "old"):
        if before:
            path.write_text(before)
        with pytest.raises(KeyboardInterrupt):
            write_file(path, broken_lines())
        assert [*map(str, tmp_path.iterdir())] == ([str(path)] if before else [])
    assert path.read_text() == "old"
    write_file(path, ["new"])
    assert path.read_text() == "new\n"


@posix
def test_modes_stay_and_links_give_way(tmp_path):
    umask = os.umask(0o022)
    try:
        write_file(tmp_path / "new", [])
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o644
    (tmp_path / "old").touch(0o600)
    write_file(tmp_path / "old", ["x"])
    assert (tmp_path / "old").read_text() == "x\n"
    (tmp_path / "link").symlink_to("old")
    write_file(tmp_path / "link", ["y"])
    assert (tmp_path / "old").read_text() == "x\n"
    assert (tmp_path / "link").read_text() == "y\n"
    assert not (tmp_path / "link").is_symlink()
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o600


@posix
def test_what_is_no_regular_file_is_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_file(tmp_path / "pipe", ["x"])
    assert os.read(reader, 10) == b"x\n"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_loop_of_links_gives_way(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    write_file(tmp_path / "loop", ["x"])
    assert (tmp_path / "loop").read_text() == "x\n"


def test_trouble_names_the_file(tmp_path):
    with pytest.raises(FatalError, match=r"^--output: cannot write .*gone.*: No such file"):
        write_file(tmp_path / "gone" / "report", ["x"])


def test_step_summary(tmp_path, monkeypatch, capsys):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write(RUN, ReportOptions(output_format="json"))
    assert summary.read_text() == "before\n"
    write(RUN, ReportOptions(output_format="github"))
    assert summary.read_text().startswith("before\n### polyglint: 2 files checked")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "gone" / "x"))
    with pytest.raises(FatalError, match="GITHUB_STEP_SUMMARY"):
        write(RUN, ReportOptions(output_format="github"))


@pytest.mark.parametrize("command", ["check", "audit"])
def test_arguments(command, tmp_path):
    told = vars(make_parser().parse_args([command, "--format", "sarif", "--output", "x"]))
    assert (told["output_format"], told["output"], told["color"]) == ("sarif", "x", "auto")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xml"],
        ["--output", "."],
        ["--output", ""],
        ["--output", "missing/report"],
        ["--color", "red"],
    ],
    ids=str,
)
def test_refused_arguments(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as error:
        make_parser().parse_args(["audit", *arguments])
    assert error.value.code == 2
