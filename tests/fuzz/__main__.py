"""Fuzz one target until something fails, or for as long as libFuzzer is told.

python -m tests.fuzz decoding -max_total_time=300
"""

import sys
import tempfile
from pathlib import Path

import atheris

atheris.enabled_hooks.add("str")  # what texts are compared with is a guide, too
with atheris.instrument_imports(include=["polyglint", "tomllib"]):
    from tests.fuzz.seeds import SEEDS
    from tests.fuzz.targets import TARGETS

# Contents are read up to a MiB, but what is wrong with a long text is wrong with a shorter one.
OPTIONS = ("-max_len=4096", "-timeout=20", "-rss_limit_mb=1024")


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{','.join(TARGETS)}}} [options of libFuzzer]")
    name, options = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory(prefix="polyglint-fuzz-") as directory:
        for number, seed in enumerate(SEEDS[name]):
            (Path(directory) / f"seed{number:03}").write_bytes(seed)
        atheris.Setup([sys.argv[0], *OPTIONS, *options, directory], TARGETS[name])
        atheris.Fuzz()


main()
