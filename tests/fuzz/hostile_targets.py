"""Targets for what attackers were found to reach: declarations, escapes, patterns, trees, tables.

As those of `targets`, which takes them in.
"""

import hashlib
import json
import zlib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from warnings import catch_warnings, simplefilter

from polyglint.checker.grammars import accepting
from polyglint.cluster.table import Columns, chunks, files_of, units
from polyglint.codes import CODES
from polyglint.config.config_file import find
from polyglint.config.path_patterns import PathPatterns, check_pattern
from polyglint.config.resolve import resolve
from polyglint.engine import stored_results
from polyglint.errors import FatalError, UnreadableFileError
from polyglint.linguist.claim import claimed
from polyglint.model.config import CONFIG, SHIPPED, load_config
from polyglint.sources import git_objects

DECLARATIONS = ('<?xml version="1.0" encoding="{}"?><a/>', "<?xml {}?><a/>", "<!DOCTYPE {}><a/>")
ESCAPES = ('a = "{}"', 'a = """{}"""', '"{}" = 1', "[{}]", 'exclude = ["{}"]')
TABLES = ("a.jsonl", *(["a.parquet"] if find_spec("pyarrow") else []))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def declarations(data: bytes) -> None:
    for form in DECLARATIONS:
        text = form.replace("{}", _text(data))
        assert accepting(["XML"], text) in (None, "XML")
        claimed("a.xml", text, {})


def escapes(data: bytes) -> None:
    for form in ESCAPES:
        text = form.replace("{}", _text(data))
        assert accepting(["TOML"], text) in (None, "TOML")
        with suppress(FatalError):
            resolve(find({".polyglint.toml": text.encode("utf-8", "surrogateescape")}.get), {})


def patterns(data: bytes) -> None:
    pattern, _, path = _text(data).partition("\n")
    with catch_warnings(), suppress(ValueError):
        simplefilter("error")
        assert PathPatterns([check_pattern(pattern)]).match(path) in (None, pattern)


def rows(data: bytes) -> None:
    """Rows of the cache: whatever is taken can be reported."""
    with suppress(ValueError):
        found = stored_results.decode(data)
        assert 0 <= found.score <= 1
        assert all(violation.code in CODES for violation in found.findings)
        json.dumps(found, allow_nan=False, default=str)


def descriptions(data: bytes) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory, CONFIG)
        path.write_bytes(data)
        with suppress(FatalError):
            load_config(path.parent)
        with suppress(ValueError, RecursionError, FatalError):
            changes = json.loads(data)
            if isinstance(changes, dict):
                shipped = json.loads((SHIPPED / CONFIG).read_bytes())
                path.write_text(json.dumps(shipped | changes))
                load_config(path.parent)


def tables(data: bytes) -> None:
    with TemporaryDirectory() as directory:
        for name in TABLES:
            path = Path(directory, name)
            path.write_bytes(data)
            with suppress(FatalError):
                for unit in units([path], Columns()):
                    for chunk in chunks(unit, Columns()):
                        for row, file in zip(chunk, files_of(chunk), strict=True):
                            assert row.problem if file is None else file.content() == row.content


def trees(data: bytes) -> None:
    """A tree that is these bytes, and one whose entries have their modes and names from them."""
    with TemporaryDirectory() as directory:
        repository = Path(directory)
        for name in ("objects", "refs"):
            (repository / name).mkdir()
        (repository / "HEAD").write_text("ref: refs/heads/main\n")
        blob = _object(repository, b"blob", b"x = 1\n")
        entries = b"".join(line + b"\0" + blob for line in data.replace(b"\0", b"").split(b"\n"))
        for content in (data, entries):
            tree = _object(repository, b"tree", content).hex()
            with suppress(FatalError):
                for file in git_objects.revision(directory, tree):
                    with suppress(UnreadableFileError):
                        file.content()


def _object(repository: Path, kind: bytes, content: bytes) -> bytes:
    """Put an object where git looks for it, without a look at what it is."""
    whole = b"%s %d\0%s" % (kind, len(content), content)
    digest = hashlib.sha1(whole)
    name = digest.hexdigest()
    place = repository / "objects" / name[:2] / name[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(zlib.compress(whole))
    return digest.digest()


HOSTILE_TARGETS = (declarations, escapes, patterns, rows, descriptions, tables, trees)
