"""Ray: started here or found at an address, and its nodes held to what a run needs of them."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import secrets
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from polyglint.checker.checker import CheckOptions, Judge
from polyglint.cluster.auditor import Order
from polyglint.cluster.results_directory import Results
from polyglint.engine.cache import own_sources
from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.typed import TYPE_CHECKING, Any, NamedTuple
from polyglint.version import __version__

if TYPE_CHECKING:
    import ray
    from ray.util import scheduling_strategies
else:
    ray = lazy_import("ray")
    scheduling_strategies = lazy_import("ray.util.scheduling_strategies")

# Ray reports its use to its makers, and serves a page, unless it is configured not to.
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_DATA_LOG_LEVEL": "CRITICAL",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
MAX_BLOCKS = 10_000  # parts that Ray Data keeps an account of
OBJECT_STORE = 256 << 20  # bytes: contents never pass through it
ATTEMPTS = 3
SECONDS_TO_CONNECT = 10.0
SECONDS_TO_ANSWER = 600.0  # a busy machine takes minutes to start a process of Ray
INSTALL = "pip install 'polyglint[cluster]'"


class Node(NamedTuple):
    """What a node must have in common with the one that starts a run."""

    python: str
    ray: str
    polyglint: str


@contextlib.contextmanager
def connected(address: str | None, jobs: int | None = None) -> Iterator[None]:
    """A Ray of our own for as long as the context lasts, or the cluster at an address.

    Args:
        address: of the cluster's head, as ``HOST:PORT`` or ``auto``; None starts one.
        jobs: processor cores of one that is started.

    Raises:
        FatalError: Ray is not installed, or there is no cluster of this version.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    ray = _ray()
    if address is None and ray.is_initialized():  # a driver that has its own
        yield
        return
    with contextlib.ExitStack() as stack:
        before = signal.getsignal(signal.SIGTERM)
        if address is None:
            _start(ray, jobs, stack)
        else:
            _connect(ray, address)
        stack.callback(ray.shutdown)
        with contextlib.suppress(ValueError):  # in a thread, where Ray sets none either
            signal.signal(signal.SIGTERM, before)  # Ray's would end a run without cleaning up
        yield


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise FatalError(f"--engine ray needs {error.name}; `{INSTALL}`") from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    return ray


def _start(ray: Any, jobs: int | None, stack: contextlib.ExitStack) -> None:
    # Ray would keep a token in the home directory; and a process stays with its first one.
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    short = "/tmp" if Path("/tmp").is_dir() else None  # names of sockets must be short
    directory = tempfile.mkdtemp(prefix="polyglint-ray-", dir=short)
    stack.callback(shutil.rmtree, directory, ignore_errors=True)
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(TimeoutError):
            _init(ray, jobs, directory)
            return
    _init(ray, jobs, directory)


def _init(ray: Any, jobs: int | None, directory: str) -> None:
    try:
        ray.init(
            address="local",
            num_cpus=jobs,
            include_dashboard=False,
            object_store_memory=OBJECT_STORE,
            configure_logging=False,
            log_to_driver=False,
            _temp_dir=directory,
        )
    except Exception as error:
        ray.shutdown()
        busy = "timed out" in str(error)  # Ray gives itself half a minute
        kind: type[Exception] = TimeoutError if busy else FatalError
        raise kind(f"Ray does not start here: {_words(error)}") from error


def _connect(ray: Any, address: str) -> None:
    if "://" in address:
        raise FatalError(f"--address: {address}: HOST:PORT of the cluster's head expected, or auto")
    if address != "auto":
        _probe(address)
    try:
        ray.init(address=address, configure_logging=False, log_to_driver=False)
    except Exception as error:
        words = _words(error)
        if "ersion mismatch" in words:
            raise FatalError(f"--address: {address}: the versions differ: {words}") from error
        raise FatalError(f"--address: no Ray cluster at {address}: {words}") from error


def _probe(address: str) -> None:
    """Ask the port before Ray does, which would try for minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise FatalError(f"--address: {address}: HOST:PORT of the cluster's head expected, or auto")
    try:
        socket.create_connection((host.strip("[]"), int(port)), SECONDS_TO_CONNECT).close()
    except (OSError, OverflowError) as error:
        problem = getattr(error, "strerror", None) or error
        raise FatalError(
            f"--address: no Ray cluster at {address}: {problem}; is its head running?"
        ) from error


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:500]


def this_node() -> Node:
    return Node(platform.python_version(), ray.__version__, f"{__version__} {own_sources().hex()}")


def _look(order: Order, here: Node) -> str:
    """What is wrong with the node that this runs on; nothing is an empty string."""
    found = this_node()
    for field, own, wanted in zip(Node._fields, found, here, strict=True):
        if own != wanted:
            shown = [value.partition(" ")[0] for value in (own, wanted)]
            if shown[0] == shown[1]:
                return f"has another build of {field} {shown[0]}; install the same on all nodes"
            return f"has {field} {shown[0]}, not {shown[1]}; install the same on all nodes"
    if Results(order.results).facts() is None:
        return f"does not see --results {order.results}; use a place that all nodes share"
    try:
        Judge(CheckOptions(order.languages, Path(order.model) if order.model else None))
    except FatalError as error:
        return f"cannot judge: {error}"
    return ""


def check_nodes(order: Order) -> None:
    """Have every node look at itself before the run begins.

    Raises:
        FatalError: one of them would give other answers, or none.
    """
    look = ray.remote(num_cpus=0, max_retries=0)(_look)
    here = this_node()
    asked = {}
    for node in ray.nodes():
        if node["Alive"] and node["Resources"].get("CPU"):
            own = scheduling_strategies.NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
            name = f"{node['NodeManagerAddress']} ({node['NodeManagerHostname']})"
            asked[node["NodeID"]] = (
                name,
                look.options(scheduling_strategy=own).remote(order, here),
            )
    for name, answer in asked.values():
        try:
            problem = ray.get(answer, timeout=SECONDS_TO_ANSWER)
        except ray.exceptions.GetTimeoutError:
            problem = f"has not answered for {SECONDS_TO_ANSWER:.0f} seconds"
        except ray.exceptions.RayTaskError as error:
            lacks = isinstance(error.cause, ImportError) or "ModuleNotFoundError" in str(error)
            advice = f"polyglint is not installed there; `{INSTALL}` on all nodes"
            problem = advice if lacks else _words(error.cause or error)
        except ray.exceptions.RayError:
            continue  # it is gone, and its work goes to the others
        if problem:
            raise FatalError(f"node {name}: {problem}")


def processors() -> int:
    """Processor cores of the cluster, as it is now."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
