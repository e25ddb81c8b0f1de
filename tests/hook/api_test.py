"""What other programs call, against the commands of these names."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import pytest

import polyglint
from polyglint import api
from polyglint.cli.run import main
from tests.repositories import SOURCES


@pytest.mark.parametrize(
    ("name", "language"),
    [("queue.go", "Go"), ("inventory.py", "Python"), ("ledger.rb", "Ruby")],
)
@pytest.mark.parametrize("kind", [str, bytes])
def test_detect_says_what_the_command_says(name, language, kind, capsys):
    content = (SOURCES / name).read_bytes()
    found = polyglint.detect(content if kind is bytes else content.decode())
    assert isinstance(found, polyglint.Verdict)
    assert (found.language, found.best[0][0]) == (language, language)
    assert main(["detect", "--format", "jsonl", str(SOURCES / name)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["score"] == round(found.score, 6)


def test_threads_take_turns():
    texts = [path.read_text(encoding="utf-8") for path in sorted(SOURCES.iterdir())[:4]]
    alone = [polyglint.detect(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert [*threads.map(polyglint.detect, texts * 2)] == alone * 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_process_forked_meanwhile_does_not_wait():
    with api._turn.lock:
        child = os.fork()
        if child == 0:
            is_free = api._turn.lock.acquire(timeout=0)
            os._exit(0 if is_free else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_detect_restricted_to_languages():
    content = (SOURCES / "router.js").read_bytes()
    assert polyglint.detect(content, languages=["Go", "Python"]).best[2:] == ()
    with pytest.raises(polyglint.FatalError, match="the model does not know 'Pyton'"):
        polyglint.detect(content, languages=["Pyton"])


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\0", "binary"), (b"", "empty"), (" \n", "empty"), ("", "empty")]
)
def test_nothing_to_detect(content, reason):
    assert polyglint.detect(content) == polyglint.NotJudged(reason)


@pytest.fixture
def tree(repository):
    repository.add("wrong.py", (SOURCES / "ledger.rb").read_text())
    repository.add("right.go", (SOURCES / "queue.go").read_text())
    repository.add("old/wrong.py", (SOURCES / "queue.go").read_text())
    repository.commit()
    return repository


OPTIONS = polyglint.RunOptions(cache=False)


def test_check_says_what_the_command_says(tree, capsys):
    run = polyglint.check(options=OPTIONS)
    assert [result.path for result in run.results] == ["old/wrong.py", "right.go", "wrong.py"]
    assert [result.language for result in run.results] == ["Go", "Go", "Ruby"]
    assert [(v.path, v.code) for v in run.violations()] == [
        ("old/wrong.py", "PG101"),
        ("wrong.py", "PG101"),
    ]
    assert main(["check", "--no-cache", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [v["message"] for file in told["files"] for v in file["violations"]] == [
        v.message for v in run.violations()
    ]


def test_check_of_paths_and_settings(tree):
    assert [r.path for r in polyglint.check(["right.go"], options=OPTIONS).results] == ["right.go"]
    assert [r.path for r in polyglint.check([tree.root / "old"], options=OPTIONS).results] == [
        str(tree.root / "old" / "wrong.py")
    ]
    none = polyglint.RunOptions(settings={"ignore": ["PG1"]}, cache=False)
    assert [*polyglint.check(options=none).violations()] == []
    (tree.root / "wrong.py").unlink()
    assert len([*polyglint.check(revision="HEAD", options=OPTIONS).violations()]) == 2


@pytest.mark.parametrize("path", ["nothing", "a\0b"])
def test_check_of_what_is_not_there(tree, path):
    with pytest.raises(polyglint.FatalError):
        polyglint.check([path], options=OPTIONS)


def test_the_package_has_types():
    assert (resources.files("polyglint") / "py.typed").is_file()
    assert set(polyglint.__all__) <= {"__version__", *polyglint.api.__all__}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = polyglint.nothing
