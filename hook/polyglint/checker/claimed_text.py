"""A content before any of it is read: its text, and what it claims to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from polyglint.checker.unmistakable import unmistakable
from polyglint.codes import UNKNOWN_LANGUAGE
from polyglint.filesystem import digests
from polyglint.linguist.attributes import is_override
from polyglint.linguist.claim import by_name, claim
from polyglint.linguist.languages import Claim, hint
from polyglint.linguist.marks import misspelt_comment
from polyglint.results import Finding, Judgement, NotJudged
from polyglint.sources.decode import decode, text_of
from polyglint.sources.fingerprint import fingerprint
from polyglint.typed import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from polyglint.sources.worktree import File

# A text's SHA-256, what it is held to, what it is not, whether that is bare, and of what is
# declared what the name says beside it, and the document around it.
Names: TypeAlias = "tuple[str, ...]"
Key: TypeAlias = "tuple[bytes, Names, Names, bool, tuple[Names, Names] | None]"


class PathContext(NamedTuple):
    """What a file is judged by beside its content: part of the key in `polyglint.engine.cache`."""

    place: str
    attributes: tuple[tuple[str, str], ...]
    allowed: tuple[str, ...] = ()  # languages, by the configuration

    @classmethod
    def of(cls, file: File) -> PathContext:
        return cls(file.place, tuple(sorted(file.attributes.items())), file.allowed)


class Draft(NamedTuple):
    """A text that claims something."""

    text: str
    place: str
    claimed: Claim
    key: Key  # equal where the findings of the model are
    unmistakable: Finding | None = None  # what the text itself says, model or not
    misspelt: Finding | None = None  # a comment of polyglint's own that names no language


class Decoded:
    """A content, decoded once for all the paths that it is judged at."""

    def __init__(self, content: bytes | NotJudged, strict: bool = False) -> None:
        if strict and isinstance(content, bytes):
            self.text = _in_lines(decode(content))  # whatever marks it has
        else:
            self.text = text_of(content)

    @cached_property
    def digest(self) -> bytes:
        """The SHA-256 of the text."""
        return digests.sha256(str(self.text).encode("utf-8", "surrogatepass")).digest()


def decoded_once(
    contents: Sequence[tuple[bytes | NotJudged, PathContext]], is_strict: bool
) -> Iterator[tuple[Decoded, PathContext]]:
    """Decode each content once where neighbours share it."""
    last: bytes | NotJudged | None = None
    for content, subject in contents:
        if content is not last:
            decoded, last = Decoded(content, is_strict), content
        yield decoded, subject


def _in_lines(text: str | NotJudged) -> str | NotJudged:
    """A text with a line feed wherever Unicode sees the end of a line, such as a form feed."""
    return text if isinstance(text, NotJudged) else "\n".join([*text.splitlines(), ""])


def draft_of(decoded: Decoded, subject: PathContext, strict: bool = False) -> Draft | Judgement:
    """A content with its claim, or why it is not judged.

    Args:
        strict: the name alone says what the content is to be, and nothing exempts it.
    """
    text = decoded.text
    if isinstance(text, NotJudged):
        return Judgement(not_judged=text)
    claimed = _claim(subject, text, strict)
    misspelt = None if strict else _of_comment(text)
    if isinstance(claimed, NotJudged):
        return Judgement(not_judged=claimed, findings=_marked(misspelt, text))
    declared = (claimed.named, claimed.around) if is_override(claimed) else None
    key = decoded.digest, claimed.allowed, claimed.refuted, claimed.is_bare, declared
    return Draft(text, subject.place, claimed, key, unmistakable(text, claimed), misspelt)


def _claim(subject: PathContext, text: str, strict: bool) -> Claim | NotJudged:
    if strict:
        return by_name(subject.place, text)
    return claim(subject.place, text, dict(subject.attributes), subject.allowed)


def _of_comment(text: str) -> Finding | None:
    """What is wrong with a comment of polyglint's own, if anything is."""
    found = misspelt_comment(text)
    if found is None:
        return None
    words = f"linguist knows no language {found.name}{hint(found.name)}"
    advice = "correct or remove the comment"
    return Finding(found.line, 1, UNKNOWN_LANGUAGE, words, found.line, suggestion=advice)


def _marked(finding: Finding | None, text: str) -> tuple[Finding, ...]:
    """A finding with what it is known by in baselines, if there is one."""
    return () if finding is None else (finding._replace(fingerprint=fingerprint(text)),)
