import shlex
import subprocess

import pytest

from polyglint.checker.suggestion import renamed, shown_path, suggestion, unsure_advice
from polyglint.linguist.claim import Claim
from tests.hook.claims import source


def claimed(rule, *languages):
    return Claim(languages, source(rule))


RENAMED = [
    ("a.py", "extension .py", "JavaScript", "a.js"),
    ("src/a.b.py", "extension .py", "Ruby", "src/a.b.rb"),
    ("A.PY", "extension .py", "C", "A.c"),
    ("x.html.erb", "extension .html.erb", "Python", "x.py"),
    ("a.js", "extension .js", "TypeScript", "a.ts"),
    ("-a.py", "extension .py", "Go", "-a.go"),
    ("points.glsl.js", "extension .js", "GLSL", "points.glsl"),
    ("a/page.HTML.go", "extension .go", "HTML", "a/page.HTML"),
    ("run.bash.py", "extension .py", "Shell", "run.bash"),
    ("a/.js.py", "extension .py", "JavaScript", "a/.js.js"),
]
NOT_RENAMED = [
    ("Makefile", "file name Makefile", "Python"),
    ("run", "shebang sh", "Python"),
    ("a.py", "Vim modeline", "Ruby"),
    ("a.py", "linguist-language in .gitattributes", "Ruby"),
    ("a.py", "extension .js", "Ruby"),
    ("a.py", "extension .py", "Klingon"),
]


@pytest.mark.parametrize(("path", "rule", "language", "target"), RENAMED)
def test_renamed(path, rule, language, target):
    assert renamed(path, source(rule), language) == target


@pytest.mark.parametrize(("path", "rule", "language"), NOT_RENAMED)
def test_not_renamed(path, rule, language):
    assert renamed(path, source(rule), language) is None


@pytest.mark.parametrize(
    ("path", "rule", "language", "words"),
    [
        ("a.py", "extension .py", "JavaScript", "git mv -- a.py a.js"),
        ("it's.py", "extension .py", "Go", """git mv -- 'it'"'"'s.py' 'it'"'"'s.go'"""),
        (
            "Makefile",
            "file name Makefile",
            "Common Lisp",
            "rename it, or restore the content that file name Makefile stands for",
        ),
        ("a b", "shebang sh", "C", '.gitattributes: "/a b" linguist-language=C'),
        (
            "a.py",
            "linguist-language in .gitattributes",
            "C",
            "correct or remove the linguist-language in .gitattributes",
        ),
        ("a\n.py", "extension .py", "C", None),
        ("a\x1b[31m.py", "extension .py", "C", None),
        ("a\u202e.py", "extension .py", "C", None),
    ],
)
def test_suggestion(path, rule, language, words):
    assert suggestion(path, path, claimed(rule, "Python"), language) == words


@pytest.mark.parametrize("name", ["a b.py", "-rf.py", "$(touch x).py", "`x`.py", "a;b.py", "'.py"])
def test_the_command_does_what_it_says(repository, name):
    repository.add(name)
    command = suggestion(name, name, claimed("extension .py", "Python"), "Go")
    subprocess.run(["sh", "-c", command], check=True, cwd=repository.root)
    assert [path.name for path in repository.root.iterdir() if path.name != ".git"] == [
        name.replace(".py", ".go")
    ]
    assert shlex.split(command)[:3] == ["git", "mv", "--"]


@pytest.mark.parametrize(
    ("best", "words"),
    [
        pytest.param(
            [("Ruby", 0.5), ("Go", 0.3), ("C", 0.1)], "Ruby (0.500) or Go (0.300)", id="two"
        ),
        pytest.param(
            [("Python", 0.5), ("Ruby", 0.3), ("C", 0.1)],
            "Ruby (0.300) or C (0.100)",
            id="without what it is not",
        ),
        pytest.param(
            [("C", 0.5), ("Go", 0.3), ("Ruby", 0.1)],
            "Ruby (0.100) or C (0.500)",
            id="first what it is flagged for",
        ),
        pytest.param([("Python", 0.5)], "Ruby", id="none beside it"),
    ],
)
def test_advice_where_the_model_is_unsure(best, words):
    assert (
        unsure_advice(["Python", "Python"], "Ruby", best) == f"it is not Python; it may be {words}"
    )


@pytest.mark.parametrize(
    ("here", "path", "is_on_disk", "shown"),
    [
        pytest.param(".", "sub/a.py", True, "sub/a.py", id="root"),
        pytest.param("sub", "a.py", True, "a.py", id="in the repository"),
        pytest.param("lib", "../sub/a.py", True, "../sub/a.py", id="beside it"),
        pytest.param("..", "repository/sub/a.py", True, "sub/a.py", id="outside of it"),
        pytest.param("sub", "a.py", False, "sub/a.py", id="a revision"),
    ],
)
def test_paths_are_those_of_their_repository(
    repository, monkeypatch, here, path, is_on_disk, shown
):
    for name in ("sub", "lib"):
        (repository.root / name).mkdir()
    monkeypatch.chdir(repository.root / here)
    root = repository.root.resolve()
    assert shown_path(path, "sub/a.py", root, is_on_disk) == shown
    absolute = str(root / "sub/a.py")
    assert shown_path(absolute, "sub/a.py", root, is_on_disk) == shown


def test_a_path_of_no_repository(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert shown_path("x/a.py", "a.py", None, True) == "x/a.py"
    assert shown_path("table/a.py", "a.py", None, False) == "a.py"
