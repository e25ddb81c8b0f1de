"""Some grammars never give back what a text takes, which would add up over a repository."""

import json
import subprocess
import sys

import pytest

from polyglint.checker.syntax import has_grammar
from polyglint.checker.wheels import WHEELS
from tests.repositories import SOURCES

PARSED, MOST_MEGABYTES = 10, 64
SCRIPT = """
import json, os, sys
from pathlib import Path
from polyglint.checker import syntax as module
from polyglint.checker.syntax import syntax

module.MAX_GROWTH = 1 << 24
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

text = "".join(path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).iterdir()))
kept = {}
for language in json.loads(sys.argv[2]):
    syntax(text, language)
    before = resident()
    for _ in range(int(sys.argv[3])):
        syntax(text, language)
    kept[language] = (resident() - before) / 1e6
print(json.dumps(kept))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read off /proc")
def test_memory_is_bounded():
    languages = [language for language in WHEELS if has_grammar(language)]
    command = [sys.executable, "-c", SCRIPT, SOURCES, json.dumps(languages), str(PARSED)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kept = json.loads(done.stdout)
    assert kept.keys() == set(languages)
    assert {name: size for name, size in kept.items() if size > MOST_MEGABYTES} == {}
