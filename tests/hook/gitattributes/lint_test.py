"""Repositories in which every mistake is found, and others in which none is invented."""

import time

import pytest

from polyglint.cli.run import main
from polyglint.gitattributes.lint import (
    MAX_LINES,
    TOO_MANY_LINES,
    TOO_MANY_MATCHES,
    override_lines,
    problems,
)

MISTAKES = """\
*.js linguist-language= JavaScript
*.vb linguist-language=Visual Basic
*.rb linguist-language=
*.py linguist-language=Pyton
*.c linguist-ignore
*.h linguist-vendord
*.go linguist-vendored # not ours
nowhere/** linguist-vendored
third_party linguist-vendored
sub/docs/ linguist-documentation
!*.md linguist-documentation
*.inc linguist-language=SQL
"""
FILES = (
    *("a.js", "b.vb", "c.rb", "d.py", "e.c", "f.h", "g.go", "h.inc", "third_party/x.c"),
    *("sub/docs/y.md", "deep/third_party/z.c"),
)
FOUND = """\
.gitattributes:1:6: PG202 linguist-language= is cut by a space: write linguist-language=JavaScript
  help: write *.js linguist-language=JavaScript
.gitattributes:2:6: PG202 linguist-language=Visual is cut by a space: write \
linguist-language=Visual-Basic-.NET
  help: write *.vb linguist-language=Visual-Basic-.NET
.gitattributes:3:6: PG202 linguist-language has no value
.gitattributes:4:6: PG201 linguist knows no language Pyton; did you mean Python?
  help: write *.py linguist-language=Python
.gitattributes:5:5: PG204 linguist has no attribute linguist-ignore; did you mean linguist-vendored?
  help: write *.c linguist-vendored
.gitattributes:6:5: PG204 linguist has no attribute linguist-vendord; did you mean \
linguist-vendored?
  help: write *.h linguist-vendored
.gitattributes:7:24: PG204 git ignores the whole line: # cannot be an attribute; # begins a \
comment only at the start of a line
  help: write # not ours and then *.go linguist-vendored
.gitattributes:8:1: PG205 nowhere/** matches no tracked file
  help: correct or remove the line
.gitattributes:9:1: PG206 third_party is a directory, whose files get no attributes from it
  help: write **/third_party/** linguist-vendored
.gitattributes:10:1: PG206 sub/docs/ is a directory, whose files get no attributes from it
  help: write sub/docs/** linguist-documentation
.gitattributes:11:1: PG205 git ignores !*.md: attributes have no negative patterns
  help: correct or remove the line
.gitattributes:12:7: PG208 SQL is data, which linguist does not count; add linguist-detectable, \
or -linguist-detectable if that is meant
  help: write *.inc linguist-language=SQL linguist-detectable
.gitignore:2:7: PG207 linguist-vendored is for .gitattributes; here it is part of a file's name
  help: move the line to .gitattributes
"""


@pytest.fixture
def mistaken(repository, model):
    for name in FILES:
        repository.add(name, "x\n")
    repository.add(".gitattributes", MISTAKES)
    repository.add(".gitignore", "*.o\n*.min linguist-vendored\n# linguist-vendored\n")
    return repository


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["check", "--staged"], id="staged"),
        pytest.param(["check", ".gitattributes", ".gitignore"], id="named"),
        pytest.param(["audit"], id="audit"),
    ],
)
def test_every_mistake_is_found(mistaken, capsys, command):
    assert main(command) == 1
    assert capsys.readouterr().out == FOUND


def test_nothing_is_said_where_no_settings_are_among_the_files(mistaken, capsys):
    assert main(["check", "a.js"]) == 0
    assert capsys.readouterr().out == ""


def test_the_index_is_linted_not_the_work_tree(mistaken, capsys):
    mistaken.write(".gitattributes", "*.js linguist-language=JavaScript\n")
    mistaken.write(".gitignore", "")
    assert main(["check", "--staged"]) == 1
    assert capsys.readouterr().out == FOUND
    assert main(["check", ".gitattributes", ".gitignore"]) == 0


# In the manner of well-known projects: whatever they write must pass.
CLEAN = {
    "line ends": (
        (
            "# Auto detect text files and perform LF normalization\n"
            "* text=auto eol=lf\n*.png binary\n*.[cC][mM][dD] text eol=crlf\n*.bat text eol=crlf\n"
        ),
        ["a.png", "run.bat"],
    ),
    "generated code": (
        (
            "*.pb.go linguist-generated=true\n**/zz_generated.*.go linguist-generated=true\n"
            "/api/openapi-spec/*.json linguist-generated=true\n"
            "go.sum linguist-generated=true -diff\n"
        ),
        ["a/x.pb.go", "pkg/zz_generated.deepcopy.go", "api/openapi-spec/swagger.json", "go.sum"],
    ),
    "vendored directories": (
        (
            "vendor/** linguist-vendored\nthird_party/** linguist-vendored -text\n"
            "docs/** linguist-documentation\n/examples/* linguist-documentation=false\n"
        ),
        ["vendor/a/b.c", "third_party/x.c", "docs/a/b.md", "examples/a.py"],
    ),
    "languages": (
        (
            "*.h linguist-language=C\n*.inc linguist-language=PHP\n*.tpp linguist-language=C++\n"
            "*.vimrc linguist-language=Vim-script\n*.m linguist-language=MATLAB\n"
            "bin/* linguist-language=Shell\n*.gotmpl linguist-language=Go-Template\n"
        ),
        ["a.h", "b.inc", "c.tpp", "x.vimrc", "f.m", "bin/run", "t.gotmpl"],
    ),
    "comments in JSON": (
        (
            "tsconfig.json linguist-language=JSON-with-Comments\n*.json linguist-language=jsonc\n"
            ".eslintrc linguist-language=JSON\n*.code-workspace linguist-language=jsonc\n"
        ),
        ["tsconfig.json", "src/x.json", ".eslintrc", "p.code-workspace"],
    ),
    "what counts, in lines of its own": (
        (
            "*.sql linguist-detectable=true\n"
            "*.inc linguist-language=SQL\n*.inc linguist-detectable\n"
            "*.ipynb -linguist-detectable\n*.md linguist-detectable=false\n"
        ),
        ["a.sql", "b.inc", "c.ipynb", "d.md"],
    ),
    "macros": (
        "[attr]generated linguist-generated -diff -merge\n*.lock generated\nschema/* generated\n",
        ["yarn.lock", "schema/a.json"],
    ),
    "other tools": (
        (
            "*.psd filter=lfs diff=lfs merge=lfs -text\n"
            "*.cs diff=csharp\nCHANGELOG.md merge=union\n"
            "/.github export-ignore\ntests export-ignore\n*.conf gitlab-language=conf\n"
            "*.po merge=merge-po-files\n"
        ),
        ["a.psd", "b.cs", "CHANGELOG.md", "x.conf", "docs/a.md", "tests/b.py"],
    ),
    "byte order mark and CRLF": (
        "\ufeff*.js linguist-vendored\r\n\r\n# comment\r\n*.css linguist-vendored\r\n",
        ["a.js", "b.css"],
    ),
    "quotes": (
        (
            '"docs/my file.md" linguist-documentation\n"a\\tb" linguist-generated\n'
            "/we\\[i\\]rd.js linguist-vendored\n"
        ),
        ["docs/my file.md", "a\tb", "we[i]rd.js"],
    ),
    "a submodule's directory": ("lib linguist-vendored\n", []),
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_invented(repository, model, capsys, name):
    settings, names = CLEAN[name]
    for path in names:
        repository.add(path, "x\n")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib")
    repository.add(".gitattributes", settings)
    repository.add(".gitignore", "*.o\n/build/\n!keep\n# linguist-vendored\nlinguist-cache/\n")
    assert main(["check", "--staged"]) == 0
    assert main(["audit"]) == 0
    assert capsys.readouterr().out == ""


def test_a_nested_file_speaks_of_its_own_directory(repository, model, capsys):
    for name in ("a.js", "sub/b.c", "sub/x/y.c"):
        repository.add(name, "x\n")
    repository.add(
        "sub/.gitattributes",
        "*.js linguist-vendored\n*.c linguist-vendored\n"
        "x linguist-generated\n/x/* linguist-vendored\n",
    )
    assert main(["check", "--staged"]) == 1
    assert capsys.readouterr().out == (
        "sub/.gitattributes:1:1: PG205 *.js matches no tracked file\n"
        "  help: correct or remove the line\n"
        "sub/.gitattributes:3:1: PG206 x is a directory, whose files get no attributes from it\n"
        "  help: write x/** linguist-generated\n"
    )


def test_an_anchored_directory_elsewhere_is_no_directory(repository, model, capsys):
    repository.add("deep/docs/a.md", "x\n")
    repository.add(".gitattributes", "/docs linguist-documentation\n")
    assert main(["check", "--staged"]) == 1
    assert "PG205 /docs matches no tracked file" in capsys.readouterr().out


def test_hostile_words_are_not_obeyed(repository, model, capsys):
    repository.add(".gitattributes", "*.\x1b[31m linguist-vendored\n* linguist-\x07x\n")
    assert main(["check", "--staged"]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_bytes_that_are_no_text(repository, model, capsys):
    repository.add("a.js", "x\n")
    repository.add(".gitattributes", b"\xff\xfe\x80* linguist-ignore\n*.js linguist-vendord\n")
    assert main(["check", "--staged"]) == 1
    assert "PG204 linguist has no attribute linguist-vendord" in capsys.readouterr().out


def test_a_file_of_mistakes_takes_no_time():
    text = "".join(f"*.x linguist-language=Pythn{n}\n" for n in range(30_000))
    files = {"a/.gitattributes": text[:5000], "b/.gitattributes": text, "c/.gitattributes": text}
    began = time.process_time()
    linted = problems(files, [], lambda patterns: [()] * len(patterns))
    assert time.process_time() - began < 30  # minutes, if each had its language guessed
    found = [problem for own in linted.problems.values() for problem in own]
    assert len(found) == MAX_LINES
    assert linted.unfinished == dict.fromkeys([*files][1:], TOO_MANY_LINES)
    assert found[0].corrected == "*.x linguist-language=Python"
    assert found[-1].corrected is None


def test_what_is_not_known_of_patterns_makes_no_problem():
    text = "a/* linguist-language=Markdown\nb/* linguist-vendored\nnothing linguist-vendored\n"
    known = [("a/x.py",), ("b/x",), ()]
    for unknown in range(3):
        answers = [None if place == unknown else paths for place, paths in enumerate(known)]

        def match(patterns, answers=answers):
            return answers if len(patterns) == 3 else [()] * len(patterns)

        linted = problems({".gitattributes": text}, ["a/x.py", "b/x"], match)
        codes = [problem.code for problem in linted.problems[".gitattributes"]]
        assert codes == (["PG205"] if unknown < 2 else [])
        assert linted.unfinished == {".gitattributes": TOO_MANY_MATCHES}
    assert override_lines({".gitattributes": text}, {"a/x.py": "Markdown"}, lambda _: [None]) == {}


@pytest.mark.parametrize("bound", ["matching.MAX_MATCHES", "lint.MAX_LINES"])
def test_what_is_not_linted_is_in_the_report(repository, capsys, monkeypatch, bound):
    repository.add("a.py", "import os\n")
    repository.add(".gitattributes", "*.py linguist-vendored\n*.inc linguist-langage=PHP\n")
    monkeypatch.setattr(f"polyglint.gitattributes.{bound}", 0)
    main(["audit", "--verbose"])
    err = capsys.readouterr().err
    assert ".gitattributes: not judged: more " in err
    assert "not all are linted" in err


def test_settings_beyond_a_size_are_not_linted(repository, capsys, monkeypatch):
    wrong = "*.py linguist-langage=PHP\n"
    for directory in "abc":
        (repository.root / directory).mkdir()
        repository.add(f"{directory}/.gitattributes", wrong)
    monkeypatch.setattr("polyglint.engine.runner.MAX_SETTINGS", 2 * len(wrong))
    assert main(["audit", "--verbose"]) == 1
    out, err = capsys.readouterr()
    assert [line[:18] for line in out.splitlines() if "PG204" in line] == [
        *("a/.gitattributes:1", "b/.gitattributes:1"),
    ]
    assert "c/.gitattributes: not judged: more than 8 MiB of settings" in err


def test_a_fault_of_the_lint_is_a_row(repository, javascript, model, capsys, monkeypatch):
    repository.add(".gitattributes", "*.inc linguist-vendored\n")
    repository.add("a.py", javascript)

    def fail(*_):
        raise MemoryError

    monkeypatch.setattr("polyglint.gitattributes.lint_files.lint", fail)
    assert main(["audit"]) == 2
    out, err = capsys.readouterr()
    assert "a.py:1:1: PG101" in out
    assert err.splitlines()[-1].endswith("cannot read .gitattributes: not judged: MemoryError")
