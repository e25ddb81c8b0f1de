"""The vocabulary: what many projects of some language write.

A text earns its place by the share of a language's training projects that use it, in the language
where that share is highest; so a keyword of a small language counts as much as one of a large
language, and a name that one project repeats a thousand times counts for nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from polyglint.model.tokenizer import lexemes
from polyglint.model.windows import non_blank_lines

MIN_PROJECTS = 3
MAX_LINES = 400  # of a file
MAX_LENGTH = 40  # of a text


def texts_of(source: str) -> frozenset[str]:
    """The texts of the first lines of a file that a vocabulary could hold."""
    return frozenset(
        text
        for line in non_blank_lines(source)[:MAX_LINES]
        for kind, text in lexemes(line.text)
        if kind != "gap" and len(text) <= MAX_LENGTH
    )


def build_vocabulary(
    documents: Iterable[tuple[str, str, frozenset[str]]], projects: Mapping[str, int], size: int
) -> list[str]:
    """The best `size` texts, best first.

    Args:
        documents: language, project and texts of each training file.
        projects: language -> number of training projects.
        size: how many texts to keep at the most.
    """
    used: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for language, project, texts in documents:
        used[language, project].update(texts)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (language, _), of_project in used.items():
        counts[language].update(of_project)
    best: dict[str, float] = {}
    everywhere: Counter[str] = Counter()
    for language, counter in counts.items():
        for text, count in counter.items():
            everywhere[text] += count
            if count >= MIN_PROJECTS:
                best[text] = max(best.get(text, 0.0), count / projects[language])
    ranked = sorted(best, key=lambda text: (-best[text], -everywhere[text], text))
    return ranked[:size]
