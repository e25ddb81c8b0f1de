"""The model card, written from the figures of a run."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

WEAKEST = 15
WIDTH = 100


def paragraph(text: str) -> str:
    """Text refilled, since figures make lines of any length."""
    return textwrap.fill(" ".join(text.split()), WIDTH, break_on_hyphens=False)


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal; None is a share of nothing."""
    if share is None:
        return "not measured"
    return f"{100 * share:.1f} %"


def _form_rows(quantize: dict[str, Any]) -> list[str]:
    return [
        f"| {form['name']} | {form['bytes'] / 1e6:.1f} MB | {form['milliseconds_per_window']:.2f} "
        f"| {percent(form['accuracy'])} | {percent(form['agreement'])} |"
        for form in quantize["forms"]
    ]


def _training(facts: dict[str, Any]) -> str:
    run, settings = facts["run"], facts["run"]["settings"]
    windows = facts["dataset"]["windows"]
    start = "scratch"
    if run["init"]:
        name = run.get("init_name") or "an earlier run"
        name = "the release before" if name == "released" else name
        start = f"the weights of {name} (SHA-256 `{run['init'][:12]}`, `train/README.md`),"
    return paragraph(
        f"""Preset `{settings["preset"]}` of `train/model/settings.py`: {settings["num_layers"]}
        pre-norm encoder blocks of width {settings["embedding_dim"]}, {settings["num_heads"]} heads,
        inner width {settings["intermediate_dim"]}; {settings["vocabulary_size"]:,} tokens,
        {settings["bigram_buckets"]:,} hashed bigrams, {settings["trigram_buckets"]:,} hashed
        trigrams; rows of {settings["sequence_length"]} tokens{_wide(settings)}.
        Trained from {start} on {windows["train"]:,} windows, {_length(facts)}, the last start in
        {facts["metrics"]["minutes_this_start"]:.0f} minutes on {run["device"]}
        ({run["precision"]}), seed {run["seed"]}, by `python -m train fit` at commit
        {run["commit"][:13]}{_averaged(run)}. SHA-256 of the corpus:
        `{run["dataset"]["corpus_sha256"]}`; its packages and repositories are among those of
        `train/sources.tsv`{_failed(facts)}. Projects are split 80/10/10 before windows are cut; no
        project is in two splits."""
    )


def _length(facts: dict[str, Any]) -> str:
    """How much was trained: batches, or, of runs that did not count them, passes or a bound."""
    run, steps = facts["run"], facts["metrics"].get("steps")
    settings = run["settings"]
    if steps:
        return f"{steps:,} batches of {settings['batch_size']}"
    if run["max_steps"]:
        return f"at most {run['max_steps']:,} batches of {settings['batch_size']}"
    return f"{settings['epochs']:g} passes"


def _wide(settings: dict[str, Any]) -> str:
    if not settings.get("wide_buckets"):
        return ""
    return (
        f"; beside them a bag of {settings['wide_buckets']:,} hashed n-grams of width "
        f"{settings['wide_dim']}, whose logits are added"
    )


def _file_branch(branch: dict[str, Any]) -> str:
    """The branch for whole files, where there is one, as a paragraph."""
    if not branch:
        return ""
    right = percent(branch["validation_accuracy"])
    words = f"""Whole files are read by a second model in the same file: which of
        {branch["buckets"]:,} hashed n-grams they have, through {branch["dim"]} numbers each,
        trained on {branch["files"]:,} files in {branch["steps"]:,} batches by
        `python -m train files` at commit {branch["commit"][:13]}. By itself it reads {right}
        of validation files; its weight beside the windows was fitted on these."""
    return f"\n{paragraph(words)}\n"


def _averaged(run: dict[str, Any]) -> str:
    share = run.get("share_after_init")
    if share is None:
        return ""
    return f", then averaged with what it began with, {share:.0%} of the run (`train average`)"


def _unmeasured(facts: dict[str, Any]) -> str:
    """The languages of which there are no figures, as a paragraph."""
    names = ", ".join(facts["evaluation"].get("unmeasured", ()))
    words = f"Not measured, since no test project has windows of them: {names}."
    return f"\n{paragraph(words)}\n" if names else ""


def _failed(facts: dict[str, Any]) -> str:
    failed = facts["run"]["dataset"].get("failed_packages")
    return f" ({len(failed)} of them could not be had: `run.json`)" if failed else ""


def _short(facts: dict[str, Any]) -> str:
    """Which files are too short to be flagged, as a part of a sentence."""
    fewest = facts["calibration"]["min_windows"]
    return f", nor files of fewer than {fewest} windows" if fewest > 1 else ""


def _abstains(facts: dict[str, Any]) -> str:
    """The languages that the model is not trusted with, as the end of a sentence and more."""
    rules = facts["calibration"]
    mistaken, untried = ", ".join(rules["abstains"]), ", ".join(rules.get("untried", ()))
    words = (
        f", nor, unless a grammar testifies, {mistaken}, which it mistakes too often or which too "
        "few files speak for"
    )
    shared = (
        f". Learned from few projects, and held where it is surer than it is of others: {untried}"
    )
    trusted = ", ".join(facts["evaluation"]["files"].get("trusted_as_before", ()))
    before = f". Trusted as by the release before, for want of validation files: {trusted}"
    parts = {words: mistaken, shared: untried, before: trusted}
    return "".join(part for part, names in parts.items() if names)


def _quality(facts: dict[str, Any]) -> str:
    test, files = facts["evaluation"]["test_windows"], facts["evaluation"]["files"]["test"]
    rows = [
        ("windows, all languages", test["windows"], test["accuracy"]),
        (
            "the same, compatible languages as one",
            test["windows"],
            test["accuracy_compatible_as_one"],
        ),
        ("windows, right language among the three best", test["windows"], test["top_3_accuracy"]),
    ]
    if eight := test.get("eight_languages"):
        count = eight["windows"]
        rows += [
            ("windows of 8 languages, restricted to them", count, eight["accuracy"]),
            ("the same, C and C++ as one", count, eight["accuracy_c_and_cpp_as_one"]),
        ]
    rows += [
        ("files, best guess", files["files"], files["accuracy"]),
        (
            "the same, compatible languages as one",
            files["files"],
            files["accuracy_compatible_as_one"],
        ),
        ("files given a verdict", files["files"], files["verdicts_given"]),
        (
            "verdicts given that are right",
            round(files["files"] * files["verdicts_given"]),
            files["accuracy_of_verdicts_given"],
        ),
        ("mismatches caught", files["mismatches"], files["mismatches_caught"]),
        (
            "mismatches caught, of those that the rules allow to be flagged",
            files["mismatches_judged"],
            files["mismatches_judged_caught"],
        ),
    ]
    table = "\n".join(f"| {name} | {count:,} | {percent(share)} |" for name, count, share in rows)
    apart = _sources(facts["evaluation"])
    notes = paragraph(
        f"""False positives on test projects: {files["false_positives"]} in {files["files"]:,} clean
        files of {files["projects"]} projects; thresholds were fitted on validation projects for at
        most 1 in 4,000. A mismatch is a file that claims another language, drawn evenly, compatible
        languages apart (the table in `polyglint/linguist/compatible.py`); the rules never flag
        claims of templates and text, or readings such as plain
        text{_short(facts)}{_abstains(facts)}. Files that turned out to be mislabelled
        (`train/mislabelled.tsv`) count neither way. Expected calibration error of file
        scores: {files["expected_calibration_error"]:.3f}."""
    )
    return f"| on test projects | of | |\n|---|---|---|\n{table}\n\n{apart}{notes}"


def _sources(evaluation: dict[str, Any]) -> str:
    """A table of packages and repositories apart, with intervals; nothing where one is missing."""
    parts = {"windows": evaluation["test_windows"], "files": evaluation["files"]["test"]}
    names = {"all": None, "packages": "packages", "repositories": "repositories"}
    lines = []
    for what, figures in parts.items():
        for name, key in names.items():
            own = figures if key is None else figures.get(key)
            if own is None:
                return ""
            low, high = own["accuracy_interval"]
            lowest, highest = own["accuracy_compatible_as_one_interval"]
            lines.append(
                f"| {what}, {name} | {own[what]:,} | {percent(own['accuracy'])} "
                f"({100 * low:.1f} to {100 * high:.1f}) | "
                f"{percent(own['accuracy_compatible_as_one'])} "
                f"({100 * lowest:.1f} to {100 * highest:.1f}) |"
            )
    rows = "\n".join(lines)
    return (
        "| by where they come from, with 95 % intervals by project | of | right "
        "| compatible as one |\n"
        f"|---|---|---|---|\n{rows}\n\n"
    )


def model_card(facts: dict[str, Any], languages: Sequence[dict[str, str]], size: int) -> str:
    """Markdown text.

    Args:
        facts: the run's ``run``, ``metrics``, ``quantize``, ``evaluation``, ``calibration``,
            ``dataset`` and ``file`` JSON by name; the last is empty without a file branch.
        languages: rows of ``languages.csv``.
        size: bytes of the published directory without this card.
    """
    known = ", ".join(row["language"] for row in languages)
    ranked = sorted(languages, key=lambda row: float(row["window_recall"] or 1))[:WEAKEST]
    weak = "; ".join(f"{row['language']} {percent(float(row['window_recall']))}" for row in ranked)
    left_out = ", ".join(
        f"{name} ({count})" for name, count in facts["dataset"]["left_out"].items()
    )
    batch = facts["quantize"]["batch_size"]
    forms = "\n".join(_form_rows(facts["quantize"]))
    return f"""\
# Model card

Tells the language of four lines of text; polyglint merges such windows into a verdict on a file.
Ships as `{facts["evaluation"]["form"]}`, {size / 1e6:.1f} MB with vocabulary and description.
Written by `python -m train publish`; the run's tables and pictures are in `train/report/`.

## Training

{_training(facts)}
{_file_branch(facts["file"])}
## Quality

{_quality(facts)}

| form | size | ms a window | accuracy | same answer as Keras |
|---|---|---|---|---|
{forms}

Milliseconds on one thread of the training machine in batches of {batch}, while it did other work:
compare them with each other. Accuracy and agreement on windows of validation projects. Full
int8 is larger, since its signatures for two lengths share no weights, and slower on this machine.

## Languages

{paragraph(f"{len(languages)}: {known}.")}

{paragraph(f"Weakest on windows of test projects (recall): {weak}.")}

{paragraph(f"Left out for too few projects or files in the corpus (projects): {left_out}.")}
{_unmeasured(facts)}

## Limits

- Four lines of comments, data or closing braces often fit several languages; trust files, not
  windows, and scores only as far as the calibration above goes.
- The corpus is made of published packages (Debian, npm, PyPI) and public repositories: private code
  is not in it. Comments are mostly English.
- Languages that are left out are read as the nearest one that is known. The hook never judges a
  file whose claimed language the model does not know.
- Licence headers were taken out of the training files; windows of them say little.
"""
