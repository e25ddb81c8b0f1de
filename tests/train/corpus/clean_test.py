import hashlib

import pytest

from polyglint.errors import FatalError
from tests.train.conftest import Inline
from train.corpus.clean import clean
from train.corpus.exclusions import read_exclusions, text_digest
from train.corpus.layout import documents
from train.corpus.manifest import read_table
from train.corpus.provenance import Origin, write_origins

LICENCE = "# Copyright 2011 Somebody\n"


def code(name, count=40):
    return "".join(f"{name}_{n} = compute_{n * 7919}()\n" for n in range(count))


@pytest.fixture
def cache(tmp_path):
    def put(name, text):
        file = tmp_path / "cache" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    put("Python/npm__a/a.py", LICENCE + code("a"))
    put("Python/npm__a/empty.py", LICENCE)
    put("Python/npm__a/binary.py", b"\x00" * 100)
    put("Python/npm__b/copy.py", "# Copyright 2020 Else\n" + code("a"))
    put("Python/npm__b/near.py", code("a", 41))
    put("Python/npm__b/b.py", code("b"))
    put("Python/npm__b/b_pb2.py", code("c"))
    put("AWK/npm__a/a.awk", code("d").replace("\n", "\r\n"))
    return tmp_path / "cache"


@pytest.fixture
def output(tmp_path):
    return tmp_path / "runs" / "corpus"


def test_what_stays_and_what_goes(cache, output):
    corpus = clean(documents(cache), output, {}, Inline())
    assert corpus.dropped == {
        ("Python", "exact duplicate"): 1,
        ("Python", "near duplicate"): 1,
        ("Python", "too short"): 1,
        ("Python", "not text"): 1,
        ("Python", "generated"): 1,
    }
    files = sorted(str(file.relative_to(output)) for file in output.rglob("*.*"))
    assert files == [
        "Awk/npm__a/a.awk",
        "Python/npm__a/a.py",
        "Python/npm__b/b.py",
        "corpus.sha256",
        "manifest.tsv",
        "summary.tsv",
    ]
    assert (output / "Python/npm__a/a.py").read_text(encoding="utf-8") == code("a")


@pytest.mark.parametrize(("registry", "kept"), [("npm", False), ("dir", True)])
def test_a_file_in_another_language_goes_unless_a_checkout_says_so(
    tmp_path, output, registry, kept
):
    file = tmp_path / "cache" / f"Puppet/{registry}__a/a.pp"
    file.parent.mkdir(parents=True)
    file.write_text("unit A;\n" + code("a"), encoding="utf-8")
    corpus = clean(documents(tmp_path / "cache"), output, {}, Inline())
    assert bool(corpus.entries) is kept
    assert corpus.dropped == ({} if kept else {("Puppet", "another language"): 1})


def test_the_manifest_tells_of_each_file_as_written(cache, output):
    corpus = clean(documents(cache), output, {("npm", "b"): "upstream"}, Inline())
    rows = {row["path"]: row for row in read_table(output / "manifest.tsv")}
    for path, row in rows.items():
        assert row["sha256"] == hashlib.sha256((output / path).read_bytes()).hexdigest()
    assert rows["Awk/npm__a/a.awk"]["lines"] == "40"
    assert rows["Python/npm__b/b.py"]["project"] == "upstream"
    assert corpus.sha256 == (output / "corpus.sha256").read_text(encoding="utf-8").strip()


def test_what_is_held_out_is_left_out_and_counted(tmp_path, output):
    for name in ("Python/git__a+b/a.py", "Python/git__c+d/a.py", "Python/npm__a/a.py"):
        file = tmp_path / "cache" / name
        file.parent.mkdir(parents=True)
        file.write_text(code(name), encoding="utf-8")
    held_out = tmp_path / "held-out"
    repository = hashlib.sha256(b"a/b").hexdigest()
    text = text_digest((tmp_path / "cache/Python/npm__a/a.py").read_bytes().replace(b"\n", b"\r\n"))
    held_out.write_text(f"{repository}\trepository\n{text}\n")
    exclusions = read_exclusions([held_out])
    corpus = clean(documents(tmp_path / "cache"), output, {}, Inline(), exclusions)
    assert [entry.path for entry in corpus.entries] == ["Python/git__c+d/a.py"]
    assert corpus.dropped == {("Python", "held out"): 2}


def test_a_file_that_may_be_in_another_language_is_left_out(tmp_path, output):
    pytest.importorskip("tree_sitter_cpp")
    for name in ("C/git__a+b/a.h", "C++/git__a+b/b.h"):
        file = tmp_path / "cache" / name
        file.parent.mkdir(parents=True)
        file.write_text(
            f"// {name}\nclass A {{\n public:\n  int b;\n}};\n"
            + "\n".join(f"template <typename T> T f{n}(T a) {{ return a; }}" for n in range(20))
        )
    corpus = clean(documents(tmp_path / "cache"), output, {}, Inline())
    assert [entry.path for entry in corpus.entries] == ["C++/git__a+b/b.h"]
    assert corpus.dropped == {("C", "in doubt"): 1}


def test_the_manifest_has_commit_and_licence_of_repositories(tmp_path, output):
    for name in ("Python/git__a+b/a.py", "Python/npm__a/a.py"):
        file = tmp_path / "cache" / name
        file.parent.mkdir(parents=True)
        file.write_text(code(name), encoding="utf-8")
    write_origins(tmp_path / "cache", {"a/b": Origin("1" * 40, "MIT"), "a": Origin("2" * 40, "")})
    clean(documents(tmp_path / "cache"), output, {}, Inline())
    rows = [(row["commit"], row["licence"]) for row in read_table(output / "manifest.tsv")]
    assert rows == [("1" * 40, "MIT"), ("", "")]


def test_a_second_run_replaces_the_first(cache, output):
    first = clean(documents(cache), output, {}, Inline())
    (output / "Python/npm__a/left-over.py").write_text("x\n", encoding="utf-8")
    second = clean(documents(cache), output, {}, Inline())
    assert first.sha256 == second.sha256
    assert not (output / "Python/npm__a/left-over.py").exists()


def test_other_peoples_files_are_not_replaced(cache, output):
    output.mkdir(parents=True)
    (output / "thesis.tex").write_text("precious\n", encoding="utf-8")
    with pytest.raises(FatalError, match="other files"):
        clean(documents(cache), output, {}, Inline())
    assert (output / "thesis.tex").exists()


def test_an_interrupted_run_leaves_the_older_corpus(cache, output):
    older = clean(documents(cache), output, {}, Inline())

    def interrupted():
        yield from documents(cache)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clean(interrupted(), output, {}, Inline())
    assert (output / "corpus.sha256").read_text(encoding="utf-8").strip() == older.sha256
