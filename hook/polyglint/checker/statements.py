"""Scripts of SQL, told by how their statements begin: each database has clauses of its own."""

from __future__ import annotations

import re
from collections.abc import Collection

from polyglint.checker.comments import around_comments
from polyglint.lazy import lazy_pattern
from polyglint.linguist.dialects import model_language

MAX_LENGTH = 200_000  # characters that are looked at
BEGINNING, WORDS = 400, 9  # characters and words from the start of a statement
SHARE = 0.8  # of the text in statements, from which on it is a script of SQL
LINE_COMMENT = lazy_pattern(r"(?:--|#)[^\n]*")
END = lazy_pattern(r";$|^(?:GO|go|/)$")
# How a line begins that SQL*Plus reads itself; in any case.
SQL_PLUS = (
    r"(?:rem(?:ark)?\b|set\s+\w+(?:\s|$)|def(?:ine)?\s+\w+\s*=|prompt\b|spool\b|column\s|whenever\s"
    r"|accept\s|ttitle\b|btitle\b|var(?:iable)?\s+\w+\s+\w)"
)
COMMAND = lazy_pattern(rf"{SQL_PLUS}[^;=]*$", re.IGNORECASE)  # between statements
WORD = lazy_pattern(r"\w+")
# First words, and what one of the next few must be; nothing where the first word says enough.
OBJECTS = frozenset(
    [
        *("AGGREGATE", "COLUMN", "DATABASE", "DICTIONARY", "DOMAIN", "EVENT", "EXTENSION"),
        *("FUNCTION", "INDEX", "KEYSPACE", "OPERATOR", "PACKAGE", "POLICY", "PROCEDURE", "ROLE"),
        *("SCHEMA", "SEQUENCE", "SINK", "SOURCE", "STREAM", "SYNONYM", "TABLE", "TABLESPACE"),
        *("TRIGGER", "TYPE", "USER", "VIEW"),
    ]
)
STATEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("CREATE", "ALTER", "DROP", "COMMENT", "ATTACH", "DETACH"), OBJECTS),
    **dict.fromkeys(("INSERT", "MERGE", "REPLACE"), frozenset(["INTO"])),
    "DELETE": frozenset(["FROM"]),
    "UPDATE": frozenset(["SET"]),
    "WITH": frozenset(["AS"]),
    "TRUNCATE": frozenset(["TABLE"]),
    "GRANT": frozenset(["ON", "TO"]),
    "REVOKE": frozenset(["ON", "FROM"]),
}
QUERY, SOURCE = "SELECT", "FROM"  # which is anywhere behind it
SHORT = frozenset(["BEGIN", "COMMIT", "ROLLBACK", "START", "USE", "SET"])  # two words, or a value
MAX_SHORT = 100  # characters


def are_statements(text: str, claimed: Collection[str]) -> bool:
    """Whether SQL is claimed, and nearly all that the text holds are statements of it.

    Args:
        claimed: linguist's names.
    """
    if "SQL" not in map(model_language, claimed):
        return False
    parts = _parts(text[:MAX_LENGTH])
    said = [part for part in parts if _is_statement(part)]
    is_script = any(len(part) > MAX_SHORT for part in said) or len(said) > 1
    return is_script and sum(map(len, said)) >= SHARE * sum(map(len, parts))


def _parts(text: str) -> list[str]:
    """What stands between the ends of statements, without comments."""
    parts: list[list[str]] = [[]]
    for commented in "".join(around_comments(text)).split("\n"):
        line = LINE_COMMENT.sub("", commented).strip()
        if not any(parts[-1]) and COMMAND.match(line):
            continue
        parts[-1].append(line)
        if END.search(line[-BEGINNING:]):
            parts.append([])
    joined = ("\n".join(lines).strip() for lines in parts)
    return [part for part in joined if part]


def _is_statement(part: str) -> bool:
    words = [word.upper() for word in WORD.findall(part[:BEGINNING])]
    first, rest = (words[0], words[1:WORDS]) if words else ("", [])
    if not part[:1].isalpha():
        return False
    if first == QUERY:
        return SOURCE in map(str.upper, WORD.findall(part))
    if first in SHORT:
        return len(part) <= MAX_SHORT
    return first in STATEMENTS and not STATEMENTS[first].isdisjoint(rest)
