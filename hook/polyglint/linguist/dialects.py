"""Linguist splits some languages that the model knows as one, and shares extensions among others.

What a path claims is in linguist's names; these tables say what a claim amounts to for the model.
"""

from __future__ import annotations

from collections.abc import Collection

# A language of the model, why it stands for others, and linguist's names for those.
DIALECTS: tuple[tuple[str, str, frozenset[str]], ...] = (
    (
        "Assembly",
        "linguist tells assemblers apart by their directives",
        frozenset(["Motorola 68K Assembly", "Unix Assembly"]),
    ),
    ("C", "C with keywords for threads", frozenset(["Unified Parallel C"])),
    ("C++", "C++14 with attributes", frozenset(["Metal"])),
    ("CSS", "the syntax of CSS, for plugins to read", frozenset(["PostCSS"])),
    (
        "Fortran",
        "linguist names the two source forms",
        frozenset(["Fortran Free Form"]),
    ),
    ("Go Module", "go.work is written as go.mod", frozenset(["Go Workspace"])),
    ("Haskell", "Haskell with hooks for C", frozenset(["C2hs Haskell"])),
    (
        "INI",
        "sections, keys and values",
        frozenset(["EditorConfig", "Git Config", "NPM Config", "desktop"]),
    ),
    (
        "JSON",
        "JSON by the schema it follows, or with comments",
        frozenset(["JSON with Comments", "JSON5", "JSONLD", "OASv2-json", "OASv3-json"]),
    ),
    ("JavaScript", "a host's functions, no syntax of its own", frozenset(["Qt Script"])),
    ("Kotlin", "build scripts that Kotlin compiles", frozenset(["Gradle Kotlin DSL"])),
    ("M4", "M4 with Autoconf's macros", frozenset(["M4Sugar"])),
    (
        "Python",
        "Python with a few statements or operators more",
        frozenset(["Easybuild", "NumPy", "Sage", "Snakemake"]),
    ),
    ("Roff", "manual pages are Roff", frozenset(["Roff Manpage"])),
    (
        "SQL",
        "each database has its own",
        frozenset(["HiveQL", "PLSQL", "PLpgSQL", "SQLPL", "TSQL"]),
    ),
    (
        "Shell",
        "functions and variables that a package manager or init system calls",
        frozenset(["Alpine Abuild", "Gentoo Ebuild", "Gentoo Eclass", "OpenRC runscript"]),
    ),
    ("Verilog", "a superset of Verilog", frozenset(["SystemVerilog"])),
    (
        "XML",
        "XML by the schema it follows",
        frozenset(
            [
                "Ant Build System",
                "COLLADA",
                "Eagle",
                "Maven POM",
                "Web Ontology Language",
                "XML Property List",
            ]
        ),
    ),
    (
        "YAML",
        "YAML by the schema it follows, or from a template",
        frozenset(["Common Workflow Language", "MiniYAML", "OASv2-yaml", "OASv3-yaml", "Salt"]),
    ),
    ("Yacc", "GNU's Yacc", frozenset(["Bison"])),
)

# Extensions whose name stands for one language so much more often than for some others that these
# are not claimed unless linguist's rules on content say so.
NEGLIGIBLE: tuple[tuple[tuple[str, ...], str, frozenset[str]], ...] = (
    ((".cfg",), "one program's settings among all those in sections", frozenset(["HAProxy"])),
    ((".cl",), "a language for one compiler course", frozenset(["Cool"])),
    ((".cs",), "change sets of Smalltalk, before C#", frozenset(["Smalltalk"])),
    ((".ex",), "Elixir by far", frozenset(["Euphoria"])),
    ((".f",), "Fortran by far", frozenset(["Filebench WML", "Forth"])),
    ((".for",), "Fortran by far", frozenset(["Formatted", "Forth"])),
    ((".frag",), "scripts for one editor, given up", frozenset(["JavaScript"])),
    ((".fs",), "Android's language for filters, given up", frozenset(["Filterscript"])),
    ((".fx",), "shaders by far", frozenset(["FLUX"])),
    ((".gd",), "scripts of one game engine by far", frozenset(["GAP"])),
    ((".hh",), "files that Hack's programmers name .hack or .php today", frozenset(["Hack"])),
    ((".html",), "how one standard is written, in tags", frozenset(["Ecmarkup"])),
    (
        (".m",),
        "Objective-C and MATLAB by far, and each of these has a mark of its own",
        frozenset(["Limbo", "M", "MUF", "Mercury", "Wolfram Language"]),
    ),
    ((".md",), "how one compiler describes machines", frozenset(["GCC Machine Description"])),
    (
        (".ml",),
        "OCaml by far, and what the two share stays silent",
        frozenset(["Standard ML"]),
    ),
    ((".mm",), "maps of one program, in XML", frozenset(["XML"])),
    ((".mojo",), "parts of one browser's XML, given up", frozenset(["XML"])),
    ((".php",), "a language that grew out of PHP and left its name", frozenset(["Hack"])),
    ((".pm",), "pictures, today .xpm", frozenset(["X PixMap"])),
    ((".r",), "R by far", frozenset(["Rebol", "Rez"])),
    ((".rs",), "Android's language for shaders, given up", frozenset(["RenderScript", "XML"])),
    ((".t",), "Perl's tests by far", frozenset(["Turing"])),
)

_MODEL_LANGUAGE = {name: language for language, _, names in DIALECTS for name in names}
_NEGLIGIBLE = {extension: names for extensions, _, names in NEGLIGIBLE for extension in extensions}


def model_language(language: str) -> str:
    """The language that stands for a dialect of linguist's; any other language itself."""
    return _MODEL_LANGUAGE.get(language, language)


def known_as(language: str, labels: Collection[str]) -> str | None:
    """The one of `labels` that a language of linguist's amounts to."""
    if language in labels:
        return language
    parent = _MODEL_LANGUAGE.get(language)
    return parent if parent in labels else None


def negligible(extension: str) -> frozenset[str]:
    """The languages that an extension hardly ever stands for."""
    return _NEGLIGIBLE.get(extension, frozenset())
