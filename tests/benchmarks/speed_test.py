import pytest

from benchmarks.contestants import Trial, fixed
from benchmarks.measured import Measured
from benchmarks.speed import (
    SIZES,
    by_bytes,
    by_count,
    growth,
    in_turns,
    judged_files,
    of_commits,
    own_name,
    repository_of,
    summary,
)
from polyglint.errors import FatalError
from train.corpus.manifest import write_table

GO = "func add(a int, b int) int {\n\tc := a + b\n\treturn c\n}\n\n"


def run(seconds, memory=1):
    return Measured(0, "", "", seconds, seconds / 2, memory)


def test_a_summary_is_of_medians():
    assert summary([run(3.0), run(1.0, 7), run(2.0)]) == {
        "seconds": 2.0,
        "best": 1.0,
        "processor_seconds": 1.0,
        "memory": 7,
    }


def test_turns_go_forward_and_backward():
    asked = []

    def once(contestant):
        asked.append(contestant.name)
        return run(float(len(asked)))

    found = in_turns([fixed(name, []) for name in "abc"], 2, once)
    assert "".join(asked) == "abccba"
    assert {name: figures["seconds"] for name, figures in found.items()} == dict.fromkeys(
        "abc", 3.5
    )


@pytest.fixture
def corpus(tmp_path):
    rows = []
    python = "import a\n" * 600
    contents = {"a.go": GO * 100, "b.go": GO, "c.py": python, "d.bin": "\0", "e.js": "a\n"}
    for name, content in contents.items():
        stored = f"X/npm__x/src__{name}"
        path = tmp_path / "corpus" / stored
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        rows.append((stored, "X", "x", "test"))
    rows.append(("X/npm__y/z.go", "X", "y", "train"))
    write_table(tmp_path / "files.tsv", ("path", "language", "project", "split"), rows)
    return tmp_path


def test_files_that_are_judged(corpus):
    found = judged_files(corpus, corpus / "corpus", 99)
    assert sorted(map(own_name, found)) == ["a.go", "b.go", "c.py", "e.js"]
    assert found[:2] == judged_files(corpus, corpus / "corpus", 2)  # a hash decides their order


def test_a_missing_data_set_is_named(tmp_path):
    with pytest.raises(FatalError, match=r"files.tsv: not found"):
        judged_files(tmp_path, tmp_path, 1)


def test_a_commit_has_a_file_of_usual_size_of_each_suffix(corpus):
    found = of_commits(judged_files(corpus, corpus / "corpus", 99))
    assert [*map(own_name, found)] == ["a.go", "c.py"]


def test_what_the_parser_refuses_is_passed_over(tmp_path):
    files = [tmp_path / name for name in ("old.py", "new.py", "third.py")]
    for file, word in zip(files, ("import a; print 1", "import a", "import b"), strict=True):
        file.write_text(f"{word}\n" * 500)
    assert of_commits(files) == [files[1]]


def test_a_repository_holds_copies(corpus, tmp_path):
    files = judged_files(corpus, corpus / "corpus", 99)
    (tmp_path / "repository").mkdir()
    copies = repository_of(files, tmp_path / "repository")
    assert [copy.read_bytes() for copy in copies] == [file.read_bytes() for file in files]
    assert (tmp_path / "repository" / ".git" / "HEAD").is_file()


def test_a_file_is_repeated_to_each_size(tmp_path):
    (tmp_path / "a.go").write_text(GO)
    found = by_bytes(tmp_path / "a.go", tmp_path)
    assert tuple(found) == SIZES
    for size, (path,) in found.items():
        assert path.suffix == ".go"
        assert path.stat().st_size == size
        assert path.read_text().startswith(GO)


def test_growth_is_told_by_mode_and_size(tmp_path, monkeypatch):
    asked = []

    def of(self, contestant, paths):
        asked.append(contestant.command(paths))
        return run(2.0 * len(paths))

    monkeypatch.setattr(Trial, "of", of)
    files = [tmp_path / f"{number}.go" for number in range(200)]
    sets = by_count(files)
    assert {count: len(paths) for count, paths in sets.items()} == {
        count: count for count in (2, 20, 50, 100, 150, 200)
    }
    found = growth(Trial(tmp_path, tmp_path), sets, ("", "--exhaustive"), "pg", "no-python", 1)
    expected = {count: float(count) for count in sets}
    assert found == {"polyglint check": expected, "polyglint check --exhaustive": expected}
    start = ["pg", "check", "--no-cache", "--jobs=1"]
    assert asked[:2] == [
        [*start, *map(str, files[:2])],
        [*start, "--exhaustive", *map(str, files[:2])],
    ]
