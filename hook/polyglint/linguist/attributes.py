"""What .gitattributes declares about a file."""

from __future__ import annotations

from collections.abc import Mapping

from polyglint.linguist.languages import Claim, find
from polyglint.results import ClaimRule, ClaimSource, NotJudged

LANGUAGES = ("linguist-language", "gitlab-language")
OPT_OUTS = ("linguist-vendored", "linguist-generated", "linguist-documentation")
DETECTABLE = "linguist-detectable"
NAMES = (*LANGUAGES, *OPT_OUTS, DETECTABLE)
# What git prints for `name`, `-name` and `name=…`; an attribute nobody mentions is left out.
FALSE = ("unset", "false")


def is_true(attributes: Mapping[str, str], name: str) -> bool:
    """Whether an attribute is there and not false: linguist takes any other value for true."""
    return name in attributes and not is_false(attributes, name)


def is_false(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name) in FALSE


def opted_out(attributes: Mapping[str, str]) -> NotJudged | None:
    """Return the attribute that takes a file out of linguist's statistics, if any."""
    name = next((name for name in OPT_OUTS if is_true(attributes, name)), None)
    return NotJudged(f"{name} in .gitattributes") if name else None


def declared(attributes: Mapping[str, str]) -> Claim | NotJudged | None:
    """Return the language that the repository gives a file by name.

    One that linguist does not know, or none at all, is still a claim, and none of ours to
    contradict.
    """
    for name in LANGUAGES:
        value = attributes.get(name)
        if value is None or value == "unset":  # -linguist-language takes a language back
            continue
        # GitLab allows options after the name: erb?parent=json
        language = find(value.partition("?")[0])
        if language is None:
            return NotJudged(f"{name}={value} in .gitattributes, which linguist does not know")
        return Claim((language,), ClaimSource(ClaimRule.ATTRIBUTE, name))
    return None


def is_override(claim: Claim) -> bool:
    """Whether a claim is what `declared` says, and its name does not say the same."""
    return claim.source.rule is ClaimRule.ATTRIBUTE and not claim.also
