"""Rewrite reference vectors: ``python -m tests.reference.rewrite {tokens,scores}``.

Run it for a change that means to change them, such as another model, and commit it with that.
"""

import argparse
import sys

from tests.reference.vectors import (
    MODEL_SHA256,
    SCORES,
    TOKENS,
    dump,
    model_digest,
    score_vectors,
    token_vectors,
)


def texts_of(what):
    """The file of some vectors and what it should hold now."""
    if what == "tokens":
        return TOKENS, dump(token_vectors())
    return SCORES, dump(score_vectors(), **{MODEL_SHA256: model_digest()})


def main(argv=None):
    parser = argparse.ArgumentParser("python -m tests.reference.rewrite", description=__doc__)
    parser.add_argument("what", nargs="+", choices=("tokens", "scores"))
    for what in parser.parse_args(argv).what:
        path, text = texts_of(what)
        path.write_text(text, "utf-8", newline="\n")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
