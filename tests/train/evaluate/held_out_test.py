from train.evaluate import held_out
from train.evaluate.held_out import chosen_files


def test_files_are_chosen_in_turn_from_each_project(monkeypatch, tmp_path):
    monkeypatch.setattr(held_out, "FILES_PER_LANGUAGE", 4)
    rows = [f"{project}/{n}\tC\t{project}\ttest" for project in "ab" for n in range(5)]
    rows += ["c/0\tC\tc\ttest", "d/0\tC\td\ttrain", "d/1\tGo\td\ttest"]
    (tmp_path / "files.tsv").write_text("path\tlanguage\tproject\tsplit\n" + "\n".join(rows))
    assert chosen_files(tmp_path / "files.tsv", "test") == [
        ("a/0", "C", "a"),
        ("b/0", "C", "b"),
        ("c/0", "C", "c"),
        ("a/1", "C", "a"),
        ("d/1", "Go", "d"),
    ]
