from train.corpus.registries import pypi


def test_wheels_only_without_dependencies(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(pypi, "run", lambda command, directory: calls.append(command))
    pypi.PyPI().download("a", "1.0", tmp_path)
    pypi.PyPI().download("b", None, tmp_path)
    assert [command[-1] for command in calls] == ["a==1.0", "b"]
    for command in calls:
        assert command[command.index("--only-binary") + 1] == ":all:"
        assert "--no-deps" in command
