"""LiteRT by its C interface, which needs no numpy.

LiteRT's own Python needs numpy, whose import takes as long as all else that a small commit needs.
This does less: it reads the shipped model, whose hash is known, on the platform and with the
releases of LiteRT that it was tried with. What it cannot do `interpreter` does, and says why not.
"""

from __future__ import annotations

import ctypes
import sys
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from ctypes import byref, c_int32, c_size_t, c_uint32, c_void_p
from pathlib import Path

from polyglint.model.silence import silent_stderr
from polyglint.typed import Any, NamedTuple

# The headers (litert/c) promise the layout of what is declared here from 2.1.6 on. Releases are
# added when tests have passed with them.
RELEASES = ("2.1.", "2.2.", "2.3.")
PLATFORM, LIBRARY = "linux", "libLiteRt.so"
ALIGNMENT = 64  # bytes, of a tensor's memory
REGISTERED, LEAST_SEVERITY = 24, 25  # options of an environment
CPU, SILENT = 1, 4  # their values; any other accelerator's library takes long to load
INTEGER = 2  # the kind of such a value
ELEMENTS: dict[int, Any] = {1: ctypes.c_float, 2: c_int32, 6: ctypes.c_bool}
RANK_BITS = 0x7F


class UnusableError(Exception):
    """LiteRT is not there, or is not what is expected, or failed."""


class _Any(ctypes.Structure):
    _fields_ = (("kind", c_int32), ("value", ctypes.c_int64))


class _Option(ctypes.Structure):
    _fields_ = (("tag", c_int32), ("value", _Any))


class _TensorType(ctypes.Structure):
    _fields_ = (
        ("element", c_int32),
        ("flags", c_uint32),
        ("dimensions", c_int32 * 8),
        ("strides", c_uint32 * 8),
    )


class _Tensor(NamedTuple):
    """Memory that the model reads or writes."""

    buffer: c_void_p
    values: Any  # flat
    shape: tuple[int, ...]
    memory: Any  # which `values` lie in


class _Signature(NamedTuple):
    number: int
    inputs: dict[str, _Tensor]
    output: _Tensor


class CompiledModel:
    """A TFLite model, whose signatures have inputs of fixed shape and one output.

    Args:
        path: the model, which must be known to be whole.

    Raises:
        UnusableError: not here.
    """

    def __init__(self, path: Path) -> None:
        self._library = _library()
        self._opened: dict[str, _Signature] = {}  # by name
        self._made: list[tuple[str, c_void_p]] = []  # and is to be destroyed
        weakref.finalize(self, _destroy, self._library, self._made).atexit = False
        settings = (_Option * 2)(
            _Option(REGISTERED, _Any(INTEGER, CPU)),
            _Option(LEAST_SEVERITY, _Any(INTEGER, SILENT)),
        )
        name = str(path).encode("utf-8", "surrogateescape")
        with silent_stderr():
            environment = self._make("Environment", len(settings), settings)
            self._model = self._make("Model", environment, name, create="ModelFromFile")
            options = self._make("Options")
            self._call("LiteRtSetOptionsHardwareAccelerators", options, CPU)
            self._compiled = self._make("CompiledModel", environment, self._model, options)

    def shapes(self, name: str) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
        """The shapes of a signature's inputs, by name, and of its output. Raises UnusableError."""
        signature = self._signature(name)
        return {n: tensor.shape for n, tensor in signature.inputs.items()}, signature.output.shape

    def run(self, name: str, inputs: Mapping[str, Sequence[int]]) -> Sequence[float]:
        """Run a signature; one thread at a time.

        Args:
            name: of the signature.
            inputs: of each input the numbers, flat.

        Returns:
            The output, flat; its memory is the next run's.

        Raises:
            UnusableError: there are other inputs, or LiteRT failed.
        """
        signature = self._signature(name)
        if inputs.keys() != signature.inputs.keys():
            raise UnusableError("other inputs")
        for name, tensor in signature.inputs.items():
            tensor.values[:] = inputs[name]
        buffers = [tensor.buffer for tensor in signature.inputs.values()]
        self._call(
            "LiteRtRunCompiledModel",
            self._compiled,
            c_size_t(signature.number),
            c_size_t(len(buffers)),
            (c_void_p * len(buffers))(*buffers),
            c_size_t(1),
            byref(signature.output.buffer),
        )
        found: Sequence[float] = signature.output.values
        return found

    def _signature(self, name: str) -> _Signature:
        if name not in self._opened:
            self._opened[name] = self._open(name.encode())
        return self._opened[name]

    def _open(self, wanted: bytes) -> _Signature:
        """Find a signature by its name, and give it memory."""
        for index in range(self._count("LiteRtGetNumModelSignatures", self._model)):
            signature = self._get("LiteRtGetModelSignature", self._model, index)
            if self._name("LiteRtGetSignatureKey", signature) != wanted:
                continue
            inputs = {}
            for place in range(self._count("LiteRtGetNumSignatureInputs", signature)):
                name = self._name("LiteRtGetSignatureInputName", signature, place)
                tensor = self._get("LiteRtGetSignatureInputTensorByIndex", signature, place)
                inputs[name.decode()] = self._tensor(tensor)
            output = self._get("LiteRtGetSignatureOutputTensorByIndex", signature, 0)
            return _Signature(index, inputs, self._tensor(output))
        raise UnusableError(f"no signature {wanted!r}")

    def _tensor(self, tensor: c_void_p) -> _Tensor:
        kind = _TensorType()
        self._call("LiteRtGetRankedTensorType", tensor, byref(kind))
        shape = tuple(kind.dimensions[: kind.flags & RANK_BITS])
        if kind.element not in ELEMENTS or min(shape, default=0) < 1:
            raise UnusableError("a tensor of another kind")
        count = 1
        for number in shape:
            count *= number
        values = ELEMENTS[kind.element] * count
        memory = ctypes.create_string_buffer(ctypes.sizeof(values) + ALIGNMENT)
        start = -ctypes.addressof(memory) % ALIGNMENT
        address = c_void_p(ctypes.addressof(memory) + start)
        size = c_size_t(ctypes.sizeof(values))
        buffer = self._make(
            "TensorBuffer", byref(kind), address, size, None, create="TensorBufferFromHostMemory"
        )
        return _Tensor(buffer, values.from_buffer(memory, start), shape, memory)

    def _make(self, kind: str, *arguments: Any, create: str | None = None) -> c_void_p:
        made = c_void_p()
        self._call(f"LiteRtCreate{create or kind}", *arguments, byref(made))
        self._made.append((f"LiteRtDestroy{kind}", made))
        return made

    def _get(self, function: str, owner: c_void_p, index: int) -> c_void_p:
        found = c_void_p()
        self._call(function, owner, c_size_t(index), byref(found))
        return found

    def _count(self, function: str, owner: c_void_p) -> int:
        found = c_size_t()
        self._call(function, owner, byref(found))
        return found.value

    def _name(self, function: str, owner: c_void_p, *index: int) -> bytes:
        found = ctypes.c_char_p()
        self._call(function, owner, *map(c_size_t, index), byref(found))
        return found.value or b""

    def _call(self, function: str, *arguments: Any) -> None:
        try:
            status = getattr(self._library, function)(*arguments)
        except AttributeError:
            raise UnusableError(f"no {function}") from None
        if status:
            raise UnusableError(f"{function} failed: {status}")


def load() -> None:
    """Load LiteRT, if it is there: imports are for the thread that signals come to."""
    with suppress(UnusableError):
        _library()


def _library() -> ctypes.CDLL:
    if sys.platform != PLATFORM or ctypes.sizeof(c_void_p) != 8:
        raise UnusableError("another platform")
    try:
        import ai_edge_litert

        if not ai_edge_litert.__version__.startswith(RELEASES):
            raise UnusableError("another release")
        return ctypes.CDLL(str(Path(ai_edge_litert.__file__).with_name(LIBRARY)))
    except (ImportError, OSError, AttributeError) as error:
        raise UnusableError("no LiteRT") from error


def _destroy(library: ctypes.CDLL, made: Sequence[tuple[str, c_void_p]]) -> None:
    for function, pointer in reversed(made):
        destroy = getattr(library, function)
        destroy.restype = None
        destroy(pointer)
