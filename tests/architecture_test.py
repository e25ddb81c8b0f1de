"""How the packages of polyglint and train stand on each other: one way, in a fixed order.

`python -m tests.architecture_test` draws it, each package above all that it imports.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DIRECTORIES = {"polyglint": ROOT / "hook" / "polyglint", "train": ROOT / "train"}
MAX_TOP_MODULES = 12
# From the ground up: each imports those before it. What lies at the top of polyglint is in either
# of the first and last rows.
FLOORS = {
    "polyglint": [
        [
            "errors",
            "results",
            "codes",
            "escaping",
            "phrases",
            "budget",
            "lazy",
            "typed",
            "version",
        ],
        ["filesystem"],
        ["git"],
        ["linguist"],
        ["sources"],
        ["gitattributes"],
        ["model"],
        ["checker"],
        ["config"],
        ["engine"],
        ["report"],
        ["api"],
        ["polyglint"],
        ["cli"],
        ["cluster"],
        ["__main__"],
    ],
    "train": [
        ["train", "arguments", "engine", "figures", "progress", "linguist_heuristics", "linguist"],
        ["model"],
        ["corpus"],
        ["data"],
        ["fit", "export"],
        ["tpu", "evaluate"],
        ["release"],
        ["__main__"],
    ],
}
# Packages that a module may import inside a function: what a platform, an extra or a build lacks.
MAY_BE_MISSING = {"ai_edge_litert", "fcntl", "git", "pip", "ray", "re2", "resource", "shtab"} | {
    "sqlite3",
    "tflite_runtime",
    "tree_sitter",
}


@cache
def modules(package: str) -> dict[str, Path]:
    directory = DIRECTORIES[package]
    found = {}
    for path in sorted(directory.rglob("*.py")):
        parts = (package, *path.relative_to(directory).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(node: ast.AST) -> Iterator[str]:
    """The names that a statement or a lazy import brings in, dotted."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("lazy_import", "import_module"):
        yield from (value.value for value in node.args if isinstance(value, ast.Constant))


@cache
def arrows(package: str) -> dict[str, set[str]]:
    """Each module -> the modules of the same package that it imports, now, later or for types."""
    known = modules(package)
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        targets = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for target in imported(node):
                while target and target not in known:
                    target = target.rpartition(".")[0]
                targets.add(target)
        found[name] = targets - {"", name}
    return found


def room(module: str) -> str:
    """The package or the module at the top that a module is in."""
    return module.split(".")[1] if "." in module else module


def rooms(package: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, targets in arrows(package).items():
        found[room(name)] |= {room(target) for target in targets} - {room(name)}
    return found


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """What is left when whatever imports nothing that is left is taken away, again and again."""
    left = {name: {*targets} for name, targets in graph.items()}
    while ground := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in ground:
            del left[name]
    return sorted(left)


@pytest.mark.parametrize("package", DIRECTORIES)
def test_no_module_imports_itself_by_others(package):
    assert cycle(arrows(package)) == []


@pytest.mark.parametrize("package", DIRECTORIES)
def test_packages_import_one_way(package):
    floor = {name: number for number, row in enumerate(FLOORS[package]) for name in row}
    assert rooms(package).keys() - floor.keys() == set(), "give it a place in FLOORS"
    upwards = [
        f"{name} -> {target}"
        for name, targets in rooms(package).items()
        for target in targets
        if floor[target] >= floor[name] > 0
    ]
    assert upwards == []


def test_nothing_imports_the_cluster():
    importers = [name for name, targets in rooms("polyglint").items() if "cluster" in targets]
    assert importers == []


@pytest.mark.parametrize("package", DIRECTORIES)
def test_the_top_is_small(package):
    top = [path.name for path in DIRECTORIES[package].glob("*.py")]
    assert len(top) <= MAX_TOP_MODULES


def test_imports_stand_at_the_top():
    """Or, where a module is not always needed, in `polyglint.lazy`."""
    inside = {
        (name, target.partition(".")[0])
        for name, path in modules("polyglint").items()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for target in imported(node)
    }
    own = {(name, target) for name, target in inside if target == "polyglint"}
    assert {name for name, _ in own} <= {
        "polyglint",
        "polyglint.__main__",
        "polyglint.engine.runner",
    }
    assert {target for _, target in inside - own} - MAY_BE_MISSING == set()


def test_types_come_from_one_module():
    """What looks them up in a run is imported where it does."""
    importers = {
        name
        for name, path in modules("polyglint").items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if any(target.partition(".")[0] == "typing" for target in imported(node))
    }
    assert importers == {"polyglint.typed", "polyglint.model.kinds"}


def draw(package: str) -> Iterator[str]:
    graph = rooms(package)
    for row in reversed(FLOORS[package]):
        for name in row:
            if name in graph:
                yield f"{name:14} {' '.join(sorted(graph[name]))}"


if __name__ == "__main__":
    for each in DIRECTORIES:
        print(f"\n{each}", *draw(each), sep="\n")
