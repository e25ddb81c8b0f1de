"""What to do about a file whose content contradicts its name: a command or a line of settings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path

from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.gitattributes.globs import pattern_of
from polyglint.linguist.languages import Claim, languages
from polyglint.phrases import any_of, score
from polyglint.results import ClaimRule, ClaimSource

READINGS = 2  # that are named where none is sure


def shown_path(path: str, place: str, root: Path | None, is_on_disk: bool) -> str:
    """A file's path as a command may take it: from its repository, or from where we are in it.

    Args:
        path: as people know it, where they are.
        place: the path inside its repository.
        root: of that repository; None where there is none.
        is_on_disk: whether it is read from a work tree or an index, not from a revision.
    """
    if root is None:
        return path if is_on_disk else place
    if not is_on_disk or not Path.cwd().is_relative_to(root):
        return place
    return os.path.relpath(root / place).replace(os.sep, "/")


def unsure_advice(
    claimed: Collection[str], language: str, best: Sequence[tuple[str, float]]
) -> str:
    """What to say where the model is sure only of what a file is not: a name would be a guess.

    Args:
        claimed: languages that it is not, as the model knows them.
        language: what it reads as.
        best: the likeliest languages with their scores, best first.
    """
    others = [pair for pair in best if pair[0] not in claimed]
    readings = sorted(others, key=lambda pair: pair[0] != language)[:READINGS]
    named = any_of([f"{name} ({score(value)})" for name, value in readings] or [language])
    return f"it is not {any_of([*dict.fromkeys(claimed)])}; it may be {named}"


def renamed(path: str, source: ClaimSource, language: str) -> str | None:
    """The path under the extension that linguist knows the language best by.

    None where its extension was no claim, or the language has none.

    Args:
        source: of the claim.
    """
    extensions = languages().get(language, {}).get("extensions", ())
    directory, slash, name = path.rpartition("/")
    if not extensions or source.rule is not ClaimRule.EXTENSION:
        return None
    extension = source.detail
    if not name.lower().endswith(extension):
        return None
    stem = name[: len(name) - len(extension)]
    has_one = any(stem.lower().endswith(other) and stem.lower() != other for other in extensions)
    return f"{directory}{slash}{stem}" if has_one else f"{directory}{slash}{stem}{extensions[0]}"


def suggestion(path: str, place: str, claimed: Claim, language: str) -> str | None:
    """What a person may type, or write into .gitattributes; None for names beyond typing.

    Args:
        path: as a command takes it (`shown_path`).
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
