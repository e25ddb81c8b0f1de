import pytest

from polyglint.writing import replace_lines


def test_whole(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    replace_lines(path, ["é", "b"])
    assert path.read_bytes() == "é\nb\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_or_not_at_all(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")

    def lines():
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace_lines(path, lines())
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


def test_no_link_is_followed(tmp_path):
    (tmp_path / "target").write_text("precious")
    (tmp_path / "link").symlink_to("target")
    replace_lines(tmp_path / "link", ["new"])
    assert (tmp_path / "target").read_text() == "precious"
    assert (tmp_path / "link").read_text() == "new\n"
