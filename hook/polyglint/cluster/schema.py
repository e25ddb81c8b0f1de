"""The two tables of a run, by a schema that has a version, and their rows.

``files`` has a row for each file and for each one that could not be read; ``repositories`` has one
for each repository, whether it could be read or not. A new column keeps the version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from polyglint.config.settings import WARNING
from polyglint.escaping import unicode_text
from polyglint.lazy import lazy_import
from polyglint.report.document import file_fields
from polyglint.report.html import language_counts
from polyglint.report.json_text import unicode_value
from polyglint.report.severity import severity_of, worst_first
from polyglint.results import Result, Run
from polyglint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = lazy_import("pyarrow")

SCHEMA_VERSION = 2
VERSION_KEY = b"polyglint.schema_version"
COUNTS = (
    "files",
    "checked",
    "not_judged",
    "unreadable_files",
    "errors",
    "warnings",
    "baselined",
    "silenced",
)
MAX_EXAMPLES = 5  # of the violations of a repository, for the summary


def files_schema() -> pa.Schema:
    """Columns of ``files``: those of a file in the JSON report, and where it comes from."""
    names = pa.list_(pa.string())
    window = pa.struct(
        [
            ("first_line", pa.int64()),
            ("last_line", pa.int64()),
            ("language", pa.string()),
            ("score", pa.float64()),
            ("text", pa.string()),
        ]
    )
    violations = pa.list_(_violation())
    columns = [
        ("repository", pa.string()),
        ("path", pa.string()),
        ("path_base64", pa.string()),  # of a path that is no text
        ("claimed", names),
        ("rule", pa.string()),
        ("language", pa.string()),
        ("score", pa.float64()),
        ("not_judged", pa.string()),
        ("cleared", pa.string()),
        ("violations", violations),
        ("baselined", violations),
        ("windows", pa.list_(window)),
        ("unreadable", pa.string()),  # why, of a file that is there and cannot be read
    ]
    return pa.schema(columns, metadata={VERSION_KEY: str(SCHEMA_VERSION).encode()})


def _violation() -> pa.DataType:
    return pa.struct(
        [
            ("line", pa.int64()),
            ("column", pa.int64()),
            ("code", pa.string()),
            ("message", pa.string()),
            ("last_line", pa.int64()),
            ("claimed", pa.list_(pa.string())),
            ("language", pa.string()),
            ("score", pa.float64()),
            ("suggestion", pa.string()),
            ("fingerprint", pa.string()),
            ("severity", pa.string()),
        ]
    )


def repositories_schema() -> pa.Schema:
    """Columns of ``repositories``; of a table's repository a row for each unit that holds some."""
    language = pa.struct(
        [
            ("language", pa.string()),
            ("claimed", pa.int64()),
            ("read", pa.int64()),
            ("violations", pa.int64()),
        ]
    )
    example = pa.struct(
        [
            ("path", pa.string()),
            ("line", pa.int64()),
            ("code", pa.string()),
            ("message", pa.string()),
            ("severity", pa.string()),
            ("score", pa.float64()),
        ]
    )
    columns = [
        ("repository", pa.string()),
        ("unit", pa.string()),
        ("commit", pa.string()),  # of a repository that has one
        ("unreadable", pa.string()),  # why, of a repository that cannot be read
        *((name, pa.int64()) for name in COUNTS),
        ("silenced_by", pa.list_(pa.string())),
        ("seconds", pa.float64()),
        ("languages", pa.list_(language)),
        ("examples", pa.list_(example)),
    ]
    return pa.schema(columns, metadata={VERSION_KEY: str(SCHEMA_VERSION).encode()})


def file_row(repository: str, result: Result) -> dict[str, Any]:
    """A judged file, or one that is not to be judged."""
    row = unicode_value({"repository": repository, "path_base64": None, **file_fields(result)})
    return {**row, "unreadable": None}


def unreadable_row(repository: str, path: str | None, reason: str) -> dict[str, Any]:
    """A file that cannot be read."""
    empty: dict[str, Any] = {"claimed": [], "violations": [], "baselined": [], "windows": []}
    known = {"repository": repository, "path": path, "unreadable": reason}
    return {**empty, **unicode_value(known)}


def repository_row(
    repository: str | None, unit: str, run: Run, unreadable_files: int, **more: Any
) -> dict[str, Any]:
    """What the files of a repository come to.

    Args:
        repository: None where there is nothing but a part of a table without rows.
        more: columns that are not in the results.
    """
    violations = [*run.violations()]
    warnings = sum(severity_of(v) == WARNING for v in violations)
    row = {
        "repository": unicode_value(repository),
        "unit": unit,
        "unreadable": None,
        "files": len(run.results) + unreadable_files,
        "checked": run.checked,
        "not_judged": len(run.results) - run.checked,
        "unreadable_files": unreadable_files,
        "errors": len(violations) - warnings,
        "warnings": warnings,
        "baselined": sum(len(result.baselined) for result in run.results),
        "silenced": sum(silenced.number for silenced in run.silenced),
        "silenced_by": [unicode_text(str(silenced)) for silenced in run.silenced],
        "languages": [*_languages(run)],
        "examples": [*_examples(run)],
    }
    return {**row, **unicode_value(more)}


def unread_repository(repository: str, unit: str, reason: str, **more: Any) -> dict[str, Any]:
    """A repository that cannot be read, with the reason."""
    nothing = repository_row(repository, unit, Run(()), 0)
    return {**nothing, "unreadable": unicode_text(reason), **more}


def _languages(run: Run) -> Iterator[dict[str, Any]]:
    flagged: dict[str, int] = {}
    for violation in run.violations():
        if violation.claimed:
            name = violation.claimed[0]
            flagged[name] = flagged.get(name, 0) + 1
    counts = {name: (claimed, read) for name, claimed, read in language_counts(run)}
    for name in dict.fromkeys([*counts, *flagged]):
        claimed, read = counts.get(name, (0, 0))
        number = flagged.get(name, 0)
        yield {"language": name, "claimed": claimed, "read": read, "violations": number}


def _examples(run: Run) -> Iterator[dict[str, Any]]:
    for violation in worst_first(run.violations())[:MAX_EXAMPLES]:
        fields = unicode_value(violation._asdict())
        yield {
            **{name: fields[name] for name in ("path", "line", "code", "message")},
            "severity": severity_of(violation),
            "score": None if violation.score is None else round(float(violation.score), 6),
        }


def as_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as a table; columns that a row leaves out are null."""
    return pa.Table.from_pylist(_whole(rows, schema.names), schema=schema)


def _whole(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: row.get(name) for name in names} for row in rows]
