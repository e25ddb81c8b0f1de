"""Texts that a template engine makes into what they claim: Helm's YAML, Rails's settings, SQL.

Their names are right for what they become, and the engine finds them by these names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from polyglint.lazy import lazy_pattern
from polyglint.linguist.compatible import compatible_with
from polyglint.linguist.dialects import model_language

MAX_LENGTH = 200_000  # characters that are looked at
MIN_SHARE = 0.1  # of the lines, from which on a text is a template's and no quotation of one
ACCEPTED = 0.1  # share of errors that the claimed grammar may see in what is left without the tags
# Tags of Jinja, Liquid and Twig, of Go, Mustache and Handlebars, of ERB, EJS and ASP, and of
# Terraform. GitHub and its like fill in what stands behind a dollar when they run the file as it
# is.
OPENING = lazy_pattern(
    r"\{%|\{#|(?<!\$)\{\{|<%|(?<!%)%\{(?=~?[ \t]*(?:if|else|endif|for|endfor)\b)"
)
CLOSING = {"{%": "%}", "{#": "#}", "{{": "}}", "<%": "%>", "%{": "}"}
MAX_TAG = 2000  # characters
# What may stand within double braces. An object is none: {{ color: "red" }}, nor are numbers.
VALUE = lazy_pattern(r"-?\s*(?:/\*|(?:[#/>&^!]\s*)?[.$]?[A-Za-z_\"'(](?!\w*\s*:(?!=)))")
STATEMENT = lazy_pattern(
    r"\{%|\{#|\{\{-?\s*(?:/\*|[#/!]|(?:if|else|end|range|with|define|block)\b|\$\w+\s*:?=)|<%[^=]|%\{"
)
LINES = "indent"  # Helm's functions for a value of several lines, which begin below
# Of a line that is not blank: a value may stand alone, where a tag did.
YAML_LINE = lazy_pattern(r"\s*(?:-\s|#|---|[\w.\"'/$-]+\s*:(?:\s|$)|x\s*$)")
YAML_SHARE = 0.6
MARKUP = compatible_with("HTML") | compatible_with("XML")
MARKUP_LINE = lazy_pattern(r"\s*</?[A-Za-z!]")
MARKUP_SHARE = 0.5  # of the lines, from which on what is left is a page
Errors = Callable[[str, str], "float | None"]  # of a text in a language's grammar, as a share


def makes(text: str, claimed: Collection[str], errors: Errors) -> bool:
    """Whether a text has the tags of a template, and without them is what it claims.

    Where there is no grammar to ask, the tags alone must do.

    Args:
        errors: share of a text that the grammar of a language has no place for; None without one.
    """
    shown = text[:MAX_LENGTH]
    if not any(opening in shown for opening in CLOSING):
        return False
    names = {model_language(name) for name in claimed}
    rest, tagged = _without_tags(shown, "1" if "JSON" in names else "x")
    filled = sum(1 for line in shown.splitlines() if line.strip())
    if tagged < MIN_SHARE * max(filled, 1):
        return False
    if "YAML" in names:
        return _is_yaml(rest)
    if names.isdisjoint(MARKUP) and _is_markup(rest):
        return False
    found = [errors(rest, name) for name in claimed]
    known = [share for share in found if share is not None]
    return not known or min(known) <= ACCEPTED


def _is_yaml(text: str) -> bool:
    """Whether most lines are entries of YAML, whose grammar takes nearly any words for a value."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(YAML_LINE.match(line) is not None for line in lines) >= YAML_SHARE * len(lines)


def _is_markup(text: str) -> bool:
    """Whether most lines that are more than a value begin with a tag."""
    lines = [line for line in text.splitlines() if line.strip(" \tx")]
    return sum(MARKUP_LINE.match(line) is not None for line in lines) > MARKUP_SHARE * len(lines)


def _without_tags(text: str, value: str) -> tuple[str, int]:
    """A text as it may be made, with a value for each tag of one, and how many lines have tags."""
    parts, end, tagged = [], 0, 0
    while opening := OPENING.search(text, end):
        begin, kind = opening.start(), opening[0]
        close = text.find(CLOSING[kind], begin + 2, begin + MAX_TAG)
        is_tag = close >= 0 and (kind != "{{" or VALUE.match(text, begin + 2, close))
        after = close + len(CLOSING[kind]) if is_tag else begin + 2
        tag = text[begin:after]
        parts += [text[end:begin], _stand_in(tag, value) if is_tag else tag]
        tagged += tag.count("\n") + 1 if is_tag else 0
        end = after
    return "".join([*parts, text[end:]]), tagged


def _stand_in(tag: str, value: str) -> str:
    """What a tag may become: nothing for a statement or for lines below, else a value."""
    return "" if STATEMENT.match(tag) or LINES in tag else value
