import math
import os
import subprocess

import numpy as np
import pytest

from polyglint.cli.run import main
from polyglint.model.config import Calibration
from polyglint.model.reader import Reading
from polyglint.model.weights import ContradictionWeights
from polyglint.model.windows import Window
from tests.repositories import IDENTITY


class GitRepository:
    """A scratch repository driven by the git program itself."""

    def __init__(self, root):
        self.root = root
        root.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments, **options):
        return subprocess.run(
            ["git", *arguments], cwd=self.root, check=True, capture_output=True, **options
        ).stdout

    def write(self, name, content="x = 1\n"):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def add(self, name, content="x = 1\n"):
        path = self.write(name, content)
        self.git("add", "--force", "--", name)
        return path

    def commit(self):
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "x")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """An empty repository, the current directory, with nobody's settings but git's own."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    scratch = GitRepository(tmp_path / "repository")
    monkeypatch.chdir(scratch.root)
    return scratch


LABELS = ("C", "C++", "Go", "JavaScript", "Objective-C", "Perl", "Python", "Ruby")
KEYWORDS = {
    "#include": "C",
    "class ": "C++",
    "func ": "Go",
    "function ": "JavaScript",
    "my $": "Perl",
    "def ": "Python",
}
SURE = math.log(0.99)


class KeywordReader:
    """Stands in for the model: a window reads as the language of its first keyword."""

    def __init__(self, candidates=None, model_directory=None):
        self.labels = tuple(name for name in LABELS if candidates is None or name in candidates)
        self.known = LABELS
        self.fewest_lines = 9
        self.is_loaded = self.spares_numpy = False
        self.prepared = []  # for how many texts, each time
        self.checks = self.waits = 0
        self.texts = []  # that were read whole
        self.every = []
        self.samples = []
        self.wholes = []

    def check(self):
        self.checks += 1

    def prepare(self, texts):
        self.prepared.append(texts)

    def wait(self):
        self.waits += 1

    def tokenizer(self):
        pass

    def sample(self, texts, count):
        self.is_loaded = True
        self.samples.append((texts, count))
        readings = map(self._reading, texts)
        return [
            r._replace(windows=r.windows[:count], log_probabilities=r.log_probabilities[:count])
            for r in readings
        ]

    def sample_whole(self, texts):
        for text in texts:
            self.wholes.append(text)
            yield self._reading(text)

    def read(self, text, *, every=False):
        self.texts.append(text)
        self.every.append(every)
        self.is_loaded = True
        return self._reading(text)

    def _reading(self, text):
        lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        groups = [lines[start : start + 4] for start in range(0, len(lines), 4)]
        rows = [self._row(text.split("\n")[group[0] - 1 : group[-1]]) for group in groups]
        return Reading(
            tuple(Window(group[0], group[-1]) for group in groups),
            np.array(rows, np.float32).reshape(len(groups), len(self.labels)),
            self.labels,
            Calibration(1.0, 1.0, 0.0, 0.5, 3, 0.3, 3.0, {}, ContradictionWeights(), ()),
        )

    def _row(self, lines):
        text = "\n".join(lines)
        language = next((KEYWORDS[word] for word in KEYWORDS if word in text), None)
        if language not in self.labels:
            return [-math.log(len(self.labels))] * len(self.labels)
        other = math.log((1 - math.exp(SURE)) / (len(self.labels) - 1))
        return [SURE if label == language else other for label in self.labels]


@pytest.fixture
def model(monkeypatch):
    """The readers that commands open, each of which tells languages by a keyword."""
    readers = []

    def open_reader(*arguments, **options):
        readers.append(KeywordReader(*arguments, **options))
        return readers[-1]

    monkeypatch.setattr("polyglint.model.reader.Reader", open_reader)
    return readers


def code(line, count=16):
    """A file long enough to judge."""
    return f"{line}\n" * count


@pytest.fixture
def javascript():
    return code("function x() { return 1 }")


@pytest.fixture
def python():
    return code("def x(): return 1")


@pytest.fixture
def polyglint(repository, model, capsys):
    """Run a command; return its exit code and all that it prints."""

    def run(*arguments):
        code = main([*arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def wrong(repository, javascript):
    repository.add("a.py", javascript)
    repository.add("tests/b.py", javascript)
    return repository


@pytest.fixture(autouse=True)
def cache_directory(tmp_path_factory, monkeypatch):
    """No test knows what another found out."""
    directory = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(directory))
    return directory / "polyglint"
