import hashlib
import subprocess
import sys

import pytest

from polyglint.filesystem import digests
from tests.repositories import ROOT

WITHOUT = """
import sys
sys.modules |= dict.fromkeys(["_sha1", "_sha2", "_sha256"])  # as where Python lacks them
from polyglint.filesystem import digests
print(digests.sha1(b"a").hexdigest(), digests.start("sha256", b"a").hexdigest())
"""


@pytest.mark.parametrize("content", [b"", b"a", bytes(1 << 20)], ids=["empty", "short", "long"])
@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_digests_are_those_of_hashlib(name, content):
    expected = hashlib.new(name, content).hexdigest()
    assert digests.start(name, content).hexdigest() == expected
    assert getattr(digests, name)(content).hexdigest() == expected
    grown = digests.start(name)
    grown.update(content)
    assert grown.digest() == bytes.fromhex(expected)


def test_hashlib_stands_in():
    command = [sys.executable, "-c", WITHOUT]
    environment = {"PYTHONPATH": str(ROOT / "hook")}
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert found.stdout.split() == [hashlib.new(n, b"a").hexdigest() for n in ("sha1", "sha256")]
