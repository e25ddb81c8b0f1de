"""Settings as runs over a revision or a bare repository meet them: those that it holds."""

import pytest

from tests.hook.output import reported


def test_a_revision_and_a_bare_repository_have_the_configuration_they_hold(
    polyglint, wrong, tmp_path, monkeypatch
):
    wrong.add("pyproject.toml", '[tool.polyglint]\nexclude = ["tests/"]\n')
    wrong.commit()
    bare = tmp_path / "bare.git"
    wrong.git("clone", "--quiet", "--bare", ".", str(bare))
    wrong.write("pyproject.toml", '[tool.polyglint]\nexclude = ["*"]\n')
    assert polyglint("audit")[:2] == (0, "")
    code, out, err = polyglint("audit", "--rev", "HEAD", "--verbose")
    assert (code, out.count("PG101")) == (1, 1)
    assert "tests/b.py: not judged: excluded by tests/ (pyproject.toml)" in err
    assert polyglint("audit", str(bare))[1].count("PG101") == 1
    assert polyglint("audit", "--no-config", str(bare))[1].count("PG101") == 2


@pytest.mark.parametrize("name", [".polyglint.toml", "pyproject.toml"])
def test_a_directory_of_a_revision_has_the_configuration_of_the_root(
    polyglint, wrong, monkeypatch, name
):
    section = "[tool.polyglint]\n" if name == "pyproject.toml" else ""
    wrong.add(name, f'{section}exclude = ["/tests/b.py"]\n')
    wrong.add(f"tests/{name}", f"{section}ignore = 1\n")  # not the root's: nobody reads it
    wrong.add("tests/c.py", (wrong.root / "a.py").read_text())
    wrong.commit()
    found = reported("tests/c.py")
    told = f"tests/b.py: not judged: excluded by /tests/b.py ({name})\n"
    for revision in ([], ["--rev", "HEAD"]):
        code, out, err = polyglint("audit", *revision, "--verbose", "tests")
        assert (code, out) == (1, found)
        assert told in err
    wrong.write(name, f'{section}exclude = ["*"]\n')
    assert polyglint("audit", "tests")[1] == ""
    assert polyglint("audit", "--rev", "HEAD", "tests")[1] == found
    assert polyglint("audit", "--rev", "HEAD", "--no-config", "tests")[1].count("PG101") == 2
    monkeypatch.chdir(wrong.root / "tests")
    assert polyglint("audit", "--rev", "HEAD")[1] == reported("c.py")
    wrong.git("rm", "--cached", "--quiet", name)
    wrong.commit()
    assert polyglint("audit", "--rev", "HEAD")[1].count("PG101") == 2


def test_a_change_of_a_revision_has_the_configuration_it_holds(
    polyglint, wrong, javascript, tmp_path, monkeypatch
):
    wrong.commit()
    wrong.add("c.py", javascript)
    wrong.add("tests/d.py", javascript)
    wrong.add(".polyglint.toml", 'exclude = ["tests/"]\n')
    wrong.commit()
    wrong.write(".polyglint.toml", 'exclude = ["*"]\n')
    assert polyglint("check", "--diff-base", "HEAD~1")[1] == ""
    assert polyglint("check", "--from-ref", "HEAD~1")[1] == reported("c.py")
    wrong.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert polyglint("check", "--from-ref", "HEAD~1")[1] == reported("c.py", git=None)


def test_a_configuration_of_a_revision_that_is_a_link_is_refused(polyglint, wrong):
    (wrong.root / ".polyglint.toml").symlink_to("a.py")
    wrong.git("add", ".polyglint.toml")
    wrong.commit()
    code, out, err = polyglint("audit", "--rev", "HEAD", "tests")
    assert (code, out) == (2, "")
    assert err == "polyglint: .polyglint.toml: symbolic link; name it by --config to read it\n"
