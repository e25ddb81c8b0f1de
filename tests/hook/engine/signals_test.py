"""What a process is started with and ended by, in processes of their own."""

import gc
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from polyglint.engine.signals import COLLECTED_AFTER, hurry

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="descriptors and signals of POSIX"),
]
START = "import sys\nfrom polyglint.cli import run as cli\n"
RUN = 'cli.COMMANDS["check"] = check\nsys.exit(cli.main(["check", "a.py"]))\n'
TALKS = """
def check(**_):
    first = open("first", "w")
    print("found")
    print("summary", file=sys.stderr)
    first.close()
    return 1
"""
FAILS = """
def check(**_):
    raise cli.FatalError("a.py: no")
"""


@pytest.fixture
def run(tmp_path):
    def run(body, **options):
        search = os.pathsep.join(path for path in sys.path if path)
        return subprocess.run(
            [sys.executable, "-c", START + body + RUN],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": search, "PYTHONUNBUFFERED": ""},
            timeout=300,
            **options,
        )

    return run


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)], ids=str)
def test_no_file_takes_the_place_of_a_closed_stream(run, tmp_path, closed):
    def close():
        for descriptor in closed:
            os.close(descriptor)

    done = run(TALKS, preexec_fn=close, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stdout == (b"" if 1 in closed else b"found\n")
    assert done.stderr == (b"" if 2 in closed else b"summary\n")
    assert (tmp_path / "first").read_bytes() == b""


def test_closed_standard_input_is_empty(run):
    body = "def check(**_):\n    print(repr(sys.stdin.buffer.read()))\n    return 0\n"
    done = run(body, preexec_fn=lambda: os.close(0), capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"b''\n", b"")


full = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is full")
REFUSED = b"polyglint: standard output or a temporary file: No space left on device\n"


@full
@pytest.mark.parametrize(
    ("body", "stdout", "stderr", "code", "told"),
    [
        pytest.param(TALKS, "/dev/full", None, 2, b"summary\n" + REFUSED, id="findings"),
        pytest.param(FAILS, "/dev/full", None, 2, b"polyglint: a.py: no\n", id="no findings"),
        pytest.param(TALKS, os.devnull, "/dev/full", 2, None, id="a summary"),
        pytest.param(FAILS, os.devnull, "/dev/full", 2, None, id="a message"),
        pytest.param(TALKS, "/dev/full", "/dev/full", 2, None, id="both"),
    ],
)
def test_full_disks(run, body, stdout, stderr, code, told):
    with Path(stdout).open("wb") as out, Path(stderr or os.devnull).open("wb") as err:
        done = run(body, stdout=out, stderr=err if stderr else subprocess.PIPE)
    assert (done.returncode, done.stderr) == (code, told)


@full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("option", "stdout", "stderr", "told"),
    [
        ("--help", "/dev/full", None, REFUSED),
        ("--version", "/dev/full", None, REFUSED),
        ("--unheard", os.devnull, "/dev/full", None),
    ],
)
def test_full_disks_of_the_parser(option, stdout, stderr, told, unbuffered):
    search = os.pathsep.join(path for path in sys.path if path)
    with Path(stdout).open("wb") as out, Path(stderr or os.devnull).open("wb") as err:
        done = subprocess.run(
            [sys.executable, "-m", "polyglint", option],
            env=os.environ | {"PYTHONPATH": search, "PYTHONUNBUFFERED": unbuffered},
            stdout=out,
            stderr=err if stderr else subprocess.PIPE,
            timeout=300,
        )
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        ('OSError(36, "File name too long", "a\\x1b")', 2, "polyglint: a\\x1b: File name too long"),
        ('OSError("no number")', 3, "OSError: no number"),
        ('OSError(24, "Too many open files", b"a")', 2, "polyglint: a: Too many open files"),
        (
            'OSError(9, "Bad file descriptor", 7)',
            2,
            "polyglint: standard output or a temporary file: Bad file descriptor",
        ),
        (
            "MemoryError()",
            2,
            "polyglint: not enough memory; use --jobs 1, or take fewer files at a time",
        ),
    ],
)
def test_what_the_system_refuses(run, error, code, told):
    done = run(f"def check(**_):\n    raise {error}\n", capture_output=True, text=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (code, told)
    assert len(done.stderr.splitlines()) == 1 or code == 3


WAITS = """
import os, time
from pathlib import Path
from polyglint.filesystem.atomic import replace_lines
def lines():
    yield "half"
    print("ready", flush=True)
    time.sleep(600)
def check(**_):
    replace_lines(Path("report"), lines())
"""


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)],
    ids=["TERM", "INT", "HUP"],
)
def test_an_end_in_good_order(tmp_path, number, code):
    (tmp_path / "report").write_text("old")
    search = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(
        [sys.executable, "-c", START + WAITS + RUN],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": search},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    assert process.communicate(timeout=300) == (b"", b"")
    assert process.returncode == code
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("report", "old")]


def test_a_signal_that_is_ignored_stays_so(run):
    body = "import os\ndef check(**_):\n    os.kill(os.getpid(), 1)\n    return 0\n"
    done = run(body, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert done.returncode == 0


GIT_WAITS = """
from pathlib import Path
from polyglint.git import process
def check(**_):
    {asked}
"""


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize(
    "asked",
    [
        'process.run(Path("."), "ls-files")',
        '[*process.records(Path("."), "ls-files")]',
        'from polyglint.git.blobs import Blobs; Blobs(Path(".")).read("1" * 40, 1)',
    ],
    ids=["run", "records", "blobs"],
)
def test_no_git_is_left_that_waits_for_a_pipe(repository, number, asked):
    """Git opens a pipe in a file's place, and waits for ever; whoever asked it is ended."""
    place = "objects/11/" + "1" * 38 if "Blobs" in asked else "config"
    pipe = repository.root / ".git" / place
    pipe.unlink(missing_ok=True)
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    search = os.pathsep.join(path for path in sys.path if path)
    ended = subprocess.Popen(
        [sys.executable, "-c", START + GIT_WAITS.format(asked=asked) + RUN],
        cwd=repository.root,
        env=os.environ | {"PYTHONPATH": search},
        stderr=subprocess.DEVNULL,
    )
    assert until(lambda: {"git", "sh"} <= set(running(repository.root)))
    ended.send_signal(number)
    ended.wait(timeout=60)
    assert until(lambda: not running(repository.root))


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_git_is_left_that_another_thread_waits_for(repository, number):
    """Nor in the time before somebody watches over it."""
    (repository.root / ".git/config").unlink()
    os.mkfifo(repository.root / ".git/config")
    ended = subprocess.Popen(
        [sys.executable, "-m", "polyglint", "check", "--staged"],
        cwd=repository.root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stderr=subprocess.DEVNULL,
    )
    assert until(lambda: "git" in running(repository.root))
    ended.send_signal(number)
    assert ended.wait(timeout=60) == 128 + number
    assert until(lambda: not running(repository.root))


def running(directory):
    """Names of the processes whose current directory this is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_this = process.name == str(os.getpid())
            if not is_this and (process / "cwd").readlink() == directory:
                found.append((process / "comm").read_text().strip())
    return found


def until(holds):
    end = time.monotonic() + 30
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_the_handler_before_is_put_back():
    from polyglint.cli.run import main

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit):
        main(["--version"])
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_short_run_starts_no_threads_and_collects_little(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    before = gc.get_threshold()
    try:
        hurry()
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
        assert gc.get_threshold()[0] == COLLECTED_AFTER
    finally:
        gc.set_threshold(*before)


def test_the_user_s_number_of_threads_is_theirs(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    before = gc.get_threshold()
    hurry()
    gc.set_threshold(*before)
    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"
