import os
import subprocess
import sys

import pytest

from polyglint.errors import FatalError
from polyglint.git import no_attributes, process
from polyglint.git import repository as repository_module
from polyglint.git.repository import GitMissingError, Repository, enclosing_root

ODD_NAMES = [
    "a b.py",
    "café.py",
    "new\nline.py",
    "tab\t.py",
    "-leading.py",
    ":(glob)*.py",
    '"quoted".py',
]
if sys.platform == "linux":
    ODD_NAMES.append(os.fsdecode(b"latin-\xe9.py"))


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_any_name_survives_the_way_to_git_and_back(repository, name):
    repository.add(name, "first\n")
    repository.add(".gitattributes", "*.py linguist-language=Perl\n")
    found = Repository.current()
    attributes = found.attributes([name], ["linguist-language"])
    assert attributes == {name: {"linguist-language": "Perl"}}
    assert name in [entry.path for entry in found.tracked()]
    read = found.blobs().read
    contents = {entry.path: read(entry.blob, 100) for entry in found.staged()}
    assert contents[name] == b"first\n"


def test_blobs_are_read_up_to_the_limit_in_one_process(repository):
    for name, content in {"a": "12345\n", "b": "", "c": "x" * 200_000}.items():
        repository.add(name, content)
    current = Repository.current()
    blobs = {entry.path: entry.blob for entry in current.tracked()}
    read = current.blobs().read
    assert read(blobs["c"], 100_000) == b"x" * 100_000
    assert read(blobs["a"], 3) == b"123"
    assert read(blobs["b"], 3) == b""
    assert read(blobs["a"], 100) == b"12345\n"
    with pytest.raises(OSError, match="git has no object 1111"):
        read("1" * 40, 3)
    assert read(blobs["a"], 5) == b"12345"


def test_attributes_come_from_the_index_on_demand(repository):
    repository.add(".gitattributes", "a.py linguist-language=Perl\n")
    repository.write(".gitattributes", "a.py -linguist-vendored linguist-generated\n")
    names = ["linguist-language", "linguist-vendored", "linguist-generated"]
    current = Repository.current()
    assert current.attributes(["a.py"], names, cached=True) == {
        "a.py": {"linguist-language": "Perl"}
    }
    assert current.attributes(["a.py", "b.py"], names) == {
        "a.py": {"linguist-vendored": "unset", "linguist-generated": "set"},
        "b.py": {},
    }
    assert current.attributes([], names) == {}


def test_a_long_batch_of_attributes(repository):
    repository.add(".gitattributes", "*9.py linguist-vendored\n")
    paths = [f"{'d' * 50}/{number}.py" for number in range(5000)]
    attributes = Repository.current().attributes(paths, ["linguist-vendored"])
    assert sum(1 for path in paths if attributes[path]) == 500


def test_a_directory_inside_the_work_tree_sees_its_own_part(repository):
    repository.add("a.py")
    repository.add("src/b.py")
    repository.add("src/.gitattributes", "*.py linguist-generated\n")
    found = Repository.find(repository.root / "src")
    assert found.prefix == "src/"
    assert sorted(entry.path for entry in found.tracked()) == [".gitattributes", "b.py"]
    assert found.attributes(["b.py"], ["linguist-generated"]) == {
        "b.py": {"linguist-generated": "set"}
    }


def test_no_repository(tmp_path, repository, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    assert Repository.find(outside) is None
    assert Repository.find(repository.root / ".git") is None
    with pytest.raises(FatalError, match=r"git rev-parse failed in .*: fatal: not a git"):
        Repository.current()


def test_enclosing_root(repository):
    assert enclosing_root(repository.root / "a" / "b.py") == repository.root
    assert enclosing_root(repository.root) != repository.root


def test_what_git_told_a_hook_is_not_about_another_repository(repository, tmp_path, monkeypatch):
    repository.add("here.py")
    other = type(repository)(tmp_path / "other")
    other.add("there.py")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    repository.write("src/a.py")
    assert [entry.path for entry in Repository.current().tracked()] == ["here.py"]
    assert Repository.find(repository.root / "src").tracked() == []
    assert [entry.path for entry in Repository.find(other.root).tracked()] == ["there.py"]
    assert os.environ["GIT_DIR"] == ".git"


def test_settings_of_the_repository_start_nothing(repository):
    marker = repository.root / "ran"
    program = repository.write("program", f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    program.chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.evil.textconv",
        "filter.evil.smudge",
        "filter.evil.clean",
        "core.sshCommand",
    ):
        repository.git("config", setting, str(program))
    hooks = repository.root / ".git" / "hooks" / "post-index-change"
    hooks.write_bytes(program.read_bytes())
    hooks.chmod(0o755)
    repository.git("-c", "core.fsmonitor=false", "add", "program")
    (repository.root / ".gitattributes").write_text("* diff=evil filter=evil\n")
    (repository.root / "program").touch()
    marker.unlink(missing_ok=True)
    index = (repository.root / ".git" / "index").read_bytes()
    current = Repository.current()
    read = current.blobs().read
    assert [read(entry.blob, 9) for entry in current.staged()] == [b"#!/bin/sh"]
    current.tracked()
    current.attributes(["program"], ["diff"])
    assert not marker.exists()
    assert (repository.root / ".git" / "index").read_bytes() == index


def test_git_missing(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError, match="git is not on PATH; install it"):
        Repository.current()


def test_git_missing_before_the_first_import(repository, tmp_path):
    script = (
        "from polyglint.errors import FatalError\n"
        "from polyglint.git.repository import Repository\n"
        "try: Repository.current()\n"
        "except FatalError as error: print(error)\n"
    )
    search = os.pathsep.join(path for path in sys.path if path)
    environment = os.environ | {"PATH": str(tmp_path), "PYTHONPATH": search}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("git is not on PATH; install it\n", "")


def test_paths_are_listed_up_to_a_length(repository, monkeypatch):
    for number in range(20):
        repository.add(f"{number}{'x' * 200}", "")
    repository.git("commit", "--quiet", "--message", "x")
    monkeypatch.setattr("polyglint.git.repository.MAX_LISTED", 20 * 300)
    found = Repository(repository.root)
    tree = found.resolve("HEAD")
    assert len(found.tracked(tree)) == len(found.tracked()) == 20
    monkeypatch.setattr("polyglint.git.repository.MAX_LISTED", 20 * 200)
    for listed in (lambda: found.tracked(tree), found.tracked):
        with pytest.raises(
            FatalError, match="more than 0 MiB of paths; take some of its directories"
        ):
            listed()


@pytest.mark.parametrize("limit", [1 << 14, 0], ids=["few names", "many names"])
def test_files_of_the_index_by_their_names(repository, monkeypatch, limit):
    monkeypatch.setattr(repository_module, "MAX_ARGUMENTS", limit)
    sub = type(repository)(repository.root / "sub")
    sub.commit()
    (repository.root / "link").symlink_to("a")
    repository.git("add", "sub", "link")
    for name in (*ODD_NAMES, "a/b.py", "a/c.py", "ab.py"):
        repository.add(name, "")
    found = Repository.current()
    every = {entry.path for entry in found.tracked()}
    assert {*ODD_NAMES, "sub", "link", "a/b.py", "a/c.py", "ab.py"} == every
    for names, wanted in {
        ("a", "gone.py", *ODD_NAMES): {"a/b.py", "a/c.py", *ODD_NAMES},
        ("sub", "ab.py"): {"sub", "ab.py"},
        (".",): every,
        (): set(),
    }.items():
        listed = {entry.path for entry in found.tracked_at(names)}
        assert listed == (every if limit == 0 and names else wanted)
    for name in ("sub/x.py", "link/b.py"):  # which git would rather not be asked about
        assert "a/b.py" in {entry.path for entry in found.tracked_at([name, "a"])}


@pytest.mark.parametrize("name", ["new\nline", "\n", "x\n"], ids=ascii)
def test_a_repository_whose_name_has_a_line_feed(repository, name, monkeypatch):
    if sys.platform == "win32":
        pytest.skip("no such names")
    inner = type(repository)(repository.root / name)
    inner.add("a.py", "")
    monkeypatch.chdir(inner.root)
    found = Repository.current()
    assert found.directory == inner.root
    assert [entry.path for entry in found.staged()] == ["a.py"]


def test_a_commit_asks_git_as_seldom_as_it_can(repository, monkeypatch):
    """Each start of git takes longer than what it is asked for."""
    repository.add("a.py", "")
    repository.commit()
    repository.add("b.py", "")
    started = []
    start = process.start

    def counted(directory, *words, **how):
        started.append(words)
        return start(directory, *words, **how)

    monkeypatch.setattr(process, "start", counted)
    found = Repository.current()
    (entry,) = found.staged()
    assert found.attributes([entry.path], ["binary"], cached=True) == {"b.py": {}}
    assert found.blobs().read(entry.blob, 1) == b""
    more = [] if no_attributes.is_distributed() else ["check-attr"]
    assert [words[0] for words in started] == ["rev-parse", "diff-index", *more]
