import numpy as np
import pytest

from polyglint.checker.verdict import evidence
from polyglint.model.weights import ContradictionWeights

pytest.importorskip("scipy", reason="calibrating needs SciPy")

from train.evaluate import calibrate, thresholds
from train.evaluate.calibrate import (
    START,
    count_alarms,
    few_projects,
    find_abstains,
    find_untested,
    fit_contradiction,
    fit_contradiction_weights,
    fit_merge,
    fit_temperature,
    fit_verdict_threshold,
    logistic_regression,
    other_claims,
)
from train.evaluate.file_scores import FileScores

LABELS = ("Fortran", "Go", "Haskell", "Lua", "Ruby")  # nothing compatible, no hosts


def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


def alone(claims):
    """Each of some claims as that of one language."""
    return [(claim,) for claim in claims]


def files_of(languages, scores):
    scores = tuple(np.asarray(of, np.float32) for of in scores)
    projects = tuple(str(index) for index in range(len(scores)))
    return FileScores(LABELS, tuple(languages), projects, scores)


def readings(count, right, generator, windows=4):
    """Files whose windows favour the truth by a margin, or another language where not `right`."""
    truth = generator.integers(len(LABELS), size=count)
    scores = []
    for index, label in enumerate(truth):
        favoured = label if right(index) else (label + 1) % len(LABELS)
        logits = generator.normal(0, 1, (windows, len(LABELS)))
        logits[:, favoured] += 10
        scores.append(log_softmax(logits))
    return files_of([LABELS[label] for label in truth], scores)


def drawn_files(scale, exponent, confidence, count=6000, file_weight=None):
    """Files whose true languages were drawn from the evidence of such a calibration.

    With a `file_weight`, they have what a file branch says, too.
    """
    generator = np.random.default_rng(1)
    rules = START._replace(scale=scale, exponent=exponent, confidence=confidence)
    rules = rules._replace(file_weight=file_weight or 0.0)
    of_files = []
    files = files_of([], [])
    languages, scores = [], []
    for _ in range(count):
        windows = int(generator.choice((1, 2, 4, 8, 16, 24)))
        sharpness = generator.choice((0.3, 1.5, 3.0), (windows, 1))
        of_file = log_softmax(sharpness * generator.normal(size=(windows, len(LABELS))))
        scores.append(of_file.astype(np.float32))
        if file_weight is not None:
            of_files.append(log_softmax(2 * generator.normal(size=(1, len(LABELS)))))
        one = files._replace(scores=(scores[-1],), of_files=tuple(of_files[-1:]))
        reading = one.reading(0, rules)
        languages.append(generator.choice(LABELS, p=np.exp(evidence(reading))))
    return files_of(languages, scores)._replace(of_files=tuple(of_files))


@pytest.mark.parametrize(
    ("scale", "exponent", "confidence"), [(0.7, 0.6, 0.0), (1.8, 0.4, 2.0), (1.2, 0.8, 1.0)]
)
def test_fit_merge_finds_how_the_labels_were_drawn(scale, exponent, confidence):
    found = fit_merge(drawn_files(scale, exponent, confidence))
    merged = found.scale, found.exponent, found.confidence
    assert merged == pytest.approx((scale, exponent, confidence), rel=0.15)
    assert found.file_weight == 0


def test_fit_merge_finds_how_much_whole_files_were_heard():
    found = fit_merge(drawn_files(0.7, 0.6, 0.0, file_weight=0.6))
    assert found.file_weight == pytest.approx(0.6, rel=0.15)
    assert found.scale == pytest.approx(0.7, rel=0.2)


def test_fit_temperature_gives_the_least_loss():
    """Mean negative log-likelihood of the truth; any other scale or exponent makes more of it."""
    files = drawn_files(1.5, 0.5, 0.0, count=500)
    truth = np.array([LABELS.index(language) for language in files.languages])
    loss, scale, exponent, _ = fit_temperature(files, truth, 0.0)

    def loss_of(scale, exponent):
        rules = START._replace(scale=scale, exponent=exponent)
        scores = [evidence(files.reading(i, rules))[label] for i, label in enumerate(truth)]
        return -np.mean(scores)

    assert loss == pytest.approx(loss_of(scale, exponent), abs=1e-6)
    others = [(scale * 1.1, exponent), (scale / 1.1, exponent)]
    others += [(scale, exponent + 0.1), (scale, exponent - 0.1)]
    assert loss < min(loss_of(*other) for other in others)


def sure_files(rows):
    """One-window files: (score of the best language, whether it is right, how many of them)."""
    languages, scores = [], []
    for score, right, count in rows:
        rest = np.full(len(LABELS) - 1, (1 - score) / (len(LABELS) - 1))
        languages += [LABELS[0 if right else 1]] * count
        scores += [np.log([[score, *rest]])] * count
    return files_of(languages, scores)


@pytest.mark.parametrize(
    ("rows", "threshold"),
    [
        pytest.param([(0.9, True, 10)], 0.9, id="all are right"),
        pytest.param([(0.95, True, 100), (0.8, False, 2)], 0.95, id="cut before the wrong"),
        pytest.param([(0.95, True, 99), (0.8, False, 1)], 0.8, id="99 in 100 are enough"),
        pytest.param(
            [(0.95, True, 100), (0.8, False, 2), (0.7, True, 98)], 0.7, id="the lowest that does"
        ),
        pytest.param([(0.9, False, 10)], 1.0, id="none is right"),
    ],
)
def test_fit_verdict_threshold(rows, threshold):
    as_they_are = START._replace(scale=1.0, exponent=0.0, confidence=0.0)
    found = fit_verdict_threshold(sure_files(rows), as_they_are)
    assert found == pytest.approx(threshold, abs=1e-4)


def test_a_look_alike_is_a_right_verdict():
    scores = np.log([[0.7, 0.2, 0.1]])
    files = files_of(["TypeScript"] * 5, [scores] * 5)
    files = files._replace(labels=("JavaScript", "TypeScript", "Go"))
    as_they_are = START._replace(scale=1.0, exponent=0.0, confidence=0.0)
    assert fit_verdict_threshold(files, as_they_are) == pytest.approx(0.7, abs=1e-4)


def test_other_claims_are_never_the_truth():
    languages = LABELS * 40
    files = files_of(languages, [np.zeros((1, len(LABELS)))] * len(languages))
    claims = other_claims(files, 1)
    assert not any(claim == language for claim, language in zip(claims, languages, strict=True))
    assert set(claims) == set(LABELS)
    assert claims == other_claims(files, 1) != other_claims(files, 2)


def test_count_alarms_numbers_the_files_that_contradict():
    files = readings(20, lambda index: index not in (3, 11), np.random.default_rng(1))
    assert count_alarms(files, alone(files.languages), START) == [3, 11]


def test_files_that_thresholds_are_fitted_on_raise_no_alarms():
    """Windows of some files of Go lean to another language, each a bit more than the one before."""
    generator = np.random.default_rng(1)
    files = readings(400, lambda index: True, generator)
    scores = list(files.scores)
    for index in [n for n in range(0, 400, 4) if files.languages[n] == "Go"]:
        logits = generator.normal(0, 1, (4, len(LABELS)))
        label = LABELS.index(files.languages[index])
        logits[:, (label + 1) % len(LABELS)] += 2 + index / 100
        scores[index] = log_softmax(logits).astype(np.float32)
    files = files._replace(scores=tuple(scores))

    fitted = fit_contradiction(files, START, seed=1)
    assert count_alarms(files, alone(files.languages), fitted) == []
    rest = {"max_claimed_support": 0, "contradiction_threshold": 0, "contradiction_weights": None}
    rest |= {"thresholds": None, "short": None}
    assert fitted._replace(**rest) == START._replace(**rest)
    caught = count_alarms(files, alone(other_claims(files, 2)), fitted)
    assert len(caught) > 0.7 * 400


def test_more_false_positives_allowed_catch_no_less(monkeypatch):
    files = readings(300, lambda index: index % 25, np.random.default_rng(1), windows=3)
    wrong, caught = other_claims(files, 1), []
    for limit in (0.04, 0.2):
        monkeypatch.setattr(thresholds, "MAX_FALSE_POSITIVES", limit)
        caught.append(len(count_alarms(files, alone(wrong), fit_contradiction(files, START, 1))))
    assert caught[0] <= caught[1]


def test_every_weight_has_the_sign_of_its_fact():
    files = readings(200, lambda index: index % 25, np.random.default_rng(1))
    weights = fit_contradiction_weights(files, START, 1)
    assert min(weights.margin, weights.sustained, weights.outside) >= 0
    assert max(weights.support, weights.host_support) <= 0


def test_logistic_regression_finds_the_odds_that_labels_were_drawn_from():
    """Two facts that say nothing, three that do, and as many positives as negatives."""
    generator = np.random.default_rng(1)
    truth = ContradictionWeights(
        margin=1.5, sustained=0.0, outside=0.7, support=-1.0, host_support=0.0, bias=0.5
    )
    rows = np.hstack([generator.normal(size=(40_000, 5)), np.ones((40_000, 1))])
    rows[:, 0] -= 0.5 / 1.5  # makes the classes even, which the weighing assumes
    positive = generator.random(40_000) < 1 / (1 + np.exp(-rows @ np.array(truth)))
    assert logistic_regression(rows, positive) == pytest.approx(truth, abs=0.08)


def test_languages_that_are_mistaken_are_not_asserted():
    """Ruby is read as Lua: files of Ruby are missed, and those that read as Lua are often not."""
    files = readings(300, lambda index: True, np.random.default_rng(1))
    names = tuple(
        "Ruby" if name == "Lua" and i % 3 else name for i, name in enumerate(files.languages)
    )
    assert find_abstains(files._replace(languages=names), START) == ("Lua",)
    assert find_abstains(files, START) == ()


def test_a_project_with_many_files_of_one_making_is_one_of_several():
    """Most files of Lua read as Ruby, all of them by one project."""
    files = readings(300, lambda index: index >= 100, np.random.default_rng(1))
    languages = ("Lua",) * 100 + files.languages[100:]
    files = files._replace(languages=languages)
    assert "Lua" in find_abstains(files, START)
    projects = ("many",) * 100 + files.projects[100:]
    assert find_abstains(files._replace(projects=projects), START) == ()


def test_a_compatible_language_is_not_missed():
    """All files of one language read as the next."""
    files = readings(300, lambda index: False, np.random.default_rng(1))
    own = [score for score, name in zip(files.scores, files.languages, strict=True) if name == "Go"]
    files = files_of(["Go"] * len(own), own)
    assert find_abstains(files, START) == ("Go",)
    names, labels = ("Verilog",) * len(own), ("Fortran", "Verilog", "SystemVerilog", "Lua", "Ruby")
    assert find_abstains(files._replace(languages=names, labels=labels), START) == ()


def test_calibrate_fits_everything():
    files = readings(200, lambda index: index % 50, np.random.default_rng(1))
    files = files._replace(
        scores=tuple(scores[: 1 + i % 4] for i, scores in enumerate(files.scores))
    )
    found = calibrate.calibrate(files, 1)
    assert found.scale > 0
    assert 0 < found.verdict_threshold <= 1
    assert len(count_alarms(files, alone(files.languages), found)) == 0
    assert found.min_windows == calibrate.MIN_WINDOWS


def test_files_of_few_projects_do_not_show_how_high_others_score(monkeypatch):
    files = readings(80, lambda _: True, np.random.default_rng(1))
    of_two = ["one", "two"] * 40
    projects = [of_two[i] if name == "Lua" else str(i) for i, name in enumerate(files.languages)]
    files = files._replace(projects=tuple(projects))
    assert few_projects(files) == {"Lua"}
    seen = []

    def fit(_files, _wrong, rules, sharing):
        seen.append(sharing)
        return rules, 0

    monkeypatch.setattr(calibrate, "fit_thresholds", fit)
    found = calibrate.calibrate(files, 1, ["Go"])
    assert all(sharing == ["Go", "Lua"] for sharing in seen)
    assert found.untried == ("Go",)  # many projects taught the other, which may be a verdict


def test_few_files_of_few_projects_leave_a_language_to_the_grammars():
    files = readings(80, lambda _: True, np.random.default_rng(1))
    own = [i for i, name in enumerate(files.languages) if name == "Lua"]
    assert calibrate.LEAST_PROJECTS <= 4 < calibrate.LEAST_FILES
    few = files._some(sorted({*range(80)}.difference(own[4:])))
    assert calibrate.calibrate(few, 1).abstains == ()
    of_one = ["one" if name == "Lua" else str(i) for i, name in enumerate(few.languages)]
    assert calibrate.calibrate(few._replace(projects=tuple(of_one)), 1).abstains == ("Lua",)


def test_a_language_that_few_projects_taught_is_held_as_validation_files_allow():
    files = readings(80, lambda _: True, np.random.default_rng(1))
    assert calibrate.calibrate(files, 1).untried == ()
    found = calibrate.calibrate(files, 1, ["Lua", "Befunge"])
    assert (found.untried, found.abstains) == (("Lua",), ())


@pytest.mark.parametrize(
    ("few", "untested"),
    [
        pytest.param(["Lua"], set(), id="all files are read as what they are"),
        pytest.param(["Ruby"], {"Ruby"}, id="a file of another language reads as it"),
        pytest.param(["Go"], {"Go"}, id="too few files"),
    ],
)
def test_a_language_that_few_projects_taught_may_have_nothing_to_speak_for_it(few, untested):
    """The fourth file of Lua reads as Ruby, which comes next."""
    files = readings(60, lambda _: True, np.random.default_rng(1))
    scores = list(files.scores)
    odd = [index for index, name in enumerate(files.languages) if name == "Lua"][3]
    scores[odd] = scores[files.languages.index("Ruby")]
    of_go = [index for index, name in enumerate(files.languages) if name == "Go"]
    files = files._replace(scores=tuple(scores))._some(sorted({*range(60)}.difference(of_go[4:])))
    assert calibrate.LEAST_PROJECTS <= files.languages.count("Go") < calibrate.LEAST_FILES
    assert find_untested(files, few, START) == untested
    assert find_untested(files, few, START, ["Go"]) == untested - {"Go"}
