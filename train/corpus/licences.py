"""Licence headers taken out of a file: the same few texts head thousands of files in any language.

Only paragraphs of the leading comments go that speak of copyright or licence, and what lies between
two such paragraphs; the description of the module, the shebang and declarations stay.
"""

import re
from collections.abc import Sequence

from polyglint.linguist.comment_syntax import SYNTAXES, CommentSyntax, block_end, following_ends

_LICENCE = re.compile(
    r"copyright|\(c\) ?(?:19|20)\d\d|©|licen[cs]e|licensing|all rights reserved|redistribut"
    r"|warrant(?:y|ies)\b|merchantability|permission (?:is|to use|notice)|spdx-"
    r"|free software|public domain|\bliab(?:le|ility)|\bgnu (?:lesser |library |affero )?general"
    r"|this (?:file|code|program|software|library) is (?:part of|free|distributed|provided)",
    re.IGNORECASE,
)
# Lines that may stand before the header and are kept: declarations, guards, opening tags.
_PREAMBLE = re.compile(
    r"#!|<\?|<!doctype|%\{|---\s*$|\\input|#lang|@charset|[\"']use strict|#ifndef|#define|#pragma"
    r"|#if |%yaml|<html|<head|<%|<script|<template|<style|package |eval '|\{-#|\(in-package",
    re.IGNORECASE,
)
_MODE_LINE = re.compile(r"^\W*#!|-\*-.*-\*-|\bcoding[:=]|\bvim?:|<\?")
_COMMENT_WORD = re.compile(r"^(?:dnl|@?rem|c|@c|@comment)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{2}")
# Lines between two licence paragraphs that still count as licence: a clause, a list of conditions.
MAX_GAP = 12


def strip_licence(text: str, language: str) -> str:
    """The text without its licence header; the same text if its language has no comments."""
    syntax = SYNTAXES.get(language)
    if syntax is None:
        return text
    lines = text.splitlines(keepends=True)
    following = following_ends(lines, syntax)
    kept: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        end = block_end(lines, position, syntax, following) if line else None
        if end is not None:
            kept += _without_licence(lines[position:end], syntax)
            position = end
        elif not line or _PREAMBLE.match(line):
            kept.append(lines[position])
            position += 1
        else:
            break
    if kept == lines[:position]:
        return text
    return "".join(kept + lines[position:]).lstrip("\n")


def _without_licence(block: list[str], syntax: CommentSyntax) -> list[str]:
    """The comment block without its licence paragraphs, and without anything if no word is left."""
    licence = _licence_lines(block)
    if not licence:
        return block
    rest = [line for number, line in enumerate(block) if number not in licence]
    if not any(_has_words(line) or _MODE_LINE.search(line) for line in rest):
        return []
    return [
        _marks_only(line, number, len(block), syntax) if number in licence else line
        for number, line in enumerate(block)
        if number not in licence or number in (0, len(block) - 1)
    ]


def _licence_lines(block: Sequence[str]) -> set[int]:
    """Numbers of the block's lines from a licence paragraph to the next one near it."""
    numbers: set[int] = set()
    last = None
    for start, end in _paragraphs(block):
        if _LICENCE.search(" ".join(_words(line) for line in block[start:end])):
            if last is not None and start - last <= MAX_GAP:
                start = last
            numbers.update(range(start, end))
            last = end
    return numbers


def _paragraphs(block: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of lines with words in them; a mode line or shebang belongs to none."""
    paragraphs: list[tuple[int, int]] = []
    for number, line in enumerate(block):
        if not _has_words(line) or _MODE_LINE.search(line):
            continue
        if paragraphs and paragraphs[-1][1] == number:
            paragraphs[-1] = (paragraphs[-1][0], number + 1)
        else:
            paragraphs.append((number, number + 1))
    return paragraphs


def _words(line: str) -> str:
    bare = line.strip().lstrip("#;/*%!@\"'.\\{}()<>|=~+- \t")
    return _COMMENT_WORD.sub("", bare).strip()


def _has_words(line: str) -> bool:
    return bool(_WORD.search(_words(line)))


def _marks_only(line: str, number: int, length: int, syntax: CommentSyntax) -> str:
    """The opening or closing mark of a block comment whose words on that line are licence."""
    indent = line[: len(line) - len(line.lstrip())]
    text = line.strip()
    for opening, closing in syntax.blocks:
        if number == 0 and text.startswith(opening):
            return f"{indent}{opening}\n"
        if number == length - 1 and text.endswith(closing):
            return f"{indent}{closing}\n"
    return ""
