import shlex
import subprocess

import pytest

from polyglint.checker.suggestion import rename_command, renamed, suggestion, unsure_advice
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
def test_suggestion(repository, path, rule, language, words):
    assert suggestion(path, claimed(rule, "Python"), language, repository.root) == words


@pytest.mark.parametrize("name", ["a b.py", "-rf.py", "$(touch x).py", "`x`.py", "a;b.py", "'.py"])
def test_the_command_does_what_it_says(repository, name):
    repository.add(name)
    command = suggestion(name, claimed("extension .py", "Python"), "Go", repository.root)
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
    ("here", "command"),
    [
        pytest.param(".", "git mv -- sub/a.py sub/a.js", id="root"),
        pytest.param("sub", "git mv -- a.py a.js", id="in the repository"),
        pytest.param("lib", "git mv -- ../sub/a.py ../sub/a.js", id="beside it"),
        pytest.param("..", "git -C repository mv -- sub/a.py sub/a.js", id="above"),
        pytest.param("lib/other", "git -C {root} mv -- sub/a.py sub/a.js", id="another inside"),
        pytest.param("../away", "git -C {root} mv -- sub/a.py sub/a.js", id="elsewhere"),
    ],
)
def test_git_is_told_where_the_repository_is(repository, monkeypatch, here, command):
    repository.add("sub/a.py")
    for name in ("lib/other/.git", "../away"):
        (repository.root / name).mkdir(parents=True)
    monkeypatch.chdir(repository.root / here)
    root = repository.root.resolve()
    said = rename_command("sub/a.py", "sub/a.js", root)
    assert said == command.format(root=root)
    subprocess.run(["sh", "-c", said], check=True)
    assert (root / "sub/a.js").exists()


def test_what_git_does_not_track_is_moved_without_it(repository, monkeypatch):
    repository.write("sub/a b.py")
    (repository.root.parent / "away").mkdir()
    root = repository.root.resolve()
    for here, command in (
        (".", "mv -- 'sub/a b.py' sub/a.js"),
        ("sub", "mv -- 'a b.py' a.js"),
        ("../away", "mv -- '../repository/sub/a b.py' ../repository/sub/a.js"),
    ):
        monkeypatch.chdir(root / here)
        assert rename_command("sub/a b.py", "sub/a.js", root, is_tracked=False) == command
    subprocess.run(["sh", "-c", command], check=True)
    assert (root / "sub/a.js").exists()


@pytest.mark.parametrize("is_tracked", [True, False])
def test_no_file_is_overwritten(repository, monkeypatch, is_tracked):
    repository.write("sub/a.py")
    repository.write("sub/a.js")
    monkeypatch.chdir(repository.root)
    root = repository.root.resolve()
    said = rename_command("sub/a.py", "sub/a.js", root, is_tracked=is_tracked)
    assert said == "rename it, but not to a.js, which exists"


def test_a_name_in_another_case_is_free(repository, monkeypatch):
    repository.write("a.S")
    (repository.root / "a.s").touch()  # as a disk shows it on which case does not count
    monkeypatch.chdir(repository.root)
    assert rename_command("a.S", "a.s", repository.root.resolve()) == "git mv -- a.S a.s"


def test_where_git_has_no_work_tree_words_say_what_to_do(repository, tmp_path):
    repository.git("init", "--quiet", "--bare", "../bare.git")
    for root in (None, tmp_path / "bare.git"):
        assert rename_command("sub/a.py", "sub/a.js", root) == "rename it to a.js"


def test_a_repository_whose_name_is_beyond_typing_has_no_command(tmp_path, monkeypatch):
    (tmp_path / "a\nb" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    found = claimed("extension .py", "Python")
    assert suggestion("a.py", found, "Go", tmp_path / "a\nb") is None
