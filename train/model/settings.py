"""Presets: what a model is and how it is trained."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from polyglint.errors import FatalError

MAX_WINDOWS = 24  # read of one file; publish writes it into the hook's config
SEED_LANGUAGES = ("C", "C++", "Go", "Java", "JavaScript", "PHP", "Python", "Ruby")


@dataclasses.dataclass(frozen=True)
class TrainingSettings:
    """One preset. Names are the same in run directories and in the shipped config."""

    preset: str
    # What a row is.
    tokenizer: Literal["lexical", "character"]
    vocabulary_size: int
    sequence_length: int
    # The network.
    embedding_dim: int
    num_heads: int
    head_dim: int
    intermediate_dim: int
    num_layers: int
    bigram_buckets: int  # 0: no bigram embedding
    bigram_dim: int
    trigram_buckets: int  # 0: no trigram embedding
    trigram_dim: int
    wide_buckets: int  # 0: no wide branch
    wide_dim: int
    dropout: float
    wide_dropout: float
    # The data.
    languages: tuple[str, ...] | None  # None: all with at least min_projects
    min_projects: int
    windows_per_language: int
    held_out_windows_per_language: int
    # The training.
    optimizer: Literal["adam", "adamw"]
    learning_rate: float
    weight_decay: float
    warmup_share: float
    label_smoothing: float
    epochs: float  # passes over the training windows
    batch_size: int
    length_buckets: tuple[int, ...]  # (): every batch at sequence_length
    max_repeats: int  # how often a pass may show a window of a language that has few
    word_dropout: float  # share of known words that are read as their shape
    indent_share: float  # share of windows whose indents become another style's
    crop_share: float  # share of windows that are cut short
    short_share: float  # share of windows that lose one to three of their lines
    join_share: float  # share of windows whose lines become one
    foreign_share: float  # share of windows whose unknown words are of another script

    def replace(self, **changes: Any) -> TrainingSettings:
        """A copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


SEED = TrainingSettings(
    preset="seed",
    tokenizer="character",
    vocabulary_size=100,
    sequence_length=150,
    embedding_dim=256,
    num_heads=2,
    head_dim=256,
    intermediate_dim=512,
    num_layers=4,
    bigram_buckets=0,
    bigram_dim=0,
    trigram_buckets=0,
    trigram_dim=0,
    wide_buckets=0,
    wide_dim=0,
    dropout=0.0,
    wide_dropout=0.0,
    languages=SEED_LANGUAGES,
    min_projects=1,
    windows_per_language=60_000,
    held_out_windows_per_language=2_000,
    optimizer="adam",
    learning_rate=1e-4,
    weight_decay=0.0,
    warmup_share=0.0,
    label_smoothing=0.0,
    epochs=10,
    batch_size=1024,
    length_buckets=(),
    max_repeats=1,
    word_dropout=0.0,
    indent_share=0.0,
    crop_share=0.0,
    short_share=0.0,
    join_share=0.0,
    foreign_share=0.0,
)

BASE = TrainingSettings(
    preset="base",
    tokenizer="lexical",
    vocabulary_size=20_480,
    sequence_length=64,
    embedding_dim=128,
    num_heads=4,
    head_dim=32,
    intermediate_dim=256,
    num_layers=3,
    bigram_buckets=65_536,
    bigram_dim=32,
    trigram_buckets=49_152,
    trigram_dim=16,
    wide_buckets=131_072,
    wide_dim=32,
    dropout=0.2,
    wide_dropout=0.1,
    languages=None,
    min_projects=12,
    windows_per_language=50_000,
    held_out_windows_per_language=1_000,
    optimizer="adamw",
    learning_rate=2e-3,
    weight_decay=0.01,
    warmup_share=0.03,
    label_smoothing=0.05,
    epochs=0.7,  # projects have far more windows than two cores show in an hour
    batch_size=512,
    length_buckets=(16, 24, 32, 40, 48, 64),
    max_repeats=3,
    word_dropout=0.3,
    indent_share=0.2,
    crop_share=0.05,
    short_share=0.05,
    join_share=0.02,
    foreign_share=0.03,
)

TINY = dataclasses.replace(
    BASE,
    preset="tiny",
    vocabulary_size=1_024,
    sequence_length=32,
    embedding_dim=32,
    num_heads=2,
    head_dim=16,
    intermediate_dim=64,
    num_layers=2,
    bigram_buckets=1_024,
    bigram_dim=8,
    trigram_buckets=1_024,
    trigram_dim=8,
    wide_buckets=1_024,
    wide_dim=8,
    min_projects=3,
    windows_per_language=400,
    held_out_windows_per_language=50,
    learning_rate=5e-3,
    epochs=4,
    batch_size=32,
    length_buckets=(16, 32),
)

PRESETS = {settings.preset: settings for settings in (SEED, BASE, TINY)}


def preset(name: str) -> TrainingSettings:
    """The preset of that name.

    Raises:
        FatalError: there is none.
    """
    if name not in PRESETS:
        raise FatalError(f"no preset {name!r}; there are {', '.join(PRESETS)}")
    return PRESETS[name]


def _fits(value: Any, kind: Any) -> bool:
    """Whether a value that JSON gave is of an annotated type; an int is a float too."""
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if get_origin(kind) is tuple:
        return isinstance(value, tuple) and all(_fits(item, get_args(kind)[0]) for item in value)
    if get_args(kind):
        return any(_fits(value, one) for one in get_args(kind))
    return type(value) is kind or (kind is float and type(value) is int)


def override(settings: TrainingSettings, assignments: Sequence[str]) -> TrainingSettings:
    """`settings` with ``name=value`` assignments applied; values are JSON or plain words.

    Raises:
        FatalError: no such setting, or a value of the wrong type.
    """
    known = {field.name: str(field.type) for field in dataclasses.fields(settings)}
    kinds = get_type_hints(TrainingSettings)
    changes: dict[str, Any] = {}
    for assignment in assignments:
        name, _, text = assignment.partition("=")
        if name not in known:
            raise FatalError(f"--set {assignment}: no such setting; there are {', '.join(known)}")
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            value = text
        value = tuple(value) if isinstance(value, list) else value
        if not _fits(value, kinds[name]):
            raise FatalError(f"--set {assignment}: {name} takes {known[name]}")
        changes[name] = value
    return settings.replace(**changes)


def from_json(values: dict[str, Any]) -> TrainingSettings:
    """`TrainingSettings.to_json` undone; what was made before there was a wide branch has none."""
    values = {"wide_buckets": 0, "wide_dim": 0, "wide_dropout": 0.0, **values}
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return TrainingSettings(**{**values, **lists})


def description_of_run(directory: Path) -> dict[str, Any]:
    """What ``run.json`` says of a run.

    Raises:
        FatalError: the directory holds no run.
    """
    path = directory / "run.json"
    if not path.is_file():
        raise FatalError(f"{path}: not found; train a run with `python -m train fit`")
    description: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return description


def settings_of_run(directory: Path) -> TrainingSettings:
    """The settings that a run was trained with, as `description_of_run` has them."""
    return from_json(description_of_run(directory)["settings"])
