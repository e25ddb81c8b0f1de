"""One HTML file that needs nothing else: no network, no other file, no inline handler.

What a repository holds is in it as JSON alone, which the page's script shows as text. Its policy
(https://www.w3.org/TR/CSP3/) lets the browser run that script, told by its hash, and no other.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources
from urllib.parse import quote

from polyglint.codes import CODES, page_of
from polyglint.escaping import visible
from polyglint.phrases import any_of
from polyglint.report.json_text import dumps
from polyglint.report.locations import raw
from polyglint.report.severity import reasons, severity_of
from polyglint.results import About, Result, Run, Violation, WindowRead
from polyglint.typed import Any, NamedTuple
from polyglint.version import __version__

SHELL = "page.html"  # what stands around the sections of every page
UNSURE = "unsure"
# Inside a script, these three could end it or start a comment; JSON takes them escaped.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class Page(NamedTuple):
    """The parts of one kind of page, which stand in one shell."""

    sections: str  # file of what follows the totals
    first: str  # id of the section that the page is about
    what: str  # that section holds
    scripts: tuple[str, ...]  # in this order


FINDINGS = Page(
    "findings.html",
    "findings",
    "violations",
    ("elements.js", "windows.js", "findings.js", "sections.js", "main.js"),
)


def lines(run: Run) -> Iterator[str]:
    yield filled(FINDINGS, _data(run))


def filled(page: Page, data: Mapping[str, Any]) -> str:
    """The text of a page with its scripts, its style and the data that it shows.

    Args:
        data: texts are shown as they are, so they have to be `visible`.
    """
    script = "\n" + "\n".join(_part(name) for name in page.scripts)
    style = "\n" + _part("page.css")
    parts = {
        "{policy}": _policy(script, style),
        "{style}": style,
        "{first}": page.first,
        "{what}": page.what,
        "{sections}": _part(page.sections),
        "{script}": script,
        "{data}": dumps(data).translate(ESCAPES),  # last: nothing in it is looked at again
    }
    whole = _part(SHELL)
    for mark, text in parts.items():
        whole = whole.replace(mark, text, 1)
    return whole


def _part(name: str) -> str:
    return (resources.files("polyglint.report") / "page" / name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _data(run: Run) -> dict[str, Any]:
    shorter = _shorter(run)
    return {
        "about": _about(run.about),
        "version": __version__,
        "revision": None if run.revision is None else visible(run.revision),
        "checked": run.checked,
        "baselined": sum(len(result.baselined) for result in run.results),
        "unreadable": [visible(str(file)) for file in run.unreadable],
        "silenced": [visible(str(silenced)) for silenced in run.silenced],
        "findings": [
            _finding(v, result, run.about, shorter)
            for result in run.results
            for v in result.violations
        ],
        "languages": [(visible(name), *counts) for name, *counts in language_counts(run)],
        "not_judged": [
            {"reason": visible(reason), "paths": [visible(path[shorter:]) for path in paths]}
            for reason, paths in reasons(run).items()
        ],
        "codes": {
            code: {**meaning._asdict(), "page": page_of(code)} for code, meaning in CODES.items()
        },
    }


def _shorter(run: Run) -> int:
    """How many characters every path begins with that lead to the repository alone."""
    if len({r.path.removesuffix(r.place) for r in run.results}) != 1:
        return 0
    first = run.results[0]
    ends_with_place = first.place and first.path.endswith(first.place)
    return len(first.path) - len(first.place) if ends_with_place else 0


def _about(about: About | None) -> dict[str, Any] | None:
    if about is None:
        return None
    return {
        "made": about.made,
        "repository": None if about.repository is None else visible(about.repository),
        "commit": about.commit,
        "address": about.address,
        "settings": [visible(words) for words in about.settings],
    }


def _link(violation: Violation, result: Result, about: About | None) -> str | None:
    """The page of the lines of a violation, where a remote repository has them."""
    if about is None or about.pages is None or not result.place:
        return None
    lines = f"#L{violation.line}"
    if violation.last_line is not None and violation.last_line > violation.line:
        lines += f"-{'L' if '/-/' not in about.pages else ''}{violation.last_line}"
    return f"{about.pages}/{quote(raw(result.place), safe='/')}{lines}"


def _finding(
    violation: Violation, result: Result, about: About | None, shorter: int
) -> dict[str, Any]:
    shown = result.windows if violation.language is not None else ()
    return {
        "path": visible(violation.path[shorter:]),
        "link": _link(violation, result, about),
        "line": violation.line,
        "last_line": violation.last_line,
        "code": violation.code,
        "severity": severity_of(violation),
        "message": visible(violation.message),
        "claimed": [visible(name) for name in violation.claimed],
        "rule": None if result.source is None else visible(str(result.source)),
        "language": None if violation.language is None else visible(violation.language),
        "score": None if violation.score is None else round(float(violation.score), 6),
        "suggestion": None if violation.suggestion is None else visible(violation.suggestion),
        "windows": [_window(window) for window in shown],
    }


def _window(window: WindowRead) -> tuple[int, int, str, float, str]:
    text = "\n".join(visible(line.expandtabs(4)) for line in window.text.split("\n"))
    return window.first_line, window.last_line, visible(window.language), window.score, text


def language_counts(run: Run) -> list[tuple[str, int, int]]:
    """Each language, the judged files that claim it and those that read as it; `UNSURE` last."""
    claimed: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for result in run.results:
        if result.not_judged is None and result.claimed:
            claimed[_claim(result)] += 1
            read[result.language or UNSURE] += 1
    names = sorted({*claimed, *read}, key=lambda n: (n == UNSURE, -max(claimed[n], read[n]), n))
    return [(name, claimed[name], read[name]) for name in names]


def _claim(result: Result) -> str:
    """Of several claimed languages the one that the file is in, where it is in one of them."""
    return result.language if result.language in result.claimed else any_of(result.claimed)
