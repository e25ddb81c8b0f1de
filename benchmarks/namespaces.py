"""Network namespaces that are joined by a bridge and may be cut off (Linux, root, iproute2).

The bridge is also in a namespace: addresses exist there alone, and the machine's own network is
neither used nor changed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from polyglint.errors import FatalError

ADDRESS = "10.213.0.{}"
SWITCH = "switch"


def why_not() -> str:
    """Why namespaces cannot be had here; an empty string where they can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "network namespaces need Linux and root"
    if shutil.which("ip") is None:
        return "no program ip; Debian has it in iproute2"
    try:
        with Network() as network:
            network.add("node")
    except FatalError as error:
        return str(error)
    return ""


class Network:
    """Namespaces that a bridge joins; they end with the context, and all that runs there."""

    def __init__(self) -> None:
        self._prefix = f"polyglint-{secrets.token_hex(3)}-"
        self._names: list[str] = []
        self._count = 0
        with contextlib.ExitStack() as stack:
            stack.push(self)
            self._add(SWITCH)
            self._ip(SWITCH, "link add bridge type bridge")
            self._ip(SWITCH, "link set bridge up")
            stack.pop_all()

    def add(self, name: str) -> str:
        """A namespace for a node; returns its address."""
        self._count += 1
        port, address = f"port{self._count}", ADDRESS.format(self._count)
        self._add(name)
        self._ip(SWITCH, f"link add {port} type veth peer name cable netns {self._prefix}{name}")
        self._ip(SWITCH, f"link set {port} master bridge up")
        self._ip(name, f"address add {address}/24 dev cable")
        self._ip(name, "link set cable up")
        return address

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        stderr: int | None = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        """Run a program in a namespace, with no input and no output but errors where asked for."""
        return subprocess.Popen(
            ["ip", "netns", "exec", self._prefix + name, *command],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )

    def cut(self, name: str) -> None:
        """Take a namespace's cable away, then all that runs there: nobody is told."""
        with contextlib.suppress(FatalError):  # it has none yet
            self._ip(name, "link delete cable")
        while pids := _ip("netns", "pids", self._prefix + name).split():
            for pid in map(int, pids):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)
        _ip("netns", "delete", self._prefix + name)
        self._names.remove(name)

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        for name in reversed(self._names[:]):
            self.cut(name)

    def _add(self, name: str) -> None:
        _ip("netns", "add", self._prefix + name)
        self._names.append(name)
        self._ip(name, "link set lo up")

    def _ip(self, name: str, words: str) -> None:
        _ip("-netns", self._prefix + name, *words.split())


def _ip(*arguments: str) -> str:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise FatalError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout
