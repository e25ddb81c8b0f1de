"""A run written in one of the formats, to standard output or to a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.report import colour, text
from polyglint.report.options import STANDARD_OUTPUT, ReportOptions
from polyglint.results import Run
from polyglint.typed import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from polyglint.filesystem import atomic
    from polyglint.report import github, markdown, statistics
else:
    atomic = lazy_import("polyglint.filesystem.atomic")
    github = lazy_import("polyglint.report.github")
    markdown = lazy_import("polyglint.report.markdown")
    statistics = lazy_import("polyglint.report.statistics")

Render: TypeAlias = Callable[[Run], Iterator[str]]
FORMATS: Mapping[str, str] = {  # the module and the function in it
    "text": "text.lines",
    "json": "document.json_lines",
    "jsonl": "document.jsonl_lines",
    "sarif": "sarif.lines",
    "github": "github.lines",
    "gitlab": "gitlab.lines",
    "junit": "junit.lines",
    "html": "html.lines",
    "markdown": "markdown.lines",
}
SHOWING_VERDICTS = frozenset(["json", "jsonl", "html"])  # on every file, flagged or not
DESCRIBING = frozenset(["html"])  # also the repository and the settings
DEFAULT = ReportOptions()
COUNTED = frozenset(["text", "json"])  # forms of statistics


def write(run: Run, options: ReportOptions = DEFAULT) -> None:
    """Write a report; in a GitHub workflow also its step's summary.

    Raises:
        FatalError: the file cannot be written.
    """
    to_file = options.output != STANDARD_OUTPUT
    coloured = options.color == "always" if to_file else colour.wanted(options.color, sys.stdout)
    lines = (
        statistics_lines(run, options.output_format)
        if options.statistics
        else format_lines(run, options.output_format, coloured)
    )
    emit(lines, options.output)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if options.output_format == "github" and summary:
        _append_summary(Path(summary), run)


def format_lines(run: Run, output_format: str, coloured: bool = False) -> Iterator[str]:
    """The lines of a report; a run loads the format that it writes and no other."""
    if output_format == "text":
        return text.lines(run, coloured)
    module, function = FORMATS[output_format].split(".")
    render: Render = getattr(import_module(f"polyglint.report.{module}"), function)
    return render(run)


def emit(lines: Iterable[str], output: str) -> None:
    """Print lines, or write them to a file, whole or not at all."""
    if output != STANDARD_OUTPUT:
        write_file(Path(output), lines)
        return
    for line in lines:
        print(line)


def statistics_lines(run: Run, output_format: str) -> Iterator[str]:
    """Counts by rule."""
    check_counted(output_format)
    return statistics.lines(run, output_format)


def check_counted(output_format: str) -> None:
    """Refuse a form that statistics do not have."""
    if output_format not in COUNTED:
        raise FatalError(f"--statistics is printed as text or json, not as {output_format}")


def write_file(path: Path, lines: Iterable[str]) -> None:
    """Put lines in a file's place; see `polyglint.filesystem.atomic.replace_lines`.

    Raises:
        FatalError: it cannot be written.
    """
    try:
        atomic.replace_lines(path, lines)
    except OSError as error:
        raise FatalError(f"--output: cannot write {path}: {error.strerror or error}") from error


def _append_summary(path: Path, run: Run) -> None:
    annotated = len(github.annotated(run.violations()))
    try:
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in markdown.lines(run, annotated))
    except OSError as error:
        problem = error.strerror or error
        raise FatalError(f"GITHUB_STEP_SUMMARY: cannot write {path}: {problem}") from error
