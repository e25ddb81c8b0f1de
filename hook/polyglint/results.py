"""What a run found out, file by file: all that a report may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from polyglint.typed import NamedTuple

ERROR, WARNING = "error", "warning"  # severities; warnings fail no run


class ClaimRule(Enum):
    """The rules by which files claim languages, in words that hold the detail of each."""

    COMMENT = "polyglint comment"
    ATTRIBUTE = "{} in .gitattributes"
    CONFIGURATION = "per-path-languages"
    MODELINE = "{} modeline"
    FILE_NAME = "file name {}"
    SHEBANG = "shebang {}"
    EXTENSION = "extension {}"
    XML_DECLARATION = "XML declaration"
    MANUAL_SECTION = "manual section {}"


class ClaimSource(NamedTuple):
    """What says that a file claims a language: a rule, and what it found."""

    rule: ClaimRule
    detail: str = ""  # such as the extension

    def __str__(self) -> str:
        return self.rule.value.replace("{}", self.detail)


class Violation(NamedTuple):
    """A place where a file contradicts what it claims to be, or where a setting is wrong."""

    path: str
    line: int  # from 1
    column: int  # from 1
    code: str
    message: str
    last_line: int | None = None  # where the region that speaks against the claim ends
    claimed: tuple[str, ...] = ()
    language: str | None = None  # what the text reads as
    score: float | None = None  # calibrated probability of that language
    suggestion: str | None = None  # what to do about it: a command or a corrected line
    fingerprint: str = ""  # of the text that it speaks of, whatever line that is on
    severity: str | None = None  # `ERROR` or `WARNING`; None for an error, unless settings say more


class Finding(NamedTuple):
    """What is wrong in a content, whatever file holds it; the fields are those of `Violation`."""

    line: int
    column: int
    code: str
    message: str
    last_line: int | None = None
    claimed: tuple[str, ...] = ()
    language: str | None = None
    score: float | None = None
    fingerprint: str = ""
    suggestion: str | None = None  # where the content alone says what to do
    severity: str | None = None

    def with_path(self, path: str, suggestion: str | None = None) -> Violation:
        return Violation(
            path,
            self.line,
            self.column,
            self.code,
            self.message,
            self.last_line,
            self.claimed,
            self.language,
            self.score,
            suggestion or self.suggestion,
            self.fingerprint,
            self.severity,
        )


class NotJudged(NamedTuple):
    """A file that polyglint has nothing to say about, and the reason for people to read."""

    reason: str


class WindowRead(NamedTuple):
    """A window of a file that is flagged: what it reads as, and its lines for a person to see."""

    first_line: int  # from 1
    last_line: int
    language: str  # the likeliest
    score: float  # its probability
    text: str  # the lines, each cut to a width that fits a report


class Judgement(NamedTuple):
    """What a content was found to be, whatever file holds it; the fields are those of `Result`."""

    claimed: tuple[str, ...] = ()
    source: ClaimSource | None = None
    language: str | None = None
    score: float = 0.0
    not_judged: NotJudged | None = None
    findings: tuple[Finding, ...] = ()
    windows: tuple[WindowRead, ...] = ()
    cleared: str | None = None


class Verdict(NamedTuple):
    """The language that the evidence favours."""

    language: str | None  # None: not sure enough
    score: float  # calibrated probability of the best language
    best: tuple[tuple[str, float], ...]  # the three best with their scores, best first


class Failure(NamedTuple):
    """Why there is no judgement on a content: it could not be read, or judged."""

    reason: str
    is_slow: bool = False  # whether finding that out took long


class Unreadable(NamedTuple):
    """A file that is there, and why it could not be read."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class About(NamedTuple):
    """What a report says of a run beside its findings."""

    made: str  # date and time
    repository: str | None = None  # its name, where all files are of one
    commit: str | None = None  # that was audited, or that the work tree is at
    address: str | None = None  # the repository's page
    pages: str | None = None  # what the pages of its files at the commit begin with
    settings: tuple[str, ...] = ()  # those that are not the defaults, for people


class Result(NamedTuple):
    """One file of a run."""

    path: str  # as people know it
    claimed: tuple[str, ...] = ()
    source: ClaimSource | None = None  # what says so: "extension .py"
    language: str | None = None  # the verdict on the content; None where it is unsure
    score: float = 0.0  # calibrated probability of the likeliest language
    not_judged: NotJudged | None = None
    violations: tuple[Violation, ...] = ()
    windows: tuple[WindowRead, ...] = ()  # of files whose content contradicts their claim
    place: str = ""  # the path inside its repository, parts separated by ``/``
    baselined: tuple[Violation, ...] = ()  # that a baseline knows and nobody need hear of
    cleared: str | None = None  # why a file that was read whole is not flagged


class Silenced(NamedTuple):
    """What a key of a configuration file kept out of a run's findings, or may have."""

    file: str  # as people know it
    key: str
    number: int
    what: str  # there are so many of: "violation" or "file"

    def __str__(self) -> str:
        counted = f"{self.number} {self.what}{'' if self.number == 1 else 's'}"
        done = "silenced" if self.what == "violation" else "allowed other languages"
        return f"{counted} {done} by {self.key} in {self.file}"


class Run(NamedTuple):
    """The results of a run, in the order of their paths; settings files are among them."""

    results: tuple[Result, ...]
    revision: str | None = None  # what was audited, where it is not the work tree or the index
    unreadable: tuple[Unreadable, ...] = ()
    silenced: tuple[Silenced, ...] = ()  # by the repositories' own settings, in order
    about: About | None = None  # for reports that say more than what was found

    def violations(self) -> Iterator[Violation]:
        for result in self.results:
            yield from result.violations

    def not_judged(self) -> Iterator[tuple[str, NotJudged]]:
        return ((r.path, r.not_judged) for r in self.results if r.not_judged is not None)

    @property
    def checked(self) -> int:
        return sum(result.not_judged is None for result in self.results)


def in_order(results: Iterable[Result], revision: str | None = None) -> Run:
    return Run(tuple(sorted(results, key=lambda result: result.path)), revision)
