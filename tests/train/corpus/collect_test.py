import pytest

from tests.train.conftest import Inline
from tests.train.corpus.archives_test import make_tar, make_zip
from train.corpus import collect as collecting
from train.corpus.collect import collect, own_path
from train.corpus.sources import Package

PACKAGE = Package("debian-source", "a", "1", frozenset({"C", "Python"}))
PROSE = b"This is how it works.\n"


def found(directory):
    return sorted(
        str(file.relative_to(directory)) for file in directory.rglob("*") if file.is_file()
    )


def test_only_the_wanted_languages_are_kept(tmp_path):
    archive = make_tar(
        tmp_path / "a.tar.gz",
        ("a-1.0/src/a.c", b"int a;\n"),
        ("a-1.0/src/a.h", b"int a;\n"),
        ("a-1.0/src/b.h", b"class B {};\n"),
        ("a-1.0/tool", b"#!/usr/bin/python3\n"),
        ("a-1.0/a.js", b"var a\n"),
        ("a-1.0/README", PROSE),
        ("a-1.0/binary.c", b"\x00\x01"),
        ("a-1.0/node_modules/b/b.c", b"int b;\n"),
        ("a-1.0/empty.c", b""),
        ("a-1.0/large.c", b"int a;\n" * 100_000),
    )
    assert collect({PACKAGE: [archive]}, tmp_path / "files", Inline()) == {}
    assert found(tmp_path / "files") == [
        "C/debian__a/src__a.c",
        "C/debian__a/src__a.h",
        "Python/debian__a/tool",
    ]


def test_a_bad_archive_is_named_and_the_others_are_read(tmp_path):
    hostile = make_tar(tmp_path / "a.tgz", ("p/a.c", b"int a;\n"), ("../../b.c", b"int b;\n"))
    wheel = make_zip(tmp_path / "b.whl", ("b/b.py", b"b = 1\n"))
    other = Package("pypi", "b", "1", frozenset({"Python"}))
    failures = collect({PACKAGE: [hostile], other: [wheel]}, tmp_path / "files", Inline())
    assert set(failures) == {PACKAGE}
    assert "leads out" in failures[PACKAGE]
    assert found(tmp_path) == ["a.tgz", "b.whl", "files/Python/pypi__b/b__b.py"]


def test_a_large_package_is_sampled_the_same_way_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(collecting, "MAX_FILES", 5)
    files = [(f"p/a{number}.c", b"int a;\n") for number in range(50)]
    samples = []
    for name, order in (("one", files), ("two", files[::-1])):
        archive = make_tar(tmp_path / f"{name}.tgz", *order)
        collect({PACKAGE: [archive]}, tmp_path / name, Inline())
        samples.append(found(tmp_path / name))
    assert samples[0] == samples[1]
    assert len(samples[0]) == 5
    assert samples[0] != sorted(f"C/debian__a/a{number}.c" for number in range(5))


@pytest.mark.parametrize(
    ("path", "archive", "own"),
    [
        ("package/lib/a.js", "a.tgz", "lib/a.js"),
        ("a-1.0/a.c", "a_1.0.orig.tar.xz", "a.c"),
        ("a.c", "a.tar.gz", "a.c"),
        ("usr/share/a.c", "a.deb", "usr/share/a.c"),
        ("a/b.py", "a-1.0-py3-none-any.whl", "a/b.py"),
    ],
)
def test_own_path(tmp_path, path, archive, own):
    assert own_path(path, tmp_path / archive) == own


def test_a_long_path_keeps_its_end(tmp_path):
    path = "/".join(["directory" * 5] * 12) + "/last.c"
    archive = make_tar(tmp_path / "a.tgz", (f"p/{path}", b"int a;\n"), ("p/x" + path, b"int b;\n"))
    collect({PACKAGE: [archive]}, tmp_path / "files", Inline())
    names = [name.rpartition("/")[2] for name in found(tmp_path / "files")]
    assert len(set(names)) == 2
    assert all(name.endswith("__last.c") and len(name) < 100 for name in names)
