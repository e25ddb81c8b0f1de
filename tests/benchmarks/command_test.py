import pytest

from benchmarks.command import files_table, one_line
from polyglint.errors import FatalError


def test_what_is_foreseen_is_one_line(capsys):
    @one_line("benchmarks.x")
    def main(argv=None):
        if argv is None:
            raise FatalError("no such thing")
        return len(argv)

    assert main(["a"]) == 1
    assert capsys.readouterr().err == ""
    assert main() == 2
    assert capsys.readouterr().err == "benchmarks.x: no such thing\n"


def test_a_fault_keeps_its_traceback():
    @one_line("benchmarks.x")
    def main(argv=None):
        raise KeyError("x")

    with pytest.raises(KeyError):
        main()


def test_a_missing_data_set_is_named(tmp_path):
    with pytest.raises(FatalError, match=r"files.tsv: not found; make a data set"):
        files_table(tmp_path)
    (tmp_path / "files.tsv").touch()
    assert files_table(tmp_path) == tmp_path / "files.tsv"
