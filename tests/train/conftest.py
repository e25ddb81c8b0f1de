"""A small corpus and what each step makes of it; every step runs once for all tests."""

import contextlib
import csv
import io
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

from tests.repositories import SOURCES
from train.__main__ import main

SOURCE_FILES = {
    "C": "ring_buffer.c",
    "Go": "queue.go",
    "Java": "Matrix.java",
    "JavaScript": "router.js",
    "PHP": "mailer.php",
    "Python": "inventory.py",
    "Ruby": "ledger.rb",
    "Rust": "cache.rs",
}
CPP = """\
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shapes {

template <typename T>
class Registry final : public std::enable_shared_from_this<Registry<T>> {
 public:
  explicit Registry(std::string name) : name_(std::move(name)) {}

  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  void add(std::string_view key, std::unique_ptr<T> shape) {
    shapes_.emplace(std::string{key}, std::move(shape));
  }

  [[nodiscard]] const T* find(const std::string& key) const noexcept {
    if (const auto place = shapes_.find(key); place != shapes_.end()) {
      return place->second.get();
    }
    return nullptr;
  }

  template <typename Visitor>
  void for_each(Visitor&& visit) const {
    for (const auto& [key, shape] : shapes_) {
      visit(key, *shape);
    }
  }

 private:
  std::string name_;
  std::map<std::string, std::unique_ptr<T>> shapes_;
};

std::vector<double> areas(const Registry<Shape>& registry) {
  std::vector<double> result;
  registry.for_each([&result](const std::string&, const Shape& shape) {
    result.push_back(static_cast<double>(shape.area()));
  });
  return result;
}

}  // namespace shapes
"""
PROJECTS, FILES = 6, 2
RARE = {"Rust": 2}  # languages of fewer projects
MIXED = "mixed"  # a project of C and of C++


class SourceFile(NamedTuple):
    language: str
    project: str
    path: str
    text: str


class Inline:
    """An engine of this very process."""

    def imap(self, function, items, chunksize=1):
        return map(function, items)


class Away:
    """An engine whose workers have another current directory, as nodes of a cluster do."""

    def imap(self, function, items, chunksize=1):
        for item in items:
            before = Path.cwd()
            os.chdir("/")
            try:
                answer = function(item)
            finally:
                os.chdir(before)
            yield answer


def source_files() -> list[SourceFile]:
    """Each language's source, its lines rotated differently in each file."""
    texts = {name: (SOURCES / file).read_text("utf-8") for name, file in SOURCE_FILES.items()}
    found = []
    for language, text in sorted((texts | {"C++": CPP}).items()):
        lines = text.splitlines(keepends=True)
        for number in range(RARE.get(language, PROJECTS)):
            project = f"{language}-{number}"
            if number == 0 and language in ("C", "C++"):
                project = MIXED
            for file in range(FILES):
                turn = (7 * number + 3 * file) % len(lines)
                path = f"{language}/{project}/{file}"
                found.append(
                    SourceFile(language, project, path, "".join(lines[turn:] + lines[:turn]))
                )
    return found


def write_corpus(directory: Path, files: list[SourceFile]) -> Path:
    """A corpus directory as the corpus step writes it."""
    for file in files:
        (directory / file.path).parent.mkdir(parents=True, exist_ok=True)
        (directory / file.path).write_text(file.text, "utf-8", newline="")
    with (directory / "manifest.tsv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
        writer.writerow(("path", "language", "project"))
        writer.writerows((file.path, file.language, file.project) for file in files)
    (directory / "corpus.sha256").write_text("0123abcd\n")
    return directory


def run_step(*arguments: object) -> None:
    """Run a step that must succeed; its chatter is kept off the screen."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert main([str(argument) for argument in arguments]) == 0


def make_dataset(corpus: Path, directory: Path, *arguments: object) -> Path:
    run_step("dataset", "--corpus", corpus, "--output", directory, *arguments)
    return directory


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Directories that one process makes for all that pytest-xdist shares the tests among."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # of all processes of this run

    def made(name, make):
        directory, done = root / name, root / f"{name}.done"
        with FileLock(root / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(directory, ignore_errors=True)  # of a process that failed
                directory.mkdir()
                make(directory)
                done.touch()
        return directory

    return made


@pytest.fixture(scope="session")
def small_corpus(made_once):
    return made_once("corpus", lambda directory: write_corpus(directory, source_files()))


@pytest.fixture(scope="session")
def tiny_dataset(small_corpus, made_once):
    """The data set of preset tiny, split by project."""
    return made_once("dataset", lambda made: make_dataset(small_corpus, made, "--preset", "tiny"))


@pytest.fixture(scope="session")
def tiny_run(small_corpus, tiny_dataset, made_once):
    """A run directory of preset tiny: fitted, with a file branch, quantized and evaluated."""
    pytest.importorskip("keras")

    def make(directory):
        run = ("--dataset", tiny_dataset, "--run", directory)
        run_step("fit", "--dataset", tiny_dataset, "--output", directory)
        sizes = ("--buckets", 512, "--dim", 8, "--steps", 20)
        run_step("files", *run, "--corpus", small_corpus, *sizes)
        run_step("quantize", *run)
        run_step("evaluate", *run, "--corpus", small_corpus)

    return made_once("run", make)
