from pathlib import Path

from polyglint.filesystem.links import followed


def test_links_are_followed(tmp_path):
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to("directory")
    assert followed(tmp_path / "link" / "a") == tmp_path.resolve() / "directory" / "a"


def test_a_loop_leads_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    assert not followed(Path("loop/a")).exists()
