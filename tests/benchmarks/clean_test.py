import io
import subprocess
import tarfile

import pytest

from benchmarks import clean
from benchmarks.clean_report import Alarm, ProjectAudit, Review, read_reviews, write_report
from benchmarks.whole_projects import Project, held_out_projects, unpacked
from polyglint.errors import FatalError
from train.corpus.archives import BadArchiveError
from train.corpus.manifest import read_table, write_table

JAVASCRIPT = "".join(f"function f{n}(a, b) {{ return a.map((x) => x + b); }}\n" for n in range(16))
PYTHON = "".join(f"def f{n}(a, b):\n    return [x + b for x in a]\n\n\n" for n in range(8))
FILES = {
    "pack/src/right.py": PYTHON,
    "pack/src/wrong.py": JAVASCRIPT,
    "pack/notes.txt": "some words\n",
    "pack/vendor/x.py": PYTHON,
    "pack/odd|name`.py": JAVASCRIPT,
}


def write_tar(path, contents):
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content.encode()))
    return path


@pytest.fixture
def archives(tmp_path):
    directory = tmp_path / "archives"
    write_tar(directory / "debian-source__harbour" / "harbour_1.orig.tar.gz", FILES)
    write_tar(directory / "npm__@quay+core" / "quay.tgz", {"package/index.js": JAVASCRIPT})
    write_tar(directory / "pypi__learned" / "learned.tar.gz", FILES)
    (directory / "apt").mkdir()
    rows = [("x", "Go", "harbour", "test"), ("y", "Go", "quay", "test")]
    rows += [("z", "Go", "learned", "train")]
    write_table(tmp_path / "files.tsv", ("path", "language", "project", "split"), rows)
    return directory


def test_projects_are_those_held_out(archives, tmp_path):
    found = held_out_projects(tmp_path, archives)
    assert {p.name: [a.name for a in p.archives] for p in found} == {
        "harbour": ["harbour_1.orig.tar.gz"],
        "quay": ["quay.tgz"],
    }


def test_missing_directories_and_projects_are_named(archives, tmp_path):
    with pytest.raises(FatalError, match=r"files.tsv: not found"):
        held_out_projects(tmp_path / "none", archives)
    with pytest.raises(FatalError, match="no such directory"):
        held_out_projects(tmp_path, tmp_path / "none")
    with pytest.raises(FatalError, match="no package of a project"):
        held_out_projects(tmp_path, archives / "apt")


def test_unpacking_takes_the_outer_directory_off(archives):
    with unpacked(archives / "debian-source__harbour" / "harbour_1.orig.tar.gz") as package:
        assert package.package == "debian-source__harbour"
        assert (package.directory / "src" / "right.py").read_text() == PYTHON
        assert package.left_out == {}
    assert not package.directory.exists()


@pytest.mark.parametrize("name", ["../out.py", "/out.py", "a/../../out.py", "a/..\\..\\out.py"])
def test_unpacking_refuses_paths_that_lead_out(name, tmp_path):
    archive = write_tar(tmp_path / "npm__x" / "x.tgz", {"a/in.py": "x = 1\n", name: "x = 1\n"})
    with pytest.raises(BadArchiveError), unpacked(archive):
        pass
    assert list(tmp_path.rglob("*.py")) == []


def test_links_are_not_followed(tmp_path):
    archive = tmp_path / "npm__x" / "x.tgz"
    archive.parent.mkdir()
    with tarfile.open(archive, "w:gz") as tar:
        link = tarfile.TarInfo("a/link")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
        tar.addfile(link)
        info = tarfile.TarInfo("a/link/out.py")
        info.size = 6
        tar.addfile(info, io.BytesIO(b"x = 1\n"))
    with unpacked(archive) as package:
        assert not (package.directory / "link").is_symlink()
    assert not (tmp_path / "out.py").exists()


def test_files_that_cannot_be_written_are_named(tmp_path):
    contents = {"a/x": "1\n", "a/x/y": "2\n", "a/" + "n" * 300: "3\n"}
    archive = write_tar(tmp_path / "npm__x" / "x.tgz", contents)
    with unpacked(archive) as package:
        assert set(package.left_out) == {"x/y", "n" * 300}


def test_every_alarm_is_reported(archives, tmp_path, capsys):
    output, kept = tmp_path / "report", tmp_path / "kept"
    command = ["--archives", str(archives), "--dataset", str(tmp_path), "--output", str(output)]
    assert clean.main([*command, "--keep", str(kept)]) == 0
    assert capsys.readouterr().out == f"{output / 'clean.md'}\n{output / 'clean.tsv'}\n"
    rows = {row["path"]: row for row in read_table(output / "clean.tsv")}
    assert rows.keys() == {"src/wrong.py", "odd|name`.py"}
    found = rows["src/wrong.py"]
    assert (found["project"], found["claims"]) == ("harbour", "Python")
    assert (found["reads_as"], found["verdict"]) == ("JavaScript", "")
    text = (output / "clean.md").read_text()
    assert "2 projects" in text
    assert "6 files, 4 of them judged, 2 alarms" in text
    assert r"odd\|name\`.py" in text
    assert "| linguist-vendored by its path | 1 |" in text
    assert "| claims a language that may hold any language | 1 |" in text
    package = kept / "debian-source__harbour"
    assert (package / "src" / "wrong.py").read_text() == JAVASCRIPT


def test_a_limit_of_projects(archives, tmp_path):
    command = ["--archives", str(archives), "--dataset", str(tmp_path), "--output", str(tmp_path)]
    assert clean.main([*command, "--limit", "1"]) == 0
    assert "1 projects" in (tmp_path / "clean.md").read_text()


def test_bad_usage(tmp_path, capsys):
    assert clean.main(["--archives", str(tmp_path), "--dataset", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("benchmarks.clean: ")


def test_a_damaged_archive_is_named(tmp_path):
    archive = tmp_path / "npm__x" / "x.tgz"
    archive.parent.mkdir()
    archive.write_bytes(b"no archive")
    found = clean.audit(Project("x", (archive,)), None, None)
    assert (found.files, len(found.unreadable)) == (0, 1)
    write_report([found], {}, tmp_path, "clean")
    assert "## Archives left out\n\n- x.tgz: " in (tmp_path / "clean.md").read_text()


def test_what_a_person_found_is_told(tmp_path):
    alarm = Alarm("p", "npm__p", "a.h", 3, "PG101", "C", "Assembly", "0.998")
    other = alarm._replace(path="b.h")
    reviews = {("npm__p", "a.h", "Assembly"): Review("false positive", "an assembler's header")}
    write_report([ProjectAudit("p", 9, alarms=[alarm, other])], reviews, tmp_path, "clean")
    text = (tmp_path / "clean.md").read_text()
    assert "found 1 of them false and 0 right" in text
    assert "; 1 have not been read" in text
    assert "| false positive: an assembler's header |" in text


def test_reviews_of_the_project_say_one_of_two_things():
    for name in ("clean", "repositories"):
        reviews = read_reviews(clean.OUTPUT / f"{name}_reviewed.tsv")
        assert {review.verdict for review in reviews.values()} <= {"false positive", "right"}


def test_every_file_of_a_held_out_repository(tmp_path):
    mirror = tmp_path / "mirrors" / "owner+name"
    mirror.mkdir(parents=True)
    for name, text in (("right.py", PYTHON), ("wrong.py", JAVASCRIPT)):
        (mirror / name).write_text(text)
    for command in ("init -q .", "add .", "commit -q -m x"):
        identity = ["-c", "user.name=x", "-c", "user.email=x@x"]
        subprocess.run(["git", *identity, *command.split()], cwd=mirror, check=True)
    columns = ("path", "language", "project", "split")
    rows = [
        ("Python/git__owner+name/right.py", "Python", "name", "test"),
        ("Python/git__other+one/a.py", "Python", "one", "test"),
        ("Python/npm__x/a.py", "Python", "x", "test"),
    ]
    write_table(tmp_path / "files.tsv", columns, rows)
    command = ["--mirrors", str(mirror.parent), "--dataset", str(tmp_path)]
    kept = tmp_path / "kept"
    assert clean.main([*command, "--output", str(tmp_path), "--keep", str(kept)]) == 0
    (alarm,) = read_table(tmp_path / "repositories.tsv")
    found = alarm["package"], alarm["path"], alarm["reads_as"]
    assert found == ("owner/name", "wrong.py", "JavaScript")
    assert (kept / "owner+name" / "wrong.py").read_text() == JAVASCRIPT
    assert "2 files, 2 of them judged, 1 alarms" in (tmp_path / "repositories.md").read_text()


def test_no_clone_of_a_held_out_repository(tmp_path, capsys):
    write_table(tmp_path / "files.tsv", ("path", "language", "project", "split"), [])
    assert clean.main(["--mirrors", str(tmp_path), "--dataset", str(tmp_path)]) == 2
    assert "no clone of a repository that" in capsys.readouterr().err
