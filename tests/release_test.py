"""A release, as far as it runs without the services that publish it."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile

import pytest
import yaml

from polyglint.version import __version__
from tests.repositories import ROOT, git, run

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE = ROOT / ".github" / "workflows" / "release.yml"
ACTION = ROOT / "action.yml"
PINNED = re.compile(r"(?:[\w.-]+/[\w.-]+@[0-9a-f]{40}|\./)")


@pytest.fixture
def release(tmp_path, monkeypatch):
    """The module, on a copy of the files that it reads and writes."""
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci" / "release.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (module.VERSION_FILE, module.CHANGELOG, *module.pages()):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def test_the_version_is_that_of_the_package(release):
    assert release.version() == __version__


def test_all_snippets_name_this_version(release):
    assert [p for p in release.problems(f"v{__version__}") if "has no date" not in p] == []
    named = [page for page in release.pages() if release.SNIPPET.search(release.read(page))]
    assert {"Containerfile", "README.md", "docs/ci.md", "docs/installation.md"} <= set(named)


def test_a_new_version_is_written_everywhere(release, capsys):
    before = {page: len(release.SNIPPET.findall(release.read(page))) for page in release.pages()}
    assert release.main(["check", "v12.0.3"]) == 1
    assert "not v12.0.3" in capsys.readouterr().err
    release.write_version("12.0.3", "2026-01-02")
    assert release.main(["check", "v12.0.3"]) == 0
    assert release.version() == "12.0.3"
    for page, count in before.items():
        assert release.SNIPPET.findall(release.read(page)) == ["12.0.3"] * count
    left = [
        page for page in release.pages() if re.search(rf"\b{__version__}\b", release.read(page))
    ]
    assert left == []
    assert "## [12.0.3] - 2026-01-02\n" in release.read(release.CHANGELOG)


def test_a_version_without_a_date_is_not_released(release):
    (release.ROOT / release.CHANGELOG).write_text(f"## [{__version__}] - Unreleased\n")
    assert release.problems(f"v{__version__}") == [f"CHANGELOG.md: {__version__} has no date"]


@pytest.mark.parametrize("version", ["1.2", "v1.2.3", "1.2.3\nx", ""])
def test_what_is_no_version_is_refused(release, version):
    with pytest.raises(SystemExit, match="not a version"):
        release.write_version(version, "2026-01-02")


def test_notes_are_the_section_of_the_version(release):
    text = "# Changelog\n\n## [2.0.0] - 2026-02-01\n\n- new\n\n## [1.0.0] - 2026-01-01\n\n- old\n"
    (release.ROOT / release.CHANGELOG).write_text(text)
    assert release.notes() == "- new"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](docs/a.md)", "[a](https://github.com/polyglint/polyglint/blob/v{}/docs/a.md)"),
        ("![a](docs/a.png)", "![a](https://github.com/polyglint/polyglint/raw/v{}/docs/a.png)"),
        ("[a](docs/a.md#b)", "[a](https://github.com/polyglint/polyglint/blob/v{}/docs/a.md#b)"),
        ("[a](https://example.org/a)", "[a](https://example.org/a)"),
        ("[a](#b), `a[b](c d)`", "[a](#b), `a[b](c d)`"),
    ],
)
def test_links_lead_to_the_files_of_the_version(release, text, expected):
    assert release.absolute(text) == expected.format(__version__)


def test_notes_have_links_that_work_on_a_page_of_releases(release):
    links = re.findall(r"\]\((.*?)\)", release.notes())
    assert links
    assert [link for link in links if not link.startswith("https://")] == []


def test_checksums(release, tmp_path):
    directory = tmp_path / "dist"
    directory.mkdir()
    (directory / "b.whl").write_bytes(b"b")
    (directory / "a.tar.gz").write_bytes(b"a")
    for _ in range(2):
        assert release.main(["checksums", str(directory)]) == 0
    digests = [hashlib.sha256(content).hexdigest() for content in (b"a", b"b")]
    told = (directory / "SHA256SUMS").read_text()
    assert told == f"{digests[0]}  a.tar.gz\n{digests[1]}  b.whl\n"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_follow_their_schema(path):
    pytest.importorskip("check_jsonschema")
    schema = "vendor.github-workflows"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_release_may_do_little():
    workflow = yaml.safe_load(RELEASE.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    allowed = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert allowed["build"] == {"contents": "read"}
    assert allowed["publish"] == {"id-token": "write"}


def steps_of(path):
    """The steps of a workflow, or of the action."""
    parsed = yaml.safe_load(path.read_text(encoding="utf-8"))
    jobs = parsed["jobs"].values() if "jobs" in parsed else [parsed["runs"]]
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_actions_are_pinned_and_scripts_hold_no_expression(path):
    steps = steps_of(path)
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert [name for name in used if not PINNED.fullmatch(name)] == []
    scripts = [step["run"] for step in steps if "run" in step]
    assert [script for script in scripts if "${{" in script] == []
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_pins_name_their_version_and_are_kept_up_to_date():
    texts = [path.read_text(encoding="utf-8") for path in (*WORKFLOWS, ACTION)]
    pins = re.findall(r"uses: (\S+@[0-9a-f]{40})(.*)$", "\n".join(texts), re.MULTILINE)
    assert [pin for pin, comment in pins if not re.fullmatch(r" # v\d+\.\d+\.\d+", comment)] == []
    assert len({pin for pin, _ in pins}) == len({pin.partition("@")[0] for pin, _ in pins})
    dependabot = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    assert [update["package-ecosystem"] for update in dependabot["updates"]] == ["github-actions"]


@pytest.mark.skipif(sys.platform == "win32", reason="a release is made on Linux")
@pytest.mark.parametrize(
    ("tag", "options"),
    [("v1.2.3", []), ("v1.2.3rc1", ["--prerelease"]), ("v2.0.0b2", ["--prerelease"])],
)
def test_a_release_of_a_tag(tag, options, tmp_path):
    (tmp_path / "dist").mkdir()
    for name in ("SHA256SUMS", "polyglint.whl"):
        (tmp_path / "dist" / name).touch()
    fake = tmp_path / "gh"
    fake.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    fake.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_REF_NAME": tag,
        "GITHUB_REPOSITORY": "polyglint/polyglint",
    }
    command = ["bash", "-e", "-c", steps_of(RELEASE)[-1]["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == [
        *("release", "create", tag, "--repo", "polyglint/polyglint", "--verify-tag", *options),
        *("--title", tag, "--notes-file", "notes.md", "dist/SHA256SUMS", "dist/polyglint.whl"),
    ]


@pytest.mark.slow
def test_the_sdist_holds_all_that_is_tracked_and_builds(snapshot, tmp_path):
    pytest.importorskip("build")
    done = run(sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, cwd=snapshot)
    assert done.returncode == 0, done.stdout
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        members = {name.partition("/")[2] for name in sdist.getnames()}
        sdist.extractall(tmp_path / "unpacked", filter="data")
    tracked = git(snapshot, "ls-files", "-z").rstrip("\0").split("\0")
    assert set(tracked) - members == set()
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    built = run(*command, "--wheel-dir", tmp_path / "wheel", ".", cwd=unpacked)
    assert built.returncode == 0, built.stdout
    assert [path.suffix for path in (tmp_path / "wheel").iterdir()] == [".whl"]
