import os
import sys

import pytest

from polyglint.cli.run import main
from polyglint.errors import FatalError
from polyglint.filesystem.special import is_special
from polyglint.git import limits
from polyglint.git.attribute_files import check_files, directories_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pipes among the files")


@pytest.fixture
def pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_special(tmp_path, pipe):
    (tmp_path / "link").symlink_to(pipe)
    assert is_special(pipe)
    assert is_special(tmp_path / "link")
    assert is_special(tmp_path.__class__("/dev/zero"))
    with pytest.raises(FatalError, match="pipe: not a regular file, and git would wait for it"):
        check_files([tmp_path / "missing", pipe])


def test_not_special(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "broken").symlink_to("nothing")
    names = ("file", "link", "broken", "missing", ".", "file/below")
    assert not any(is_special(tmp_path / name) for name in names)
    check_files(tmp_path / name for name in names)


def test_directories():
    assert directories_of([]) == {""}
    assert directories_of(["a.py"]) == {""}
    assert directories_of(["a/b/c.py", "a/d.py", "e/f.py"]) == {"", "a", "a/b", "e"}


@pytest.mark.parametrize(
    ("place", "command"),
    [
        pytest.param(".gitattributes", ["audit"], id="work tree"),
        pytest.param("sub/.gitattributes", ["check", "sub/a.py"], id="nested"),
        pytest.param(".gitattributes", ["audit", "sub"], id="above what is audited"),
        pytest.param(".git/info/attributes", ["audit"], id="this clone's"),
        pytest.param(".git/info/attributes", ["check", "--staged"], id="this clone's, staged"),
        pytest.param("sub/.gitattributes", ["claim", "sub/a.py"], id="claim"),
    ],
)
def test_a_pipe_does_not_hang_a_run(repository, model, capsys, place, command):
    repository.add("sub/a.py", "x\n")
    os.mkfifo(repository.root / place)
    assert main(command) == 2
    assert f"{place}: not a regular file" in capsys.readouterr().err


@pytest.mark.parametrize("configured", ["pipe", "/dev/zero", os.devnull, "missing", "a.py"])
def test_a_configured_file_that_never_ends_is_passed_over(repository, model, configured):
    repository.add("a.py", "x\n")
    repository.add(".gitattributes", "*.py linguist-language=Python\n")
    os.mkfifo(repository.root / "pipe")
    repository.git("config", "core.attributesFile", configured)
    assert main(["check", "--staged"]) == 0
    assert main(["audit"]) == 0


@pytest.mark.parametrize("written", ["include", "case", "work tree", "elsewhere"])
@pytest.mark.parametrize("command", [["check", "--staged"], ["check", "a.py"], ["audit"]])
def test_wherever_a_repository_configures_it(repository, model, monkeypatch, written, command):
    monkeypatch.setattr(limits, "PATIENCE", 2)
    repository.add("a.py", "x\n")
    own = repository.root / ".git"
    settings = f"[Core]\n\tATTRIBUTESfile = {repository.root}/pipe\n"
    os.mkfifo(repository.root / "pipe")
    if written == "include":
        repository.git("config", "include.path", "more")
        (own / "more").write_text(settings)
    elif written == "case":
        (own / "config").write_text(f"{(own / 'config').read_text()}{settings}")
    elif written == "work tree":
        repository.git("config", "extensions.worktreeConfig", "true")
        (own / "config.worktree").write_text(settings)
    else:
        (own / "common").mkdir()
        for name in ("objects", "refs"):
            (own / name).rename(own / "common" / name)
        (own / "common" / "config").write_text(f"{(own / 'config').read_text()}{settings}")
        (own / "commondir").write_text("common\n")
        (own / "objects").mkdir()
        (own / "refs").mkdir()
    assert main(command) == 0


@pytest.mark.parametrize("command", [["check", "--staged"], ["check", "a.py"], ["audit"]])
def test_a_directory_that_git_passes_over(repository, model, monkeypatch, command):
    """What is called .git need not be a repository; git looks for one further up then."""
    monkeypatch.setattr(limits, "PATIENCE", 2)
    below = repository.root / "below"
    (below / ".git" / "objects").mkdir(parents=True)
    (below / ".git" / "config").write_text("[core]\n")
    repository.git("config", "core.worktree", str(below))
    repository.git("config", "core.attributesFile", str(below / "pipe"))
    monkeypatch.chdir(below)
    (below / "a.py").write_text("x\n")
    os.mkfifo(below / "pipe")
    assert main(command) == 0


def test_a_bare_repository_beside_a_directory_that_git_passes_over(
    repository, model, monkeypatch, tmp_path
):
    monkeypatch.setattr(limits, "PATIENCE", 2)
    repository.add("a.py", "x\n")
    repository.commit()
    bare = tmp_path / "bare"
    repository.git("clone", "-q", "--bare", ".", str(bare))
    repository.git("--git-dir", str(bare), "config", "core.attributesFile", str(bare / "pipe"))
    (bare / ".git").mkdir()
    (bare / ".git" / "config").write_text("[core]\n")
    os.mkfifo(bare / "pipe")
    assert main(["audit", str(bare)]) == 0


@pytest.fixture
def home(repository, model, monkeypatch, tmp_path, pipe):
    """A home with a pipe in it, of a person who has staged a file."""
    repository.add("a.py", "x\n")
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(limits, "PATIENCE", 2)
    (tmp_path / ".config/git").mkdir(parents=True)
    return tmp_path


NAMING = "[user]\n\tname = x\n[core]\n\tattributesFile = {}\n"


@pytest.mark.parametrize("name", ["~/pipe", '"~/pipe" ; mine', "{home}/pipe", "../pipe", "../link"])
@pytest.mark.parametrize("place", [".gitconfig", ".config/git/config", "elsewhere"])
def test_a_pipe_in_personal_settings_ends_a_run_at_once(home, monkeypatch, capsys, place, name):
    (home / "link").symlink_to("pipe")
    (home / place).write_text(NAMING.format(name.format(home=home)))
    if place == "elsewhere":
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / place))
    assert main(["check", "--staged"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("polyglint: core.attributesFile: ")
    assert err.endswith("not a regular file, and git would wait for it; name another\n")


@pytest.mark.parametrize("place", [".config", "xdg"])
def test_a_pipe_in_the_place_of_personal_attributes(home, monkeypatch, capsys, place):
    if place == "xdg":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / place))
    (home / place / "git").mkdir(parents=True, exist_ok=True)
    os.mkfifo(home / place / "git/attributes")
    assert main(["audit"]) == 2
    assert f"{place}/git/attributes: not a regular file" in capsys.readouterr().err
    (home / ".gitconfig").write_text(NAMING.format("~/other"))  # git reads that in its place
    assert main(["audit"]) == 0


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(NAMING.format("/dev/null"), id="nothing"),
        pytest.param(NAMING.format("//dev/null"), id="nothing, by another name"),
        pytest.param(NAMING.format("~/nothing"), id="a link to nothing"),
        pytest.param(NAMING.format("~/missing"), id="missing"),
        pytest.param(NAMING.format("~/.gitconfig"), id="a file"),
        pytest.param(NAMING.format("~/pipe") + "attributesFile = ~/.gitconfig\n", id="the last"),
        pytest.param("# attributesFile = ~/pipe\n", id="a comment"),
        pytest.param("# attributesFile = a\0b\n", id="no path"),
        pytest.param("[other]\n\tattributesFile = ~/pipe\n", id="of another program"),
    ],
)
def test_personal_settings_that_name_no_pipe(home, settings):
    (home / "nothing").symlink_to(os.devnull)
    (home / ".gitconfig").write_text(settings)
    assert main(["check", "--staged"]) == 0


def test_without_a_home(home, monkeypatch):
    monkeypatch.delenv("HOME")
    assert main(["check", "--staged"]) == 0


def test_a_configured_file_counts(repository, model, capsys):
    repository.add("a.py", "x\n")
    repository.write("own", "*.py linguist-vendored\n")
    repository.git("config", "core.attributesFile", "own")
    (repository.root / "sub").mkdir()
    repository.add("sub/b.py", "x\n")
    assert main(["claim", "a.py", "sub/b.py"]) == 0
    assert capsys.readouterr().out.count("linguist-vendored in .gitattributes") == 2
