"""What a run does to its surroundings: it speaks to no network, and bears company."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import SOURCES

HOOK = Path(__file__).parents[4] / "hook"
# Loaded into every Python of a run before anything else, those of its workers too.
NO_SOCKETS = """
import sys, _socket
UNIX = getattr(_socket, "AF_UNIX", None)
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        raise PermissionError(f"{event} {arguments}")
    if event == "socket.__new__" and arguments[1] != UNIX:
        raise PermissionError(f"{event} {arguments}")
sys.addaudithook(refuse)
"""
COMMANDS = {
    "check": ["check", "--no-cache", "lookup.py", "queue.go"],
    "staged": ["check", "--no-cache", "--staged"],
    "workers": ["audit", "--no-cache", "--jobs", "2", "."],
    "revision": ["audit", "--no-cache", "--rev", "HEAD", "."],
    "html": ["audit", "--format", "html", "."],
    "detect": ["detect", "lookup.py"],
    "claim": ["claim", "lookup.py"],
    "explain": ["explain", "lookup.py"],
    "fix": ["fix", "--diff", "."],
    "config": ["config"],
}


@pytest.fixture
def place(repository):
    """Real sources, one of them under a wrong name, and so many that workers are started."""
    for path in SOURCES.iterdir():
        shutil.copy(path, repository.root)
    shutil.copy(SOURCES / "router.js", repository.root / "lookup.py")
    text = (SOURCES / "inventory.py").read_text()
    for number in range(70):
        repository.write(f"many/{number}.py", f"{text}\n# {number}\n")
    repository.write("queue.go", f"```go\n{(SOURCES / 'queue.go').read_text()}```\n")
    repository.git("add", ".")
    repository.commit()
    repository.add("lookup.py", (SOURCES / "router.js").read_text() + "\n// more\n")
    return repository.root


def command_of(name):
    return [sys.executable, "-m", "polyglint", *COMMANDS[name]]


def run(command, **variables):
    environment = os.environ | {"PYTHONPATH": str(HOOK)} | variables
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_guard_refuses_what_it_should(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    script = "import socket; socket.socket().connect(('127.0.0.1', 1))"
    code, _, err = run([sys.executable, "-c", script], PYTHONPATH=str(tmp_path))
    assert code == 1
    assert "PermissionError: socket.__new__" in err
    script = "import socket; socket.getaddrinfo('example.invalid', 80)"
    code, _, err = run([sys.executable, "-c", script], PYTHONPATH=str(tmp_path))
    assert "PermissionError: socket.getaddrinfo" in err


@pytest.mark.parametrize("name", COMMANDS)
def test_no_socket_is_opened(place, tmp_path, name):
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    path = f"{tmp_path}{os.pathsep}{HOOK}"
    code, out, err = run(command_of(name), PYTHONPATH=path)
    assert "PermissionError" not in err
    assert code == (0 if name in ("detect", "claim", "explain", "config") else 1)
    assert ("queue.go" if name == "fix" else "lookup.py") in out or name == "config"


def can_leave_the_network():
    unshare = shutil.which("unshare")
    return unshare and subprocess.run([unshare, "-n", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_leave_the_network(), reason="needs root and unshare")
@pytest.mark.parametrize("name", ["staged", "workers", "revision"])
def test_nothing_changes_without_a_network(place, name):
    """Of the programs that a run starts, too."""
    assert run(["unshare", "-n", *command_of(name)]) == run(command_of(name))


def traced(command, file):
    strace = ["strace", "-f", "-qq", "-e", "trace=connect,socket,sendto", "-o", str(file)]
    return subprocess.run([*strace, *command], capture_output=True).returncode


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_no_program_of_a_run_opens_a_socket(place, tmp_path, monkeypatch):
    """Nor does what is no Python: the runtime and git."""
    monkeypatch.setenv("PYTHONPATH", str(HOOK))
    if traced(["true"], tmp_path / "trace") != 0:
        pytest.skip("strace is not allowed here")
    assert traced(command_of("revision"), tmp_path / "trace") == 1
    calls = [line for line in (tmp_path / "trace").read_text().splitlines() if "AF_INET" in line]
    assert calls == []


def state(directory):
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((directory / ".git").rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", ["staged", "workers", "revision", "fix"])
def test_nothing_of_git_is_written(place, name):
    for path in place.glob("*.py"):
        os.utime(path, (1, 1))  # `git status` would write the index now
    before = state(place)
    assert run(command_of(name))[0] == 1
    assert state(place) == before
    subprocess.run(["git", "status"], cwd=place, check=True, capture_output=True)
    assert state(place) != before  # so that the test could fail


def test_two_hooks_at_once(place, cache_directory):
    """Both begin with no cache, and write one."""
    names = ["check", "--staged"], ["audit", "--jobs", "2", "."], ["audit", "--rev", "HEAD", "."]
    before = state(place)
    environment = os.environ | {"PYTHONPATH": str(HOOK)}
    alone = [run([sys.executable, "-m", "polyglint", *name, "--no-cache"]) for name in names]
    for _ in range(2):  # with what the others remembered, too
        both = [
            subprocess.Popen(
                [sys.executable, "-m", "polyglint", *name],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                text=True,
            )
            for name in (*names, *names)
        ]
        ends = [(process, *process.communicate()) for process in both]
        assert [(process.returncode, *rest) for process, *rest in ends] == [*alone, *alone]
    assert state(place) == before
    assert list(cache_directory.iterdir())
