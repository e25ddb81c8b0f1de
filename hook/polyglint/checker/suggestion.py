"""What to do about a file whose content contradicts its name: a command or a line of settings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path

from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.git.process import enclosing_root
from polyglint.gitattributes.globs import pattern_of
from polyglint.linguist.languages import Claim, languages
from polyglint.phrases import any_of, score
from polyglint.results import ClaimRule, ClaimSource

READINGS = 2  # that are named where none is sure


def rename_command(place: str, target: str, root: Path | None, *, is_tracked: bool = True) -> str:
    """What to type, where we are, to rename a file; words without a work tree or a free name.

    Args:
        place: the path inside its repository.
        target: the path that it is to have there.
        root: of that repository's work tree; None without one. A bare repository has none, and is
            told by its lack of a ``.git``.
        is_tracked: whether git has the file to rename.
    """
    if root is None or not (root / ".git").exists():
        return f"rename it to {target.rpartition('/')[2]}"
    if _is_taken(root, place, target):  # `mv` would overwrite it
        return f"rename it, but not to {target.rpartition('/')[2]}, which exists"
    here = Path.cwd()
    if not is_tracked or enclosing_root(here / "x") == root:
        program = ["git", "mv"] if is_tracked else ["mv"]
        paths = [
            os.path.relpath(root / path, here).replace(os.sep, "/") for path in (place, target)
        ]
        return shlex.join([*program, "--", *paths])
    directory = root.relative_to(here) if root.is_relative_to(here) else root
    return shlex.join(["git", "-C", str(directory), "mv", "--", place, target])


def _is_taken(root: Path, place: str, target: str) -> bool:
    """Whether another file has the new name; where case does not count, it may be the same one."""
    return place.lower() != target.lower() and os.path.lexists(root / target)


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


def suggestion(
    place: str,
    claimed: Claim,
    language: str,
    root: Path | None = None,
    *,
    is_tracked: bool = True,
) -> str | None:
    """What a person may type, or write into .gitattributes; None for names beyond typing.

    Args:
        place: the path inside its repository.
        root: as `rename_command` takes it, like `is_tracked`.
    """
    if not place.isprintable():
        return None
    if claimed.source.rule is ClaimRule.ATTRIBUTE:
        return f"correct or remove the {claimed.source}"
    target = renamed(place, claimed.source, language)
    if target is not None:
        command = rename_command(place, target, root, is_tracked=is_tracked)
        return command if command.isprintable() else None
    if claimed.source.rule is ClaimRule.FILE_NAME:  # an attribute would make the mistake official
        return f"rename it, or restore the content that {claimed.source} stands for"
    return f"{GITATTRIBUTES}: {pattern_of(place)} linguist-language={language.replace(' ', '-')}"
