import numpy as np
import pytest

from polyglint.checker.syntax import Syntax
from polyglint.model.weights import GrammarRates, GrammarWeights

pytest.importorskip("scipy", reason="calibrating needs SciPy")

from tests.train.evaluate.calibrate_test import alone, log_softmax
from train.evaluate import witnesses
from train.evaluate.calibrate import START, fit_contradiction, wrong_claims
from train.evaluate.file_scores import FileScores, Grammars
from train.evaluate.thresholds import strengths
from train.evaluate.witnesses import (
    BOUNDS,
    LOOK_ALIKE_MARGIN,
    MIN_MARGIN,
    fit_look_alikes,
    fit_tellings,
    fit_weights,
)

LABELS = ("Go", "JavaScript", "Lua", "Ruby", "TypeScript")
RIGHT, WRONG = Syntax(0, 0, 0), Syntax(0.7, 0, 0)
MARKED = "const a: string = b\n"  # without a mark of TypeScript, JavaScript is never doubted
TEXTS = {
    "Go": "package a\n\nfunc f() int { return 1 }\n",
    "Lua": "local function f(a) return a .. 'b' end\n",
    "Ruby": "def f(a)\n  @b ||= a.map { |c| c }\nend\n",
}


class Answering(Grammars):
    """Grammars that accept the files of their language and refuse the others, but for a few."""

    def __init__(self, languages, exceptions=()):
        super().__init__((MARKED,) * len(languages))
        self._languages, self._exceptions = languages, dict(exceptions)

    def only(self, indices):
        kept = {index: number for number, index in enumerate(indices)}
        return Answering(
            [self._languages[index] for index in indices],
            {(kept[i], name): said for (i, name), said in self._exceptions.items() if i in kept},
        )

    def of(self, index):
        def ask(language):
            said = RIGHT if language == self._languages[index] else WRONG
            return self._exceptions.get((index, language), said)

        return ask


def files_of(languages, favoured, strength=8.0, windows=4, exceptions=()):
    """Files of some languages whose windows favour others, or the same."""
    generator = np.random.default_rng(1)
    scores = []
    for name in favoured:
        logits = generator.normal(0, 1, (windows, len(LABELS)))
        logits[:, LABELS.index(name)] += strength
        scores.append(log_softmax(logits).astype(np.float32))
    projects = tuple(f"project {index}" for index in range(len(languages)))
    grammars = Answering(languages, exceptions)
    return FileScores(LABELS, tuple(languages), projects, tuple(scores), (), grammars)


def test_tellings_are_counted_on_own_and_foreign_files():
    languages = [name for name in TEXTS for _ in range(12)]
    files = files_of(languages, languages)
    files = files._replace(grammars=Grammars(tuple(TEXTS[name] for name in languages)))
    found = fit_tellings(files, 1)
    assert found.keys() == TEXTS.keys()
    for telling in found.values():
        assert telling.own_accepted == pytest.approx(12.5 / 13.5, abs=1e-4)
        assert telling.foreign_accepted == pytest.approx(0.5 / 25.5, abs=1e-4)


def test_a_language_with_few_files_is_not_heard():
    languages = ["Go"] * 12 + ["Lua"] * 9
    files = files_of(languages, languages)
    files = files._replace(grammars=Grammars(tuple(TEXTS[name] for name in languages)))
    assert fit_tellings(files, 1).keys() == {"Go"}


def test_texts_of_training_projects_stand_in_for_too_few_files():
    languages = ["Go"] * 12 + ["Lua"] * 9
    files = files_of(languages, languages)
    files = files._replace(grammars=Grammars(tuple(TEXTS[name] for name in languages)))
    found = fit_tellings(files, 1, {"Lua": [TEXTS["Lua"]] * 3, "Go": [TEXTS["Lua"]] * 30})
    assert found.keys() == {"Go", "Lua"}
    assert found["Lua"].own_accepted == pytest.approx(12.5 / 13.5, abs=1e-4)
    assert found["Go"] == fit_tellings(files, 1)["Go"]  # which has enough


TELLINGS = dict.fromkeys(LABELS, GrammarRates(0.97, 0.02, 0.02, 0.03))


def misread(count=60):
    """Half of the files are read as another language, so that grammars alone tell them."""
    languages = [("Go", "Lua", "Ruby")[index % 3] for index in range(count)]
    favoured = [name if index % 2 else "JavaScript" for index, name in enumerate(languages)]
    return files_of(languages, favoured)


def test_weights_follow_the_grammars_that_are_right():
    files = misread()
    rules = START._replace(grammars=TELLINGS, max_claimed_support=0.9)
    weights = fit_weights(files, wrong_claims(files, 1), rules)
    assert all(low <= weight <= high for weight, (low, high) in zip(weights, BOUNDS, strict=True))
    assert weights.claimed_refuses > 0
    assert weights.claimed_accepts < 0


def test_without_grammars_there_is_nothing_to_weigh():
    files = misread()._replace(grammars=None)
    weights = fit_weights(files, wrong_claims(files, 1), START)
    assert weights == GrammarWeights()
    fitted = fit_contradiction(files, START, 1)
    assert fitted.grammars == fitted.look_alikes == {}


def test_strengths_without_grammars_are_the_models_alone():
    files = misread()
    rules = START._replace(grammars=TELLINGS, max_claimed_support=0.9)
    claims = alone(files.languages)
    unheard = strengths(files._replace(grammars=None), claims, rules)
    assert (strengths(files, claims, rules._replace(grammars={})) == unheard).all()
    heard = strengths(files, claims, rules)
    assert (heard[::2] < unheard[::2]).all()  # the claimed grammar accepts what is misread


def test_the_margin_of_look_alikes_is_above_that_of_right_files():
    languages = ["JavaScript"] * 20 + ["TypeScript"] * 20
    # One JavaScript file reads as TypeScript, and its grammar refuses it.
    favoured = ["TypeScript", *languages[1:]]
    exceptions = {(0, "JavaScript"): WRONG, (0, "TypeScript"): RIGHT}
    rules = START._replace(grammars=TELLINGS, max_claimed_support=0.9)
    calm = fit_look_alikes(files_of(languages, languages), rules)
    assert calm["JavaScript > TypeScript"] == MIN_MARGIN
    found = fit_look_alikes(files_of(languages, favoured, exceptions=exceptions), rules)
    assert found["JavaScript > TypeScript"] > 2 * LOOK_ALIKE_MARGIN + MIN_MARGIN
    assert "JavaScript > TSX" not in found  # the model does not know it


def test_no_pair_without_files_of_the_claimed_language(monkeypatch):
    monkeypatch.setattr(witnesses, "CLAIM_FILES", 21)
    languages = ["JavaScript"] * 20 + ["TypeScript"] * 20
    rules = START._replace(grammars=TELLINGS)
    assert fit_look_alikes(files_of(languages, languages), rules) == {}
