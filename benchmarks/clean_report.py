"""The report of `benchmarks.clean`: Markdown for people, and a table of every alarm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from polyglint.escaping import printable
from polyglint.model.config import SHIPPED, load_config
from polyglint.results import Violation
from train.corpus.manifest import read_table, write_table

FALSE, TRUE, UNREAD = "false positive", "right", ""  # what a review may say
# "claims A or B, which the model does not know" is one reason, whatever is claimed, and so is
# "linguist-vendored by its path: vendor/", whatever the path.
CLAIM, DETAIL = re.compile(r"^(claims|may be) .*, which "), re.compile(r"(?<=by its \w{4}): .*")
ALARM_COLUMNS = ("package", "path", "claims", "reads as", "score", "read by a person")
PROJECT_COLUMNS = ("project", "files", "judged", "not judged", "alarms")


class Alarm(NamedTuple):
    """One violation in a project that is taken to be clean; a row of the table."""

    project: str
    package: str
    path: str
    line: int
    code: str
    claims: str
    reads_as: str
    score: str

    @classmethod
    def of(cls, project: str, package: str, path: str, violation: Violation) -> Alarm:
        return cls(
            project,
            package,
            printable(path),
            violation.line,
            violation.code,
            ", ".join(violation.claimed),
            violation.language or "",
            "" if violation.score is None else f"{violation.score:.3f}",
        )


@dataclass
class ProjectAudit:
    """What was found in a project."""

    project: str
    judged: int = 0
    not_judged: Counter[str] = field(default_factory=Counter)  # reason -> files
    alarms: list[Alarm] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # archives, and why

    def count(self, reason: str | None) -> None:
        """Count a file; None for one that was judged."""
        if reason is None:
            self.judged += 1
        else:
            short = DETAIL.sub("", CLAIM.sub(r"\1 a language that ", reason))
            self.not_judged[short] += 1

    @property
    def files(self) -> int:
        return self.judged + self.not_judged.total()


class Review(NamedTuple):
    """What a person found on reading the file of an alarm."""

    verdict: str  # FALSE or TRUE
    note: str


Reviews = Mapping[tuple[str, str, str], Review]


def read_reviews(table: Path) -> Reviews:
    """(package, path, what it read as) -> review; none where there is no table yet."""
    if not table.is_file():
        return {}
    return {
        (row["package"], row["path"], row["reads_as"]): Review(row["verdict"], row["note"])
        for row in read_table(table)
    }


def review_of(alarm: Alarm, reviews: Reviews) -> Review:
    return reviews.get((alarm.package, alarm.path, alarm.reads_as), Review(UNREAD, ""))


def write_report(
    audits: Sequence[ProjectAudit], reviews: Reviews, directory: Path, stem: str
) -> list[Path]:
    """Write `STEM.md` and `STEM.tsv`; returns their paths."""
    alarms = [alarm for audit in audits for alarm in audit.alarms]
    rows = [(*alarm, *review_of(alarm, reviews)) for alarm in alarms]
    report, table = directory / f"{stem}.md", directory / f"{stem}.tsv"
    write_table(table, (*Alarm._fields, *Review._fields), rows)
    report.write_text(_markdown(audits, alarms, reviews, stem), "utf-8")
    return [report, table]


def _markdown(
    audits: Sequence[ProjectAudit], alarms: Sequence[Alarm], reviews: Reviews, stem: str
) -> str:
    reasons: Counter[str] = Counter()
    for audit in audits:
        reasons.update(audit.not_judged)
    parts = ["# Alarms in whole clean projects", _summary(audits, alarms, reviews, stem)]
    if alarms:
        rows = (_alarm_row(alarm, review_of(alarm, reviews)) for alarm in alarms)
        parts += ["## Alarms", _table(ALARM_COLUMNS, rows)]
    parts += ["## Not judged", _table(("reason", "files"), reasons.most_common())]
    parts += ["## Projects", _table(PROJECT_COLUMNS, map(_project_row, audits))]
    if unreadable := [reason for audit in audits for reason in audit.unreadable]:
        parts += ["## Archives left out", "\n".join(f"- {_cell(reason)}" for reason in unreadable)]
    return "\n\n".join(parts) + "\n"


def _summary(
    audits: Sequence[ProjectAudit], alarms: Sequence[Alarm], reviews: Reviews, stem: str
) -> str:
    files, judged = sum(a.files for a in audits), sum(a.judged for a in audits)
    verdicts = Counter(review_of(alarm, reviews).verdict for alarm in alarms)
    model = load_config().sha256["model.tflite"][:12]
    what = "projects' packages" if stem == "clean" else "repositories"
    return (
        f"Every file of {len(audits)} {what} that neither training nor "
        f"thresholds have seen, judged as `polyglint audit` judges a directory, with the model "
        f"`{model}` ({SHIPPED.name}): {files:,} files, {judged:,} of them judged, "
        f"{len(alarms)} alarms. A person found {verdicts[FALSE]} of them false and "
        f"{verdicts[TRUE]} right (the file is not what its name says); {verdicts[UNREAD]} have "
        f"not been read. Written by `python -m benchmarks.clean`; the alarms are in "
        f"[{stem}.tsv]({stem}.tsv), and what a person found in "
        f"[{stem}_reviewed.tsv]({stem}_reviewed.tsv)."
    )


def _alarm_row(alarm: Alarm, review: Review) -> Iterator[str]:
    yield alarm.package
    yield f"{alarm.path}:{alarm.line}"
    yield alarm.claims
    yield alarm.reads_as or alarm.code
    yield alarm.score
    yield ": ".join(filter(None, review))


def _project_row(audit: ProjectAudit) -> tuple[object, ...]:
    return audit.project, audit.files, audit.judged, audit.not_judged.total(), len(audit.alarms)


def _table(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [head, ["---"] * len(head), *([_cell(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Text that a package chose, as plain text of a Markdown table."""
    return re.sub(r"([\\`*_\[\]<>|&!#~$@])", r"\\\1", printable(text))
