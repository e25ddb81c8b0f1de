"""Some grammars never give back what a text takes, which would add up over a repository."""

import subprocess
import sys

import pytest

from polyglint.checker.syntax import has_grammar
from tests.repositories import SOURCES

MOST_MEGABYTES = 100  # a fifth of what 40 parses of Svelte's grammar leave
SCRIPT = """
import os, sys
from pathlib import Path
from polyglint.checker import syntax as module

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

module.MAX_KEPT = 1 << 26
text = "".join(path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).iterdir()))
assert module.syntax(text, "Svelte") is not None
before = resident()
for _ in range(40):
    module.syntax(text, "Svelte")
print((resident() - before) / 1e6, module.syntax(text, "Svelte"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read off /proc")
@pytest.mark.skipif(not has_grammar("Svelte"), reason="there is no grammar that leaks")
def test_a_grammar_that_leaks_is_not_asked_for_ever():
    command = [sys.executable, "-c", SCRIPT, SOURCES]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kept, opinion = done.stdout.split()
    assert float(kept) < MOST_MEGABYTES
    assert opinion == "None"
