"""What a report says of a run beside its findings: the repository, the commit, the settings."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from polyglint.config.config_file import reader
from polyglint.config.resolve import DEFAULT, of_repository
from polyglint.config.settings import names
from polyglint.errors import FatalError
from polyglint.git.repository import Repository
from polyglint.results import About
from polyglint.sources.worktree import File
from polyglint.typed import Any

HEAD = "HEAD"
# The web pages of these are known; a password in an address is left out.
REMOTE = re.compile(
    r"(?:https?://|ssh://|git://)?(?:[^@/\s]*@)?"
    r"(?P<host>(?:[a-z0-9-]+\.)*(?P<kind>github|gitlab)\.[a-z0-9.-]+)(?::\d+(?=/))?[:/]+"
    r"(?P<path>[\w.-]+(?:/[\w.-]+)+)/?"
)
BLOB = {"github": "blob", "gitlab": "-/blob"}


def about(files: Iterable[File], settings: Mapping[str, Any], revision: str | None) -> About:
    """Describe the repository that all files belong to, if it is one.

    Args:
        settings: those of the command line, as `of_repository` takes them.
        revision: what was audited, where it is not the work tree or the index.
    """
    made = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(_now()))
    roots = {file.root for file in files}
    root = roots.pop() if len(roots) == 1 else None
    if root is None:
        return About(made)
    repository = Repository.find(root)
    commit = _commit(repository, revision or HEAD) if repository else None
    remote = REMOTE.fullmatch(repository.remote() or "") if repository else None
    path = remote["path"].removesuffix(".git") if remote else root.name
    address = f"https://{remote['host']}/{path}" if remote else None
    pages = f"{address}/{BLOB[remote['kind']]}/{commit}" if remote and commit else None
    return About(made, path, commit, address, pages, _words(root, settings))


def _now() -> float:
    """The time, or what makes builds reproducible: https://reproducible-builds.org/specs."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isdecimal() else time.time()


def _commit(repository: Repository, revision: str) -> str | None:
    try:
        return repository.resolve(revision, "commit")
    except FatalError:  # there is none yet, or a tree was audited
        return None


def _words(root: Path, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The settings that are not the defaults, each with where it comes from."""
    resolved, origins, _ = of_repository(reader(root), settings)
    return tuple(
        f"{key} = {json.dumps(getattr(resolved, field), ensure_ascii=False)} ({origins[field]})"
        for field, key in names().items()
        if origins[field] != DEFAULT
    )
