import pytest

from benchmarks.environments import (
    Audit,
    ComparedFinding,
    differences,
    furthest,
    requirements,
    samples,
)

DEPENDENCIES = [
    "GitPython>=3.1.41",
    "ai-edge-litert>=2.1; python_version >= '3.10'",
    "tflite-runtime>=2.14; sys_platform == 'beos'",
    "numpy>=1.23",
    "numpy<2; sys_platform == 'beos'",
    "tomli>=2; python_version < '3.11'",
]


@pytest.mark.parametrize(
    ("end", "python_version", "expected"),
    [
        ("oldest", "3.10", ["GitPython==3.1.41", "ai-edge-litert==2.1", "numpy==1.23", "tomli==2"]),
        ("oldest", "3.14", ["GitPython==3.1.41", "ai-edge-litert==2.1", "numpy==1.23"]),
        ("newest", "3.14", ["GitPython>=3.1.41", "ai-edge-litert>=2.1", "numpy>=1.23"]),
        ("tflite-runtime", "3.11", ["GitPython>=3.1.41", "tflite-runtime==2.14.0", "numpy<2"]),
    ],
)
def test_requirements(end, python_version, expected):
    assert requirements(end, DEPENDENCIES, python_version) == expected


def test_samples_have_right_and_wrong_names(tmp_path):
    samples(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert {"router_js.js", "router_js.py", "queue_go.c"} <= names
    assert len(names) == len({name.partition(".")[0] for name in names}) ** 2


ONE = Audit(
    frozenset([ComparedFinding("a.py", "PG101", 1, "C")]), {"a.py": ("C", 0.9), "b.c": (None, 0.4)}
)


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (ONE, 0),
        (ONE._replace(scores={"a.py": ("C", 0.905), "b.c": (None, 0.4)}), 0),
        (ONE._replace(findings=frozenset()), 1),
        (ONE._replace(findings=frozenset([ComparedFinding("a.py", "PG101", 2, "C")])), 2),
        (ONE._replace(scores={"a.py": ("C", 0.5), "b.c": (None, 0.4)}), 1),
        (ONE._replace(scores={"a.py": ("C", 0.9)}), 1),
    ],
)
def test_differences(other, count):
    assert len(differences(ONE, other)) == count
    assert furthest(ONE, ONE) == 0.0
