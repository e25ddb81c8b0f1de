import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from benchmarks.held_out import held_out_files, windows_of
from polyglint.errors import FatalError
from train.corpus.manifest import write_table


@pytest.fixture
def dataset(tmp_path):
    """A data set's table and its corpus."""
    rows = []
    for split, project in (("train", "a"), ("test", "b"), ("test", "c")):
        for number in range(3):
            name = f"Go/npm__{project}/{number}.go"
            path = tmp_path / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = [f"line {n} of {project}" for n in range(number * 3)]
            path.write_bytes("\r\n\r\n".join(lines).encode())
            rows.append((name, "Go", project, split))
    write_table(tmp_path / "files.tsv", ("path", "language", "project", "split"), rows)
    return tmp_path


def names(samples):
    return [f"{sample.project}/{sample.path.name}" for sample in samples]


def test_files_of_the_test_split_that_have_text(dataset):
    found = held_out_files(dataset, dataset / "corpus", None)
    assert names(found) == ["b/1.go", "c/1.go", "b/2.go", "c/2.go"]
    assert [sample.lines for sample in found] == [3, 3, 6, 6]
    assert {sample.source for sample in found} == {"packages"}


def test_some_of_each_language_in_turn_from_each_project(dataset):
    assert names(held_out_files(dataset, dataset / "corpus", 3)) == ["b/1.go"]


@pytest.mark.parametrize(
    ("directory", "corpus", "message"),
    [("none", "corpus", "files.tsv: not found"), (".", "none", "is .*none the corpus")],
)
def test_what_is_missing_is_named(directory, corpus, message, dataset):
    with pytest.raises(FatalError, match=message):
        held_out_files(dataset / directory, dataset / corpus, None)


def test_windows_are_four_lines_of_files_that_have_them(dataset, tmp_path):
    files = held_out_files(dataset, dataset / "corpus", None)
    directory = tmp_path / "windows"
    directory.mkdir()
    windows = windows_of(files, directory)
    assert [(w.language, w.project, w.lines) for w in windows] == [("Go", "b", 4), ("Go", "c", 4)]
    text = windows[0].path.read_bytes().decode()
    assert "\r" not in text
    assert [line[-4:] for line in text.split("\n\n")[:-1]] == ["of b"] * 3
    assert windows_of(files, directory) == windows
