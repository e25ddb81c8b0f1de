"""The shipped model's description: labels, sizes and thresholds, read without any runtime."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.filesystem import digests
from polyglint.lazy import lazy_import
from polyglint.model.weights import ContradictionWeights, GrammarRates, GrammarWeights
from polyglint.typed import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import hashlib
    import mmap

    from polyglint.model import kinds, tokenizer
    from polyglint.model.tokenizer import Tokenizer
else:
    kinds = lazy_import("polyglint.model.kinds")
    tokenizer = lazy_import("polyglint.model.tokenizer")  # what a parser clears needs none
    hashlib = lazy_import("hashlib")  # with OpenSSL, which is faster at what is large
    mmap = lazy_import("mmap")

SHIPPED = Path(__file__).parents[1] / "models" / "v1"
MODEL, CONFIG, VOCABULARY = "model.tflite", "config.json", "vocabulary.txt"
MAX_BYTES = {MODEL: 1 << 28, CONFIG: 1 << 20, VOCABULARY: 1 << 24}  # none has a tenth of it

FILE_SIGNATURE = "score_file"  # of the model's branch for the n-grams of a whole file
MAX_SIZE = 1 << 16  # of a vocabulary, whose ids have 16 bits, of a window in tokens, of windows
MAX_BUCKETS = 1 << 22
MAX_FACTOR = 100


def signature_name(length: int) -> str:
    """Name of the model's signature for rows of at most `length` tokens."""
    return f"score_{length}"


class Calibration(NamedTuple):
    """How windows add up to one verdict, and how sure it must be; fitted on validation projects."""

    # Evidence = scale * windows ** exponent * mean of the windows' log-probabilities, each window
    # weighing as much as its best probability ** confidence; and file_weight * those of the n-grams
    # of the whole file.
    scale: float
    exponent: float
    confidence: float
    verdict_threshold: float  # below this score there is no verdict
    min_windows: int  # fewer full windows never contradict a claim
    max_claimed_support: float  # a window that gives a claimed language this much clears the file
    contradiction_threshold: float  # least `contradiction_score`, in log-odds
    thresholds: dict[str, float]  # the same for claims of some languages, in its place
    contradiction_weights: ContradictionWeights
    # Languages too often mistaken to be asserted, or contradicted, unless a grammar testifies.
    abstains: tuple[str, ...]
    # A model that was fitted without grammars has none of what follows, and asks none.
    grammars: dict[str, GrammarRates] = {}  # noqa: RUF012, nobody writes into it
    grammar_weights: GrammarWeights = GrammarWeights()
    # Least margin of a look-alike over what the claimed language may hold, in nats, by "claimed >
    # read", and where grammars agree; one without a threshold is never flagged.
    look_alikes: dict[str, float] = {}  # noqa: RUF012
    # What a text of one window, of two … needs beyond the threshold.
    short: tuple[float, ...] = ()
    file_weight: float = 0.0  # of a model without a file branch
    # Languages that few projects taught: none is a verdict, and their thresholds are a shared one.
    untried: tuple[str, ...] = ()

    def threshold(self, claims: Collection[str], windows: int = 0) -> float:
        """Least `contradiction_score` to a claim of these languages: the strictest of theirs."""
        own = (self.thresholds.get(name, self.contradiction_threshold) for name in claims)
        more = self.short[windows - 1] if 0 < windows <= len(self.short) else 0.0
        return max(own, default=self.contradiction_threshold) + more


class ModelConfig(NamedTuple):
    """``config.json`` of a model directory. Names are those of the training settings."""

    languages: tuple[str, ...]
    tokenizer: str
    vocabulary_size: int
    sequence_length: int
    lengths: tuple[int, ...]  # sequence lengths that the model has signatures for
    bigram_buckets: int
    trigram_buckets: int
    wide_buckets: int
    file_buckets: int
    max_windows: int  # windows read of one file
    calibration: Calibration
    sha256: dict[str, str]  # of the model and the vocabulary
    run: dict[str, Any]  # where the model comes from


def calibration_of(values: dict[str, Any]) -> Calibration:
    """The calibration that JSON holds.

    Raises:
        TypeError, KeyError: it holds something else.
    """
    rates_of = values.get("grammars", {}).items()
    return Calibration(
        **{
            **values,
            "contradiction_weights": ContradictionWeights(**values["contradiction_weights"]),
            "abstains": tuple(values["abstains"]),
            "grammars": {language: GrammarRates(**rates) for language, rates in rates_of},
            "grammar_weights": GrammarWeights(**values.get("grammar_weights", {})),
            "short": tuple(values.get("short", ())),
            "untried": tuple(values.get("untried", ())),
        }
    )


def calibration_to_json(calibration: Calibration) -> dict[str, Any]:
    """`calibration_of` undone."""
    return {
        **calibration._asdict(),
        "contradiction_weights": calibration.contradiction_weights._asdict(),
        "grammars": {name: rates._asdict() for name, rates in calibration.grammars.items()},
        "grammar_weights": calibration.grammar_weights._asdict(),
    }


def load_config(directory: Path = SHIPPED) -> ModelConfig:
    """Read a model directory's description; that of the shipped model is taken on trust.

    Raises:
        FatalError: it is missing or malformed.
    """
    path = directory / CONFIG
    try:
        values = json.loads(_read(path).decode("utf-8"))
        values["calibration"] = calibration_of(values["calibration"])
        values["languages"], values["lengths"] = map(
            tuple, (values["languages"], values["lengths"])
        )
        for name in ("wide_buckets", "file_buckets"):  # models made before there were such branches
            values.setdefault(name, 0)
        config = ModelConfig(**values)
        return config if directory == SHIPPED else _plausible(config)
    except FileNotFoundError:
        raise FatalError(f"{path}: no model here; reinstall polyglint or publish one") from None
    except OSError as error:
        raise FatalError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FatalError(f"{path}: not a model description ({error})") from error


def _plausible(config: ModelConfig) -> ModelConfig:
    """The description, if its values are of the kinds and sizes that they should be.

    Raises:
        ValueError: one is not.
    """
    kinds.check_kinds(config, ModelConfig)
    sizes = (config.vocabulary_size, config.sequence_length, config.max_windows, *config.lengths)
    rules = config.calibration
    problems = {
        "a size that is no positive number, or too large": not all(
            0 < size <= MAX_SIZE for size in sizes
        ),
        "lengths that do not ascend to sequence_length": (
            [*config.lengths] != sorted({*config.lengths})
            or config.lengths[-1:] != (config.sequence_length,)
        ),
        "buckets of another number than none, or some": not all(
            number == 0 or 1 < number <= MAX_BUCKETS
            for number in (
                config.bigram_buckets,
                config.trigram_buckets,
                config.wide_buckets,
                config.file_buckets,
            )
        ),
        "languages that are none, or twice the same": (
            not config.languages or len({*config.languages}) < len(config.languages)
        ),
        "a tokenizer that is neither lexical nor character": (
            config.tokenizer not in ("lexical", "character")
        ),
        "a scale, exponent, confidence or file_weight out of range": not (
            0 < rules.scale <= MAX_FACTOR
            and 0 <= rules.file_weight <= MAX_FACTOR
            and 0 <= rules.exponent <= 1
            and 0 <= rules.confidence <= MAX_FACTOR
        ),
        "a number of windows out of range": not 0 < rules.min_windows <= config.max_windows,
    }
    if found := [words for words, is_wrong in problems.items() if is_wrong]:
        raise ValueError(found[0])
    return config


def _read(path: Path) -> bytes:
    """Read a file of a model. Raises FatalError for one that never ends, and OSError."""
    with _opened(path) as stream:
        content = stream.read(MAX_BYTES[path.name] + 1)
    _check_size(path, len(content))
    return content


def _opened(path: Path) -> BinaryIO:
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise FatalError(f"{path}: not a regular file")
    return path.open("rb")


def _check_size(path: Path, size: int) -> None:
    limit = MAX_BYTES[path.name]
    if size > limit:
        raise FatalError(f"{path}: larger than {limit >> 20} MiB, too large for a model")


def _hash(path: Path) -> str:
    """SHA-256 of a large file, which is mapped: a copy of it would take a third of the time."""
    with _opened(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        _check_size(path, size)
        if size == 0:  # nothing to map
            return hashlib.sha256().hexdigest()
        with mmap.mmap(stream.fileno(), size, access=mmap.ACCESS_READ) as content:
            return hashlib.sha256(content).hexdigest()


@contextmanager
def _telling_of(path: Path) -> Iterator[None]:
    """Turn an OSError into a FatalError."""
    try:
        yield
    except OSError as error:
        raise FatalError(f"{path}: cannot be read ({error.strerror})") from error


def _check_hash(path: Path, digest: str, config: ModelConfig) -> None:
    if digest != config.sha256.get(path.name):
        what = "vocabulary" if path.name == VOCABULARY else "weights"
        again = "reinstall polyglint" if path.parent == SHIPPED else "publish the model again"
        raise FatalError(f"{path}: not the model's {what}, by its SHA-256; {again}")


def load_hashing() -> None:
    """Import what `check_model` needs: a signal in the middle of that must find no other thread."""
    hashlib.sha256, mmap.mmap  # noqa: B018


def check_model(directory: Path, config: ModelConfig) -> Path:
    """The path of the model's weights.

    Raises:
        FatalError: they are missing or not those that the description names.
    """
    path = directory / MODEL
    with _telling_of(path):
        _check_hash(path, _hash(path), config)
    return path


def check_files(directory: Path) -> None:
    """Check a model directory's description, weights and vocabulary, before anything asks for them.

    Raises:
        FatalError: one is missing, or not that which the description names.
    """
    config = load_config(directory)
    check_model(directory, config)
    load_tokenizer(directory, config)


def load_tokenizer(directory: Path, config: ModelConfig) -> Tokenizer:
    """The tokenizer that the model was trained with.

    Raises:
        FatalError: the vocabulary is missing or not the one that the description names.
    """
    if config.tokenizer == "character":
        return tokenizer.CharacterTokenizer()
    path = directory / VOCABULARY
    with _telling_of(path):
        content = _read(path)
    _check_hash(path, digests.sha256(content).hexdigest(), config)
    lexical = tokenizer.LexicalTokenizer(content.decode("utf-8").splitlines())
    if lexical.vocabulary_size > config.vocabulary_size:
        raise FatalError(f"{path}: {lexical.vocabulary_size} ids, more than the model's")
    return lexical
