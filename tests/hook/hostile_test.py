"""The program itself on nasty files, names and circumstances, in processes of their own.

Whatever is there: nothing of it is run, nothing is left out in silence, and the memory that it
takes is that of a run of honest files.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from polyglint.cli.run import main
from polyglint.escaping import LINE_COMMAND, LOG_COMMAND
from polyglint.report.output import FORMATS
from tests.hook.nasty import FLAGGED, JAVASCRIPT, NAMES, make_contents
from tests.hook.output import paths

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="files and limits of Linux"),
]
MAX_MEMORY = 256 << 10  # KiB, and three times what it takes
# The most memory of a process, in KiB. What wait4 tells begins with that of its parent.
MEASURED = """
import re, sys
from pathlib import Path
from polyglint.cli import main
code = main(sys.argv[1:])
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
sys.exit(code)
"""
UNCLAIMED = sum(not name.endswith(".py") for name in NAMES)
PATIENCE = 300  # seconds for what takes a few


def start(directory, *arguments, program=("-m", "polyglint"), **options):
    search = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=directory,
        env=os.environ | {"PYTHONPATH": search, "GIT_CEILING_DIRECTORIES": str(directory.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def test_contents(tmp_path):
    directory = tmp_path / "contents"
    directory.mkdir()
    expected = make_contents(directory)
    log = tmp_path / "log"
    arguments = ("audit", "--jobs", "1", "--no-cache", "--format", "jsonl", "--output", str(log))
    process = start(directory, *arguments, program=("-c", MEASURED))
    out, err = process.communicate(timeout=PATIENCE)
    (directory / "one-line.py").unlink()  # 100 MB
    assert process.returncode == 1, err
    assert int(out) < MAX_MEMORY
    files = [json.loads(line) for line in log.read_text("ascii").splitlines()[1:]]
    told = {file["path"]: file for file in files}
    assert told.keys() == expected.keys()
    for name, answer in expected.items():
        codes = [violation["code"] for violation in told[name]["violations"]]
        if answer == FLAGGED:
            assert codes == ["PG101"], name
        elif answer is not None:
            assert (codes, told[name]["not_judged"]) == ([], answer), name


@pytest.fixture
def named(repository, model, javascript):
    """A repository of files that are all the same, but for their names."""
    for name in NAMES:
        (repository.root / name).write_text(javascript)
    repository.git("add", "--all")
    return repository


def assert_neutral(text, form="text"):
    for line in text.splitlines():
        assert line.isprintable(), line
        assert not LOG_COMMAND.search(line)
        assert not LINE_COMMAND.match(line) or (form == "github" and line[:7] == "::error")


@pytest.mark.parametrize("form", FORMATS)
def test_names(named, form, capfd, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    before = named.git("status", "--porcelain=v2", "-z")
    assert main(["audit", "--no-cache", "--verbose", "--format", form]) == 1
    out, err = capfd.readouterr()
    assert_neutral(out if form != "html" else "", form)
    assert_neutral(err)
    assert named.git("status", "--porcelain=v2", "-z") == before  # not even a file of ours
    if form == "json":
        assert len(json.loads(out)["files"]) == len(NAMES)
    if form == "github":
        assert_neutral((tmp_path / "summary.md").read_text("utf-8"))


@pytest.mark.parametrize("command", [["check", "--staged"], ["check"], ["claim"], ["detect"]])
def test_names_as_arguments(named, command, capfd):
    code = main([*command, "--", *NAMES])
    out, err = capfd.readouterr()
    assert code == (command[0] == "check"), err
    assert_neutral(out + err)
    assert len(paths(out)) == len(NAMES) - UNCLAIMED * (command[0] == "check")
    assert not [*named.root.rglob("pwned*")]


@pytest.mark.parametrize("name", [NAMES[0], NAMES[5], NAMES[8], NAMES[11]], ids=ascii)
def test_a_name_alone(named, name, capfd):
    assert main(["explain", "--", name]) == 0
    assert main(["fix", "--diff", "--", name]) == 0
    assert_neutral("".join(capfd.readouterr()))
    assert (named.root / name).exists()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a MiB that is made full or read-only when it is told to be."""
    directory = tmp_path / "disk"
    directory.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "polyglint-test", str(directory)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("nobody may mount here")

    def make(state):
        if state == "read-only":
            again = ["mount", "-o", "remount,ro", str(directory)]
            subprocess.run(again, check=True, capture_output=True)
            return "Read-only file system"
        with suppress(OSError), (directory / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        return "No space left on device"

    yield directory, make
    subprocess.run(["umount", "--lazy", str(directory)], check=True, capture_output=True)


@pytest.mark.parametrize("state", ["full", "read-only"])
@pytest.mark.parametrize("option", ["--output", "--write-baseline"])
def test_nothing_is_lost_on_a_disk(named, small_disk, capsys, state, option):
    directory, make = small_disk
    (directory / "report").write_text("old")
    words = make(state)
    assert main(["audit", "--format", "html", option, str(directory / "report")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err == f"polyglint: {option}: cannot write {directory / 'report'}: {words}\n"
    assert (directory / "report").read_text() == "old"
    assert not [*directory.glob(".polyglint-*")]


@pytest.mark.parametrize("state", ["full", "read-only"])
def test_a_cache_is_done_without(named, small_disk, capsys, monkeypatch, state):
    directory, make = small_disk
    make(state)
    monkeypatch.setenv("XDG_CACHE_HOME", str(directory))
    assert main(["audit"]) == 1
    assert capsys.readouterr().err.endswith(
        f"{len(NAMES) - UNCLAIMED} violations, {UNCLAIMED} not judged\n"
    )


@pytest.mark.parametrize("state", ["full", "read-only"])
def test_settings_are_corrected_whole_or_not_at_all(repository, small_disk, capsys, state):
    directory, make = small_disk
    scratch = type(repository)(directory)
    scratch.add("a.js", "x\n")
    wrong = b"*.js linguist-language= JavaScript\n" + b"# a comment of a line\n" * 400
    scratch.add(".gitattributes", wrong)
    words = make(state)
    assert main(["fix", str(directory)]) == 2
    err = capsys.readouterr().err
    assert err.splitlines()[-1].endswith(words)
    assert "Traceback" not in err
    assert (directory / ".gitattributes").read_bytes() == wrong
    assert {path.name for path in directory.iterdir()} <= {
        ".git",
        "a.js",
        ".gitattributes",
        "filler",
    }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_a_run(tmp_path, number):
    directory = tmp_path / "files"
    directory.mkdir()
    for index in range(400):
        (directory / f"{index}.py").write_text(f"// {index}\n" + JAVASCRIPT * 20)
    process = start(directory, "audit", "--jobs", "2", "--no-cache")
    until(lambda: len(children_of(process.pid)) == 2)
    workers = children_of(process.pid)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    expected = {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGKILL: -9}
    assert (process.returncode, out, err) == (expected[number], b"", b"")
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def children_of(pid):
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
