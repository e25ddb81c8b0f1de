import io
import os
import shutil
import subprocess
import tarfile
import zipfile

import pytest

from train.corpus import archives
from train.corpus.archives import BadArchiveError, members


def make_tar(file, *entries, mode="w:gz"):
    """A tar of (name, bytes) files and ready-made TarInfo entries."""
    with tarfile.open(file, mode) as tar:
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                tar.addfile(entry)
            else:
                info = tarfile.TarInfo(entry[0])
                info.size = len(entry[1])
                tar.addfile(info, io.BytesIO(entry[1]))
    return file


def special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def make_zip(file, *entries):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data, *mode in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (mode[0] if mode else 0o100644) << 16
            package.writestr(info, data)
    return file


def contents(archive):
    return {member.path: member.read() for member in members(archive)}


@pytest.mark.parametrize("suffix", ["gz", "xz", "bz2"])
def test_tar(tmp_path, suffix):
    archive = make_tar(
        tmp_path / f"a.tar.{suffix}", ("p/a.c", b"int a;"), ("./p/b", b""), mode=f"w:{suffix}"
    )
    assert contents(archive) == {"p/a.c": b"int a;", "p/b": b""}


@pytest.mark.parametrize("name", ["a.zip", "a-1.0-py3-none-any.whl"])
def test_zip(tmp_path, name):
    archive = make_zip(tmp_path / name, ("a.py", b"a = 1"), ("b/", b""))
    assert contents(archive) == {"a.py": b"a = 1"}


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no dpkg-deb")
def test_deb(tmp_path):
    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        "Package: a\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b.c>\nDescription: a\n",
        encoding="utf-8",
    )
    (tree / "DEBIAN/postinst").write_text("#!/bin/sh\ntouch /tmp/executed\n", encoding="utf-8")
    (tree / "DEBIAN/postinst").chmod(0o755)
    (tree / "usr").mkdir()
    (tree / "usr/a.c").write_text("int a;", encoding="utf-8")
    (tree / "usr/link").symlink_to("/etc/passwd")
    archive = tmp_path / "a.deb"
    subprocess.run(["dpkg-deb", "--build", tree, archive], check=True, capture_output=True)
    assert contents(archive) == {"usr/a.c": b"int a;"}


@pytest.mark.parametrize(
    "entry",
    [
        special("link", tarfile.SYMTYPE, "/etc/passwd"),
        special("link", tarfile.SYMTYPE, "../../outside"),
        special("hard", tarfile.LNKTYPE, "p/a.c"),
        special("fifo", tarfile.FIFOTYPE),
        special("device", tarfile.CHRTYPE),
        special("directory", tarfile.DIRTYPE),
    ],
)
def test_tar_entries_that_are_no_files_are_skipped(tmp_path, entry):
    archive = make_tar(tmp_path / "a.tgz", entry, ("p/a.c", b"int a;"))
    assert contents(archive) == {"p/a.c": b"int a;"}


def test_links_in_a_zip_are_skipped(tmp_path):
    archive = make_zip(tmp_path / "a.zip", ("link", b"/etc/passwd", 0o120777), ("a", b"a"))
    assert contents(archive) == {"a": b"a"}


@pytest.mark.parametrize(
    "name", ["../a", "p/../../a", "/etc/a", "..\\a", "C:/a", "\\\\server\\a", "p/..", ".."]
)
def test_paths_that_lead_outside_condemn_the_archive(tmp_path, name):
    for archive in (
        make_tar(tmp_path / "a.tgz", ("p/a.c", b""), (name, b"")),
        make_zip(tmp_path / "a.zip", ("p/a.c", b""), (name, b"")),
    ):
        with pytest.raises(BadArchiveError, match="leads out"):
            contents(archive)


@pytest.mark.parametrize("name", ["a..b/c", "...", "p/a:b", "p/..c", "a/.../b"])
def test_odd_paths_that_stay_inside(tmp_path, name):
    assert contents(make_tar(tmp_path / "a.tgz", (name, b"x"))) == {name: b"x"}


def test_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    make_tar(tmp_path / "a.tgz", ("a", b""), ("b", b""))
    contents(tmp_path / "a.tgz")
    make_tar(tmp_path / "a.tgz", ("a", b""), ("b", b""), ("c", b""))
    with pytest.raises(BadArchiveError, match="more than any package"):
        contents(tmp_path / "a.tgz")


def test_too_many_bytes_are_never_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 1_000_000)
    archive = make_zip(tmp_path / "a.zip", ("bomb", bytes(1_000_001)))
    assert archive.stat().st_size < 2000
    with pytest.raises(BadArchiveError, match="more than any package"):
        next(members(archive))


def test_a_broken_archive_is_named(tmp_path):
    whole = make_tar(tmp_path / "a.tgz", ("a", os.urandom(50_000)))
    (tmp_path / "cut.tgz").write_bytes(whole.read_bytes()[:20_000])
    (tmp_path / "page.tgz").write_bytes(b"<html>404</html>")
    (tmp_path / "page.zip").write_bytes(b"<html>404</html>")
    (tmp_path / "page.deb").write_bytes(b"<html>404</html>")
    for name in ("cut.tgz", "page.tgz", "page.zip", "page.deb", "absent.tgz"):
        with pytest.raises(BadArchiveError, match=name) as failure:
            contents(tmp_path / name)
        assert "\n" not in str(failure.value)


def test_damage_inside_a_member_is_named(tmp_path):
    archive = make_zip(tmp_path / "a.zip", ("a", b"text " * 1000))
    data = bytearray(archive.read_bytes())
    data[33:48] = bytes(15)
    archive.write_bytes(data)
    with pytest.raises(BadArchiveError, match=r"a\.zip"):
        contents(archive)
