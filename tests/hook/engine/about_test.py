import pytest

from polyglint.engine.about import about
from polyglint.results import About
from polyglint.sources.worktree import directory


@pytest.fixture
def told(repository, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    repository.add("a.py")

    def describe(revision=None, **settings):
        return about(directory("."), settings, revision)

    return describe


def test_a_repository_without_commits_or_remote(told):
    assert told() == About("1970-01-02 00:00 UTC", "repository")


@pytest.mark.parametrize(
    ("remote", "pages"),
    [
        ("git@github.com:acme/demo.git", "https://github.com/acme/demo/blob"),
        ("https://user:secret@github.com/acme/demo", "https://github.com/acme/demo/blob"),
        ("ssh://git@gitlab.com:22/a/b/c.git", "https://gitlab.com/a/b/c/-/blob"),
        ("https://github.example.org/a/b/", "https://github.example.org/a/b/blob"),
        ("/srv/git/demo.git", None),
        ("javascript:alert(1)//github.com/a/b", None),
        ("https://evil.example/github.com/a/b", None),
        ("https://github.com/a/b?c=<script>", None),
    ],
)
def test_pages_are_those_of_a_known_host(told, repository, remote, pages):
    repository.commit()
    commit = repository.git("rev-parse", "HEAD").decode().strip()
    repository.git("config", "remote.origin.url", remote)
    found = told()
    assert found.commit == told("HEAD").commit == commit
    assert found.pages == (f"{pages}/{commit}" if pages else None)
    assert "secret" not in str(found)


def test_settings_that_are_not_the_defaults(told, repository):
    repository.add(".polyglint.toml", 'ignore = ["PG2"]\n')
    assert told(min_score=0.5).settings == (
        "min-score = 0.5 (command line)",
        'ignore = ["PG2"] (.polyglint.toml)',
    )


def test_files_of_several_repositories_or_none(told, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "b.py").write_text("")
    both = [*directory("."), *directory(str(tmp_path / "plain"))]
    for files in (both, both[1:], []):
        assert about(files, {}, None) == About("1970-01-02 00:00 UTC")
