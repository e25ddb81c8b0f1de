"""Groups of files, compared one by one, against all files compared at once."""

import random
from pathlib import Path

import numpy as np
import pytest

from tests.hook.cluster.ray_session import local_ray as local_ray
from tests.train.conftest import Inline
from train.corpus import components, duplicates
from train.corpus.components import Groups, KeyFiles, dropped, keys_of
from train.corpus.duplicates import candidate
from train.corpus.manifest import ManifestEntry
from train.engine import LOCAL, RAY, opened

LANGUAGES = ("C", "C++", "Python")


def entry(path, language, project):
    return ManifestEntry(path, language, "npm", project, project, "", 1)


def copies(chance, count):
    """Files of which many are copies of earlier ones with some lines changed, or with none."""
    texts = []
    for _ in range(count):
        lines = [f"value_{chance.randrange(10**9)} = {n}\n" for n in range(chance.choice([1, 60]))]
        if texts and chance.random() < 0.75:
            lines = list(chance.choice(texts))
            for _ in range(chance.choice([0, 0, 1, 2, 4, 9])):
                lines[chance.randrange(len(lines))] = f"other_{chance.randrange(10**9)}\n"
        texts.append(lines)
    return {
        entry(f"{n:03}.c", chance.choice(LANGUAGES), chance.choice("abcdefgh")): "".join(lines)
        for n, lines in enumerate(texts)
    }


def at_once(files):
    return duplicates.duplicates(
        [candidate(e.path, e.language, e.project, text) for e, text in files.items()]
    )


def in_groups(files, directory, engine):
    texts, keys = directory / "texts", directory / "keys"
    for place in (texts, keys):
        place.mkdir()
    written = KeyFiles(keys)
    for number, (own, text) in enumerate(files.items()):
        (texts / own.path).write_text(text, "utf-8")
        written.add(number, keys_of(candidate(own.path, own.language, own.project, text)))
    return dict(dropped([*files], texts, written, engine))


@pytest.mark.parametrize("most", [1, 2, duplicates.MAX_COMPARED])
@pytest.mark.parametrize("seed", range(12))
def test_groups_drop_what_all_files_at_once_do(tmp_path, monkeypatch, seed, most):
    monkeypatch.setattr(duplicates, "MAX_COMPARED", most)
    monkeypatch.setattr(components, "BUFFER", 100)
    files = copies(random.Random(seed), 120)
    expected = at_once(files)
    assert in_groups(files, tmp_path, Inline()) == expected
    assert {*expected.values()} == {"exact duplicate", "near duplicate", "two languages"}
    assert 10 < len(expected) < 110


def agrees(directory, name):
    files = copies(random.Random(99), 150)
    with opened(name) as engine:
        return in_groups(files, directory, engine) == at_once(files)


def test_processes_agree(tmp_path):
    assert agrees(tmp_path, LOCAL)


@pytest.mark.slow
def test_ray_agrees(tmp_path, local_ray):
    assert agrees(tmp_path, RAY)


def test_a_text_of_two_languages_counts_for_no_project(tmp_path):
    lines = "".join(f"line {n}\n" for n in range(50))
    files = {
        entry("1", "C", "a"): "both\n",
        entry("2", "C", "a"): lines,
        entry("3", "C", "b"): lines,
        entry("4", "C", "b"): "one\n",
        entry("5", "C++", "b"): "both\n",
        entry("6", "C", "b"): "both\n",
    }
    found = in_groups(files, tmp_path, Inline())
    assert found == at_once(files)
    assert found == {**dict.fromkeys("156", "two languages"), "3": "exact duplicate"}


def test_a_group_is_no_larger_than_what_met():
    groups = Groups(8)
    groups.join(np.array([0, 4, 2]), np.array([2, 5, 7]))
    assert [group.tolist() for group in groups] == [[0, 2, 7], [4, 5]]


def test_no_files_no_groups(tmp_path: Path):
    assert in_groups({}, tmp_path, Inline()) == {}
