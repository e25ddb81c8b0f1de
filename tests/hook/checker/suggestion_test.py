import shlex
import subprocess

import pytest

from polyglint.checker.suggestion import renamed, suggestion
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
