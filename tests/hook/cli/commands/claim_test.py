import io
import json

import pytest

from polyglint.cli.run import main


@pytest.fixture
def claim(repository, model, capsys):
    def run(*arguments):
        assert main(["claim", *arguments]) == 0
        return capsys.readouterr().out

    return run


def test_text(claim, repository):
    for name in ("a.h", "b.hs", "vendor/c.py", "d"):
        repository.write(name, "x\n")
    repository.write(".gitattributes", "d linguist-language=perl\n")
    assert claim("a.h", "b.hs", "vendor/c.py", "d") == (
        "a.h: C, C++ or Objective-C (extension .h)\n"
        "b.hs: Haskell (extension .hs), not judged: "
        "claims Haskell, which the model does not know\n"
        "d: Perl (linguist-language in .gitattributes)\n"
        "vendor/c.py: Python (extension .py), not judged: linguist-vendored by its path: vendor/\n"
    )


def test_a_text_that_declares_itself_is_judged(claim, repository):
    repository.write("b.go", '<?xml version="1.0"?>\n<a/>\n')
    assert claim("b.go") == "b.go: Go (extension .go)\n"
    repository.write("b.r", '<?xml version="1.0"?>\n<a/>\n')  # the model here knows no R
    assert "not judged" not in claim("b.r")


def lines(printed):
    return [json.loads(line) for line in printed.splitlines()]


def test_jsonl(claim, repository):
    for name, content in {"a.h": "x\n", "b.py": "", "c.hs": "x\n", "vendor/d.py": "x"}.items():
        repository.write(name, content)
    printed = claim("--format=jsonl", "a.h", "b.py", "c.hs", "vendor/d.py")
    assert lines(printed) == [
        {
            "path": "a.h",
            "languages": ["C", "C++", "Objective-C"],
            "also": [],
            "rule": "extension .h",
            "judged": True,
            "reason": None,
        },
        {
            "path": "b.py",
            "languages": [],
            "also": [],
            "rule": None,
            "judged": False,
            "reason": "empty",
        },
        {
            "path": "c.hs",
            "languages": ["Haskell"],
            "also": [],
            "rule": "extension .hs",
            "judged": False,
            "reason": "claims Haskell, which the model does not know",
        },
        {
            "path": "vendor/d.py",
            "languages": ["Python"],
            "also": [],
            "rule": "extension .py",
            "judged": False,
            "reason": "linguist-vendored by its path: vendor/",
        },
    ]


def test_jsonl_says_what_the_name_claims_beside_a_mark(claim, repository):
    repository.write("a.py", "#!/bin/sh\n")
    (line,) = lines(claim("--format=jsonl", "a.py"))
    assert (line["languages"], line["also"]) == (["Shell"], ["Python"])


def test_files_of_a_list(claim, repository):
    repository.write("a b.py")
    repository.write("c.py")
    repository.write("list", "a b.py\n\nc.py\n")
    assert claim("--files-from", "list") == (
        "a b.py: Python (extension .py)\nc.py: Python (extension .py)\n"
    )


def test_list_of_standard_input(claim, repository, monkeypatch):
    repository.write("c.py")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"c.py\n")))
    assert claim("--files-from", "-") == "c.py: Python (extension .py)\n"


def test_nothing_named(repository, model, capsys):
    assert main(["claim"]) == 2
    assert "no files; name some, or use --files-from" in capsys.readouterr().err


def test_an_unreadable_file_hides_no_other(repository, model, capsys, monkeypatch):
    for name in ("a.py", "b.py"):
        repository.write(name)

    def read(directory, path):
        if path == "a.py":
            raise PermissionError(13, "Permission denied")
        return b"x\n"

    monkeypatch.setattr("polyglint.sources.worktree.read_below", read)
    assert main(["claim", "a.py", "b.py"]) == 2
    out, err = capsys.readouterr()
    assert out == "b.py: Python (extension .py)\n"
    assert err == "polyglint: cannot read a.py: Permission denied\n"


def test_of_many_unreadable_files_some_are_named(repository, model, capsys, monkeypatch):
    def read(directory, path):
        raise OSError(5, "no")

    monkeypatch.setattr("polyglint.phrases.MAX_NAMED", 2)
    monkeypatch.setattr("polyglint.sources.worktree.read_below", read)
    names = [f"{name}.py" for name in "abcd"]
    for name in names:
        repository.write(name)
    assert main(["claim", *names]) == 2
    message = "polyglint: cannot read a.py: no; b.py: no; and 2 more\n"
    assert capsys.readouterr() == ("", message)
