"""What docs/ says of options, settings, codes and CI, held to the code."""

import json
import re
import subprocess
import sys

import pytest
import yaml

import polyglint
from polyglint.cli.parser import make_parser
from polyglint.cli.run import COMMANDS, main
from polyglint.codes import CODES
from polyglint.config.config_file import SECTION, ConfigFile
from polyglint.config.resolve import resolve
from polyglint.config.settings import Settings, names
from polyglint.report.output import FORMATS
from tests.repositories import ROOT, SOURCES, git, new_repository

PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def options():
    (subparsers,) = make_parser()._subparsers._group_actions
    return {
        option
        for parser in subparsers.choices.values()
        for action in parser._actions
        for option in action.option_strings
    } - {"-h", "--help"} | {"--version", "-V"}


def test_every_option_is_documented():
    documented = set(re.findall(r"`(--?[a-zA-Z-]+)", PAGES["options.md"]))
    assert options() == documented


def test_every_command_and_format_is_documented():
    page = PAGES["options.md"]
    assert [name for name in COMMANDS if f"`polyglint {name} " not in page] == []
    assert [name for name in FORMATS if f"`{name}`" not in page] == []


def test_every_setting_is_documented_with_its_default():
    table = dict(re.findall(r"^\| `([a-z-]+)` \| (.+?) \|", PAGES["configuration.md"], re.M))
    assert table.keys() == set(names().values())
    shown = {key: f"`{json.dumps(getattr(Settings(), field))}`" for field, key in names().items()}
    assert table == shown | {"baseline": "not set"}


def test_the_settings_are_shown_as_the_command_prints_them(tmp_path, monkeypatch, capsys):
    repository = new_repository(tmp_path / "project")
    (repository / ".polyglint.toml").write_text(
        'exclude = ["tests/fixtures/"]\n[severity]\nPG205 = "warning"\n', encoding="utf-8"
    )
    monkeypatch.chdir(repository)
    assert main(["config", "--min-score", "0.9"]) == 0
    printed = capsys.readouterr().out.replace(repository.as_posix(), "/home/me/project")
    first, *_ = blocks(PAGES["configuration.md"], "console")
    assert first == f"$ polyglint config --min-score 0.9\n{printed}"


def test_a_baseline_is_shown_as_the_commands_print_it(tmp_path, monkeypatch, capsys):
    repository = new_repository(tmp_path)
    for name in ("inventory", "ledger"):
        (source,) = SOURCES.glob(f"{name}.*")
        (repository / f"{name}.js").write_bytes(source.read_bytes())
    git(repository, "add", "--all")
    monkeypatch.chdir(repository)
    _, shown = blocks(PAGES["configuration.md"], "console")
    printed = []
    for command in re.findall(r"^\$ polyglint (.+)$", shown, re.MULTILINE):
        assert main([*command.split(), "--no-cache", "--jobs=1"]) == 0
        told = capsys.readouterr()
        printed.append(f"$ polyglint {command}\n{told.out}{told.err}")
    assert "".join(printed) == shown.replace("812 files", "2 files")


def test_the_options_of_the_api_are_documented():
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", PAGES["api.md"], re.MULTILINE)
    defaults = polyglint.RunOptions()
    assert rows == [(name, repr(value)) for name, value in defaults._asdict().items()]


def test_examples_of_the_api_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "setup.py").write_text("x = 1\n")
    space = {}
    for block in blocks(PAGES["api.md"], "python"):
        exec(block, space)
    assert capsys.readouterr().out.startswith("Python 0.9")


def test_every_code_is_documented():
    rows = re.findall(
        r"^\| \[`(PG\d+)`\]\(rules/\1\.md\) \| ([a-z-]+) \|", PAGES["rules.md"], re.MULTILINE
    )
    assert rows == [(code.code, code.name) for code in CODES.values()]


def test_every_input_of_the_action_is_documented():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (?:`(.*?)`)? ?\|", PAGES["ci.md"], re.M))
    assert rows == {name: field["default"] for name, field in ACTION["inputs"].items()}
    assert [name for name in ACTION["outputs"] if f"`{name}`" not in PAGES["ci.md"]] == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="no tomllib")
def test_examples_of_settings_are_settings():
    import tomllib

    examples = blocks(PAGES["configuration.md"], "toml")
    assert examples
    for example in examples:
        table = tomllib.loads(example)
        for key in SECTION:
            table = table[key]
        assert resolve(ConfigFile("x", table), {}).settings != Settings()


WORKFLOWS = [block for block in blocks(PAGES["ci.md"], "yaml") if "jobs:" in block]
GITLAB = [block for block in blocks(PAGES["ci.md"], "yaml") if ".gitlab-ci.yml" in block]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        *(("github-workflows", text) for text in WORKFLOWS),
        *(("gitlab-ci", text) for text in GITLAB),
    ],
    ids=["annotations", "code scanning", "GitLab"],
)
def test_examples_follow_their_schema(schema, text, tmp_path):
    pytest.importorskip("check_jsonschema")
    path = tmp_path / "example.yml"
    path.write_text(text)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_examples_give_the_action_what_it_takes():
    steps = [
        step
        for text in WORKFLOWS
        for job in yaml.safe_load(text)["jobs"].values()
        for step in job["steps"]
        if step["uses"].startswith("polyglint/")
    ]
    assert steps
    assert {name for step in steps for name in step["with"]} <= ACTION["inputs"].keys()


def test_links_lead_somewhere():
    for page in PAGES.values():
        for link in re.findall(r"\]\((?!https?://)([^)#]+)", page):
            assert (ROOT / "docs" / link).exists(), link


def test_versions_are_this_version():
    pinned = re.findall(r"polyglint/polyglint@(\S+?)[\"\s]", README + PAGES["ci.md"])
    assert set(pinned) == {f"v{polyglint.__version__}"}


def ray_job():
    (text,) = blocks(PAGES["cluster.md"], "yaml")
    return yaml.safe_load(text)


def test_the_ray_job_follows_its_schema():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "tests" / "reference" / "rayjob.schema.json").read_text())
    job = ray_job()
    jsonschema.Draft202012Validator(schema).validate(job)
    job["spec"]["rayClusterSpec"]["workerGroupSpecs"][0]["replica"] = 1
    with pytest.raises(jsonschema.ValidationError, match="replica"):
        jsonschema.Draft202012Validator(schema).validate(job)


def test_the_ray_job_s_command_is_one_of_ours(tmp_path):
    job = ray_job()["spec"]
    words = job["entrypoint"].replace("/shared", str(tmp_path)).split()
    arguments = make_parser().parse_args(words[1:])
    assert (arguments.engine, arguments.address) == ("ray", "auto")
    cluster = job["rayClusterSpec"]
    for group in (cluster["headGroupSpec"], *cluster["workerGroupSpecs"]):
        pod = group["template"]["spec"]
        (container,) = pod["containers"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]}
        assert {"name": "RAY_USAGE_STATS_ENABLED", "value": "0"} in container["env"]
