"""A repository's own settings for linguist: are they what somebody meant?

Words are judged by linguist's rules; which files a pattern matches, git itself is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from polyglint.codes import DIRECTORY, IN_GITIGNORE, UNMATCHED
from polyglint.git.attribute_files import GITATTRIBUTES
from polyglint.gitattributes.file_names import GITIGNORE
from polyglint.gitattributes.generator_defaults import generator_of
from polyglint.gitattributes.matching import Match, below
from polyglint.gitattributes.parse import AttributesLine, read_lines
from polyglint.gitattributes.rules import Problem, problems_of
from polyglint.gitattributes.shallow import shallow
from polyglint.gitattributes.statistics import settles, undetectable
from polyglint.linguist.attributes import LANGUAGES
from polyglint.linguist.languages import find
from polyglint.results import WARNING, Finding, NotJudged
from polyglint.sources.fingerprint import fingerprint
from polyglint.typed import NamedTuple

WITHOUT_CORRECTION = {
    UNMATCHED: "correct or remove the line",
    IN_GITIGNORE: f"move the line to {GITATTRIBUTES}",
}
MAX_GUESSES = 200  # problems of a run for which a misspelt language is looked up
MAX_LINES = 20_000  # of a run that are about linguist; no honest repository has a tenth of it
TOO_MANY_LINES = f"more than {MAX_LINES:,} lines about linguist; not all are linted"
TOO_MANY_MATCHES = "more patterns or matches than are held against paths; not all are linted"


class FileLint(NamedTuple):
    """What is wrong with a settings file, and why the lint did not finish it, where it did not."""

    findings: list[Finding]
    unfinished: NotJudged | None


class Linted(NamedTuple):
    """What is wrong with some settings files, and with which of them the lint did not finish."""

    problems: dict[str, list[Problem]]  # by path, in the order of the lines
    unfinished: dict[str, str]  # path -> why


MISPLACED = re.compile(r"\s(?:[-!]?linguist-[a-z]+|gitlab-language)(?:=\S*)?(?=\s|$)")


def lint(files: Mapping[str, str], tracked: Sequence[str], match: Match) -> dict[str, FileLint]:
    """What is wrong in settings files, by their paths in the repository.

    Args:
        files: path in the repository -> text, of each .gitattributes and .gitignore.
        tracked: all paths that git tracks.
        match: asks git.
    """
    linted = problems(files, tracked, match)
    return {path: _of_file(files[path], path, linted) for path in sorted(files)}


def _of_file(text: str, path: str, linted: Linted) -> FileLint:
    lines = text.split("\n") if linted.problems[path] else []
    reason = linted.unfinished.get(path)
    return FileLint(
        [_finding(lines[problem.line - 1], problem) for problem in linted.problems[path]],
        None if reason is None else NotJudged(reason),
    )


def problems(files: Mapping[str, str], tracked: Sequence[str], match: Match) -> Linted:
    """What is wrong with each settings file."""
    found: dict[str, list[Problem]] = {path: [] for path in files}
    unfinished: dict[str, str] = {}
    lines: list[tuple[str, AttributesLine]] = []
    count = guesses = 0
    for path, text in files.items():
        is_gitignore = path.rpartition("/")[2] == GITIGNORE
        for line in _misplaced(text) if is_gitignore else read_lines(text):
            if isinstance(line, AttributesLine) and not line.ours:
                continue
            count += 1
            if count > MAX_LINES:
                unfinished[path] = TOO_MANY_LINES
                break
            if isinstance(line, Problem):
                found[path].append(line)
                continue
            own = [*problems_of(line, guess=guesses < MAX_GUESSES)]
            guesses += len(own)
            found[path] += own
            if not line.is_macro and not line.is_too_long:
                lines.append((path, line))
    matched = match([(_directory(path), line.pattern) for path, line in lines])
    pairs = [*zip(lines, matched, strict=True)]
    unfinished |= {path: TOO_MANY_MATCHES for (path, _), paths in pairs if paths is None}
    for path, problem in _of_patterns(pairs, tracked, match):
        found[path].append(problem)
    in_order = {path: sorted(own, key=lambda p: (p.line, p.column)) for path, own in found.items()}
    return Linted(in_order, unfinished)


def override_lines(
    files: Mapping[str, str], overridden: Mapping[str, str], match: Match
) -> dict[str, tuple[str, AttributesLine]]:
    """The file and line that declares the language of each path, where one does.

    The last line of the deepest directory has the last word, as in git.

    Args:
        overridden: path -> the language that it is declared to be in.
    """
    lines = [
        (path, line)
        for path, text in sorted(files.items(), key=lambda item: item[0].count("/"))
        for line in read_lines(text)
        if not line.is_macro and _declared(line)
    ]
    if not overridden or len(lines) > MAX_LINES:
        return {}
    matched = match([(_directory(path), line.pattern) for path, line in lines])
    found: dict[str, tuple[str, AttributesLine]] = {}
    for (settings, line), paths in zip(lines, matched, strict=True):
        if paths is None:
            return {}  # it may have the last word
        declared = _declared(line)
        right = (path for path in paths if overridden.get(path) in declared)
        found.update(dict.fromkeys(right, (settings, line)))
    return found


def _declared(line: AttributesLine) -> set[str | None]:
    """The languages that a line names."""
    values = (a.value for a in line.attributes if a.name in LANGUAGES and a.value)
    return {find(value.partition("?")[0]) for value in values}


def _of_patterns(
    pairs: Sequence[tuple[tuple[str, AttributesLine], Collection[str] | None]],
    tracked: Sequence[str],
    match: Match,
) -> Iterator[tuple[str, Problem]]:
    """Yield what the files say: patterns that match none, and languages that do not count.

    Args:
        pairs: a file and a line of it, and what the line's pattern matches, None if unknown.
    """
    if all(paths is not None for _, paths in pairs):  # each may settle what another one says
        settled = {path for (_, line), paths in pairs if settles(line) for path in paths or ()}
        for (path, line), paths in pairs:
            if (problem := undetectable(line, paths or (), settled)) is not None:
                yield path, problem
    if tracked:
        without = [where for where, paths in pairs if paths is not None and not paths]
        yield from _unmatched(without, match)
        yield from shallow(pairs, match)


def _unmatched(
    lines: Sequence[tuple[str, AttributesLine]], match: Match
) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with patterns that match nothing: many name a directory."""
    inside = [(path, line, pattern) for path, line in lines for pattern in below(line.pattern)]
    matched = match([(_directory(path), pattern) for path, _, pattern in inside])
    most: dict[tuple[str, int], tuple[int, str]] = {}
    for (path, line, pattern), paths in zip(inside, matched, strict=True):
        key = path, line.number
        if paths is not None and len(paths) > most.get(key, (0, ""))[0]:
            most[key] = len(paths), pattern
    for path, line in lines:
        _, pattern = most.get((path, line.number), (0, ""))
        yield path, _directory_problem(line, pattern) if pattern else _unmatched_problem(line)


def _directory_problem(line: AttributesLine, pattern: str) -> Problem:
    words = f"{line.pattern} is a directory, whose files get no attributes from it"
    corrected = line.text.replace(line.pattern, pattern, 1)
    return Problem(DIRECTORY, line.number, 1, words, corrected, True)


def _unmatched_problem(line: AttributesLine) -> Problem:
    if line.pattern.startswith("!"):
        words = f"git ignores {line.pattern}: attributes have no negative patterns"
    else:
        words = f"{line.pattern} matches no tracked file"
    generator = generator_of(line)
    if generator is None:
        return Problem(UNMATCHED, line.number, 1, words)
    words = f"{words}; it is a default of {generator}"
    return Problem(UNMATCHED, line.number, 1, words, severity=WARNING)


def _misplaced(text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#") and (found := MISPLACED.search(line)):
            words = f"{found[0].strip()} is for {GITATTRIBUTES}; here it is part of a file's name"
            yield Problem(IN_GITIGNORE, number, found.start() + 2, words)


def _finding(text: str, problem: Problem) -> Finding:
    return Finding(
        problem.line,
        problem.column,
        problem.code,
        problem.message,
        problem.line,
        fingerprint=fingerprint(text),
        suggestion=_advice(problem),
        severity=problem.severity,
    )


def _advice(problem: Problem) -> str | None:
    if problem.corrected is None:
        return WITHOUT_CORRECTION.get(problem.code)
    return f"write {' and then '.join(problem.corrected.splitlines())}"


def _directory(path: str) -> str:
    """The directory of a path, with a ``/`` at its end, or nothing for the root."""
    directory, slash, _ = path.rpartition("/")
    return directory + slash
