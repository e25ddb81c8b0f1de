"""What taught the weights that a training starts from, and is not in the corpus at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from train.corpus.manifest import read_table
from train.corpus.projects import project_group, read_groups
from train.corpus.registries import family
from train.corpus.sources import TABLE
from train.data.split import TRAIN


def earlier_projects(
    known: Mapping[str, int], here: Collection[str], sources: Path = TABLE
) -> dict[str, int]:
    """Language -> training projects of the weights that this corpus lacks, as far as is known.

    Weights know the split of their projects, not what languages these had: the table of sources
    names one language of a repository, and those of a package that it was taken for. Projects that
    it does not list count for nothing.

    Args:
        known: project -> index into `SPLITS`, of the weights.
        here: projects of the corpus, which count for themselves.
    """
    groups = read_groups()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_table(sources):
        project = project_group(groups, family(row["registry"]), row["package"])
        if known.get(project) == TRAIN and project not in here:
            found[row["language"]].add(project)
    return {language: len(projects) for language, projects in found.items()}
