"""The parts of a model, each opened when it is first asked for, or beside other work."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.lazy import lazy_import
from polyglint.model.config import (
    FILE_SIGNATURE,
    check_model,
    load_config,
    load_hashing,
    load_tokenizer,
)
from polyglint.typed import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from polyglint.filesystem import meanwhile
    from polyglint.filesystem.meanwhile import Meanwhile
    from polyglint.model import compiled_model, interpreter, plain_inputs, plain_interpreter
    from polyglint.model.interpreter import Interpreter
    from polyglint.model.plain_inputs import Buckets
    from polyglint.model.plain_interpreter import PlainInterpreter
    from polyglint.model.tokenizer import Tokenizer
else:
    compiled_model = lazy_import("polyglint.model.compiled_model")
    interpreter = lazy_import("polyglint.model.interpreter")
    meanwhile = lazy_import("polyglint.filesystem.meanwhile")
    plain_inputs = lazy_import("polyglint.model.plain_inputs")
    plain_interpreter = lazy_import("polyglint.model.plain_interpreter")


class ModelParts:
    """What a directory holds of a model, and what runs it.

    Args:
        directory: of the model.

    Raises:
        FatalError: the model is missing or damaged.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.config = load_config(directory)
        self._tokenizer: Tokenizer | None = None
        self._checking: Meanwhile[Path] | None = None
        self._opening: Meanwhile[PlainInterpreter] | None = None
        self._plain: PlainInterpreter | None = None
        self._interpreter: Interpreter | None = None

    @property
    def is_plain(self) -> bool:
        """Whether what needs no numpy is open."""
        return self._plain is not None

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._interpreter is not None or self.is_plain

    def check(self) -> None:
        """Begin to check the weights, which takes as long as to judge several files."""
        if self._checking is None:
            load_hashing()
            self._checking = meanwhile.Meanwhile(partial(check_model, self.directory, self.config))

    def begin_plain(self) -> None:
        """Begin to open what needs no numpy.

        Until it is waited for, nobody else may write to standard error: the runtime would.
        """
        if self._plain is None and self._opening is None:
            compiled_model.load()
            self._opening = meanwhile.Meanwhile(self._open_plain)

    def wait(self) -> None:
        """Wait until that is open, if it has begun.

        Not where a signal ends the run, which may leave a lock that the opening needs.
        """
        if self._opening is not None:
            self._opening.wait()

    def plain(self) -> PlainInterpreter:
        """What needs no numpy. Raises UnusableError where it is not to be had, and FatalError."""
        if self._plain is None:
            begun, self._opening = self._opening, None  # what failed once may not the next time
            self._plain = begun.result() if begun else self._open_plain()
        return self._plain

    def interpreter(self) -> Interpreter:
        """What needs numpy, and reads any number of windows. Raises FatalError."""
        if self._interpreter is None:
            config = self.config
            self.check()
            model = interpreter.Interpreter(  # for which numpy is imported before the wait
                self._weights(), config.lengths, self._buckets(), config.file_buckets
            )
            most = config.max_windows * config.sequence_length * len(plain_inputs.SALTS)
            if model.most_ngrams < min(most, config.file_buckets - 1):
                words = f"max_windows is more than {FILE_SIGNATURE} was made for"
                raise FatalError(f"{self.directory}: {words}")
            self._interpreter = model
        return self._interpreter

    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer. Raises FatalError."""
        if self._tokenizer is None:
            self.check()
            self._tokenizer = load_tokenizer(self.directory, self.config)
        return self._tokenizer

    def _weights(self) -> Path:
        """The path of the weights once they are checked."""
        self.check()
        return cast("Meanwhile[Path]", self._checking).result()

    def _buckets(self) -> Buckets:
        sizes = self.config
        return plain_inputs.Buckets(sizes.bigram_buckets, sizes.trigram_buckets, sizes.wide_buckets)

    def _open_plain(self) -> PlainInterpreter:
        config = self.config
        model = plain_interpreter.PlainInterpreter(
            self._weights(), config.lengths, self._buckets(), config.file_buckets
        )
        if model.labels != len(config.languages):
            raise compiled_model.UnusableError("another number of languages")
        return model
