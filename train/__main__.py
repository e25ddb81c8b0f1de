"""`python -m train STEP`: run one step of the training chain."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import NamedTuple

from polyglint.errors import FatalError
from train.fit.backend import choose_backend


class Step(NamedTuple):
    """A step of the chain: the module that has its `main`, imported when it runs, and its help."""

    module: str
    help: str


STEPS = {
    "linguist": Step("train.linguist", "GitHub linguist's table of languages, for the hook"),
    "corpus": Step("train.corpus", "packages or directories to cleaned source files"),
    "repositories": Step(
        "train.corpus.repositories", "checkouts to rows of the table of repositories"
    ),
    "dataset": Step("train.data.dataset", "source files to windows of token ids"),
    "fit": Step("train.fit.loop", "windows to a trained Keras model"),
    "plan": Step(
        "train.tpu.plan", "what a training step would ask of TPUs, compiled for them without any"
    ),
    "quantize": Step(
        "train.export.quantize", "Keras model to TFLite, weights-only int8 and full int8"
    ),
    "average": Step(
        "train.export.average", "a fine-tuned run and the weights that it began with to their mean"
    ),
    "files": Step(
        "train.fit.whole_files", "whole files to a branch of a run that knows all of their n-grams"
    ),
    "compare": Step(
        "train.evaluate.compare", "a fine-tuned run with the weights that it began with"
    ),
    "evaluate": Step("train.evaluate.evaluation", "figures, confusion matrix and thresholds"),
    "measure": Step("train.evaluate.measure", "figures of a released model on any corpus"),
    "publish": Step(
        "train.release.publish", "model, labels and thresholds into the hook's package"
    ),
}


def usage() -> str:
    steps = "\n".join(f"  {name:12} {step.help}" for name, step in STEPS.items())
    return f"usage: python -m train STEP [ARGS]   (STEP --help tells its arguments)\n{steps}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the step that `argv` names; 2 and one line on stderr where its input is wrong."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage())
        return 0 if arguments else 2
    if arguments[0] not in STEPS:
        print(f"train: no step {arguments[0]!r}\n{usage()}", file=sys.stderr)
        return 2
    try:
        choose_backend(arguments[1:])
        step = importlib.import_module(STEPS[arguments[0]].module)
        return int(step.main(arguments[1:]))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "polyglint", "train"):
            raise
        extras = "train,jax" if package in ("jax", "jaxlib", "libtpu") else "train"
        what = f"{package} is not installed; `pip install -e .[{extras}]` in the clone"
        print(f"train {arguments[0]}: {what}", file=sys.stderr)
    except FatalError as error:
        print(f"train {arguments[0]}: {error}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
