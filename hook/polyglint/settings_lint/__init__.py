"""A repository's own settings for linguist: are they what somebody meant?

Words are judged by linguist's rules; which files a pattern matches, git itself is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from polyglint.claim.attributes import LANGUAGES
from polyglint.fingerprint import fingerprint
from polyglint.result import Result
from polyglint.settings_lint.lines import Line, read_lines
from polyglint.settings_lint.rules import Problem, problems_of, undetectable
from polyglint.violation import Violation

GITATTRIBUTES, GITIGNORE = ".gitattributes", ".gitignore"
NAMES = (GITATTRIBUTES, GITIGNORE)
MISPLACED = re.compile(r"\s(?:[-!]?linguist-[a-z]+|gitlab-language)(?:=\S*)?(?=\s|$)")

# For each pattern, given with the folder that it stands in, the tracked paths that it matches.
Match = Callable[[Sequence[tuple[str, str]]], Sequence[Collection[str]]]


def is_settings(place: str) -> bool:
    """Whether a path in a repository is a file that this lint reads."""
    return place.rpartition("/")[2] in NAMES


def lint(files: Mapping[str, str], tracked: Sequence[str], match: Match) -> list[Result]:
    """Violations in settings files, one result a file.

    Args:
        files: path in the repository -> text, of each .gitattributes and .gitignore.
        tracked: all paths that git tracks.
        match: asks git.
    """
    found = problems(files, tracked, match)
    return [
        Result(path, violations=tuple(_violation(path, files[path], p) for p in found[path]))
        for path in sorted(files)
    ]


def problems(
    files: Mapping[str, str], tracked: Sequence[str], match: Match
) -> dict[str, list[Problem]]:
    """What is wrong with each settings file, by line."""
    found: dict[str, list[Problem]] = {path: [] for path in files}
    lines = []
    for path, text in files.items():
        if path.rpartition("/")[2] == GITIGNORE:
            found[path] += _misplaced(text)
            continue
        for line in read_lines(text):
            found[path] += problems_of(line)
            if line.ours and not line.is_macro:
                lines.append((path, line))
    for path, problem in _of_patterns(lines, tracked, match):
        found[path].append(problem)
    return {
        path: sorted(of_file, key=lambda p: (p.line, p.column)) for path, of_file in found.items()
    }


def override_lines(
    files: Mapping[str, str], paths: Sequence[str], match: Match
) -> dict[str, tuple[str, Line]]:
    """The file and line that declares the language of each path, where one does.

    The last line of the deepest folder has the last word, as in git.
    """
    lines = [
        (path, line)
        for path, text in sorted(files.items(), key=lambda item: item[0].count("/"))
        for line in read_lines(text)
        if not line.is_macro and any(a.name in LANGUAGES and a.value for a in line.attributes)
    ]
    matched = match([(_folder(path), line.pattern) for path, line in lines])
    found: dict[str, tuple[str, Line]] = {}
    for where, own in zip(lines, matched, strict=True):
        found.update(dict.fromkeys(own, where))
    return {path: found[path] for path in paths if path in found}


def _of_patterns(
    lines: Sequence[tuple[str, Line]], tracked: Sequence[str], match: Match
) -> Iterator[tuple[str, Problem]]:
    """Yield what the files say: patterns that match none, and languages that do not count."""
    matched = match([(_folder(path), line.pattern) for path, line in lines])
    folders = {folder for path in tracked for folder in _folders_above(path)}
    for (path, line), paths in zip(lines, matched, strict=True):
        if not paths:
            yield path, _unmatched(path, line, folders)
        elif (problem := undetectable(line)) is not None:
            yield path, problem


def _unmatched(path: str, line: Line, folders: Collection[str]) -> Problem:
    named = _folder(path) + line.pattern.strip('"').strip("/")
    if named in folders or any(folder.endswith(f"/{named}") for folder in folders):
        bare = line.pattern.rstrip('"').rstrip("/")
        pattern = f'{bare}/**"' if line.pattern.startswith('"') else f"{bare}/**"
        corrected = line.text.replace(line.pattern, pattern, 1)
        words = f"{line.pattern} is a folder, whose files get no attributes from it"
        return Problem("PG206", line.number, 1, words, corrected, True)
    return Problem("PG205", line.number, 1, f"{line.pattern} matches no tracked file", "")


def _misplaced(text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#") and (found := MISPLACED.search(line)):
            words = f"{found[0].strip()} is for {GITATTRIBUTES}; here it is part of a file's name"
            yield Problem("PG207", number, found.start() + 2, words, "")


def _violation(path: str, text: str, problem: Problem) -> Violation:
    advice = f"write {problem.corrected}" if problem.corrected else None
    if problem.corrected == "":
        advice = (
            f"move the line to {GITATTRIBUTES}" if problem.code == "PG207" else "remove the line"
        )
    line = problem.line
    mark = fingerprint(text.split("\n")[line - 1])
    place = path, line, problem.column
    return Violation(
        *place, problem.code, problem.message, line, suggestion=advice, fingerprint=mark
    )


def _folder(path: str) -> str:
    """The folder of a path, with a ``/`` at its end, or nothing for the root."""
    folder, slash, _ = path.rpartition("/")
    return folder + slash


def _folders_above(path: str) -> Iterable[str]:
    parts = path.split("/")[:-1]
    return ("/".join(parts[: index + 1]) for index in range(len(parts)))
