"""Paths as other programs take them."""

from __future__ import annotations

import base64
import os
from urllib.parse import quote

from polyglint.escaping import unicode_text


def relative(path: str) -> str:
    """A path from the current directory, which CI runs at the root of the repository."""
    if os.path.isabs(path):  # noqa: PTH117 - a path may hold what Path normalises
        try:
            path = os.path.relpath(path)
        except ValueError:  # another drive
            return path.replace(os.sep, "/")
    return path.replace(os.sep, "/")


def uri(path: str) -> str:
    """A relative reference (RFC 3986) to a file; bytes that are no text are kept.

    Everything but letters, digits, slashes and four marks is percent-encoded, a colon too: before
    the first slash it would end a scheme.
    """
    return quote(raw(relative(path)), safe="/")


def path_fields(path: str) -> dict[str, str]:
    """A path in JSON: one that is no text is shown escaped and given in bytes."""
    if unicode_text(path) == path:
        return {"path": path}
    return {"path": path, "path_base64": base64.b64encode(raw(path)).decode("ascii")}


def raw(path: str) -> bytes:
    """The bytes of a path, those too that are no text."""
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # a path of Windows on another system
        return path.encode("utf-8", "surrogatepass")
