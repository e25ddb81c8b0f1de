import subprocess

import pytest

from polyglint.errors import FatalError
from tests.train.corpus.licence_texts import ISC
from train.corpus.checkouts import checkout_documents, projects


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def git(directory, *arguments):
    subprocess.run(["git", "-C", directory, *arguments], check=True, capture_output=True)


def found(directory):
    return {document.name for document in checkout_documents(directory)}


def test_each_directory_is_a_project(tmp_path, put):
    put("one/src/a.py", "a = 1\n")
    put("two/b.go", "package b\n")
    put("two/unknown.xyz", "text\n")
    put("loose.py", "c = 1\n")
    assert found(tmp_path) == {"Python/dir__one/src__a.py", "Go/dir__two/b.go"}


def test_directories_of_repositories_are_named_after_them(tmp_path, put):
    put("some-one__a.b__c/a.py", "a = 1\n")
    put("-o__x/a.py", "a = 1\n")
    assert found(tmp_path) == {"Python/git__some-one+a.b__c/a.py", "Python/dir__-o__x/a.py"}


def test_a_checkout_gives_what_it_tracks(tmp_path, put):
    put("one/a.py", "a = 1\n")
    put("one/build/b.py", "b = 1\n")
    put("one/.gitignore", "build/\n")
    put("one/untracked.py", "c = 1\n")
    git(tmp_path / "one", "init", "-q")
    git(tmp_path / "one", "add", "a.py", ".gitignore")
    assert found(tmp_path) == {"Python/dir__one/a.py", "Ignore List/dir__one/.gitignore"}


def test_perl_beside_raku_is_left_out(tmp_path, put):
    for project in ("one", "two"):
        put(f"{project}/t/a.t", "my $a = 1;\n")
    put("one/lib/A.rakumod", "unit module A;\n")
    assert found(tmp_path) == {"Raku/dir__one/lib__A.rakumod", "Perl/dir__two/t__a.t"}


def test_a_checkout_names_its_languages(tmp_path, put):
    put("one/a.tpl", "a = 1\n")
    put("one/b.odd", "b = 1\n")
    put("one/c.py", "c = 1\n")
    put("one/d.py", "d = 1\n")
    put(
        "one/.gitattributes",
        "*.tpl linguist-language=Python\n*.odd linguist-language=Ours\nc.py linguist-generated\n",
    )
    git(tmp_path / "one", "init", "-q")
    git(tmp_path / "one", "add", "--all")
    assert found(tmp_path) >= {"Python/dir__one/a.tpl", "Python/dir__one/d.py"}
    assert not found(tmp_path) & {"Python/dir__one/c.py", "Ours/dir__one/b.odd"}


def test_a_checkout_has_its_commit_and_licence(tmp_path, put):
    put("one/a.py", "a = 1\n")
    put("one/LICENSE", ISC)
    put("two/a.py", "a = 1\n")
    for name in ("one", "two"):
        git(tmp_path / name, "init", "-q")
        git(tmp_path / name, "add", "--all")
    identity = ("-c", "user.name=a", "-c", "user.email=a")
    git(tmp_path / "one", *identity, "commit", "-qm", "First")
    commit = (tmp_path / "one/.git/refs/heads").rglob("*")
    origins = {d.package: d.origin for d in checkout_documents(tmp_path)}
    assert origins == {
        "one": (next(commit).read_text().strip(), "ISC"),
        "two": ("", ""),
    }


def test_a_directory_without_git_names_its_languages_too(tmp_path, put):
    put("one/a.tpl", "a = 1\n")
    put("one/sub/b.py", "b = 1\n")
    put("one/sub/c.json", "{}\n")
    put("one/.gitattributes", "*.tpl linguist-language=Python\n")
    put(
        "one/sub/.gitattributes",
        "*.py -linguist-generated linguist-vendored\n*.json linguist-language=jsonc\n",
    )
    assert found(tmp_path) == {
        "Git Attributes/dir__one/.gitattributes",
        "Git Attributes/dir__one/sub__.gitattributes",
        "JSON/dir__one/sub__c.json",
        "Python/dir__one/a.tpl",
    }


def test_checkouts_deeper_down_are_projects_of_their_own(tmp_path, put):
    put("group/one/a.py", "a = 1\n")
    put("group/two/b.py", "b = 1\n")
    put("plain/c.py", "c = 1\n")
    for name in ("group/one", "group/two"):
        git(tmp_path / name, "init", "-q")
        git(tmp_path / name, "add", "--all")
    assert found(tmp_path) == {
        "Python/dir__group+one/a.py",
        "Python/dir__group+two/b.py",
        "Python/dir__plain/c.py",
    }


def test_the_directory_may_be_one_checkout(tmp_path, put):
    put("one/a.py", "a = 1\n")
    git(tmp_path / "one", "init", "-q")
    git(tmp_path / "one", "add", "--all")
    assert found(tmp_path / "one") == {"Python/dir__one/a.py"}


def test_links_and_large_files_are_left_out(tmp_path, put):
    secret = put("outside/secret.py", "secret = 1\n")
    put("in/one/a.py", "a = 1\n")
    put("in/one/large.py", "a = 1\n" * 100_000)
    (tmp_path / "in/one/link.py").symlink_to(secret)
    (tmp_path / "in/one/directory").symlink_to(secret.parent)
    (tmp_path / "in/two").symlink_to(secret.parent)
    assert found(tmp_path / "in") == {"Python/dir__one/a.py"}


def test_a_tracked_path_through_a_link_is_left_out(tmp_path, put):
    put("outside/a.py", "secret = 1\n")
    put("in/one/directory/a.py", "a = 1\n")
    git(tmp_path / "in/one", "init", "-q")
    git(tmp_path / "in/one", "add", "--all")
    (tmp_path / "in/one/directory/a.py").unlink()
    (tmp_path / "in/one/directory").rmdir()
    (tmp_path / "in/one/directory").symlink_to(tmp_path / "outside")
    assert found(tmp_path / "in") == set()


@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_a_directory_without_projects_is_named(tmp_path, put, name):
    put("file", "text\n")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FatalError, match=name):
        list(checkout_documents(tmp_path / name))


def test_hidden_directories_are_no_projects(tmp_path, put):
    put(".cache/a.py", "a = 1\n")
    put("one/a.py", "a = 1\n")
    assert projects(tmp_path) == [tmp_path / "one"]
