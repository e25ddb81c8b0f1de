import sys

import pytest

from train.corpus.registries import client
from train.corpus.registries.client import DownloadError, run


def python(script):
    return [sys.executable, "-c", script]


def test_a_client_runs_in_the_directory(tmp_path):
    run(python("open('a.tgz', 'w').close()"), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["a.tgz"]


def test_a_client_hears_nothing_from_the_terminal(tmp_path):
    run(python("import sys; assert sys.stdin.read() == ''"), tmp_path)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("import sys; sys.exit('a\\nE: no such package\\n')", "E: no such package"),
        ("import sys; sys.exit('error 404\\nA complete log of this run: /x')", "error 404"),
        ("raise SystemExit(3)", "exit code 3"),
    ],
)
def test_last_words(tmp_path, script, words):
    with pytest.raises(DownloadError) as failure:
        run(python(script), tmp_path)
    assert str(failure.value) == words


def test_a_client_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(client, "TIMEOUT", 0.2)
    with pytest.raises(DownloadError, match=r"no answer in 0\.2 seconds"):
        run(python("import time; time.sleep(60)"), tmp_path)
