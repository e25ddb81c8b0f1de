import os
import subprocess

import pytest

from tests.repositories import IDENTITY


class GitRepository:
    """A scratch repository driven by the git program itself."""

    def __init__(self, root):
        self.root = root
        root.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments, **options):
        return subprocess.run(
            ["git", *arguments], cwd=self.root, check=True, capture_output=True, **options
        ).stdout

    def write(self, name, content="x = 1\n"):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def add(self, name, content="x = 1\n"):
        path = self.write(name, content)
        self.git("add", "--force", "--", name)
        return path

    def commit(self):
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "x")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """An empty repository, the current folder, with nobody's settings but git's own."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    scratch = GitRepository(tmp_path / "repository")
    monkeypatch.chdir(scratch.root)
    return scratch
