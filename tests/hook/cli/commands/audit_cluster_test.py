import pytest

from polyglint.cli.run import main

pytest.importorskip("pyarrow")


@pytest.fixture
def audit(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main(["audit", *arguments])
        out, err = capsys.readouterr()
        assert out == ""
        return code, err.rstrip("\n")

    return run


RAY = ["--engine=ray", "--results=r"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--engine=ray"], "--engine ray needs --results DIR, where the tables go"),
        (["--repos=x"], "--repos: for --engine ray alone"),
        (["--results=x", "--address=y"], "--address, --results: for --engine ray alone"),
        (["--columns=a=b"], "--columns: for --engine ray alone"),
        (["--findings-only"], "--findings-only: for --engine ray alone"),
        ([*RAY, "--findings-only", "--exhaustive"], "--findings-only and --exhaustive exclude"),
        ([*RAY, "--write-baseline=x"], "--write-baseline is not for --engine ray"),
        ([*RAY, "--format=sarif"], "--engine ray writes no sarif; --format is one of text, json"),
        ([*RAY, "--repos=nope"], "--repos: cannot read nope: No such file or directory"),
        ([*RAY, "--repos=empty"], "--repos: empty: names no repository; put one on each line"),
        ([*RAY, "--repos=t.jsonl"], "t.jsonl: no column 'content'; it has 'repository', 'path':"),
        ([*RAY, "--repos=void.jsonl"], "--repos: void.jsonl: an empty table"),
        ([*RAY, "--columns=x"], "--columns: 'x' is not of the form repository=NAME,path=NAME"),
        ([*RAY, "--languages=Pyhton"], "languages: the model does not know 'Pyhton'; did you mean"),
        ([*RAY, "--min-score=2"], "--min-score: "),
        ([*RAY, "--address=127.0.0.1:1"], "--address: no Ray cluster at 127.0.0.1:1: "),
    ],
)
def test_bad_usage_is_told_before_anything_is_written(audit, tmp_path, arguments, message):
    (tmp_path / "empty").write_text("# nothing\n")
    (tmp_path / "t.jsonl").write_text('{"repository": "a", "path": "b"}\n')
    (tmp_path / "void.jsonl").touch()
    if "no Ray" in message:
        pytest.importorskip("ray")
    code, told = audit(*arguments)
    assert code == 2
    assert told.startswith(f"polyglint: {message}")
    assert "\n" not in told
    assert not (tmp_path / "r").exists()
