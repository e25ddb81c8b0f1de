"""Texts that are lists or tables by the form of every line, where no grammar could say so.

The model is sure of what looks so, but code may have a list or a table in it. Where nothing else is
there, it is one, whatever the name claims.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Mapping

from polyglint.lazy import lazy_pattern
from polyglint.linguist.languages import is_programming
from polyglint.linguist.line_formats import MAX_LENGTH, whole_lines

# With the fewest fields and rows: code has one semicolon a line, too, but seldom one comma.
DELIMITERS = ((",", 3, 4), (",", 2, 8), (";", 3, 4), ("\t", 3, 4), ("|", 3, 4))
SAME = 0.95  # of the rows, that have as many fields as most
FEW_FIELDS = 3  # up to here the last one must not be empty: code ends lines in commas
FEWEST_PATTERNS = 3
MARKED = 0.5  # of the patterns, that have a wildcard or are paths
PATTERN = lazy_pattern(r"[\w.*?!/\\\[\]{}@~$+%,#-]+")
PATH = lazy_pattern(r"[*/]|^!?\.")
COMMENT = lazy_pattern(r"\*/|/\*\*?$")  # that code has
# Claims of programs and data that may be a list all the same: what is run or built line by line,
# files of data under the extension of the program that reads them, what copies its input, and what
# a macro is defined for.
MAY_BE_LISTS = frozenset(
    [
        *("Assembly", "AutoHotkey", "C", "C++", "Cuda", "Objective-C", "Objective-C++", "OpenCL"),
        *("Awk", "Batchfile", "COBOL", "Dockerfile", "Fortran", "Gnuplot", "Linker Script", "M4"),
        *("MATLAB", "Makefile", "PowerShell", "Prolog", "R", "Roff", "Scilab", "Shell", "Stata"),
        *("Tcl", "fish"),
    ]
)
# Data whose every file has brackets, tags or words of its own.
OF_OWN_FORM = frozenset(
    [
        *("BibTeX", "CSS", "Diff", "Gettext Catalog", "Go Module", "Godot Resource", "GraphQL"),
        *("Graphviz (DOT)", "JSON", "Jupyter Notebook", "Less", "Microsoft Visual Studio Solution"),
        *("PlantUML", "Protocol Buffer", "SCSS", "SVG", "Sass", "Slim", "Svelte", "TOML", "Turtle"),
        *("Unity3D Asset", "Vue", "XML", "XSLT"),
    ]
)


def has_form(text: str, language: str, claimed: Collection[str]) -> bool:
    """Whether a text is in a language by the form of its lines, which no claimed language has."""
    is_so = _FORMS.get(language)
    return is_so is not None and all(map(_is_no_list, claimed)) and is_so(text)


def _is_no_list(language: str) -> bool:
    if language in MAY_BE_LISTS:
        return False
    return is_programming(language) or language in OF_OWN_FORM


def is_delimited_table(text: str) -> bool:
    """Whether all of a text, but for comments, are rows of as many fields."""
    lines = [line for line in whole_lines(text) if line.strip() and not line.startswith("#")]
    return any(_are_rows(lines, *form) for form in DELIMITERS)


def _are_rows(lines: list[str], delimiter: str, fewest_fields: int, fewest_rows: int) -> bool:
    if len(lines) < fewest_rows or delimiter not in lines[0]:
        return False
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return False
    counts = Counter(map(len, rows))
    fields, alike = counts.most_common(1)[0]
    filled = sum(bool(row[-1].strip()) for row in rows)
    enough = fields > FEW_FIELDS or filled >= SAME * len(rows)
    return (
        len(rows) >= fewest_rows
        and fields >= fewest_fields
        and enough
        and (alike >= SAME * len(rows))
    )


def are_patterns(text: str) -> bool:
    """Whether all lines that are no comments are patterns of paths."""
    lines = [line.strip() for line in text[:MAX_LENGTH].splitlines()]
    patterns = [line for line in lines if line and not line.startswith("#")]
    if len(patterns) < FEWEST_PATTERNS:
        return False
    if not all(PATTERN.fullmatch(line) and not COMMENT.match(line) for line in patterns):
        return False
    return sum(PATH.search(line) is not None for line in patterns) >= MARKED * len(patterns)


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "CSV": is_delimited_table,
    "Ignore List": are_patterns,
}
