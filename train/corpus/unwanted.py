"""Files that tell nothing of how people write a language: vendored, generated, minified, too short.

The rules follow linguist's `vendor.yml` and `generated.rb`, as far as a corpus needs them. They are
apart from the hook's (`polyglint.linguist.vendored`) since the questions differ: a package's
`dist/` is what its authors ship, and worth reading, though nobody should be told to rename a file
in it.
"""

import re

_VENDORED = re.compile(
    r"(?:^|/)(?:"
    r"node_modules/|bower_components/|vendor(?:s|ed)?/|third[-_]?party/|3rd[-_]?party/|external/"
    r"|\.yarn/|debian/missing-sources/"
    r"|(?:config\.(?:guess|sub)|configure|ltmain\.sh|aclocal\.m4|lib(?:tool|lt)?\.m4"
    r"|lt(?:options|sugar|version|~obsolete)\.m4|install-sh|depcomp|missing|mkinstalldirs"
    r"|py-compile|ylwrap|test-driver|gradlew(?:\.bat)?|mvnw(?:\.cmd)?)$"
    r"|jquery[-._\w]*\.js$|bootstrap[-.\d]*\.(?:js|css|less|scss)$|font-?awesome[-.\w]*\."
    r"|normalize\.s?css$|animate\.css$|modernizr[-.\d]*\.js$|mootools[-.\w]*\.js$"
    r"|d3(?:\.v?\d+)*\.js$|prototype\.js$|(?:tiny_?mce|ckeditor|codemirror)[-.\d]*\.js$"
    r")",
    re.IGNORECASE,
)
_GENERATED_PATH = re.compile(
    r"\.min\.(?:js|css)$|[-.](?:bundle|chunk)\.js$|(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json"
    r"|yarn\.lock|pnpm-lock\.yaml|composer\.lock|cargo\.lock|poetry\.lock|pipfile\.lock|gopkg\.lock"
    r"|makefile\.in)$|\.designer\.(?:cs|vb)$|_pb2(?:_grpc)?\.pyi?$|\.pb(?:\.gw)?\.(?:go|cc|h)$"
    r"|\.(?:g|freezed)\.dart$|\.tab\.[ch]$|\.yy\.c$|/snapshots//(?!.*\.snap$)",
    re.IGNORECASE,
)
_GENERATED_MARK = re.compile(
    r"@generated\b"
    r"|\bdo\s+not\s+(?:edit|modify)(?:(?:\s+this)?\s+(?:file|code)|\s*[!.*/#-]*$)"
    r"|\b(?:file|code|document|parser|page)\s+(?:was|is|has been)?\s*"
    r"(?:\w*automatically\s+|auto-?)?generated\s+(?:by|from|with|using)\b"
    r"|^\W*(?:dnl\s+)?(?:this\s+\w+\s+)?(?:(?:was|is|has been)\s+)?"
    r"(?:machine|automatically|auto)?[- ]?generated\s+(?:by|from|with)\b"
    r"|<meta\s+name=\"?generator\"?\s+content=\"?"
    r"(?:doxygen|org[- ]mode|latex2html|pkgdown|javadoc)",
    re.IGNORECASE | re.MULTILINE,
)
_SOURCE_MAP = re.compile(r"^[/*\s]+[#@]\s*sourceMappingURL=", re.MULTILINE)
# Documents may speak of generated files; these others are written by tools wherever they occur.
_NEVER_MARKED = frozenset(
    (
        "AsciiDoc",
        "Gettext Catalog",
        "LLVM",
        "Markdown",
        "Org",
        "SVG",
        "Text",
        "WebAssembly",
        "reStructuredText",
    )
)
_LONG_PARAGRAPHS = frozenset(
    (
        "AsciiDoc",
        "CSV",
        "HTML",
        "Markdown",
        "MDX",
        "Org",
        "SVG",
        "TeX",
        "Text",
    )
)
_MINIFIABLE = frozenset(("JavaScript", "CSS"))
HEAD_LINES = 12
MINIFIED_LINE = 110
LONG_LINE = 300
VERY_LONG_LINE = 20_000
MIN_LINES = 5
# Formats that are whole in a line or two, as people write them.
_SHORT = frozenset(
    (
        "CODEOWNERS",
        "Dotenv",
        "Git Revision List",
        "Option List",
        "Pip Requirements",
        "Procfile",
        "Public Key",
        "Robots Exclusion Rules",
    )
)
MIN_SHORT_LINES = 2


def unwanted_path(path: str) -> str | None:
    """Why a file is dropped for its path alone; the path with `/`, or as the layout flattens it."""
    path = path.replace("__", "/")
    if _VENDORED.search(path):
        return "vendored"
    return "generated" if _GENERATED_PATH.search(path) else None


def unwanted_text(text: str, language: str) -> str | None:
    """Why a file is dropped for what it holds."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < (MIN_SHORT_LINES if language in _SHORT else MIN_LINES):
        return "too short"
    if language not in _NEVER_MARKED and _GENERATED_MARK.search("\n".join(lines[:HEAD_LINES])):
        return "generated"
    if language in _MINIFIABLE and _SOURCE_MAP.search("\n".join(lines[-2:])):
        return "generated"
    average = sum(map(len, lines)) / len(lines)
    if language in _MINIFIABLE and average > MINIFIED_LINE:
        return "minified"
    long = average > LONG_LINE and language not in _LONG_PARAGRAPHS
    return "long lines" if long or max(map(len, lines)) > VERY_LONG_LINE else None
