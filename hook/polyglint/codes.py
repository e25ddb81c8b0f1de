"""Every code that a violation may have, and what it means."""

from __future__ import annotations

from polyglint.typed import NamedTuple
from polyglint.version import __version__

CONTRADICTION, SHEBANG, LEFTOVER = "PG101", "PG102", "PG103"
UNKNOWN_LANGUAGE, CUT_VALUE, OVERRIDE, UNKNOWN_ATTRIBUTE = "PG201", "PG202", "PG203", "PG204"
UNMATCHED, DIRECTORY, IN_GITIGNORE, UNDETECTABLE = "PG205", "PG206", "PG207", "PG208"


class Code(NamedTuple):
    """One kind of violation."""

    code: str
    name: str  # in the style of a rule's identifier
    summary: str
    help: str  # what to do about it


HOMEPAGE = "https://github.com/polyglint/polyglint"


def page_of(code: str) -> str:
    """Return the address of what the documentation of this version says of a code."""
    return f"{HOMEPAGE}/blob/v{__version__}/docs/rules/{code}.md"


_CODES = (
    Code(
        CONTRADICTION,
        "content-contradicts-claim",
        "the content reads as another language than the name or the settings claim",
        "Rename the file, or declare its language in .gitattributes.",
    ),
    Code(
        SHEBANG,
        "shebang-contradicts-extension",
        "the shebang starts another language than the extension claims",
        "Rename the file, or correct its first line.",
    ),
    Code(
        LEFTOVER,
        "leftover-around-code",
        "a Markdown fence or prose is left around the code",
        "Remove the lines that are no code; `polyglint fix` removes fences.",
    ),
    Code(
        UNKNOWN_LANGUAGE,
        "unknown-language",
        "linguist-language names a language that linguist does not know",
        "Write the language as GitHub does; linguist ignores any other name.",
    ),
    Code(
        CUT_VALUE,
        "cut-value",
        "the value of an attribute is empty or was cut by a space",
        "Write no space around the =, and a hyphen for each space of a name.",
    ),
    Code(
        OVERRIDE,
        "override-contradicted",
        "linguist-language declares a language that the content contradicts",
        "Correct or remove the line.",
    ),
    Code(
        UNKNOWN_ATTRIBUTE,
        "unknown-attribute",
        "the attribute does not exist, or git ignores the line for its name",
        "Correct its spelling; write a comment on a line of its own.",
    ),
    Code(
        UNMATCHED,
        "unmatched-pattern",
        "the pattern of a line with linguist attributes matches no tracked file",
        "Correct or remove the line.",
    ),
    Code(
        DIRECTORY,
        "directory-without-children",
        "the pattern names a directory, which gives its files no attributes",
        "Append /** to the pattern.",
    ),
    Code(
        IN_GITIGNORE,
        "attributes-in-gitignore",
        "linguist attributes stand in .gitignore, where they are names of files",
        "Move the line to .gitattributes.",
    ),
    Code(
        UNDETECTABLE,
        "undetectable-override",
        "linguist leaves data and prose out of its statistics unless they are made detectable",
        "Add linguist-detectable to the line, if it is meant to count.",
    ),
)
CODES = {code.code: code for code in _CODES}
