import pytest

from polyglint.cli.run import main
from polyglint.sources.opening import read_below


@pytest.fixture
def fix(repository, model, capsys):
    def run(*arguments):
        code = main(["fix", *arguments])
        return code, *capsys.readouterr()

    return run


def content(repository, name=".gitattributes"):
    return (repository.root / name).read_bytes()


def test_corrects_what_is_safe(fix, repository):
    repository.add("a.c", "x\n")
    repository.add(".gitattributes", "*.c linguist-vendord\n*.c linguist-ignore\n")
    code, out, err = fix()
    assert (code, err) == (1, "1 file changed, 1 violation remains\n")
    assert "+*.c linguist-vendored" in out
    assert content(repository) == b"*.c linguist-vendored\n*.c linguist-ignore\n"
    assert fix()[::2] == (1, "0 files changed, 1 violation remains\n")


def test_what_remains_fails(fix, repository):
    repository.add("a.c", "x\n")
    repository.add(".gitattributes", "*.c linguist-vendord linguist-nonsense\n*.c linguist-odd\n")
    repository.add("a.py", "Here is the module you asked for:\n\n```python\nimport os\n```\n")
    code, out, err = fix()
    assert (code, err) == (1, "1 file changed, 3 violations remain\n")
    shown = [
        line.split(" ")[:2] for line in out.splitlines() if not line.startswith(("+", "-", "@"))
    ]
    assert [".gitattributes:2:5:", "PG204"] in shown
    assert ["a.py:1:1:", "PG103"] in shown
    assert fix("--diff", "a.py") == (0, "", "0 files would change\n")
    assert fix("a.c") == (0, "", "0 files changed\n")


def test_an_unreadable_file_keeps_no_other_from_being_corrected(fix, repository, monkeypatch):
    def read(directory, path):
        if path.startswith(("a", "z")):
            raise OSError(5, "Input/output error")
        return read_below(directory, path)

    for name in ("a.py", "z.py"):
        repository.add(name)
    repository.add("b.py", "```python\nimport os\n```\n")
    repository.add(".gitattributes", "*.py linguist-vendord\n")
    monkeypatch.setattr("polyglint.sources.worktree.read_below", read)
    unread = "polyglint: cannot read a.py: Input/output error; z.py: Input/output error\n"
    for arguments, did in ((("--diff",), "would change"), ((), "changed")):
        code, _, err = fix(*arguments)
        assert (code, err) == (2, f"2 files {did}\n{unread}")
    assert content(repository) == b"*.py linguist-vendored\n"
    assert content(repository, "b.py") == b"import os\n"
    assert fix()[::2] == (2, f"0 files changed\n{unread}")


@pytest.mark.parametrize("arguments", [[], ["--diff"]], ids=str)
def test_each_file_is_read_once(fix, repository, monkeypatch, arguments):
    read = []

    def counting(directory, path):
        read.append(path)
        return read_below(directory, path)

    repository.add("a.py", FENCED)
    repository.add("b.py", "Here is the module you asked for:\n\n```python\nimport os\n```\n")
    repository.add(".gitattributes", "*.py linguist-vendord\n")
    monkeypatch.setattr("polyglint.sources.worktree.read_below", counting)
    assert fix(*arguments)[0] == 1
    assert sorted(read) == [".gitattributes", "a.py", "b.py"]


def test_a_file_with_both_is_one(fix, repository):
    repository.add("a.py", "x\n")
    repository.add(".gitattributes", "```\n*.py linguist-vendord\n```\n")
    assert fix("--diff")[::2] == (1, "1 file would change\n")
    assert fix()[::2] == (0, "1 file changed\n")
    assert content(repository) == b"*.py linguist-vendored\n"


def test_of_many_settings_that_cannot_be_linted_some_are_named(fix, repository, monkeypatch):
    def failing(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr("polyglint.phrases.MAX_NAMED", 1)
    monkeypatch.setattr("polyglint.gitattributes.lint_files.lint", failing)
    for name in ("a/.gitattributes", "b/.gitattributes", "c/.gitattributes"):
        repository.add(name, "*.py linguist-vendored\n")
    code, _, err = fix()
    assert code == 2
    words = "a/.gitattributes: not judged: RecursionError: too deep; and 2 more"
    assert err == f"0 files changed\npolyglint: cannot read {words}\n"


def test_what_is_ignored_does_not_remain(fix, repository):
    repository.add("a.c", "x\n")
    repository.add(".gitattributes", "*.c linguist-odd\n")
    assert fix()[0] == 1
    (repository.root / ".polyglint.toml").write_text('ignore = ["PG204"]\n')
    assert fix() == (0, "", "0 files changed\n")


def test_unsafe(fix, repository):
    repository.add("a.c", "x\n")
    repository.add(".gitattributes", "*.c linguist-ignore\n")
    assert fix("--unsafe")[0] == 0
    assert content(repository) == b"*.c linguist-vendored\n"


def test_diff_changes_nothing(fix, repository):
    repository.add("a.py", "x\n")
    repository.add(".gitattributes", "*.py linguist-detectible\n")
    code, out, err = fix("--diff")
    assert (code, err) == (1, "1 file would change\n")
    assert "+*.py linguist-detectable" in out
    assert content(repository) == b"*.py linguist-detectible\n"
    assert fix("--diff", "a.py") == (0, "", "0 files would change\n")


def test_only_what_is_named(fix, repository):
    for name in ("a.c", "sub/b.c", "other/c.c"):
        repository.add(name, "x\n")
    for directory in ("sub", "other"):
        repository.add(f"{directory}/.gitattributes", "*.c linguist-vendord\n")
    assert fix("sub")[0] == 0
    assert content(repository, "sub/.gitattributes") == b"*.c linguist-vendored\n"
    assert content(repository, "other/.gitattributes") == b"*.c linguist-vendord\n"
    assert fix("other/.gitattributes")[0] == 0
    assert content(repository, "other/.gitattributes") == b"*.c linguist-vendored\n"


def test_names_stay(fix, repository, javascript):
    repository.add("a.py", javascript)
    assert fix() == (0, "", "0 files changed\n")
    assert (repository.root / "a.py").exists()


def test_missing(fix, repository):
    assert fix("nothing")[0] == 2


def test_check_corrects_what_is_safe_and_then_checks(repository, model, capsys):
    repository.add("a.c", "x\n")
    repository.add(".gitattributes", "*.c linguist-vendord\n*.c linguist-ignore\n")
    assert main(["check", "--fix", ".gitattributes"]) == 1
    out = capsys.readouterr().out
    assert "+*.c linguist-vendored\n" in out
    assert out.count("PG204") == 1
    assert (repository.root / ".gitattributes").read_text().startswith("*.c linguist-vendored\n")
    assert main(["check", "--fix", "a.c"]) == 0


FENCED = "```python\r\nimport os\r\n\r\nprint(os.getcwd())\r\n```\r\n"


def test_removes_fences_around_code(fix, repository):
    repository.add("a.py", FENCED)
    repository.add("README.md", FENCED)
    assert fix("--diff")[::2] == (1, "1 file would change\n")
    code, out, err = fix()
    assert (code, err) == (0, "1 file changed\n")
    assert "-```python" in out
    assert content(repository, "a.py") == b"import os\r\n\r\nprint(os.getcwd())\r\n"
    assert content(repository, "README.md") == FENCED.encode()
    assert fix() == (0, "", "0 files changed\n")


@pytest.mark.parametrize(
    ("text", "remaining"),
    [
        pytest.param(
            "Here is the module you asked for:\n\n```python\nimport os\n```\n", 1, id="prose"
        ),
        pytest.param("\ufeff```python\nimport os\n```\n", 1, id="a mark before it"),
        pytest.param('"""\n```\nimport os\n```\n"""\n\nimport os\n', 0, id="a docstring"),
    ],
)
def test_leaves_what_is_more_than_fences(fix, repository, text, remaining):
    repository.add("a.py", text)
    code, out, err = fix()
    assert (code, out.count("PG103"), err[:15]) == (remaining, remaining, "0 files changed")
    assert content(repository, "a.py") == text.encode()


def test_a_file_that_cannot_be_judged_ends_no_run(fix, repository, monkeypatch):
    from polyglint.checker import fences

    repository.add("a.py", FENCED)
    repository.add("b.py", FENCED)
    judged = fences.fence_lines

    def failing(content, file):
        if file.place == "a.py":
            raise RecursionError("too deep")
        return judged(content, file)

    monkeypatch.setattr(fences, "fence_lines", failing)
    code, _, err = fix()
    assert code == 1  # the fences of a.py remain
    assert "a.py: left as it is: not judged: RecursionError: too deep" in err
    assert err.endswith("1 file changed, 1 violation remains\n")
    assert content(repository, "b.py") == b"import os\r\n\r\nprint(os.getcwd())\r\n"


def test_a_link_to_fenced_code_is_left(fix, repository, tmp_path):
    (tmp_path / "outside.py").write_text("```python\nimport os\n```\n")
    (repository.root / "a.py").symlink_to(tmp_path / "outside.py")
    repository.git("add", "a.py")
    assert fix() == (0, "", "0 files changed\n")
    assert (tmp_path / "outside.py").read_text() == "```python\nimport os\n```\n"
