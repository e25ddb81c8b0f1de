"""What windows, token ids and scores of a few texts are, to hold every change against.

`tokens.json` has windows and ids of a small vocabulary of its own, so that it outlives models;
`scores.json` has what the shipped model makes of the same texts.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

from polyglint.model.config import MODEL, SHIPPED
from polyglint.model.ngrams import ngram_ids
from polyglint.model.plain_inputs import Buckets
from polyglint.model.reader import Reader
from polyglint.model.tokenizer import CharacterTokenizer, LexicalTokenizer
from polyglint.model.window_rows import encode_rows
from polyglint.model.windows import Lines, window_starts
from tests.repositories import SOURCES

DIRECTORY = Path(__file__).parent
TOKENS, SCORES, VOCABULARY = (
    DIRECTORY / name for name in ("tokens.json", "scores.json", "vocabulary.txt")
)
WINDOWS = 4  # of each text
SEQUENCE_LENGTH = 64
BIGRAM_BUCKETS = 65536
BEST = 5  # languages of each window
MODEL_SHA256 = "model_sha256"
# Between processors the quantized model's activations round differently.
TOLERANCE = 0.02  # of a probability

CORNERS = (
    "\ufeffdef f(x):\r\n\r\n\treturn x\t# naïve  →\r\n    \r\n"
    "  \t===== Übermaß 0xFF 3.14 _private MAX_SIZE camelCase $x\r"
    "\x1c\n\0\x1b[1m \ud800\u2028x\x85y\n\f\n" + "word " * 500 + "\n" + " " * 1200 + "x\nend"
)


def texts():
    """The texts by name: the sources of the tests, and one text of what is rare."""
    sources = {path.name: path.read_text("utf-8") for path in sorted(SOURCES.iterdir())}
    return {"corners": CORNERS, **sources}


def token_vectors():
    """Windows and ids of each text, for both tokenizers."""
    lexical = LexicalTokenizer(VOCABULARY.read_text("utf-8").splitlines())
    tokenizers = {"lexical": lexical, "characters": CharacterTokenizer()}
    return {
        f"{name}, {kind}": _encoded(tokenizer, text)
        for name, text in texts().items()
        for kind, tokenizer in tokenizers.items()
        if kind == "lexical" or name == "corners"
    }


def _encoded(tokenizer, text):
    lines = Lines(text)
    starts = window_starts(len(lines), WINDOWS)
    rows = encode_rows(tokenizer, lines, starts, SEQUENCE_LENGTH)
    bigrams = ngram_ids(rows.token_ids, Buckets(BIGRAM_BUCKETS))["bigram_ids"]
    used = rows.padding_mask.sum(axis=1) - 1
    return [
        {
            "lines": list(lines.window(start)),
            "token_ids": token_ids[:count].tolist(),
            "last_bigram_id": int(bigram[count - 1]),
        }
        for start, token_ids, bigram, count in zip(
            starts, rows.token_ids, bigrams, used.tolist(), strict=True
        )
    ]


def model_digest():
    return hashlib.sha256((SHIPPED / MODEL).read_bytes()).hexdigest()


def score_vectors():
    """The best languages of some windows of each text, by the shipped model."""
    reader = Reader()
    return {name: _scored(reader.read(text)) for name, text in texts().items()}


def _scored(reading):
    count = len(reading.windows)
    chosen = sorted({round(i * (count - 1) / (WINDOWS - 1)) for i in range(WINDOWS)})
    return [
        {
            "lines": list(reading.windows[index]),
            "best": {
                reading.labels[column]: round(float(row[column]), 4)
                for row in [np.exp(reading.log_probabilities[index])]
                for column in np.argsort(-row, kind="stable")[:BEST]
            },
        }
        for index in chosen
    ]


def dump(vectors, **head):
    """JSON with one window a line."""
    members = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    for name, windows in vectors.items():
        lines = ",\n".join(f"  {json.dumps(window)}" for window in windows)
        members.append(f" {json.dumps(name)}: [\n{lines}\n ]")
    return "{\n" + ",\n".join(members) + "\n}\n"
