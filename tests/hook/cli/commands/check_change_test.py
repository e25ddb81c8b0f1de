"""`check --diff-base` and `--from-ref`: the files of a change."""

import pytest

from tests.hook.output import paths, reported


def test_a_change_is_checked_as_the_work_tree_or_a_revision_has_it(
    check, repository, javascript, python
):
    repository.add("old.py", javascript)
    repository.commit()
    repository.git("checkout", "-q", "-b", "side")
    repository.add("new.py", javascript)
    repository.commit()
    repository.write("new.py", python)
    assert check("--diff-base=main") == (0, "", "1 file checked, 0 violations")
    found = (1, reported("new.py"), "1 file checked, 1 violation")
    assert check("--from-ref=main", "--to-ref=side") == found
    assert check("--from-ref=main") == found
    assert check("--from-ref=side", "--to-ref=main") == (0, "", "0 files checked, 0 violations")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--diff-base=nope"], "nope: no such revision in "),
        (["--from-ref=nope"], "nope: no such revision in "),
        (["--from-ref=HEAD", "--to-ref=nope"], "nope: no such revision in "),
        (["--to-ref=HEAD"], "--to-ref needs --from-ref"),
        (["--diff-base=HEAD", "--staged"], "--staged, --diff-base and --from-ref exclude"),
        (["--diff-base=HEAD", "--from-ref=HEAD"], "--staged, --diff-base and --from-ref exclude"),
    ],
)
def test_a_change_that_nobody_can_check(check, repository, arguments, words):
    repository.add("a.py")
    repository.commit()
    code, out, message = check(*arguments)
    assert (code, out) == (2, "")
    assert message.startswith(f"polyglint: {words}")


def test_a_change_of_an_unborn_branch(check, repository):
    repository.add("a.py")
    assert check("--diff-base=HEAD")[2].startswith("polyglint: HEAD: no such revision in ")


@pytest.mark.parametrize("kind", ["tag", "branch"])
@pytest.mark.parametrize("arguments", [["--diff-base=origin/main"], ["--from-ref=origin/main"]])
def test_a_name_of_two_things_hides_no_change(check, repository, javascript, kind, arguments):
    """As git takes them, a tag comes before the remote's branch of its name."""
    repository.commit()
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.add("new.py", javascript)
    repository.commit()
    repository.git("config", "core.warnAmbiguousRefs", "false")
    found = check(*arguments)
    repository.git(kind, "origin/main")
    code, out, message = check(*arguments)
    assert (code, out) == (2, "")
    assert message.startswith("polyglint: origin/main: an ambiguous name in ")
    assert "write it as refs/heads/" in message
    assert found[0] == 1
    assert check(*(argument.replace("=", "=refs/remotes/") for argument in arguments)) == found


def test_an_id_is_never_ambiguous(check, repository, javascript):
    repository.commit()
    base = repository.git("rev-parse", "HEAD").decode().strip()
    repository.add("new.py", javascript)
    repository.commit()
    repository.git("tag", base)
    assert check(f"--diff-base={base}")[0] == 1


@pytest.fixture
def change(repository, javascript, python):
    """A branch that adds a.py, src/b.py and src/deep/[c].py, and removes old/d.py."""
    repository.add("old/d.py", python)
    repository.commit()
    repository.git("tag", "base")
    repository.git("rm", "-q", "old/d.py")
    for name in ("a.py", "src/b.py", "src/deep/[c].py"):
        repository.add(name, javascript)
    repository.commit()
    return repository


def paths_of(report):
    return paths(report)


ALL = ["a.py", "src/b.py", "src/deep/[c].py"]


@pytest.mark.parametrize("of", [["--diff-base=base"], ["--from-ref=base"]], ids=["tree", "ref"])
@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["."], ALL),
        (["src"], ALL[1:]),
        (["./src/"], ALL[1:]),
        (["src/deep"], ALL[2:]),
        (["src/deep/[c].py"], ALL[2:]),
        (["a.py", "src/deep"], [ALL[0], ALL[2]]),
        (["src/../a.py"], ALL[:1]),
        ([".", "src"], ALL),
        (["old", "a.py"], ALL[:1]),
        (["old/d.py"], []),
    ],
    ids=str,
)
def test_directories_of_a_change(check, change, of, names, found):
    code, out, _ = check(*of, *names)
    assert (code, paths_of(out)) == (1 if found else 0, found)


def test_a_directory_is_named_from_the_current_one(check, change, monkeypatch):
    monkeypatch.chdir(change.root / "src")
    assert paths_of(check("--diff-base=base", "deep")[1]) == ["deep/[c].py"]
    assert paths_of(check("--diff-base=base", ".")[1]) == ["b.py", "deep/[c].py"]
    assert len(paths_of(check("--diff-base=base", str(change.root))[1])) == 3


@pytest.mark.parametrize("of", [["--diff-base=base"], ["--from-ref=base"]], ids=["tree", "ref"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("scr", "no such file or directory; check its spelling"),
        ("src ", "no such file or directory; check its spelling"),
        ("src/*", "no such file or directory; check its spelling"),
        ("../x", "outside of the repository "),
        ("/", "outside of the repository "),
        ("/etc", "outside of the repository "),
        ("", "an empty name; name a file or a directory"),
    ],
    ids=repr,
)
def test_a_wrong_name_is_no_clean_change(check, change, of, name, words):
    code, out, message = check(*of, name, ".")
    assert (code, out) == (2, "")
    assert words in message
