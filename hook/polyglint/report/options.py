"""How a run is reported."""

from __future__ import annotations

from polyglint.typed import NamedTuple

STANDARD_OUTPUT = "-"
STATISTICS = RULES, LANGUAGES = "rules", "languages"  # what is counted


class ReportOptions(NamedTuple):
    """The form of a report, where it goes, and what is said beside it."""

    output_format: str = "text"  # one of `polyglint.report.output.FORMATS`
    output: str = STANDARD_OUTPUT  # or a file, which is written whole or not at all
    color: str = "auto"  # or always, never; for text
    statistics: str | None = None  # print these counts in place of each finding
    verbose: bool = False  # name files that are not judged or not flagged, and why
    quiet: bool = False  # no summary
