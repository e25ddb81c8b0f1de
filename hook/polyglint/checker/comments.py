"""Texts that are nothing but a comment: whatever is written in it, it contradicts no claim."""

from __future__ import annotations

from collections.abc import Collection

from polyglint.checker.line_weights import shortened

BEGIN, END = "/*", "*/"
SHARE = 0.9  # of a text without its blanks, from which on it is a comment
MAX_LENGTH = 1_000_000  # characters that are looked at
# Languages with block comments between `BEGIN` and `END`.
LANGUAGES = frozenset(
    [
        "C",
        "C#",
        "C++",
        "CSS",
        "Cuda",
        "D",
        "GLSL",
        "Go",
        "Gradle",
        "Groovy",
        "Java",
        "JavaScript",
        "Kotlin",
        "Less",
        "Objective-C",
        "Objective-C++",
        "OpenCL",
        "PHP",
        "Protocol Buffer",
        "Rust",
        "SCSS",
        "Solidity",
        "Swift",
        "TSX",
        "TypeScript",
        "Vala",
    ]
)
# How the lines of a comment begin, in languages that no grammar is asked about.
LINE_COMMENTS: dict[str, str] = {
    **dict.fromkeys(["Ada", "Agda", "AppleScript", "Idris", "PureScript", "VHDL"], "--"),
    **dict.fromkeys(["Chapel", "Haxe", "Pawn", "ReScript", "ShaderLab", "SourcePawn"], "//"),
    **dict.fromkeys(["Crystal", "Gherkin", "Nim", "Puppet", "Raku"], "#"),
    **dict.fromkeys(["Assembly", "AutoHotkey", "NSIS"], ";"),
    "Prolog": "%",
}
LINES_SHARE = 0.8  # of the lines that are not blank


def are_line_comments(languages: Collection[str], text: str) -> bool:
    """Whether most lines of a text are comments of one of the languages."""
    marks = tuple(LINE_COMMENTS[name] for name in languages if name in LINE_COMMENTS)
    if not marks:
        return False
    lines = [line for line in map(str.strip, text[:MAX_LENGTH].splitlines()) if line]
    return sum(line.startswith(marks) for line in lines) >= LINES_SHARE * max(len(lines), 1)


def is_comment(languages: Collection[str], text: str) -> bool:
    """Whether block comments of one of the languages fill the text."""
    if LANGUAGES.isdisjoint(languages):
        return False
    shown = text[:MAX_LENGTH]
    whole = _size(shortened(shown))
    rest = _size(shortened("\n".join(around_comments(shown))))
    return whole > 0 and whole - rest >= SHARE * whole


def around_comments(text: str) -> list[str]:
    """What stands before, between and behind the block comments of a text.

    One without an end begins its line: ``lib/**`` is a path.
    """
    parts, end = [], 0
    while (begin := text.find(BEGIN, end)) >= 0:
        close = text.find(END, begin + len(BEGIN))
        if close < 0 and text[text.rfind("\n", 0, begin) + 1 : begin].strip():
            break
        parts.append(text[end:begin])
        end = len(text) if close < 0 else close + len(END)
    return [*parts, text[end:]]


def _size(text: str) -> int:
    return len("".join(text.split()))
