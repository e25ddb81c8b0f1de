import os
import signal
import socket
import subprocess
import sys

import pytest

from polyglint.cluster import runtime
from polyglint.cluster.auditor import Order
from polyglint.cluster.results_directory import Results
from polyglint.cluster.runtime import Node, connected, this_node
from polyglint.errors import FatalError

pytest.importorskip("ray")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.mark.parametrize("address", ["ray://x:10001", "x", "x:y", ":1", "http://x:1"])
def test_what_is_no_address(address):
    with pytest.raises(FatalError, match="HOST:PORT of the cluster's head expected"):
        runtime._connect(None, address)


def test_no_cluster_at_the_address():
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(FatalError, match=f"no Ray cluster at {address}: .*is its head running"):
        runtime._connect(None, address)


class Refusing:
    """Stands in for Ray."""

    def __init__(self, words):
        self.words = words

    def init(self, **_):
        raise RuntimeError(self.words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Version mismatch: The cluster was started with:\n  Ray: 2.49.0", "the versions differ"),
        ("Could not find any running Ray instance.", "no Ray cluster at auto"),
    ],
)
def test_what_ray_says_is_one_line(words, told):
    with pytest.raises(FatalError, match=told) as caught:
        runtime._connect(Refusing(words), "auto")
    assert "\n" not in str(caught.value)


HERE = Node("3.11.7", "2.60.0", "0.1.0 abcd")


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        (HERE, ""),
        (HERE._replace(python="3.12.1"), "has python 3.12.1, not 3.11.7; install the same"),
        (HERE._replace(ray="2.49.0"), "has ray 2.49.0, not 2.60.0; install the same"),
        (HERE._replace(polyglint="0.2.0 abcd"), "has polyglint 0.2.0, not 0.1.0"),
        (HERE._replace(polyglint="0.1.0 ef"), "has another build of polyglint 0.1.0"),
    ],
)
def test_a_node_looks_at_itself(node, problem, tmp_path, monkeypatch):
    monkeypatch.setattr(runtime, "this_node", lambda: node)
    order = Order(str(tmp_path), {})
    Results(order.results).begin({})
    assert runtime._look(order, HERE).startswith(problem)
    assert bool(runtime._look(order, HERE)) == bool(problem)


def test_a_node_must_see_results_and_model(tmp_path):
    order = Order(str(tmp_path / "results"), {})
    assert runtime._look(order, this_node()).startswith("does not see --results")
    Results(order.results).begin({})
    assert runtime._look(order, this_node()) == ""
    assert runtime._look(order._replace(model=str(tmp_path)), this_node()).startswith(
        "cannot judge"
    )


def test_every_node_is_asked(local_ray, tmp_path, monkeypatch):
    order = Order(str(tmp_path / "results"), {})
    Results(order.results).begin({})
    runtime.check_nodes(order)
    other = this_node()._replace(polyglint="0.0.9 x")
    monkeypatch.setattr(runtime, "this_node", lambda: other)
    with pytest.raises(FatalError, match=r"node \S+ \(.+\): has polyglint .*, not 0\.0\.9"):
        runtime.check_nodes(order)


def test_sigterm_goes_on_to_be_ours(local_ray):
    assert "sigterm_handler" not in repr(signal.getsignal(signal.SIGTERM))


def test_a_run_of_its_own_asks_nothing_of_a_network(local_ray):
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    import ray

    with pytest.raises((ConnectionError, OSError)):  # Ray's page has this port
        socket.create_connection(("127.0.0.1", 8265), 1).close()
    with connected(None):  # the one that is there
        assert ray.is_initialized()
    assert ray.is_initialized()


def test_without_ray_it_is_told_what_to_install():
    script = (
        "import sys; sys.modules['ray'] = None\n"
        "from polyglint.cli import main\n"
        "sys.exit(main(['audit', '--engine', 'ray', '--results', 'x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 2
    assert done.stderr == (
        "polyglint: --engine ray needs ray; `pip install 'polyglint[cluster]'`\n"
    )
