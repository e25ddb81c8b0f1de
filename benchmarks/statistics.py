"""Hold `polyglint audit --statistics languages` against linguist's own statistics.

    python -m benchmarks.statistics --report benchmarks/statistics.md OWNER/NAME=DIR…

Each DIR is a clone, bare or not. Linguist is asked by ``statistics.rb``, which needs Ruby and the
gem github-linguist (Debian's ruby-github-linguist). Both count the files at HEAD.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.command import one_line
from polyglint.checker.language_statistics import chooser, counted
from polyglint.checker.readable import open_reader
from polyglint.errors import FatalError
from polyglint.escaping import unicode_text
from polyglint.linguist.detection import group_of
from polyglint.linguist.languages import find, table
from polyglint.sources.git_objects import revision

SCRIPT = Path(__file__).with_suffix(".rb")
SHOWN = 30  # kinds of differences
NOTHING = "none"  # what a file counts for that does not count

Sizes = Mapping[str, tuple[str, int]]  # language and bytes by path


class RepositoryStatistics(NamedTuple):
    """One repository's statistics by both."""

    name: str
    commit: str
    theirs: Sizes
    ours: Sizes

    @property
    def size(self) -> int:
        return sum(size for _, size in self.theirs.values())

    @property
    def agreement(self) -> float:
        """The part of the bytes that either counts, of files that both count as one language."""
        sizes = {path: size for path, (_, size) in [*self.theirs.items(), *self.ours.items()]}
        same = sum(size for path, size in sizes.items() if self._is_same(path))
        return same / sum(sizes.values()) if sizes else 1.0

    @property
    def largest_difference(self) -> float:
        """Between the parts of a language, in points of a hundred."""
        theirs, ours = parts(self.theirs), parts(self.ours)
        return 100 * max((abs(theirs[n] - ours[n]) for n in theirs | ours), default=0.0)

    def _is_same(self, path: str) -> bool:
        return self.theirs.get(path) == self.ours.get(path)

    def differences(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield path, linguist's language, ours and the bytes of each file that they differ on."""
        for path in sorted({*self.theirs, *self.ours}):
            if not self._is_same(path):
                (theirs, size), (ours, other) = (
                    sizes.get(path, (NOTHING, 0)) for sizes in (self.theirs, self.ours)
                )
                yield path, theirs, ours, max(size, other)


def parts(sizes: Sizes) -> Counter[str]:
    """Each language's part of a repository."""
    found: Counter[str] = Counter()
    for language, size in sizes.values():
        found[language] += size
    total = sum(found.values()) or 1
    return Counter({name: size / total for name, size in found.items()})


def ask_linguist(directories: Sequence[Path]) -> Iterator[dict[str, object]]:
    """Yield linguist's version, then what it says of each repository."""
    request = "".join(f"{directory}\n" for directory in directories)
    try:
        ruby = subprocess.run(
            ["ruby", SCRIPT], input=request, stdout=subprocess.PIPE, check=True, encoding="utf-8"
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise FatalError(f"{error}; ruby with the gem github-linguist is needed") from error
    yield from map(json.loads, ruby.stdout.splitlines())


def of_linguist(files: Mapping[str, Sequence[str | int]]) -> dict[str, tuple[str, int]]:
    """Languages by their names in polyglint's data: the old names of some are aliases now."""
    return {
        path: (find(str(language)) or str(language), int(size))
        for path, (language, size) in files.items()
    }


def of_polyglint(directory: Path, commit: str) -> dict[str, tuple[str, int]]:
    choose = chooser(partial(open_reader))
    files = revision(str(directory), commit)
    by_path = {file.path: file.place for file in files}
    return {
        _shown(by_path[path]): (group_of(language), size)
        for path, language, size, _ in counted(files, choose)
    }


def _shown(path: str) -> str:
    return unicode_text(path) if path.isascii() else path.encode("utf-8", "replace").decode()


HEAD = """\
# Language statistics beside linguist's

Made by `python -m benchmarks.statistics --report benchmarks/statistics.md OWNER/NAME=DIR…`;
linguist {version}, polyglint's data {data}.

{repositories} repositories, {files:,} files that linguist counts, {size:,} bytes. Of the bytes that
either counts, **{same:.2%}** are of files that both count for the same language; in
{exact} repositories all of them are, and in {close} no language's part differs by more than one
point of a hundred (largest difference: {largest:.1f} points).

| Repository | Commit | Files | Bytes | Same | Largest difference |
|---|---|---|---|---|---|
"""
REST = """
## What differs

The kinds of files that differ, by their bytes; "{nothing}" does not count. Two causes: this
linguist is older than polyglint's tables, and where rules leave several languages, linguist asks
its classifier and polyglint its model.

| Linguist | Polyglint | Extension | Files | Bytes | One of them |
|---|---|---|---|---|---|
"""


def report(comparisons: Sequence[RepositoryStatistics], version: str) -> str:
    sizes = [comparison.size for comparison in comparisons]
    apart = [sum(size for *_, size in c.differences()) for c in comparisons]
    largest = [comparison.largest_difference for comparison in comparisons]
    head = HEAD.format(
        version=version,
        data=table()["source"],
        repositories=len(comparisons),
        files=sum(len(c.theirs) for c in comparisons),
        size=sum(sizes),
        same=1 - sum(apart) / max(1, sum(sizes)),
        exact=sum(not size for size in apart),
        close=sum(points <= 1 for points in largest),
        largest=max(largest, default=0.0),
    )
    rows = [
        f"| {c.name} | `{c.commit[:12]}` | {len(c.theirs):,} | {c.size:,} "
        f"| {c.agreement:.2%} | {c.largest_difference:.2f} |"
        for c in comparisons
    ]
    return head + "\n".join(rows) + "\n" + REST.format(nothing=NOTHING) + _kinds(comparisons)


def _kinds(comparisons: Iterable[RepositoryStatistics]) -> str:
    files: Counter[tuple[str, str, str]] = Counter()
    sizes: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], str] = {}
    for comparison in comparisons:
        for path, theirs, ours, size in comparison.differences():
            kind = theirs, ours, Path(path).suffix or Path(path).name
            files[kind] += 1
            sizes[kind] += size
            examples.setdefault(kind, f"{comparison.name}: {path}")
    return "".join(
        f"| {theirs} | {ours} | `{suffix}` | {files[kind]} | {size:,} | `{examples[kind]}` |\n"
        for kind, size in sizes.most_common(SHOWN)
        for theirs, ours, suffix in [kind]
    )


@one_line("statistics")
def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics", description=__doc__)
    parser.add_argument("repositories", nargs="+", metavar="OWNER/NAME=DIR")
    parser.add_argument("--report", type=Path, required=True, help="Markdown to write")
    arguments = parser.parse_args(argv)
    named = [repository.partition("=")[::2] for repository in arguments.repositories]
    directories = [Path(directory) for _, directory in named]
    first, *answers = ask_linguist(directories)
    comparisons = []
    for (name, directory), answer in zip(named, answers, strict=True):
        commit, files = str(answer["commit"]), answer["files"]
        assert isinstance(files, dict)
        ours = of_polyglint(Path(directory), commit)
        comparisons.append(RepositoryStatistics(name, commit, of_linguist(files), ours))
    arguments.report.write_text(report(comparisons, str(first["version"])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
