"""Dialects that the model does not know, recognised by how most of their lines begin."""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.checker.statements import SQL_PLUS
from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language
from polyglint.typed import NamedTuple

MAX_LENGTH, LINE_LENGTH = 200_000, 500  # characters that are looked at, and of a line
SHARE = 0.5  # of the lines that are neither blank nor comment


class LineDialect(NamedTuple):
    """A dialect of a language: what it is, and how its lines begin."""

    language: str
    reason: str
    line: re.Pattern[str]
    comment: str
    share: float = SHARE
    needed: re.Pattern[str] | None = None  # is somewhere in such a text


_PROGRAM = r"(?:[\w.-]*[\\/])*[\w.-]+\.(?:bat|cmd|com|exe|ps1)(?:\s|$)"
# What a file defines a macro for before it includes this one.
_MACRO_LINES = lazy_pattern(
    r"^[ \t]*(?!A[CMSUX]_)([A-Z][A-Z0-9_]*)\([^\n]*\n(?:[ \t]*\1\([^\n]*\n){7}", re.MULTILINE
)
DIALECTS = (
    LineDialect(
        "PowerShell",
        "calls of programs",
        lazy_pattern(rf"(?:[&.][ \t]+)?[\"']?{_PROGRAM}", re.IGNORECASE),
        "#",
        share=0.8,
    ),
    LineDialect(
        "Batchfile",
        "calls of programs",
        lazy_pattern(rf"@?(?:call[ \t]+)?{_PROGRAM}", re.IGNORECASE),
        "rem",
        share=0.8,
    ),
    LineDialect(
        "Ruby",
        "pins of an importmap",
        lazy_pattern(r"pin(?:_all_from)?[ (]+[\"']"),
        "#",
    ),
    LineDialect(
        "Makefile",
        "dependencies as a compiler lists them",
        lazy_pattern(r"(?:[A-Za-z]:)?[\w./\\+@~-]+(?:\\ [\w./\\+@~-]+)*[ \t]*(?::.*|\\)?$"),
        "#",
        share=1.0,
        needed=lazy_pattern(r"\A\s*(?:[A-Za-z]:)?[^\s:]+:[ \t][^\n]*\\\r?$", re.MULTILINE),
    ),
    LineDialect(
        "SQL",
        "commands of SQL*Plus",
        lazy_pattern(
            SQL_PLUS
            + r"|@@?[\w./&$-]+(?:;|$|\s+[\w\"'&./])|/$|end\b[^;]*;|(?:select|begin|exit)\b",
            re.IGNORECASE,
        ),
        "--",
    ),
    LineDialect(
        "Assembly",
        "what a compiler makes of a shader",
        lazy_pattern(
            r"(?:\d+:\s*)?(?:[vphgdc]s_[1-6]_\w|dcl_\w|def[ib]?\s+[cib]\d"
            r"|[a-z]\w*(?:\([\w, ]*\)){0,3}\s+-?(?:[rvotsxc]\d+|o[A-Z]\w*|null|l\()"
            r"|[sv]_\w+_[bfiu]\d\d\b|(?:ret|else|endif|endloop|loop|nop|break\w*)$|if_n?z\s)"
            r"|(?:%\w+\s*=\s*)?Op[A-Z]\w+"
        ),
        "//",
    ),
    LineDialect(
        "Linker Script",
        "symbols at their addresses",
        lazy_pattern(
            r"(?:PROVIDE(?:_HIDDEN)?[ \t]*\([ \t]*)?[\w.$]+[ \t]*=[ \t]*(?:0[xX])?[0-9a-fA-F]+"
            r"(?:[ \t]*\))?[ \t]*;|SECTIONS\b|[{}]$"
        ),
        "/",
        share=0.9,
    ),
    LineDialect(
        "AutoHotkey",
        "numbers by their names",
        lazy_pattern(
            r"(?:(?:static|global)[ \t]+)?\w+[ \t]*:?=[ \t]*[-+]?(?:0[xX][0-9a-fA-F]+|\d+)"
            r"[ \t]*(?:[;+].*)?$"
        ),
        ";",
        share=0.9,
    ),
    LineDialect(
        "PlantUML",
        "a diagram of macros",
        lazy_pattern(r"\w+\(|[@!{}]|(?:caption|footer|header|scale|skinparam|title)\b"),
        "'",
        share=0.8,
        needed=lazy_pattern(r"\A\s*@start[a-z]+\b"),
    ),
    LineDialect(
        "Hack",
        "an enumeration",
        lazy_pattern(r"(?:namespace|use)\b[^;]*;|enum\b.*\{$|\w+[ \t]*=[^;]*;|\}"),
        "//",
        share=0.9,
        needed=lazy_pattern(
            r"^enum[ \t]+\w+[ \t]*:[ \t]*\w+(?:[ \t]+as[ \t]+\w+)?[ \t]*\{", re.MULTILINE
        ),
    ),
    *(
        LineDialect(
            language,
            "calls of one macro",
            lazy_pattern(r"[A-Z][A-Z0-9_]*\(.*|[#*/]"),
            "//",
            share=0.8,
            needed=_MACRO_LINES,
        )
        for language in ("C", "C++")
    ),
    LineDialect(
        "SAS",
        "modules of IML",
        lazy_pattern(
            r"(?:append|call|close|create|do|edit|else|end|finish|free|global|if|print|quit|read"
            r"|reset|return|run|setin|setout|show|start|store|use)\b"
            r"|[a-z_]\w*(?:\[[^\]]*\])?[ \t]*=",
            re.IGNORECASE,
        ),
        "/",
        share=0.8,
        needed=lazy_pattern(r"^[ \t]*finish\b[ \t\w]*;", re.IGNORECASE | re.MULTILINE),
    ),
    LineDialect(
        "C++",
        "classes of a game's configuration",
        lazy_pattern(
            r"class\s+\w+(?:\s*:\s*\w+)?\s*(?:\{.*|;)?$|\w+(?:\[\])?\s*\+?=[^;]*;|\{$|\};"
            r"|\w+\[\]\s*\+?=|[\"\d-][^;]*$|#|[A-Z]\w*\(.*\);?$|delete\s"
        ),
        "//",
        share=0.8,  # code of many languages has as many lines that assign something
        needed=lazy_pattern(r"^[ \t]*class[ \t]+\w+", re.MULTILINE),
    ),
)


def dialect_of(text: str, claimed: Collection[str]) -> str | None:
    """What dialect of a claimed language most of a text's lines are in, if of any."""
    names = {model_language(name) for name in claimed}
    for dialect in DIALECTS:
        if dialect.language in names and _is_in(text[:MAX_LENGTH], dialect):
            return dialect.reason
    return None


def _is_in(text: str, dialect: LineDialect) -> bool:
    lines = (line.strip()[:LINE_LENGTH] for line in text.splitlines())
    said = [line for line in lines if line and not line.startswith(dialect.comment)]
    found = sum(dialect.line.match(line) is not None for line in said)
    if dialect.needed is not None and dialect.needed.search(text) is None:
        return False
    return found >= dialect.share * max(len(said), 1)
