"""What the hook installs may be given on under the licences that docs/security.md lists."""

import re
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.repositories import ROOT

# Words of licences that ask for no more than their own text to be kept, or (MPL) for changes to
# their own files to be published.
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|3-Clause BSD|Apache|Zlib|CC0|PSF|MPL|Mozilla Public License)\b"
)
FORBIDDEN = re.compile(r"\b(A?GPL|LGPL|SSPL|Commons Clause|Proprietary)\b")
DASHES = str.maketrans("._", "--")
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def installed():
    """The hook's dependencies and theirs, as far as this environment has them."""
    tomllib = pytest.importorskip("tomllib")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found, rest = {}, list(project["dependencies"])
    while rest:
        name = re.match(r"[\w.-]+", rest.pop())[0]
        try:
            found.setdefault(name.lower().translate(DASHES), metadata.metadata(name))
        except metadata.PackageNotFoundError:
            continue
        requires = metadata.requires(name) or []
        rest += [line for line in requires if _is_wanted(line) and _new(line, found)]
    return found


def _is_wanted(line):
    """Whether this platform needs it: others' may lie about, as what Ray brings along does."""
    marker = Requirement(line).marker
    return marker is None or marker.evaluate({"extra": ""})


def _new(line, found):
    return re.match(r"[\w.-]+", line)[0].lower().translate(DASHES) not in found


def licence(package):
    classifiers = [c for c in package.get_all("Classifier") or [] if c.startswith("License")]
    texts = (package.get("License-Expression"), package.get("License"), *classifiers)
    return " ".join(filter(None, texts))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="reads TOML")
def test_every_dependency_may_be_given_on_and_is_listed():
    found = installed()
    assert "gitpython" in found
    for name, package in found.items():
        words = licence(package)
        assert ALLOWED.search(words), f"{name}: {words[:80]!r}"
        assert not FORBIDDEN.search(words), f"{name}: {words[:80]!r}"
        listed = "tree-sitter grammars" if name.startswith("tree-sitter") else name
        assert listed in PAGE, f"{name} is missing in docs/security.md"
