import hashlib
import sys

import pytest

from polyglint.errors import FatalError
from train.corpus.fetch import fetch
from train.corpus.manifest import read_table
from train.corpus.registries import DownloadError, OversizeError
from train.corpus.sources import Package


class FakeRegistry:
    """Has the packages it is made with; remembers what it was asked for."""

    programs = (sys.executable,)

    def __init__(self, **packages):
        self.packages = packages
        self.asked = []

    def download(self, name, version, directory):
        self.asked.append((name, version))
        data = self.packages.get(name, {}).get(version or "newest")
        (directory / "log").mkdir()
        if data is None:
            (directory / "half.tgz").write_bytes(b"half")
            raise DownloadError(f"no {name} {version}")
        (directory / f"{name}.tgz").write_bytes(data)


def package(name, version="1", registry="npm"):
    return Package(registry, name, version, frozenset({"C"}))


A, B = package("a"), package("b")


def test_archives_are_stored_with_their_hash(tmp_path):
    registry = FakeRegistry(a={"1": b"archive"})
    fetched = fetch([A], {"npm": registry}, tmp_path, 0)
    (archive,) = fetched.archives[A]
    assert (tmp_path / "npm__a/a.tgz").read_bytes() == b"archive"
    assert (
        archive._asdict()
        == read_table(tmp_path / "archives.tsv")[0]
        == {
            "registry": "npm",
            "package": "a",
            "version": "1",
            "obtained": "1",
            "archive": "a.tgz",
            "sha256": hashlib.sha256(b"archive").hexdigest(),
        }
    )


def test_what_is_there_is_not_fetched_again(tmp_path):
    registry = FakeRegistry(a={"1": b"a"}, b={"1": b"b"})
    fetch([A], {"npm": registry}, tmp_path, 0)
    fetched = fetch([A, B], {"npm": registry}, tmp_path, 0)
    assert registry.asked == [("a", "1"), ("b", "1")]
    assert set(fetched.archives) == {A, B}


@pytest.mark.parametrize(
    "damage",
    [lambda file: file.unlink(), lambda file: file.write_bytes(b"?")],
    ids=["missing", "changed"],
)
def test_a_missing_or_changed_archive_is_fetched_again(tmp_path, damage):
    registry = FakeRegistry(a={"1": b"a"})
    fetch([A], {"npm": registry}, tmp_path, 0)
    damage(tmp_path / "npm__a/a.tgz")
    fetch([A], {"npm": registry}, tmp_path, 0)
    assert registry.asked == [("a", "1")] * 2
    assert (tmp_path / "npm__a/a.tgz").read_bytes() == b"a"
    assert len(read_table(tmp_path / "archives.tsv")) == 1


def test_another_version_in_the_table_is_fetched(tmp_path):
    registry = FakeRegistry(a={"1": b"a", "2": b"a2"})
    fetch([A], {"npm": registry}, tmp_path, 0)
    fetch([package("a", "2")], {"npm": registry}, tmp_path, 0)
    assert (tmp_path / "npm__a/a.tgz").read_bytes() == b"a2"


def test_the_newest_stands_in_for_a_version_that_is_gone(tmp_path):
    registry = FakeRegistry(a={"newest": b"new"})
    (archive,) = fetch([A], {"npm": registry}, tmp_path, 0).archives[A]
    assert (archive.version, archive.obtained) == ("1", "newest")
    fetch([A], {"npm": registry}, tmp_path, 0)
    assert registry.asked == [("a", "1"), ("a", None)]


def test_the_newest_of_what_is_too_large_is_not_asked_for(tmp_path):
    asked = []

    class Large(FakeRegistry):
        def download(self, name, version, directory):
            asked.append(version)
            raise OversizeError("larger than 1024 MiB")

    fetched = fetch([A], {"npm": Large()}, tmp_path, 1)
    assert fetched.failures == {A: "larger than 1024 MiB"}
    assert asked == ["1"]


def test_a_failure_is_named_and_leaves_no_half_file(tmp_path):
    registry = FakeRegistry(b={"1": b"b"})
    fetched = fetch([A, B], {"npm": registry}, tmp_path, 0.5)
    assert fetched.failures == {A: "no a 1; the newest: no a None"}
    assert set(fetched.archives) == {B}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["archives.tsv", "b.tgz", "npm__b"]


def test_an_interrupted_download_leaves_no_half_file(tmp_path):
    class Interrupted(FakeRegistry):
        def download(self, name, version, directory):
            (directory / "a.tgz").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch([A], {"npm": Interrupted()}, tmp_path, 0)
    assert list(tmp_path.rglob("*")) == []
    fetch([A], {"npm": FakeRegistry(a={"1": b"a"})}, tmp_path, 0)
    assert (tmp_path / "npm__a/a.tgz").read_bytes() == b"a"


def test_too_many_failures_end_the_run_early(tmp_path):
    registry = FakeRegistry()
    packages = [package(f"a{number}") for number in range(8)]
    with pytest.raises(FatalError, match=r"3 of 8 packages failed.*npm a2 1: no a2 1"):
        fetch(packages, {"npm": registry}, tmp_path, 0.25)
    assert len(registry.asked) == 6


def test_a_missing_client_fails_its_packages_only(tmp_path):
    absent = FakeRegistry()
    absent.programs = ("no-such-program",)
    registries = {"npm": absent, "pypi": FakeRegistry(b={"1": b"b"})}
    other = package("b", registry="pypi")
    fetched = fetch([A, other], registries, tmp_path, 0.5)
    assert fetched.failures == {A: "no no-such-program here"}
    assert set(fetched.archives) == {other}
    assert absent.asked == []


def test_a_table_of_another_shape_is_named(tmp_path):
    (tmp_path / "archives.tsv").write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(FatalError, match=r"archives\.tsv: columns"):
        fetch([A], {"npm": FakeRegistry()}, tmp_path, 0)
