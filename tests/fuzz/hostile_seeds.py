"""Where the fuzzer begins for `hostile_targets`: what was found, in short."""

import json
from collections.abc import Mapping

from polyglint.engine import stored_results
from polyglint.model.config import CONFIG, SHIPPED
from polyglint.results import Finding, Judgement, NotJudged, WindowRead
from tests.hook.claims import source

SHIPPED_CONFIG = json.loads((SHIPPED / CONFIG).read_bytes())
JUDGED = (
    Judgement(("C",), source("extension .c"), "C", 0.9),
    Judgement(not_judged=NotJudged("empty")),
    Judgement(
        ("C", "C++"),
        source("extension .h"),
        "Python",
        0.9,
        None,
        (Finding(3, 1, "PG101", "reads as Python", 9, ("C",), "Python", 0.9, "ab"),),
        (WindowRead(1, 4, "Python", 0.9, "x = 1"),),
    ),
)
STORED = tuple(map(stored_results.encode, JUDGED))
ROW = {"repository": "r", "path": "a.py", "content": "x = 1\n"}

HOSTILE_SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "declarations": (b"utf8mb4", b"x-sjis", b"hex", b'a [<!ENTITY b "&c;">]', b'version="1.1"'),
    "escapes": (b'\\"' * 20, b"\\u0041\\U0001f600", b"a.b.c", b'""', b"\\x", b'*.py", "!a'),
    "patterns": (
        *(b"[z-a]\na", b"[[:alpha:]]*\na", b"[!a-z]/**/b\nx/y/b", b"*a*a*a\naaaa"),
        *(b"\\[a\\]\n[a]", b"!/a b/\na b/c"),
    ),
    "rows": STORED,
    "descriptions": (
        b'{"lengths": [1e999]}',
        b'{"languages": {"a": 1}}',
        b'{"sha256": []}',
        b'{"calibration": {"contradiction_weights": {"margin": "x"}}}',
        json.dumps({"calibration": SHIPPED_CONFIG["calibration"]}).encode(),
    ),
    "tables": (
        json.dumps(ROW).encode(),
        json.dumps(ROW).encode() + b"\n[]\n{}\n\xff\n" + json.dumps(ROW).encode(),
        b"PAR1" + bytes(20) + b"\x08\0\0\0PAR1",
        b"PAR1ARROW:extension:name\x18\0\0\0PAR1",
    ),
    "trees": (
        b"100644 a.py\n100644 a.py",
        b"120000 link\n160000 module\n40000 directory",
        b"100644 a/../b\n100644 .git\n100644 \n999 x",
        b"100644 a.py\0" + bytes(20),
    ),
}
