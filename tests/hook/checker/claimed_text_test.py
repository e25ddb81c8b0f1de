import pytest

from polyglint.checker.claimed_text import Decoded, Draft, PathContext, draft_of
from polyglint.results import Judgement, NotJudged
from polyglint.sources.worktree import File

PYTHON = PathContext("a.py", ())


@pytest.mark.parametrize(
    ("content", "subject", "reason"),
    [
        pytest.param(NotJudged("submodule"), PYTHON, "submodule", id="not read"),
        pytest.param(b"", PYTHON, "empty", id="empty"),
        pytest.param(b"\0", PYTHON, "binary", id="binary"),
        pytest.param(b"# polyglint: ignore", PYTHON, "inline ignore", id="ignored"),
        pytest.param(
            b"x", PathContext("a", ()), "claims no language that linguist knows", id="no claim"
        ),
        pytest.param(
            b"x",
            PathContext("a.py", (("linguist-generated", "true"),)),
            "linguist-generated",
            id="opted out",
        ),
    ],
)
def test_not_judged(content, subject, reason):
    draft = draft_of(Decoded(content), subject)
    assert isinstance(draft, Judgement)
    assert draft.not_judged.reason.startswith(reason)


def test_a_text_with_its_claim():
    draft = draft_of(Decoded(b"x = 1\n"), PYTHON)
    assert isinstance(draft, Draft)
    assert (draft.text, draft.place, draft.claimed.languages) == ("x = 1\n", "a.py", ("Python",))


@pytest.mark.parametrize(
    ("content", "place", "same"),
    [
        pytest.param(b"x = 1\n", "b/c.py", True, id="elsewhere"),
        pytest.param(b"\xef\xbb\xbfx = 1\n", "a.py", True, id="the same text in other bytes"),
        pytest.param(b"x = 2\n", "a.py", False, id="another text"),
        pytest.param(b"x = 1\n", "a.go", False, id="another claim"),
    ],
)
def test_keys_are_equal_where_findings_are(content, place, same):
    key = draft_of(Decoded(b"x = 1\n"), PYTHON).key
    assert (draft_of(Decoded(content), PathContext(place, ())).key == key) is same


def test_what_is_declared_has_a_key_of_its_own():
    named = draft_of(Decoded(b"x = 1\n"), PYTHON)
    declared = draft_of(
        Decoded(b"x = 1\n"), PathContext("a.foo", (("linguist-language", "Python"),))
    )
    assert named.claimed.allowed == declared.claimed.allowed
    assert named.key != declared.key


def test_a_subject_is_of_a_file():
    file = File("x/a.py", "a.py", {"linguist-language": "C", "gitlab-language": "D"}, bytes)
    attributes = (("gitlab-language", "D"), ("linguist-language", "C"))
    assert PathContext.of(file) == ("a.py", attributes, ())
