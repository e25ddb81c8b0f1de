"""The hook as users meet it: installed by pre-commit, run by `git commit`."""

import json
import re
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.repositories import ROOT, SOURCES, git, new_repository, run

pytestmark = pytest.mark.slow

CONFIG = """\
repos:
  - repo: {repository}
    rev: {rev}
    hooks:
      - id: polyglint
      - id: polyglint-audit
"""
VIOLATION = re.compile(r"^(?P<path>.+?):\d+:\d+: (?P<what>PG\d+ .+) \((?:0\.\d{3}|1\.000)\)$", re.M)
JAVASCRIPT_AS_PYTHON = "PG101 claims Python, reads as JavaScript"


def source(name: str) -> bytes:
    return (SOURCES / name).read_bytes()


BINARY = b"\x7fELF\x02\x01\x01\x00" + source("router.js")


def pre_commit(*arguments: str | Path, cwd: Path) -> CompletedProcess[str]:
    return run(sys.executable, "-m", "pre_commit", *arguments, "--color=never", cwd=cwd)


def violations(output: str) -> list[tuple[str, str]]:
    return [(match["path"], match["what"]) for match in VIOLATION.finditer(output)]


def stage(repository: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_bytes(content)
    git(repository, "add", "--all")


def commit(repository: Path) -> CompletedProcess[str]:
    return run("git", "commit", "--message", "Change", cwd=repository)


def commit_unchecked(repository: Path, files: dict[str, bytes]) -> None:
    stage(repository, files)
    git(repository, "commit", "--no-verify", "--message", "Change")


def assert_stopped(result: CompletedProcess[str], path: str, what: str) -> None:
    assert violations(result.stdout) == [(path, what)], result.stdout
    assert result.returncode == 1


@pytest.fixture(scope="module")
def config(snapshot: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch_module) -> str:
    """The configuration of a user; pre-commit has the environment for it installed."""
    monkeypatch_module.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
    rev = git(snapshot, "rev-parse", "HEAD").strip()
    text = CONFIG.format(repository=json.dumps(str(snapshot)), rev=rev)
    user = new_repository(tmp_path_factory.mktemp("user"))
    (user / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    installed = pre_commit("install-hooks", cwd=user)
    assert installed.returncode == 0, installed.stdout
    return text


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield monkeypatch


@pytest.fixture
def repository(config: str, tmp_path: Path) -> Path:
    """A repository with the hook installed and one commit."""
    repository = new_repository(tmp_path / "repository")
    commit_unchecked(repository, {".pre-commit-config.yaml": config.encode()})
    installed = pre_commit("install", cwd=repository)
    assert installed.returncode == 0, installed.stdout
    return repository


def test_try_repo_stops_the_wrong_file_and_passes_the_right_one(snapshot, tmp_path):
    repository = new_repository(tmp_path / "repository")
    stage(repository, {"right.js": source("router.js"), "wrong.py": source("router.js")})
    result = pre_commit("try-repo", snapshot, "polyglint", cwd=repository)
    assert_stopped(result, "wrong.py", JAVASCRIPT_AS_PYTHON)


def test_the_readme_shows_what_a_commit_prints(repository):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(
        r"^```console\n\$ git commit [^\n]*\n(.*?)```$", readme, re.MULTILINE | re.DOTALL
    )
    stage(repository, {"src/inventory.js": source("inventory.py")})
    assert rounded(commit(repository).stdout.strip()) == rounded(shown[1].strip())


def rounded(output: str) -> str:
    """Scores with one digit: another model may give others."""
    return re.sub(r"\((0\.\d)\d\d\)", r"(\1)", output)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        pytest.param(
            {path.name: path.read_bytes() for path in SOURCES.iterdir()},
            "Passed",
            id="nine languages",
        ),
        pytest.param(
            {"naïve façade/größte Lösung.py": source("inventory.py")},
            "Passed",
            id="spaces and non-ASCII letters",
        ),
        pytest.param({"version.py": b'__version__ = "1.0"\n'}, "Passed", id="too short to tell"),
        pytest.param({"__init__.py": b""}, "Passed", id="empty"),
        # pre-commit takes any .py for text, so this one reaches the hook
        pytest.param({"blob.py": BINARY}, "Passed", id="binary under a text file's name"),
        pytest.param({"blob": BINARY}, "Skipped", id="binary"),
    ],
)
def test_right_files_pass(repository, files, status):
    stage(repository, files)
    result = commit(repository)
    assert result.returncode == 0, result.stdout
    assert re.search(rf"^polyglint\.+.*{status}$", result.stdout, re.M), result.stdout


@pytest.mark.parametrize(
    ("path", "content", "what"),
    [
        pytest.param("router.py", "router.js", JAVASCRIPT_AS_PYTHON, id="JavaScript as .py"),
        pytest.param(
            "naïve façade/größte Lösung.py",
            "router.js",
            JAVASCRIPT_AS_PYTHON,
            id="spaces and non-ASCII letters",
        ),
        pytest.param(
            "inventory.js",
            "inventory.py",
            "PG101 claims JavaScript, reads as Python",
            id="Python as .js",
        ),
        pytest.param(
            "Ledger.java", "ledger.rb", "PG101 claims Java, reads as Ruby", id="Ruby as .java"
        ),
        pytest.param("queue.rb", "queue.go", "PG101 claims Ruby, reads as Go", id="Go as .rb"),
        pytest.param("cache.c", "cache.rs", "PG101 claims C, reads as Rust", id="Rust as .c"),
        pytest.param("Mailer.go", "mailer.php", "PG101 claims Go, reads as PHP", id="PHP as .go"),
    ],
)
def test_mislabelled_file_is_stopped(repository, path, content, what):
    stage(repository, {path: source(content), "right.js": source("router.js")})
    assert_stopped(commit(repository), path, what)
    assert git(repository, "rev-list", "--count", "HEAD").strip() == "1"


@pytest.mark.parametrize("unstaged", [source("inventory.py"), None], ids=["edited", "deleted"])
def test_wrong_staged_content_is_stopped_whatever_the_work_tree_holds(repository, unstaged):
    stage(repository, {"stock.py": source("router.js")})
    change_unstaged(repository / "stock.py", unstaged)
    assert_stopped(commit(repository), "stock.py", JAVASCRIPT_AS_PYTHON)
    assert content_of(repository / "stock.py") == unstaged


@pytest.mark.parametrize("unstaged", [source("router.js"), None], ids=["edited", "deleted"])
def test_right_staged_content_passes_whatever_the_work_tree_holds(repository, unstaged):
    stage(repository, {"stock.py": source("inventory.py")})
    change_unstaged(repository / "stock.py", unstaged)
    result = commit(repository)
    assert result.returncode == 0, result.stdout
    assert content_of(repository / "stock.py") == unstaged


def change_unstaged(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


def content_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def test_deleting_a_mislabelled_file_passes(repository):
    commit_unchecked(repository, {"stock.py": source("router.js")})
    git(repository, "rm", "stock.py")
    result = commit(repository)
    assert result.returncode == 0, result.stdout


def test_renaming_to_the_wrong_name_is_stopped(repository):
    commit_unchecked(repository, {"router.js": source("router.js")})
    git(repository, "mv", "router.js", "router.py")
    assert_stopped(commit(repository), "router.py", JAVASCRIPT_AS_PYTHON)


def test_renaming_to_the_right_name_passes(repository):
    commit_unchecked(repository, {"router.py": source("router.js")})
    git(repository, "mv", "router.py", "router.js")
    result = commit(repository)
    assert result.returncode == 0, result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_symlink_is_not_judged_by_its_target(repository):
    (repository / "link.py").symlink_to("router.js")
    stage(repository, {"router.js": source("router.js")})
    result = commit(repository)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("polyglint",), id="every file by name, as in CI"),
        pytest.param(("polyglint-audit", "--hook-stage", "manual"), id="audit"),
    ],
)
def test_committed_file_is_found_with_nothing_staged(repository, arguments):
    commit_unchecked(repository, {"stock.py": source("router.js"), "a.js": source("router.js")})
    result = pre_commit("run", *arguments, "--all-files", cwd=repository)
    assert_stopped(result, "stock.py", JAVASCRIPT_AS_PYTHON)


def test_a_file_named_like_an_option_is_a_file(repository):
    stage(repository, {"--warn-only": b"text\n", "router.py": source("router.js")})
    assert_stopped(commit(repository), "router.py", JAVASCRIPT_AS_PYTHON)


@pytest.mark.parametrize("args", ["[--fix]", "[--fix, --]"])
def test_the_hook_may_fix(repository, config, args):
    config = config.replace("id: polyglint\n", f"id: polyglint\n        args: {args}\n")
    files = {
        ".pre-commit-config.yaml": config.encode(),
        ".gitattributes": b"*.js linguist-vendord\n",
    }
    stage(repository, {**files, "a.js": source("router.js")})
    assert "files were modified by this hook" in commit(repository).stdout
    git(repository, "add", "--all")
    assert commit(repository).returncode == 0
    assert git(repository, "show", "HEAD:.gitattributes") == "*.js linguist-vendored\n"


def test_a_file_named_like_an_option_chooses_none_where_args_have_no_dashes(repository, config):
    config = config.replace("id: polyglint\n", "id: polyglint\n        args: [--fix]\n")
    files = {".pre-commit-config.yaml": config.encode(), "--warn-only": b"text\n"}
    stage(repository, {**files, "router.py": source("router.js")})
    result = commit(repository)
    assert result.returncode == 1
    assert "--warn-only is also a file; write -- before the names of files" in result.stdout
