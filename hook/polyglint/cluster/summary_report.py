"""A run over many repositories: text, JSON or one HTML page; repository by repository, worst first.

Every file is in the table of results; this says where to look there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from polyglint.escaping import printable, visible
from polyglint.phrases import count_of
from polyglint.report.html import Page, filled
from polyglint.report.json_text import dumps
from polyglint.typed import TYPE_CHECKING, Any
from polyglint.version import __version__

if TYPE_CHECKING:
    from polyglint.cluster.tally import Summary

SCHEMA_VERSION = 1
PAGE = Page("repositories.html", "repositories", "repositories", ("elements.js", "repositories.js"))
MAX_SHOWN = 1000  # repositories of a page
MAX_LINES = 50  # repositories of a text
# What a page shows of each repository.
SHOWN = ("files", "checked", "not_judged", "unreadable_files", "errors", "warnings")


def text_lines(summary: Summary) -> Iterator[str]:
    """A line for each repository that has something to say, worst first, and the totals."""
    bad = [row for row in summary.repositories if _is_bad(row)]
    for row in bad[:MAX_LINES]:
        name = printable(row["repository"])
        if row["unreadable"] is not None:
            yield f"{name}: cannot be read: {printable(row['unreadable'])}"
            continue
        found = count_of(row["errors"] + row["warnings"], "violation")
        more = row["unreadable_files"]
        also = f", {count_of(more, 'file')} unreadable" if more else ""
        yield f"{name}: {found} in {count_of(row['checked'], 'file')}{also}"
    if len(bad) > MAX_LINES:
        yield f"and {count_of(len(bad) - MAX_LINES, 'repository')} more"


def totals_line(summary: Summary) -> str:
    """The run in one line."""
    totals = summary.totals
    parts = [
        count_of(totals["repositories"], "repository"),
        f"{count_of(totals['checked'], 'file')} checked",
        count_of(totals["errors"] + totals["warnings"], "violation"),
    ]
    for name, words in (
        ("not_judged", "not judged"),
        ("baselined", "in baselines"),
        ("silenced", "silenced by settings"),
        ("unreadable_files", "unreadable"),
        ("unreadable_repositories", "repositories unreadable"),
    ):
        if totals[name]:
            parts.append(f"{totals[name]} {words}")
    return ", ".join(parts)


def json_lines(summary: Summary) -> Iterator[str]:
    """The whole summary as one document."""
    yield dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "polyglint", "version": __version__},
            **summary._asdict(),
        },
        indent=2,
    )


def html_lines(summary: Summary) -> Iterator[str]:
    """One page that needs nothing else, made as `polyglint.report.html` makes its own."""
    yield filled(PAGE, _data(summary))


def _data(summary: Summary) -> dict[str, Any]:
    shown = summary.repositories[:MAX_SHOWN]
    return {
        "version": __version__,
        "totals": summary.totals,
        "repositories": [_repository(row) for row in shown],
        "rest": len(summary.repositories) - len(shown),
        "languages": [
            [visible(e["language"]), e["claimed"], e["read"], e["violations"]]
            for e in summary.languages
        ],
    }


def _repository(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": visible(row["repository"]),
        "commit": None if row.get("commit") is None else visible(row["commit"]),
        "unreadable": None if row["unreadable"] is None else visible(row["unreadable"]),
        **{name: row[name] or 0 for name in SHOWN},
        "examples": [
            {
                "path": visible(e["path"]),
                "line": e["line"],
                "code": visible(e["code"]),
                "severity": visible(e["severity"]),
                "message": visible(e["message"]),
            }
            for e in row["examples"]
        ],
    }


def _is_bad(row: Mapping[str, Any]) -> bool:
    counts = row["errors"] + row["warnings"] + row["unreadable_files"]
    return row["unreadable"] is not None or counts > 0


FORMATS: Mapping[str, Callable[[Summary], Iterator[str]]] = {
    "text": text_lines,
    "json": json_lines,
    "html": html_lines,
}
