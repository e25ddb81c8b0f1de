"""Hold polyglint's claims against linguist's own strategies, on the files of packages.

    python -m benchmarks.linguist --report benchmarks/linguist.md ARCHIVE…

Linguist is asked by ``linguist.rb``, which needs Ruby and the gem github-linguist (Debian's
ruby-github-linguist). Its answer is the set of candidates that its strategies leave before the
classifier has to choose; polyglint must claim the same languages or more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.command import one_line
from polyglint.errors import FatalError
from polyglint.linguist import names
from polyglint.linguist.claim import by_linguist
from polyglint.linguist.languages import find, index, table
from polyglint.linguist.marks import interpreter
from polyglint.results import NotJudged
from polyglint.sources.decode import decode
from train.corpus.archives import BadArchiveError, Member, members

SCRIPT = Path(__file__).with_suffix(".rb")
MAX_SIZE = 1 << 20  # bytes; polyglint reads no more of a file
MAX_FILES = 400  # of a package, so that one with many files does not speak for all
UNANSWERED = ("claimed by polyglint alone", "both none")  # kinds where linguist has no answer


class LinguistAnswer(NamedTuple):
    """What both say of one file."""

    path: str
    linguist: tuple[str, ...]
    polyglint: tuple[str, ...]
    rule: str  # polyglint's
    decided_by: str  # linguist's last strategy
    tables_differ: bool  # in what linguist's and ours list for this file
    blank: bool  # there is nothing but white space

    @property
    def kind(self) -> str:
        theirs, ours = set(self.linguist), set(self.polyglint)
        if theirs == ours:
            return "same" if theirs else UNANSWERED[1]
        if theirs < ours:
            return "superset" if theirs else UNANSWERED[0]
        if self.blank:
            return "nothing but white space"
        return "tables differ" if self.tables_differ else "different"


def unpack(archive: Path, directory: Path) -> Iterator[Path]:
    """Write files of a package, of varied names, below a directory, and yield their paths."""
    groups: dict[str, list[str]] = defaultdict(list)
    for member in members(archive):
        if _is_wanted(member):
            name = Path(member.path).name
            groups[Path(name).suffix.lower() or name].append(member.path)
    in_turn = chain.from_iterable(zip_longest(*groups.values()))
    wanted = set([path for path in in_turn if path][:MAX_FILES])
    for member in members(archive):
        if member.path in wanted:
            target = directory / member.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(member.read())
            yield target


def _is_wanted(member: Member) -> bool:
    return member.path.isprintable() and 0 < member.size <= MAX_SIZE and ".git/" not in member.path


def ask_linguist(paths: Sequence[Path]) -> tuple[str, list[dict[str, Any]]]:
    """Return linguist's version, and what it says of each path."""
    request = "".join(f"{path}\n" for path in paths)
    try:
        ruby = subprocess.run(
            ["ruby", SCRIPT], input=request, stdout=subprocess.PIPE, check=True, encoding="utf-8"
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise FatalError(f"{error}; ruby with the gem github-linguist is needed") from error
    first, *lines = map(json.loads, ruby.stdout.splitlines())
    return first["version"], lines


def compare(path: Path, shown: str, theirs: Mapping[str, Any]) -> LinguistAnswer | None:
    """Hold one file's claim against linguist's candidates; None where neither reads it."""
    text = decode(path.read_bytes())
    if isinstance(text, NotJudged) and theirs["steps"] is None:
        return None
    ours = by_linguist(shown, text) if isinstance(text, str) else None
    steps = theirs["steps"] or [["", []]]
    return LinguistAnswer(
        shown,
        _today(steps[-1][1]),
        ours.languages if ours else (),
        str(ours.source) if ours else "none",
        steps[-1][0],
        isinstance(text, str) and _tables_differ(shown, text, theirs),
        text == NotJudged("empty"),
    )


def _tables_differ(path: str, text: str, theirs: Mapping[str, Any]) -> bool:
    """Whether the tables of linguist and of polyglint differ in what they list for a file."""
    ours = {"extension": names.extension(path), "filename": names.exact(path)}
    if any(
        _today(theirs[field]) != (claimed.languages if claimed else ())
        for field, claimed in ours.items()
    ):
        return True
    started = index("interpreters").get(interpreter(text) or "", ())
    return not set(_today(theirs["interpreter"])) <= set(started)


def _today(languages: Iterable[str]) -> tuple[str, ...]:
    """Languages by their names in polyglint's data: the old names of some are aliases now."""
    return tuple(sorted(find(name) or name for name in languages))


HEAD = """\
# Agreement with linguist

Made by `python -m benchmarks.linguist --report benchmarks/linguist.md ARCHIVE…`; linguist
{version}, polyglint's data {data}.

{files:,} text files of {packages} packages, with {endings:,} extensions. Linguist's answer is the
set of languages that its strategies leave before its classifier: modeline, file name,
shebang, extension, XML, manual page, heuristics. A language goes by its present name.

- **same**, **superset**: polyglint claims the languages that linguist leaves, or more.
- **claimed by polyglint alone**: linguist has no answer.
- **tables differ**: the two versions list other languages for the name or the interpreter.
- **nothing but white space**: polyglint reads no claim where there is no text to judge.
- **different**: anything else.

| Polyglint's claim | Files | Of those that linguist answers |
|---|---|---|
"""


def report(answers: Sequence[LinguistAnswer], packages: int, version: str) -> str:
    kinds = Counter(answer.kind for answer in answers)
    answered = sum(bool(answer.linguist) for answer in answers)
    endings = {Path(answer.path).suffix for answer in answers}
    head = HEAD.format(
        version=version,
        data=table()["source"],
        files=len(answers),
        packages=packages,
        endings=len(endings),
    )
    rows = [
        f"| {kind} | {count:,} | {'' if kind in UNANSWERED else f'{count / answered:.2%}'} |"
        for kind, count in kinds.most_common()
    ]
    agreed = kinds["same"] + kinds["superset"]
    total = f"Same or superset: **{agreed / answered:.2%}** of {answered:,}."
    return head + "\n".join([*rows, "", total, "", *_listed(answers)]) + "\n"


def _listed(answers: Sequence[LinguistAnswer]) -> Iterator[str]:
    rows = defaultdict(list)
    for answer in answers:
        if answer.kind not in ("same", "superset", UNANSWERED[1]):
            key = answer.kind, answer.decided_by, answer.linguist, answer.rule, answer.polyglint
            rows[key].append(answer.path)
    yield "| Kind | Files | Linguist | Polyglint | Such as |"
    yield "|---|---|---|---|---|"
    for (kind, decided_by, theirs, rule, ours), paths in sorted(rows.items()):
        said = f"{', '.join(theirs)} ({decided_by})" if theirs else "none"
        claimed = f"{', '.join(ours)} ({rule})" if ours else "none"
        yield f"| {kind} | {len(paths)} | {said} | {claimed} | `{paths[0]}` |"


@one_line("benchmarks.linguist")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linguist", description=__doc__)
    parser.add_argument("archives", nargs="+", type=Path, metavar="ARCHIVE")
    parser.add_argument("--report", type=Path, help="where to write it (standard output)")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        shown: dict[Path, str] = {}
        for number, archive in enumerate(arguments.archives):
            own = directory / str(number)
            try:
                paths = [*unpack(archive, own)]
            except BadArchiveError as error:
                raise FatalError(str(error)) from error
            shown |= {path: f"{archive.parent.name}/{path.relative_to(own)}" for path in paths}
        version, theirs = ask_linguist([*shown])
        found = [compare(path, shown[path], said) for path, said in zip(shown, theirs, strict=True)]
    answers = [answer for answer in found if answer is not None]
    text = report(answers, len(arguments.archives), version)
    if arguments.report is None:
        print(text, end="")
    else:
        arguments.report.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
