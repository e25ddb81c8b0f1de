"""What the files of the project promise each other: manifest, README, wheel and imports."""

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

import polyglint
from polyglint.codes import HOMEPAGE
from tests.lowest import requirement
from tests.repositories import ROOT, git, run

HOOK = ROOT / "hook" / "polyglint"
RUNTIMES = {"ai_edge_litert", "tflite_runtime"}
TRAINING_ONLY = {"jax", "keras", "matplotlib", "tensorboard", "tensorflow", "tests", "train"}
LAZY = ("import_module", "lazy_import")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_hook_is_in_the_readme():
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    ids = [hook["id"] for hook in manifest]
    assert ids == ["polyglint", "polyglint-audit"]
    assert [hook_id for hook_id in ids if f"- id: {hook_id}\n" not in README] == []


def test_readme_is_short():
    assert len(README.split()) <= 900


def test_readme_explains_every_exit_code():
    assert re.findall(r"^\| `(\d)` \|", README, re.MULTILINE) == ["0", "1", "2", "3"]


def test_readme_pins_this_version():
    assert set(re.findall(r"rev: (\S+)", README)) == {f"v{polyglint.__version__}"}


def test_changelog_knows_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(polyglint.__version__)}\] - ", changelog, re.MULTILINE)


@pytest.mark.parametrize(
    "page",
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.fixture(scope="module")
def wheel(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that users get."""
    directory = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    built = run(*command, "--wheel-dir", directory, ".", cwd=snapshot)
    assert built.returncode == 0, built.stdout
    (path,) = directory.glob("polyglint-*.whl")
    return path


@pytest.fixture(scope="module")
def wheel_members(wheel: Path) -> dict[str, int]:
    """Name and size of each file in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {member.filename: member.file_size for member in archive.infolist()}


def test_wheel_holds_polyglint_alone(wheel_members):
    top_level = {name.split("/")[0] for name in wheel_members}
    assert top_level == {"polyglint", f"polyglint-{polyglint.__version__}.dist-info"}


def test_wheel_holds_every_tracked_file(wheel_members, snapshot):
    tracked = git(snapshot / "hook", "ls-files", "-z").rstrip("\0").split("\0")
    assert set(tracked) - wheel_members.keys() == set()


def test_wheel_holds_the_model_and_the_language_table(wheel_members):
    assert "polyglint/linguist/linguist.json" in wheel_members
    model = {Path(name).name for name in wheel_members if name.startswith("polyglint/models/")}
    assert {"model.tflite", "config.json", "README.md"} <= model


def test_the_package_index_shows_a_readme_with_links_that_work(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = message_from_string(archive.read(name).decode("utf-8"))
    shown = metadata.get_payload()
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert shown.startswith("# polyglint\n")
    links = re.findall(r"(!?)\[[^\]]*\]\((\S+?)\)", shown)
    assert [link for _, link in links if not link.startswith("https://")] == []
    at = f"{HOMEPAGE}/raw/v{polyglint.__version__}/"
    assert [link for picture, link in links if picture] == [f"{at}docs/report.png"]


def test_model_stays_in_its_budget(wheel_members):
    publish = (ROOT / "train" / "release" / "publish.py").read_text(encoding="utf-8")
    budget = re.search(r"^MODEL_BUDGET = ([\d_]+)", publish, re.MULTILINE)
    sizes = [size for name, size in wheel_members.items() if name.startswith("polyglint/models/")]
    assert 0 < sum(sizes) <= int(budget[1])


@pytest.mark.parametrize("module", ["polyglint", "polyglint.cli"])
def test_import_loads_nothing_heavy(module):
    script = f"import {module}, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "hook",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert module in loaded
    heavy = TRAINING_ONLY | RUNTIMES | {"git", "numpy"}
    assert heavy & {name.split(".")[0] for name in loaded} == set()


def imported_packages(path: Path) -> set[str]:
    """The top-level packages that a module imports anywhere, also inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {name.split(".")[0] for node in ast.walk(tree) for name in imported_names(node)}


def imported_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(LAZY):
        yield from (value.value for value in node.args if isinstance(value, ast.Constant))


def importers(packages: set[str]) -> set[str]:
    return {
        path.relative_to(HOOK).as_posix()
        for path in HOOK.rglob("*.py")
        if imported_packages(path) & packages
    }


@pytest.mark.parametrize(
    ("packages", "allowed"),
    [
        pytest.param(TRAINING_ONLY, set(), id="training stays out"),
        pytest.param(
            RUNTIMES,
            {"model/compiled_model.py", "model/interpreter.py"},
            id="one package runs the model",
        ),
        pytest.param(
            {"ray"},
            {"cluster/runtime.py", "cluster/scheduling.py", "cluster/shared_cache.py"},
            id="the cluster's modules alone know Ray",
        ),
        pytest.param({"git"}, {"git/program.py"}, id="one module starts git"),
    ],
)
def test_packages_are_imported_where_they_belong(packages, allowed):
    assert importers(packages) == allowed


@pytest.mark.parametrize(
    ("sys_platform", "platform_machine", "runtime"),
    [
        ("linux", "x86_64", "ai-edge-litert"),
        ("linux", "aarch64", "ai-edge-litert"),
        ("darwin", "arm64", "ai-edge-litert"),
        ("win32", "AMD64", "ai-edge-litert"),
        ("linux", "armv7l", "tflite-runtime"),
        ("linux", "i686", "tflite-runtime"),
        ("darwin", "x86_64", None),
        ("win32", "ARM64", None),
    ],
)
def test_each_platform_gets_one_runtime(wheel, sys_platform, platform_machine, runtime):
    platform = {"sys_platform": sys_platform, "platform_machine": platform_machine, "extra": ""}
    chosen = {
        requirement.name
        for requirement in required_by(wheel)
        if requirement.marker is None or requirement.marker.evaluate(platform)
    }
    assert chosen & {"ai-edge-litert", "tflite-runtime"} == ({runtime} if runtime else set())


@pytest.mark.parametrize(
    ("sys_platform", "platform_machine", "without"),
    [
        ("linux", "x86_64", ()),
        ("darwin", "arm64", ()),
        ("linux", "aarch64", ("dockerfile", "gdscript")),
        ("win32", "AMD64", ("dockerfile",)),
        ("darwin", "x86_64", ("dockerfile", "gdscript", "matlab")),
        ("win32", "ARM64", ("dockerfile", "gdscript", "less", "scss")),
    ],
)
def test_no_platform_has_to_compile_a_grammar(wheel, sys_platform, platform_machine, without):
    platform = {"sys_platform": sys_platform, "platform_machine": platform_machine, "extra": ""}
    grammars = [r for r in required_by(wheel) if r.name.startswith("tree-sitter-")]
    extra = [r for r in grammars if "extra ==" in str(r.marker)]
    asked = {r.name for r in grammars if r.marker is None or r.marker.evaluate(platform)}
    known = {r.name for r in grammars} - {r.name for r in extra}
    assert known - asked == {f"tree-sitter-{name}" for name in without}


def required_by(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"polyglint-{polyglint.__version__}.dist-info/METADATA").decode()
    return [Requirement(line) for line in message_from_string(metadata).get_all("Requires-Dist")]


def test_the_lowest_ray_that_is_allowed_is_the_one_that_is_run():
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert "tests.lowest ray" in workflow
    assert requirement("ray") == "ray[data]==2.60.*"
