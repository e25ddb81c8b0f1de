"""What to do about a file whose content contradicts its name: a command or a line of settings."""

from __future__ import annotations

import shlex

from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.gitattributes.globs import pattern_of
from polyglint.linguist.languages import Claim, languages
from polyglint.results import ClaimRule, ClaimSource


def renamed(path: str, source: ClaimSource, language: str) -> str | None:
    """The path under the extension that linguist knows the language best by.

    None where its extension was no claim, or the language has none.

    Args:
        source: of the claim.
    """
    extensions = languages().get(language, {}).get("extensions", ())
    folder, slash, name = path.rpartition("/")
    if not extensions or source.rule is not ClaimRule.EXTENSION:
        return None
    extension = source.detail
    if not name.lower().endswith(extension):
        return None
    stem = name[: len(name) - len(extension)]
    has_one = any(stem.lower().endswith(other) and stem.lower() != other for other in extensions)
    return f"{folder}{slash}{stem}" if has_one else f"{folder}{slash}{stem}{extensions[0]}"


def suggestion(path: str, place: str, claimed: Claim, language: str) -> str | None:
    """What a person may type, or write into .gitattributes; None for names beyond typing.

    Args:
        path: as people know it, where they are.
        place: the path inside its repository.
    """
    if not (path.isprintable() and place.isprintable()):
        return None
    if claimed.source.rule is ClaimRule.ATTRIBUTE:
        return f"correct or remove the {claimed.source}"
    target = renamed(path, claimed.source, language)
    if target is not None:
        return f"git mv -- {shlex.quote(path)} {shlex.quote(target)}"
    if claimed.source.rule is ClaimRule.FILE_NAME:  # an attribute would make the mistake official
        return f"rename it, or restore the content that {claimed.source} stands for"
    return f"{GITATTRIBUTES}: {pattern_of(place)} linguist-language={language.replace(' ', '-')}"
