from train.corpus.registries import npm


def test_no_script_of_a_package_is_run(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(npm, "run", lambda command, directory: calls.append(command))
    npm.Npm().download("@scope/a", "1.0.0", tmp_path)
    npm.Npm().download("b", None, tmp_path)
    assert [command[-1] for command in calls] == ["@scope/a@1.0.0", "b@latest"]
    assert all("--ignore-scripts" in command for command in calls)
