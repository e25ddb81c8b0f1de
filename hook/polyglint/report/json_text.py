"""JSON that any reader takes and no log obeys: ASCII, without lone surrogates."""

from __future__ import annotations

import json

from polyglint.escaping import LOG_COMMAND, unicode_text
from polyglint.typed import Any

SURROGATE = "\\ud"  # how JSON in ASCII begins one, paired or not


def dumps(value: Any, indent: int | None = None) -> str:
    """Serialize; lone surrogates in texts are escaped as `printable` does it."""
    separators = None if indent else (",", ":")
    text = json.dumps(value, indent=indent, separators=separators)
    if SURROGATE in text:
        text = json.dumps(unicode_value(value), indent=indent, separators=separators)
    # Inside strings only: JSON itself has neither. DEL is the one control that JSON lets through.
    return LOG_COMMAND.sub(r"\\u0023#", text.replace("\x7f", "\\u007f"))


def unicode_value(value: Any) -> Any:
    """The value with the lone surrogates of its texts escaped."""
    if isinstance(value, str):
        return unicode_text(value)
    if isinstance(value, dict):
        return {key: unicode_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [unicode_value(item) for item in value]
    return value
