"""`audit --statistics languages`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from polyglint.checker.language_statistics import chooser, counted, rows
from polyglint.report.language_statistics import lines
from polyglint.report.options import ReportOptions
from polyglint.report.output import check_counted, emit
from polyglint.results import Run
from polyglint.sources.git_objects import all_of
from polyglint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from polyglint.model.reader import Reader


def show_languages(
    run: Run,
    directories: Iterable[str],
    revision: str | None,
    open_reader: Callable[[], Reader],
    report: ReportOptions,
) -> None:
    """Write the statistics of all files, those too that settings exclude: GitHub has no such.

    Args:
        run: with what the contents read as.
        open_reader: opens the model, if it has to choose a language.

    Raises:
        FatalError: they have no such form, or the output cannot be written.
    """
    check_counted(report.output_format)
    files = {file.path: file for name in directories for file in all_of(name, revision)}
    found = [*counted(files.values(), chooser(open_reader))]
    emit(lines(rows(found, run), found, report.output_format), report.output)
