"""The settings files of a run, linted where git is there to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from polyglint.claim.attributes import LANGUAGES
from polyglint.files import File
from polyglint.repository import Repository
from polyglint.result import Result
from polyglint.settings_lint import GITATTRIBUTES, Match, lint, override_lines
from polyglint.violation import NotJudged, Violation

OVERRIDE = "PG203"


def with_settings(
    judged: Mapping[File, Result], settings: Mapping[File, bytes | NotJudged]
) -> list[Result]:
    """The results, and in them what is wrong with the settings files of the run.

    An override that the content of a file contradicts is reported where it stands.

    Args:
        judged: the files of the run and their results.
        settings: the content of those files that are settings.
    """
    found = {result.path: result for result in judged.values()}
    by_root: defaultdict[Path, dict[str, File]] = defaultdict(dict)
    for file, content in settings.items():
        if file.root is not None and isinstance(content, bytes):
            by_root[file.root][file.place] = file
    for root, files in by_root.items():
        repository = Repository.find(root)
        if repository is None:
            continue
        texts = {place: _text(settings[file]) for place, file in files.items()}
        shown = {place: file.path for place, file in files.items()}
        tracked = [entry.path for entry in repository.tracked()]
        for result in lint(texts, tracked, _matcher(repository, tracked)):
            _add(found, shown[result.path], result.violations)
        attributes = {p: text for p, text in texts.items() if p.endswith(GITATTRIBUTES)}
        places = {file.place: file.path for file in judged if file.root == root}
        _move_overrides(found, places, attributes, shown, repository)
    return list(found.values())


def _text(content: bytes | NotJudged) -> str:
    """Git takes any bytes; so do these."""
    return content.decode("utf-8", "surrogateescape") if isinstance(content, bytes) else ""


def _matcher(repository: Repository, paths: Sequence[str]) -> Match:
    return lambda patterns: repository.matching(patterns, paths)


def _add(found: dict[str, Result], path: str, violations: Sequence[Violation]) -> None:
    result = found.get(path, Result(path))
    moved = tuple(violation._replace(path=path) for violation in violations)
    both = sorted([*result.violations, *moved], key=lambda violation: violation[1:5])
    found[path] = result._replace(violations=tuple(both))


def _move_overrides(
    found: dict[str, Result],
    places: Mapping[str, str],
    attributes: Mapping[str, str],
    shown: Mapping[str, str],
    repository: Repository,
) -> None:
    contradicted = {
        place: violation
        for place, path in places.items()
        if path in found
        for violation in found[path].violations
        if violation.code == OVERRIDE
    }
    lines = override_lines(attributes, [*contradicted], _matcher(repository, [*contradicted]))
    for place, (settings, line) in lines.items():
        path, violation = places[place], contradicted[place]
        rest = tuple(other for other in found[path].violations if other != violation)
        found[path] = found[path]._replace(violations=rest)
        words = f"{_words(line.text)} for {place}, which {violation.message}"
        moved = violation._replace(line=line.number, last_line=line.number, message=words)
        _add(found, shown[settings], [moved])


def _words(text: str) -> str:
    """The part of a line that declares the language."""
    declared: Iterator[str] = (w for w in text.split() if w.partition("=")[0] in LANGUAGES)
    return next(declared, "an override")
