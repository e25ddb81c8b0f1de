import base64
import io
import json
import os

import pytest

from polyglint.cli.run import main


@pytest.fixture
def detect(tmp_path, model, monkeypatch, capsysbinary):
    """Run the command on files of the current directory; return its exit code and both outputs."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(["detect", *arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_text_in_the_order_given(detect, tmp_path, python, javascript):
    (tmp_path / "b.js").write_text(python)
    (tmp_path / "a").write_text(javascript)
    assert detect("b.js", "a") == (0, "b.js: Python (0.999)\na: JavaScript (0.999)\n", "")


def test_jsonl(detect, tmp_path, python):
    (tmp_path / "a").write_text(python)
    (tmp_path / "b").write_text("x y\n" * 9)
    (tmp_path / "c").write_bytes(b"\0")
    code, out, _ = detect("a", "b", "c", "--format", "jsonl")
    first, second, third = map(json.loads, out.splitlines())
    assert code == 0
    assert (first["path"], first["language"], first["best"][0]["language"]) == (
        "a",
        *["Python"] * 2,
    )
    assert first["score"] == first["best"][0]["score"] == pytest.approx(1, abs=1e-3)
    assert len(first["best"]) == len(second["best"]) == 3
    assert (second["path"], second["language"], second["score"]) == ("b", None, 0.125)
    assert third == {"path": "c", "language": None, "score": 0.0, "best": [], "reason": "binary"}


def test_best_guess(detect, tmp_path):
    (tmp_path / "a").write_text("x y\n" * 9)
    (tmp_path / "b").write_text("")
    unsure = "a: unsure (C 0.125, C++ 0.125, Go 0.125)\nb: empty\n"
    assert detect("a", "b")[1] == unsure
    assert detect("--best-guess", "a", "b")[1] == "a: C (0.125)\nb: empty\n"
    out = detect("--best-guess", "--format", "jsonl", "a", "b")[1]
    assert [json.loads(line)["language"] for line in out.splitlines()] == ["C", None]


def test_content_alone_decides(detect, tmp_path, python):
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "a.min.js").write_text("// polyglint: ignore, vim: ft=c\n" + python)
    assert detect("vendor/a.min.js")[1] == "vendor/a.min.js: Python (0.999)\n"


def test_candidates(detect, tmp_path, python):
    (tmp_path / "a").write_text(python)
    found = "a: unsure (Go 0.333, Perl 0.333, Ruby 0.333)\n"  # two would be on the threshold
    assert detect("--languages", "go,perl,ruby", "a")[1] == found


def test_standard_input_as_a_file(detect, python):
    assert detect("-", stdin=python.encode())[1] == "-: Python (0.999)\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_list_of_files(detect, tmp_path, python, end):
    for name in ("a b", "-c", "é"):
        (tmp_path / name).write_text(python)
    names = end.join(name.encode() for name in ("é", "", "-c", "a b"))
    (tmp_path / "list").write_bytes(names)
    expected = "".join(f"{name}: Python (0.999)\n" for name in ("é", "-c", "a b"))
    assert detect("--files-from", "list")[1] == expected
    assert detect("--files-from", "-", stdin=names)[1] == expected
    assert detect("a b", "--files-from", "list")[1] == "a b: Python (0.999)\n" + expected


def test_names_before_a_nul_may_hold_line_ends(detect, tmp_path, python):
    (tmp_path / "a\nb").write_text(python)
    answer = "a\\x0ab: Python (0.999)\n"
    assert detect("--files-from", "-", stdin=b"a\nb\0") == (0, answer, "")


def test_an_empty_list_is_no_error(detect):
    assert detect("--files-from", "-") == (0, "", "polyglint: warning: the list names no file\n")


def test_json(detect, tmp_path, python):
    (tmp_path / "a").write_text(python)
    code, out, err = detect("a", "no", "--format", "json")
    assert (code, err) == (2, "polyglint: no: no such file or directory; check its spelling\n")
    document = json.loads(out)
    assert document["schema_version"] == 1
    assert document["files"] == [json.loads(detect("a", "--format", "jsonl")[1])]


def test_directories_are_named_as_such(detect, tmp_path):
    (tmp_path / "a").mkdir()
    assert detect("a", ".", "/") == (0, "a: directory\n.: directory\n/: directory\n", "")


def test_missing_files_are_named_after_the_others(detect, tmp_path, python):
    (tmp_path / "a").write_text(python)
    message = "polyglint: b: no such file or directory; check its spelling\n"
    assert detect("b", "a") == (2, "a: Python (0.999)\n", message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to detect; name files, - for standard input, or --files-from"),
        (["-", "--files-from", "-"], "standard input is either a file or a list; drop one of the"),
        (["--files-from", "no"], "--files-from: cannot read no: No such file or directory"),
        (["--files-from", "."], "--files-from: cannot read .: Is a directory"),
        pytest.param(
            ["--files-from", "/dev/zero"],
            "--files-from: /dev/zero is larger than 64 MiB",
            marks=pytest.mark.skipif(os.name == "nt", reason="no such device"),
        ),
    ],
)
def test_bad_usage(detect, arguments, message):
    code, out, err = detect(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"polyglint: {message}")


def test_odd_names(detect, tmp_path, python):
    name = os.fsdecode(b"\x1b\x7f\n\xff")
    (tmp_path / name).write_text(python)
    assert detect(name)[1] == "\\x1b\\x7f\\x0a\\xff: Python (0.999)\n"
    line = detect(name, "--format", "jsonl")[1]
    assert line.isascii()
    assert line.strip().isprintable()
    told = json.loads(line)
    assert told["path"] == "\x1b\x7f\n\\xff"
    assert base64.b64decode(told["path_base64"]) == os.fsencode(name)
