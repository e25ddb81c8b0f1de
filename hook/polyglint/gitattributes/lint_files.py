"""The settings files of a run, linted where git is there to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from polyglint.budget import SECONDS, fault, time_limit
from polyglint.codes import OVERRIDE
from polyglint.errors import FatalError
from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.git.repository import Repository
from polyglint.gitattributes.lint import lint, override_lines
from polyglint.gitattributes.matching import matcher
from polyglint.gitattributes.parse import AttributesLine
from polyglint.linguist.attributes import LANGUAGES
from polyglint.results import NotJudged, Result, Unreadable, Violation
from polyglint.sources.decode import SIZE_LIMIT
from polyglint.sources.fingerprint import fingerprint
from polyglint.sources.worktree import File


def with_settings(
    judged: Mapping[File, Result], settings: Mapping[File, bytes | NotJudged]
) -> tuple[dict[File, Result], list[Unreadable]]:
    """The results, in them what is wrong with the settings files of the run.

    An override that the content of a file contradicts is reported where it stands. Beside them, a
    row for each settings file that could not be linted.

    Args:
        judged: the files of the run and their results.
        settings: the content of those files that are settings, or why there is none.
    """
    found = {**judged}
    unreadable: list[Unreadable] = []
    by_tree: defaultdict[tuple[Path, str | None], dict[str, File]] = defaultdict(dict)
    for file, content in settings.items():
        if isinstance(content, NotJudged):
            found[file] = found[file]._replace(not_judged=content)
        elif file.root is not None:
            by_tree[file.root, file.tree][file.place] = file
    for (root, tree), files in by_tree.items():
        places = {file.place: file for file in judged if (file.root, file.tree) == (root, tree)}
        texts = {place: _text(settings[file]) for place, file in files.items()}
        try:
            with time_limit(SECONDS):
                found = _linted({**found}, root, tree, places, texts)
        except FatalError:
            raise
        except Exception as error:
            reason = fault(error)
            unreadable += [Unreadable(file.path, reason) for file in files.values()]
    return found, unreadable


def _linted(
    found: dict[File, Result],
    root: Path,
    tree: str | None,
    places: Mapping[str, File],
    texts: Mapping[str, str],
) -> dict[File, Result]:
    """The results with what is wrong with the settings files of one tree.

    Args:
        places: the tree's files by their places in it.
        texts: of the settings files, likewise.
    """
    repository = Repository.find(root)
    if repository is None:
        return found
    tracked = [entry.path for entry in repository.tracked(tree)]
    for place, own in lint(texts, tracked, matcher(repository, tracked)).items():
        file = places[place]
        _add(found, file, [finding.with_path(file.path) for finding in own.findings])
        if own.unfinished is not None:
            found[file] = found[file]._replace(not_judged=own.unfinished)
    attributes = {place: text for place, text in texts.items() if place.endswith(GITATTRIBUTES)}
    _move_overrides(found, places, attributes, repository)
    return found


def _text(content: bytes | NotJudged) -> str:
    """Git takes any bytes; so do these. A line that is cut at the limit is none."""
    if not isinstance(content, bytes):
        return ""
    if len(content) >= SIZE_LIMIT:
        content = content[: content.rfind(b"\n") + 1]
    return content.decode("utf-8", "surrogateescape")


def _add(found: dict[File, Result], file: File, violations: Sequence[Violation]) -> None:
    both = sorted([*found[file].violations, *violations], key=lambda violation: violation[1:5])
    found[file] = found[file]._replace(violations=tuple(both))


def _move_overrides(
    found: dict[File, Result],
    places: Mapping[str, File],
    attributes: Mapping[str, str],
    repository: Repository,
) -> None:
    """Report contradicted overrides at the lines that declare them.

    Args:
        places: the files of one tree, by their paths in the repository.
        attributes: the text of each .gitattributes among them.
    """
    contradicted = {
        place: violation
        for place, file in places.items()
        for violation in found[file].violations
        if violation.code == OVERRIDE
    }
    overridden = {place: violation.claimed[0] for place, violation in contradicted.items()}
    lines = override_lines(attributes, overridden, matcher(repository, [*contradicted]))
    of_lines: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for place in sorted(lines):
        settings, line = lines[place]
        of_lines[settings, line.number].append(place)
        file = places[place]
        rest = tuple(other for other in found[file].violations if other.code != OVERRIDE)
        found[file] = found[file]._replace(violations=rest)
    for (settings, number), own in of_lines.items():
        line, file = lines[own[0]][1], places[settings]
        moved = _moved(contradicted[own[0]], line, own, number)
        _add(found, file, [moved._replace(path=file.path)])


def _moved(
    violation: Violation, line: AttributesLine, places: Sequence[str], number: int
) -> Violation:
    """A violation for all the files that contradict one line."""
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    words = f"{_words(line.text)} for {places[0]}{more}, which {violation.message}"
    mark = fingerprint(line.text)
    return violation._replace(line=number, last_line=number, message=words, fingerprint=mark)


def _words(text: str) -> str:
    """The part of a line that declares the language."""
    declared: Iterator[str] = (w for w in text.split() if w.partition("=")[0] in LANGUAGES)
    return next(declared, "an override")
