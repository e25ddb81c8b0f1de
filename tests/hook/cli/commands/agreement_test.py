"""The same findings, whichever way the same files are reached."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from polyglint.cli.run import main
from tests.hook.output import HELP

PYTHON = "def x(): return 1\n" * 16
JAVASCRIPT = "function x() { return 1 }\n" * 16
CONTENTS = [
    PYTHON,
    JAVASCRIPT,
    "#!/usr/bin/env node\n" + JAVASCRIPT,
    "# -*- mode: perl -*-\n" + PYTHON,
    "# polyglint: ignore\n" + JAVASCRIPT,
    JAVASCRIPT.replace("\n", "\r\n"),
    "version https://git-lfs.github.com/spec/v1\n",
    "few\n",
    "\n\n",
    "a\0b",
    "caf\xe9 " * 99,
]
NAMES = ["a.py", "b.js", "c d.go", "e", "f.hs", "é.py", "-g.py", "new\nline.py", "h.md"]
DIRECTORIES = ["", "src/", "src/deep/", "vendor/", "node_modules/x/", "[odd]*/"]
LINES = [
    "*.py linguist-language=JavaScript",
    "*.js linguist-language=Pyton",
    "a.py linguist-language=Python",
    "src/** linguist-generated",
    "deep linguist-vendored",
    "* text=auto",
    "vendor/** -linguist-vendored",
    "[attr]ours linguist-documentation",
    "h.md ours",
    "# a comment",
    "nothing.zig linguist-generated",
]
paths = st.builds(str.__add__, st.sampled_from(DIRECTORIES), st.sampled_from(NAMES))
trees = st.dictionaries(paths, st.sampled_from(CONTENTS), min_size=1, max_size=8)
attributes = st.dictionaries(
    st.sampled_from(DIRECTORIES[:3]), st.lists(st.sampled_from(LINES), max_size=4), max_size=2
)


@pytest.fixture
def findings(capsys):
    """The report of a command, what it did not judge and why, and its exit code."""

    def run(*arguments: str):
        code = main([arguments[0], "--verbose", *arguments[1:]])
        return code, *capsys.readouterr()

    return run


def without_advice(found):
    """A report but for what to do, which `git mv` is not where there is no work tree."""
    code, out, message = found
    return code, [line for line in out.splitlines() if not line.startswith(HELP)], message


@settings(
    max_examples=6,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tree=trees, attributes=attributes, link=st.booleans())
def test_agreement(repository, model, findings, monkeypatch, tree, attributes, link):
    with tempfile.TemporaryDirectory() as directory:
        scratch = type(repository)(Path(directory) / "repository")
        scratch.git("config", "core.autocrlf", "false")
        settings_files = {f"{base}.gitattributes": lines for base, lines in attributes.items()}
        for name, content in tree.items():
            scratch.write(name, content.encode("latin-1"))
        for name, lines in settings_files.items():
            scratch.write(name, "".join(f"{line}\n" for line in lines))
        if link:
            (scratch.root / "link.py").symlink_to("a.py")
        scratch.git("add", "--all", "--force")
        scratch.commit()
        scratch.git("clone", "-q", "--bare", ".", "../bare.git")
        monkeypatch.setenv("XDG_CACHE_HOME", f"{directory}/cache")
        monkeypatch.chdir(scratch.root)
        tracked = scratch.git("ls-files", "-z").decode().split("\0")[:-1]
        expected = findings("audit", "--no-cache", ".")
        assert expected[0] in (0, 1)
        ways = {
            "audit": ("audit",),
            "audit, warm": ("audit",),
            "revision": ("audit", "--rev", "HEAD"),
            "revision, warm": ("audit", "--rev", "HEAD"),
            "check": ("check", "--", *tracked),
            "index": ("check", "--staged", "--", *tracked),
        }
        assert {way: findings(*command) for way, command in ways.items()} == dict.fromkeys(
            ways, expected
        )
        monkeypatch.chdir(Path(directory) / "bare.git")
        assert without_advice(findings("audit")) == without_advice(expected)
        monkeypatch.chdir(repository.root)
