"""`check --fix`: lines of .gitattributes corrected first, also under pre-commit."""

import pytest

from polyglint.cli.run import main

WRONG, RIGHT = "*.c linguist-vendord\n", "*.c linguist-vendored\n"


@pytest.fixture
def fixed(repository, model, capsys):
    """Run the command; return its exit code and both outputs."""
    repository.add("a.c", "x\n")
    repository.add(".gitattributes", WRONG)

    def run(*arguments):
        code = main(["check", "--fix", *arguments])
        return code, *capsys.readouterr()

    return run


def content(repository):
    return (repository.root / ".gitattributes").read_text()


@pytest.mark.parametrize("arguments", [[], ["."], [".gitattributes"]], ids=" ".join)
def test_what_is_corrected_is_no_violation(fixed, repository, arguments):
    code, out, _ = fixed(*arguments)
    assert (code, content(repository)) == (0, RIGHT)
    assert f"-{WRONG}+{RIGHT}" in out
    assert "PG204" not in out


@pytest.mark.parametrize("names", [[], ["--", ".gitattributes", "a.c"]], ids=str)
def test_what_is_staged_stays_wrong_until_it_is_staged_again(fixed, repository, names):
    code, out, err = fixed("--staged", *names)
    assert (code, content(repository)) == (1, RIGHT)
    assert f"-{WRONG}+{RIGHT}" in out
    assert ".gitattributes:1:5: PG204" in out
    assert "polyglint: 1 file corrected in the work tree; stage it\n" in err
    repository.git("add", ".gitattributes")
    assert fixed("--staged", *names)[:2] == (0, "")


def test_what_has_unstaged_changes_is_left(fixed, repository):
    repository.write(".gitattributes", WRONG + "# more\n")
    code, out, err = fixed("--staged")
    assert (code, content(repository)) == (1, WRONG + "# more\n")
    words = "polyglint: .gitattributes: left as it is: the work tree has other content\n"
    assert words in err
    assert "+" not in out


def test_what_the_work_tree_lacks_is_left(fixed, repository):
    (repository.root / ".gitattributes").unlink()
    assert fixed("--staged")[0] == 1
    assert not (repository.root / ".gitattributes").exists()


def test_the_files_of_a_change_are_corrected(fixed, repository):
    repository.commit()
    repository.git("branch", "base")
    repository.add(".gitattributes", WRONG + "*.h linguist-vendord\n")
    assert fixed("--diff-base", "base")[0] == 1  # no .h is there to match
    assert content(repository) == RIGHT + "*.h linguist-vendored\n"


def test_fences_are_removed_from_around_code(repository, model, capsys):
    repository.add("a.py", "```python\nimport os\n```\n")
    assert main(["check", "a.py"]) == 1
    assert capsys.readouterr().out.startswith(
        "a.py:1:1: PG103 a Markdown fence is left around the code\n"
        "  help: remove it, or run `polyglint fix`\n"
    )
    assert main(["check", "--fix", "a.py"]) == 0
    assert (repository.root / "a.py").read_text() == "import os\n"


@pytest.mark.parametrize("left", [True, False], ids=["left as it is", "corrected"])
def test_fences_that_are_staged_are_said_to_be_corrected_only_where_they_are(
    repository, model, capsys, left
):
    repository.add("a.py", "```python\nimport os\n```\n")
    if left:
        repository.write("a.py", "```python\nimport sys\n```\n")
    assert main(["check", "--fix", "--staged"]) == 1
    out = capsys.readouterr().out
    assert "a.py:1:1: PG103 a Markdown fence is left around the code\n" in out
    staging = "  help: stage it: the work tree is corrected\n"
    assert out.endswith("  help: remove it, or run `polyglint fix`\n" if left else staging)
    if not left:
        repository.git("add", "a.py")
        assert main(["check", "--fix", "--staged"]) == 0
