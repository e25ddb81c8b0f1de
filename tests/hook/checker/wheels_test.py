import sys

from polyglint.checker.wheels import installed


def test_installed_names_modules_and_versions(monkeypatch, tmp_path):
    for name in ("tree_sitter", "tree_sitter_c", "tree_sitter_c-0.24.2.dist-info", "other"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "none"), str(tmp_path)])
    assert installed() == ("tree_sitter", "tree_sitter_c", "tree_sitter_c-0.24.2.dist-info")
