"""Put a trained, quantized and evaluated run into the hook's package, and its report beside us.

The model directory gets ``model.tflite``, ``vocabulary.txt``, ``config.json`` and the model card
``README.md``; the report directory, which no wheel carries, the tables and pictures of the run.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from polyglint.errors import FatalError
from polyglint.filesystem.atomic import replacement
from polyglint.model.config import CONFIG, MODEL, SHIPPED, VOCABULARY
from train.data.split import read_splits
from train.export.gate import check_form
from train.export.quantize import export_lengths, float_model
from train.model.file_branch import REPORT as FILE_BRANCH
from train.model.file_branch import branch_report
from train.model.settings import MAX_WINDOWS, from_json
from train.model.weights import BUDGET, RELEASED, save_weights
from train.release.card import model_card

REPORT = Path(__file__).parents[1] / "report" / SHIPPED.name
REPORT_FILES = (
    "calibration.png",
    "confusion.csv",
    "confusion.png",
    "evaluation.json",
    "history.csv",
    "languages.csv",
    "learning_curve.png",
    "quantize.json",
    "run.json",
)
# Where there are such: of a run that is a mean, of one that was compared, of one measured on files.
FURTHER_FILES = ("average.json", "compare.json", "doubtful.tsv", FILE_BRANCH)
MODEL_BUDGET = 12_000_000  # bytes of the directory


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of the run.

    Raises:
        FatalError: the file is not there.
    """
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise FatalError(f"{path}: not found; fit, quantize and evaluate the run first") from None
    return values


def model_config(run: Path, model: bytes, vocabulary: bytes) -> dict[str, Any]:
    """The description that `polyglint.model.config.load_config` reads."""
    description = read_json(run / "run.json")
    settings = from_json(description["settings"])
    evaluation = read_json(run / "evaluation.json")
    return {
        "languages": description["languages"],
        "tokenizer": settings.tokenizer,
        "vocabulary_size": settings.vocabulary_size,
        "sequence_length": settings.sequence_length,
        "lengths": export_lengths(settings),
        "bigram_buckets": settings.bigram_buckets,
        "trigram_buckets": settings.trigram_buckets,
        "wide_buckets": settings.wide_buckets,
        "file_buckets": branch_report(run).get("buckets", 0),
        "max_windows": MAX_WINDOWS,
        "calibration": read_json(run / "calibration.json"),
        "sha256": {
            MODEL: hashlib.sha256(model).hexdigest(),
            VOCABULARY: hashlib.sha256(vocabulary).hexdigest(),
        },
        "run": {
            "preset": settings.preset,
            "form": evaluation["form"],
            "commit": description["commit"],
            "seed": description["seed"],
            "corpus_sha256": description["dataset"]["corpus_sha256"],
            "manifest_sha256": description["dataset"].get("manifest_sha256"),
            "failed_packages": len(description["dataset"].get("failed_packages", ())),
            "init": description.get("init_name"),
            "init_sha256": description["init"],
        },
    }


def check_evaluated(evaluation: Mapping[str, Any], model: Path) -> None:
    """The figures and thresholds must be of this very model; some evaluations do not say.

    Raises:
        FatalError: they are of another, since the run was quantized again.
    """
    found = hashlib.sha256(model.read_bytes()).hexdigest()
    if evaluation.get("model_sha256", found) != found:
        raise FatalError(f"{model}: not the model that was evaluated; evaluate the run again")


def check_traceable(run: Path) -> None:
    """What is released must lead back to the code, the weights and the files that made it.

    Raises:
        FatalError: the run does not.
    """
    description = read_json(run / "run.json")
    dataset = description["dataset"]
    for commit in (part["commit"] for part in (description, branch_report(run)) if part):
        if not commit or commit.endswith("+"):
            what = f"at {commit[:-1]}, with changes" if commit else "outside of a clone"
            words = "what is released is trained at a clean commit"
            raise FatalError(f"{run}: trained {what}; {words}")
    missing = [name for name in ("manifest_sha256", "failed_packages") if name not in dataset]
    if description["init"] and not description.get("init_name"):
        missing.append("init_name")
    if missing:
        raise FatalError(f"{run}: run.json lacks {', '.join(missing)}; make data set and run anew")


def read_facts(run: Path, dataset: Path) -> dict[str, Any]:
    """What the model card is written from.

    Raises:
        FatalError: a step has not been run, or not on files.
    """
    names = ("run", "metrics", "quantize", "evaluation", "calibration")
    facts = {name: read_json(run / f"{name}.json") for name in names}
    if "files" not in facts["evaluation"]:
        raise FatalError(f"{run}: only windows were evaluated; evaluate it with --corpus")
    return {**facts, "dataset": read_json(dataset / "dataset.json"), "file": branch_report(run)}


def write_weights(run: Path, dataset: Path, path: Path) -> str:
    """Write the run's weights to start from, as `train.model.weights` reads them.

    Raises:
        FatalError: they are too large to keep in git.
    """
    description = read_json(run / "run.json")
    vocabulary = (run / VOCABULARY).read_text("utf-8").splitlines()
    model, settings = float_model(run / "model.keras"), from_json(description["settings"])
    projects = read_splits(dataset)
    digest = save_weights(path, model, settings, description["languages"], vocabulary, projects)
    if (size := path.stat().st_size) > BUDGET:
        path.unlink()
        raise FatalError(f"{path}: {size:,} bytes, over {BUDGET:,}")
    return digest


def parser() -> argparse.ArgumentParser:
    """Arguments of the step."""
    parser = argparse.ArgumentParser("python -m train publish", description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="run directory, evaluated")
    parser.add_argument("--dataset", type=Path, required=True, help="the data set it trained on")
    parser.add_argument("--output", type=Path, default=SHIPPED, help="model directory to write")
    parser.add_argument(
        "--weights",
        type=Path,
        help=f"file of weights to write, to start from; default: {RELEASED.name} of our releases, "
        "where --output is ours as well, else none",
    )
    parser.add_argument("--report", type=Path, default=REPORT, help="report directory to write")
    return parser


def main(argv: Sequence[str]) -> int:
    """Publish one run."""
    arguments = parser().parse_args(argv)
    run, output = arguments.run, arguments.output
    evaluation, vocabulary = read_json(run / "evaluation.json"), run / VOCABULARY
    model = check_form(run, evaluation["form"], is_published=True)
    check_evaluated(evaluation, model)
    for path in (vocabulary, *(run / name for name in REPORT_FILES)):
        if not path.is_file():
            raise FatalError(f"{path}: not found; fit, quantize and evaluate the run first")
    is_release = output.resolve() == SHIPPED.resolve()
    if is_release:
        check_traceable(run)
    config = model_config(run, model.read_bytes(), vocabulary.read_bytes())
    weights = arguments.weights or (RELEASED if is_release else None)
    if weights is not None:
        config["run"]["weights_sha256"] = write_weights(run, arguments.dataset, weights)
    config_text = json.dumps(config, indent=1) + "\n"
    size = model.stat().st_size + vocabulary.stat().st_size + len(config_text)
    if size > MODEL_BUDGET:
        raise FatalError(f"{model}: {size:,} bytes with its files, over {MODEL_BUDGET:,}")
    with (run / "languages.csv").open(encoding="utf-8", newline="") as stream:
        languages = list(csv.DictReader(stream))
    card = model_card(read_facts(run, arguments.dataset), languages, size)
    for directory in (output, arguments.report):
        directory.mkdir(parents=True, exist_ok=True)
    for file, name in ((model, MODEL), (vocabulary, VOCABULARY)):
        with replacement(output / name) as unfinished:  # a run that has the old one mapped keeps it
            shutil.copyfile(file, unfinished)
    (output / CONFIG).write_text(config_text, "utf-8")
    further = [name for name in FURTHER_FILES if (run / name).is_file()]
    for name in (*REPORT_FILES, *further):
        shutil.copyfile(run / name, arguments.report / name)
    (output / "README.md").write_text(card, "utf-8")
    print(f"{size:,} bytes -> {output}; report -> {arguments.report}")
    return 0
