"""Scratch git repositories that no setting of the machine reaches."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "tests" / "sources"

IDENTITY = {
    "GIT_AUTHOR_NAME": "A. Tester",
    "GIT_AUTHOR_EMAIL": "tester@example.org",
    "GIT_COMMITTER_NAME": "A. Tester",
    "GIT_COMMITTER_EMAIL": "tester@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def environment(**extra: str) -> dict[str, str]:
    """The process environment with a fixed identity and no git variable of a surrounding hook."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | IDENTITY | extra


def run(
    *command: str | Path, cwd: Path, **extra_environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment(**extra_environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def git(cwd: Path, *arguments: str | Path) -> str:
    result = run("git", *arguments, cwd=cwd)
    assert result.returncode == 0, result.stdout
    return result.stdout


def new_repository(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    git(directory, "init", "--quiet", "--initial-branch", "main")
    return directory


def commit_traps(repository: Path, mark: Path, attributes: str = "") -> None:
    """Commit what leaves a mark where git runs anything of a repository: hook, filter, submodule.

    Args:
        attributes: more of those that all files get.
    """
    for hook in ("post-checkout", "post-merge", "pre-auto-gc", "reference-transaction"):
        path = repository / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {mark}\n")
        path.chmod(0o755)
    (repository / ".gitattributes").write_text(f"* filter=evil diff=evil {attributes}\n")
    (repository / ".gitmodules").write_text(
        f'[submodule "x"]\n path = x\n url = ext::sh -c "touch {mark}"\n update = !touch {mark}\n'
    )
    git(repository, "config", "filter.evil.smudge", f"touch {mark}")
    git(repository, "-c", "core.hooksPath=/dev/null", "add", "--all")
    git(repository, "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--message", "x")
    mark.unlink(missing_ok=True)


def snapshot_of_work_tree(directory: Path) -> Path:
    """A repository of one commit that holds this project as it stands, uncommitted changes too."""
    new_repository(directory)
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in sorted(set(listed.split("\0")) - {""}):
        if (ROOT / name).is_file():  # not deleted from the work tree
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, directory / name)
    git(directory, "add", "--all", "--force")
    git(directory, "commit", "--quiet", "--message", "Take a snapshot")
    return directory
