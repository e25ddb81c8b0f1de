"""Sources of claims, by the words that reports have for them."""

import re

from polyglint.results import ClaimRule, ClaimSource


def source(words):
    for rule in ClaimRule:
        pattern = re.escape(rule.value).replace(r"\{\}", "(.+)")
        if found := re.fullmatch(pattern, words):
            return ClaimSource(rule, *found.groups())
    raise ValueError(words)
