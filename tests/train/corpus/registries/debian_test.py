import pytest

from train.corpus.registries import debian
from train.corpus.registries.client import DownloadError
from train.corpus.registries.debian import Binary, Lists, Source, with_sources


@pytest.fixture
def apt(monkeypatch, tmp_path):
    """A stand-in for apt-get: keeps its arguments without the options, brings a file."""
    calls = []

    def run(command, directory, environment=None):
        words = [w for w, before in zip(command, ["", *command], strict=False) if before != "-o"]
        words = [word for word in words[1:] if word != "-o" and word != "--quiet"]
        calls.append(words)
        if words[0] == "source" and words[-1] == "a=1":
            (directory / "a_1.orig.tar.xz").write_bytes(b"")
        if words[0] == "update" and not any(directory.glob("sources.list.d/*")):
            raise DownloadError("no lists")

    monkeypatch.setattr(debian, "run", run)
    return calls


@pytest.fixture
def lists(tmp_path):
    system = tmp_path / "etc"
    (system / "sources.list.d").mkdir(parents=True)
    (system / "sources.list").write_text("deb http://a stable main\n", encoding="utf-8")
    (system / "sources.list.d/b.sources").write_text(
        "Types: deb\nURIs: http://b\n", encoding="utf-8"
    )
    return Lists(tmp_path / "apt", system)


def test_packages_by_version_and_newest(apt, lists, tmp_path):
    Binary(lists).download("a", "1", tmp_path)
    Binary(lists).download("a", None, tmp_path)
    Source(lists).download("a", "1", tmp_path)
    assert apt == [
        ["update"],
        ["download", "a=1"],
        ["download", "a"],
        ["source", "--download-only", "--tar-only", "--only-source", "a=1"],
    ]


def test_a_source_without_archive_is_a_failure(apt, lists, tmp_path):
    with pytest.raises(DownloadError, match="no tar archive"):
        Source(lists).download("a", "2", tmp_path)


def test_lists_are_our_own_and_ask_for_sources(apt, lists, tmp_path):
    options = lists.options()
    assert f"Dir::State={tmp_path}/apt/state" in options
    parts = tmp_path / "apt/sources.list.d"
    assert "deb-src http://a stable main" in (parts / "sources.list").read_text(encoding="utf-8")
    assert "Types: deb deb-src" in (parts / "b.sources").read_text(encoding="utf-8")


def test_lists_that_cannot_be_had_are_asked_for_once(apt, tmp_path):
    lists = Lists(tmp_path / "apt", tmp_path / "nowhere")
    for _ in range(3):
        with pytest.raises(DownloadError, match="no lists"):
            Binary(lists).download("a", "1", tmp_path)
    assert apt == [["update"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deb http://a b main\n", "deb http://a b main\ndeb-src http://a b main\n"),
        (
            "deb [signed-by=/k] http://a b main\n",
            "deb [signed-by=/k] http://a b main\ndeb-src [signed-by=/k] http://a b main\n",
        ),
        ("# deb http://a b main\n", "# deb http://a b main\n"),
        ("Types: deb\nURIs: http://a\n", "Types: deb deb-src\nURIs: http://a\n"),
        ("Types: deb deb-src\n", "Types: deb deb-src\n"),
    ],
)
def test_with_sources(text, expected):
    assert with_sources(text) == expected
