"""Weights to start from, in one file with all that a fine-tuning run must know of them.

Tables of embeddings are int8 with a scale a row, since they are most of the file; the rest is
float16.

Beside the arrays the file holds the settings, languages and vocabulary of the run that they come
from, and which projects it held out. They are for training alone; what the hook reads is the
quantized model.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polyglint.errors import FatalError
from polyglint.model.config import SHIPPED, load_config
from polyglint.model.tokenizer import LexicalTokenizer
from train.model.settings import TrainingSettings, from_json

if TYPE_CHECKING:
    import keras


RELEASED = Path(__file__).parents[1] / "released" / "weights.npz"
BUDGET = 12_000_000  # bytes of the released file
DESCRIPTION, SCALE = "description", "-scale"
TABLE_ROWS = 4096  # an array with so many rows is a table of embeddings
FIELDS = [field.name for field in dataclasses.fields(TrainingSettings)]
# What a row and the network are; the fields after them say how it is trained.
ARCHITECTURE = FIELDS[FIELDS.index("tokenizer") : FIELDS.index("dropout")]
WIDE = ("wide_buckets", "wide_dim")


class Weights(NamedTuple):
    """A trained network, and what it was trained to tell apart."""

    path: Path
    sha256: str  # of the file
    arrays: tuple[npt.NDArray[np.float32], ...]  # in the order of the network's weights
    settings: TrainingSettings
    languages: tuple[str, ...]
    vocabulary: tuple[str, ...]
    projects: dict[str, int]  # which split each was in, as an index into `train.data.split.SPLITS`


def save_weights(
    path: Path,
    model: keras.Model,
    settings: TrainingSettings,
    languages: Sequence[str],
    vocabulary: Sequence[str],
    projects: Mapping[str, int],
) -> str:
    """Write a model's weights; equal ones give equal files.

    Returns:
        SHA-256 of the file.
    """
    description = {
        "settings": settings.to_json(),
        "languages": list(languages),
        "vocabulary": list(vocabulary),
        "projects": dict(projects),
    }
    text: Any = np.frombuffer(json.dumps(description).encode("utf-8"), np.uint8)
    # By number: Keras' own names count all layers that a process has ever made.
    arrays: dict[str, Any] = {}
    for number, weight in enumerate(model.get_weights()):
        if len(weight) >= TABLE_ROWS:
            scale = np.abs(weight).max(axis=1, keepdims=True) / 127 + 1e-12
            arrays[f"{number:03}{SCALE}"] = scale.astype(np.float32)
            arrays[f"{number:03}"] = np.rint(weight / scale).astype(np.int8)
        else:
            arrays[f"{number:03}"] = np.asarray(weight, np.float16)
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays, **{DESCRIPTION: text})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stream.getvalue())
    return hashlib.sha256(stream.getvalue()).hexdigest()


def _array(archive: Any, number: str) -> npt.NDArray[np.float32]:
    values: npt.NDArray[np.float32] = archive[number].astype(np.float32)
    return values * archive[number + SCALE] if number + SCALE in archive.files else values


def load_weights(name: str) -> Weights:
    """Weights from a file, or the `released` ones.

    Raises:
        FatalError: there is no such file, it is damaged or is something else, or the released one
            is not of the model that ships.
    """
    path = RELEASED if name == "released" else Path(name)
    try:
        content = path.read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            description = json.loads(archive[DESCRIPTION].tobytes().decode("utf-8"))
            numbered = sorted(n for n in archive.files if n.isdigit())
            arrays = tuple(_array(archive, number) for number in numbered)
        settings = from_json(description["settings"])
        languages, vocabulary = (tuple(description[key]) for key in ("languages", "vocabulary"))
        projects = dict(description["projects"])
    except OSError as error:
        raise FatalError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise FatalError(f"{path}: damaged, or not weights that publish wrote ({error})") from error
    digest = hashlib.sha256(content).hexdigest()
    weights = Weights(path, digest, arrays, settings, languages, vocabulary, projects)
    if name == "released":
        _check_released(weights)
    return weights


def _check_released(weights: Weights) -> None:
    """The released weights are those of the model that ships, or belong to no model here."""
    config = load_config(SHIPPED)
    expected = config.run.get("weights_sha256")
    if weights.languages != config.languages or expected not in (None, weights.sha256):
        raise FatalError(
            f"{weights.path}: not the weights of the model in {SHIPPED}, by labels or SHA-256; "
            "publish the run of one of them again"
        )


def check_fits(weights: Weights, vocabulary: Sequence[str], settings: TrainingSettings) -> None:
    """A network that goes on from weights reads the same rows in the same way.

    It may know more words, after those of the weights, and have a wide branch that they lack.

    Raises:
        FatalError: the data set has other ids for its tokens, or the network other sizes.
    """
    again = f"make the data set with `dataset --vocabulary {weights.path}`"
    for name in ARCHITECTURE:
        expected, found = getattr(weights.settings, name), getattr(settings, name)
        grows = name == "vocabulary_size" and found >= expected
        if expected != found and not grows and not (name in WIDE and not expected):
            raise FatalError(f"{weights.path}: {name} is {expected}, not {found}; {again}")
    if weights.vocabulary != tuple(vocabulary[: len(weights.vocabulary)]):
        raise FatalError(f"{weights.path}: the data set has another vocabulary; {again}")


def start_from(
    model: keras.Model, weights: Weights, languages: Sequence[str], vocabulary: Sequence[str]
) -> str:
    """Give a fresh network the weights, layer by layer.

    Outputs for languages that are new stay as they are, as does a wide branch that the weights
    lack. A word that is new begins as its shape, which it was read as before.

    Returns:
        What was done, in words.

    Raises:
        FatalError: the file does not hold what its description says.
    """
    from train.model.network import EMBEDDING, OUTPUTS, build_network

    given = build_network(weights.settings, len(weights.languages))
    if [tuple(w.shape) for w in given.weights] != [array.shape for array in weights.arrays]:
        raise FatalError(f"{weights.path}: its arrays are not of the sizes in its description")
    given.set_weights(list(weights.arrays))
    column = {language: index for index, language in enumerate(weights.languages)}
    known = [index for index, language in enumerate(languages) if language in column]
    before = [column[languages[index]] for index in known]
    for layer in given.layers:
        values = layer.get_weights()
        if not values:
            continue
        own = model.get_layer(layer.name)
        if layer.name in OUTPUTS:  # kernel (dim, languages), bias (languages,)
            fresh = own.get_weights()
            for mine, theirs in zip(fresh, values, strict=True):
                mine[..., known] = theirs[..., before]
            values = fresh
        elif layer.name == EMBEDDING:
            values = [
                value if value.shape == mine.shape else _with_new_words(value, mine, vocabulary)
                for value, mine in zip(values, own.get_weights(), strict=True)
            ]
        own.set_weights(values)
    new = [language for language in languages if language not in column]
    dropped = [language for language in weights.languages if language not in languages]
    words = f"{weights.path}: {len(known)} languages go on, new: {', '.join(new) or 'none'}"
    if len(vocabulary) > len(weights.vocabulary):
        words += f"; {len(vocabulary) - len(weights.vocabulary)} new words"
    if dropped:
        words += f"; the data set lacks {', '.join(dropped)}, which the model will not know"
    return words


def known_ids(weights: Weights, vocabulary: Sequence[str]) -> npt.NDArray[np.uint16]:
    """A table of ids that reads each word the weights do not know as its shape, (vocabulary,)."""
    shapes = np.asarray(LexicalTokenizer(vocabulary).shape_ids(), np.uint16)
    ids = np.arange(len(shapes), dtype=np.uint16)
    known = weights.settings.vocabulary_size
    ids[known:] = shapes[known:]
    return ids


def _with_new_words(
    table: npt.NDArray[np.float32], fresh: npt.NDArray[np.float32], vocabulary: Sequence[str]
) -> npt.NDArray[np.float32]:
    """A larger token embedding, (vocabulary_size, dim), with the rows of a smaller one."""
    shapes = np.asarray(LexicalTokenizer(vocabulary).shape_ids())
    extended = fresh.copy()
    extended[: len(table)] = table
    extended[len(table) : len(shapes)] = table[shapes[len(table) :]]
    return extended
