"""The report on renamed files that are missed, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

MOST_ROWS = 25  # of a table of pairs or languages
KINDS = {
    "ordinary": "Ordinary pairs, drawn evenly",
    "look-alike": "Look-alikes",
    "short": "Whole files of 4 to 11 lines, ordinary pairs",
    "beginning": "Beginnings of 4 to 11 lines, ordinary pairs",
}
LENGTHS = ((1, "1"), (2, "2"), (6, "3-6"), (12, "7-12"), (1 << 60, "13 and more"))


class Renamed(NamedTuple):
    """What became of a file under another language's name."""

    kind: str  # one of `KINDS`, or "both" for a look-alike that is what it claims as well
    claim: str
    language: str  # that it is in
    windows: int  # of four lines each, side by side
    reason: str | None  # why it is not flagged; None where it is
    is_named: bool  # the finding names the language that it is in


class Missed(NamedTuple):
    """All that was judged."""

    model_sha256: str
    split: str
    files: int
    renamed: Sequence[Renamed]


def write(found: Missed, path: Path) -> None:
    """Write the report."""
    path.write_text("\n".join(_lines(found)) + "\n", encoding="utf-8")


def _lines(found: Missed) -> Iterator[str]:
    yield "# Renamed files that are missed"
    yield ""
    yield (
        f"Made by `python -m benchmarks.missed` with the model `{found.model_sha256[:12]}` on "
        f"{found.files:,} {found.split} files, each judged under names of other languages, "
        "whether or not the rules allow a finding, without the lines that tell an editor its "
        "language. A file counts as caught with any finding."
    )
    for kind, title in KINDS.items():
        rows = [row for row in found.renamed if row.kind == kind]
        if rows:
            both = sum(row.kind == "both" for row in found.renamed)
            yield from _section(title, rows, kind, both)


def _section(title: str, rows: Sequence[Renamed], kind: str, both: int) -> Iterator[str]:
    caught = [row for row in rows if row.reason is None]
    named = sum(row.is_named for row in caught)
    yield from ("", f"## {title}", "")
    yield (
        f"{len(caught):,} of {len(rows):,} caught ({_share(len(caught), len(rows))}), {named:,} "
        "of them with the right language named."
    )
    if kind == "look-alike" and both:
        yield ""
        yield (
            f"{both:,} more are texts of the claimed language as well: its grammar sees no error "
            "in them, and they have no mark of the other. They are no mistakes, and not counted."
        )
    yield from _table("Why the others are missed", "reason", _reasons(rows))
    yield from _table("By windows of a file", "windows", _caught(rows, _length))
    if kind == "look-alike":
        yield from _table("By pair", "claims > is", _caught(rows, _pair, None))
    else:
        yield from _table("Worst claims", "claims", _caught(rows, lambda row: row.claim))
        yield from _table("Worst languages", "is", _caught(rows, lambda row: row.language))


def _reasons(rows: Sequence[Renamed]) -> Iterator[tuple[str, ...]]:
    """Reasons with their share of all that was renamed, most frequent first, and examples."""
    counts = Counter(row.reason for row in rows if row.reason is not None)
    yield "files", "share of all", "pairs"
    for reason, count in counts.most_common():
        pairs = Counter(_pair(row) for row in rows if row.reason == reason)
        examples = ", ".join(f"{pair} ({number})" for pair, number in pairs.most_common(4))
        yield reason, f"{count:,}", _share(count, len(rows)), examples


def _caught(
    rows: Sequence[Renamed], key: Callable[[Renamed], str], most: int | None = MOST_ROWS
) -> Iterator[tuple[str, ...]]:
    """What is caught of each group, the groups with the most missed files first."""
    total = Counter(key(row) for row in rows)
    missed = Counter(key(row) for row in rows if row.reason is not None)
    yield "files", "caught", "share", "most frequent reason"
    order = sorted(total, key=lambda name: (-missed[name], name))
    for name in order[:most]:
        if not missed[name] and most is not None:
            break
        right = total[name] - missed[name]
        reasons = Counter(row.reason for row in rows if key(row) == name and row.reason)
        why = "; ".join(f"{reason} ({count})" for reason, count in reasons.most_common(2))
        yield name, f"{total[name]:,}", f"{right:,}", _share(right, total[name]), why


def _table(title: str, first: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    head, *body = rows
    yield from ("", f"### {title}", "")
    yield f"| {' | '.join((first, *head))} |"
    yield "|" + "---|" * (len(head) + 1)
    for row in body:
        yield f"| {' | '.join(row)} |"


def _pair(row: Renamed) -> str:
    return f"{row.claim} > {row.language}"


def _length(row: Renamed) -> str:
    return next(name for most, name in LENGTHS if row.windows <= most)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
