import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import namespaces
from benchmarks.namespaces import Network, why_not
from polyglint.errors import FatalError

LISTEN = 'import socket; s = socket.create_server(("", 7000)); s.accept()'
CONNECT = """
import socket, sys, time
for _ in range(600):
    try:
        socket.create_connection((sys.argv[1], 7000), 1).close()
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit(1)
"""


@pytest.fixture
def network():
    if reason := why_not():
        pytest.skip(reason)
    with Network() as network:
        yield network


def names():
    return [path.name for path in Path("/run/netns").glob("polyglint-*")]


def python(*arguments):
    return [sys.executable, "-c", *arguments]


def test_nodes_reach_each_other(network):
    address = network.add("one")
    network.add("two")
    listening = network.start("one", python(LISTEN), {})
    assert network.start("two", python(CONNECT, address), {}).wait() == 0
    assert listening.wait() == 0


def test_the_network_of_the_machine_stays_as_it_is(network):
    def interfaces():
        return subprocess.run(["ip", "-brief", "address"], capture_output=True, check=True).stdout

    before = interfaces()
    network.add("one")
    assert interfaces() == before


def test_what_is_cut_off_ends(network):
    network.add("one")
    process = network.start("one", python("import time; time.sleep(600)"), {})
    before = len(names())
    network.cut("one")
    assert process.wait() == -9
    assert len(names()) == before - 1


def test_nothing_is_left_behind(network):
    def fail(network):
        network.add("one")
        raise KeyError

    before = names()
    with pytest.raises(KeyError), Network() as other:
        fail(other)
    assert names() == before


def test_a_command_that_fails_is_told(network):
    network.add("one")
    with pytest.raises(FatalError, match="netns add"):
        network.add("one")


def test_why_there_are_none(monkeypatch):
    monkeypatch.setattr(namespaces.shutil, "which", lambda _: None)
    assert "Linux and root" in why_not() or "iproute2" in why_not()
