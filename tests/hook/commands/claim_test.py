import json

import pytest

from polyglint.cli import main


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
        "vendor/c.py: not judged: linguist-vendored by its path: vendor/\n"
    )


def test_jsonl(claim, repository):
    repository.write("a.h", "x\n")
    repository.write("b.py", "")
    repository.write("c.hs", "x\n")
    assert [
        json.loads(line) for line in claim("--format=jsonl", "a.h", "b.py", "c.hs").split("\n")[:-1]
    ] == [
        {
            "path": "a.h",
            "languages": ["C", "C++", "Objective-C"],
            "rule": "extension .h",
            "judged": True,
            "reason": None,
        },
        {"path": "b.py", "languages": [], "rule": None, "judged": False, "reason": "empty"},
        {
            "path": "c.hs",
            "languages": ["Haskell"],
            "rule": "extension .hs",
            "judged": False,
            "reason": "claims Haskell, which the model does not know",
        },
    ]
