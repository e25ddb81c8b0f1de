"""Names that mislead: what an extension says is not believed, and the file is left out.

A `Dockerfile.ui` is no XML and a `README.awk` no Awk: what follows the name says what it is for.
"""

import re
from collections.abc import Collection

from polyglint.linguist.compatible import TEMPLATES
from polyglint.linguist.languages import index, languages

# Names by which people know a file whatever follows, and the language of the file.
_NAMES = {
    "Containerfile": "Dockerfile",
    "Dockerfile": "Dockerfile",
    "GNUmakefile": "Makefile",
    "Makefile": "Makefile",
    "README": "Text",
}
# What comes under such names as well: cargo-make reads Makefile.toml, Makefile.SH makes a Makefile.
_ALSO = frozenset(("Diff", "JSON", "Shell", "TOML", "YAML"))

_MAKEFILE = re.compile(r"^(?:gnu)?make(?:file)?(?:[^a-z].*)?\.txt$", re.IGNORECASE)
_RECIPE = re.compile(r"^[^\s#:=][^\n:=]*:[^\n=]*\n\t\S", re.MULTILINE)

_SHARED_WITH_RAKU = (".pl", ".pm", ".t")
_SURELY_PERL = re.compile(
    r"\A#!.*perl(?!6)|^\s*use\s+(?:strict|warnings|v?5[.\d]*|Test::More)\b", re.MULTILINE
)


def is_misleading(name: str, language: str, text: str) -> bool:
    """Whether a file of that name may well not be in the language that its extension says."""
    if language == "Text" and _MAKEFILE.match(name) and _RECIPE.search(text):
        return True
    stem = name.partition(".")[0]
    if stem == name or stem not in _NAMES:
        return False
    kind = languages()[language]["type"]
    is_document = kind == "prose" or (kind == "markup" and stem == "README")
    return not (is_document or language in TEMPLATES | _ALSO | {_NAMES[stem]})


def may_be_raku(path: str, language: str, text: str, beside: Collection[str]) -> bool:
    """Whether what is taken for Perl may be Raku, which its repository holds, too.

    Args:
        beside: the extensions in the repository.
    """
    if language != "Perl" or not path.lower().endswith(_SHARED_WITH_RAKU):
        return False
    holds_raku = any(index("extensions").get(extension) == ("Raku",) for extension in beside)
    return holds_raku and not _SURELY_PERL.search(text)
