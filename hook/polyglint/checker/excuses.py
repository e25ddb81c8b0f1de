"""Why a text does not contradict its claim although the model objects: in order, cheapest first."""

from __future__ import annotations

from collections.abc import Collection

from polyglint.checker.comments import is_comment
from polyglint.checker.encoded import is_encoded, is_word_list
from polyglint.checker.grammars import accepting
from polyglint.checker.line_dialects import dialect_of
from polyglint.checker.syntax import syntax
from polyglint.checker.tables import is_table
from polyglint.checker.template_tags import makes


def excuse(text: str, claimed: Collection[str]) -> str | None:
    """The reason to take a text for what it claims, or for what tells nothing; None without one.

    Args:
        claimed: linguist's names.
    """
    if is_table(text):
        return "a table of numbers"
    if is_comment(claimed, text):
        return "nothing but comments"
    if is_encoded(text):
        return "mostly encoded bytes"
    if is_word_list(text):
        return "a list of words"
    if (language := accepting(claimed, text)) is not None:
        return f"accepted by the parser of {language}"
    if (dialect := dialect_of(text, claimed)) is not None:
        return dialect
    return "made by a template" if makes(text, claimed, _errors) else None


def _errors(text: str, language: str) -> float | None:
    found = syntax(text, language)
    return None if found is None else found.errors
