import pytest

from polyglint.gitattributes.file_names import is_settings


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        (".gitattributes", True),
        ("a/b/.gitattributes", True),
        ("a/.gitignore", True),
        ("gitattributes", False),
        ("a.gitattributes", False),
        (".gitattributes/a", False),
        (".gitmodules", False),
        ("", False),
    ],
)
def test_is_settings(place, answer):
    assert is_settings(place) is answer
