"""What the release workflow does besides publishing: one version, its notes and its checksums.

    python .ci/release.py version 1.2.3    write the version, and the day in the changelog
    python .ci/release.py check v1.2.3     fail unless everything names this version
    python .ci/release.py notes            print the changelog's section of the version
    python .ci/release.py checksums dist   write dist/SHA256SUMS

It needs nothing but Python.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSION_FILE = "hook/polyglint/version.py"
CHANGELOG = "CHANGELOG.md"
NUMBER = r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?"
ASSIGNED = re.compile(rf'(?<=^__version__ = "){NUMBER}(?="$)', re.MULTILINE)
# What README and docs name a release by: pre-commit's rev, the action, the package, an image's tag.
PREFIXES = (
    *("rev: v", "polyglint@v", "polyglint==", "polyglint[cluster]==", "polyglint:"),
    *("polyglint-ray:", "polyglint-"),
)
SNIPPET = re.compile(f"(?:{'|'.join(f'(?<={re.escape(before)})' for before in PREFIXES)}){NUMBER}")
HEADING = re.compile(rf"^## \[(?P<version>{NUMBER})\] - (?P<day>\S+)$", re.MULTILINE)
UNRELEASED = "Unreleased"
SUMS = "SHA256SUMS"
HOMEPAGE = "https://github.com/polyglint/polyglint"
# A link to a file of this repository, or a picture of it.
LINK = re.compile(r"(?P<picture>!)?\[(?P<text>[^\]]*)\]\((?!https?:|#)(?P<path>[^)\s]+)\)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pages() -> list[str]:
    """The files that hold snippets."""
    return [
        "Containerfile",
        "README.md",
        *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
    ]


def version() -> str:
    found = ASSIGNED.search(read(VERSION_FILE))
    if found is None:
        raise SystemExit(f"{VERSION_FILE}: no version")
    return found[0]


def write_version(new: str, day: str) -> None:
    """Write a version wherever one stands; the newest section of the changelog is its own."""
    if re.fullmatch(NUMBER, new) is None:
        raise SystemExit(f"{new}: not a version; write it as 1.2.3")
    for name, pattern in ((VERSION_FILE, ASSIGNED), *((page, SNIPPET) for page in pages())):
        (ROOT / name).write_text(pattern.sub(new, read(name)), encoding="utf-8", newline="\n")
    heading = f"## [{new}] - {day}"
    text = HEADING.sub(heading, read(CHANGELOG), count=1)
    (ROOT / CHANGELOG).write_text(text, encoding="utf-8", newline="\n")


def problems(tag: str) -> list[str]:
    """What does not name the version of a tag."""
    wanted = tag.removeprefix("v")
    found = [] if tag == f"v{version()}" else [f"{VERSION_FILE}: {version()}, not {tag}"]
    for page in pages():
        others = sorted(set(SNIPPET.findall(read(page))) - {wanted})
        found += [f"{page}: names {other}, not {wanted}" for other in others]
    heading = HEADING.search(read(CHANGELOG))
    if heading is None or heading["version"] != wanted:
        found.append(f"{CHANGELOG}: the first section is not of {wanted}")
    elif heading["day"] == UNRELEASED:
        found.append(f"{CHANGELOG}: {wanted} has no date")
    return found


def absolute(text: str) -> str:
    """Markdown whose links lead from any page to the files of this version."""

    def address(link: re.Match[str]) -> str:
        picture = link["picture"] or ""
        form = "raw" if picture else "blob"
        return f"{picture}[{link['text']}]({HOMEPAGE}/{form}/v{version()}/{link['path']})"

    return LINK.sub(address, text)


def readme() -> str:
    """The README for the package index."""
    return absolute(read("README.md"))


def notes() -> str:
    """The section of the version, without its heading."""
    sections = [*HEADING.finditer(read(CHANGELOG))]
    text = read(CHANGELOG)
    end = sections[1].start() if len(sections) > 1 else len(text)
    return absolute(text[sections[0].end() : end].strip())


def checksums(directory: Path) -> str:
    """Lines as `sha256sum --check` reads them."""
    files = sorted(path for path in directory.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("version").add_argument("version")
    commands.add_parser("check").add_argument("tag")
    commands.add_parser("notes")
    commands.add_parser("checksums").add_argument("directory", type=Path)
    arguments = parser.parse_args(argv)
    if arguments.command == "version":
        today = datetime.datetime.now(datetime.timezone.utc).date()
        write_version(arguments.version, today.isoformat())
    elif arguments.command == "check":
        found = problems(arguments.tag)
        print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
        return 1 if found else 0
    elif arguments.command == "notes":
        print(notes())
    else:
        sums = checksums(arguments.directory)
        (arguments.directory / SUMS).write_text(sums, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
