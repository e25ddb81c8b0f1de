"""Pairs of languages whose content may legitimately serve both, with the reason.

A file that claims one language of a row and reads as another of the same row is never flagged.
"""

from __future__ import annotations

KIN: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (reason, frozenset(languages))
    for reason, *languages in (
        (
            "C is nearly a subset; headers serve all",
            "C",
            "C++",
            "Objective-C",
            "Objective-C++",
            "Cuda",
            "OpenCL",
        ),
        ("shader dialects of C", "C", "C++", "GLSL", "HLSL", "OpenCL", "Cuda"),
        ("grammar files whose actions are C", "C", "C++", "Yacc", "Lex"),
        ("interface files around C declarations", "C", "C++", "SWIG"),
        ("a subset of the other", "JavaScript", "TypeScript", "TSX"),
        ("components with script inside", "JavaScript", "TypeScript", "Vue", "Svelte"),
        ("QML is JavaScript in objects", "QML", "JavaScript"),
        ("JSON is a subset of both", "JSON", "YAML", "JavaScript", "TypeScript"),
        ("JSON with another name", "JSON", "JSON5", "JSON with Comments", "Jupyter Notebook"),
        ("a superset of CSS", "CSS", "SCSS", "Less"),
        ("XML vocabularies", "XML", "SVG", "XSLT", "HTML", "QML"),
        ("templates around HTML", "HTML", "HTML+ERB", "Jinja", "PHP", "Vue", "Svelte", "Markdown"),
        ("build scripts in Groovy", "Groovy", "Gradle", "Java", "Kotlin"),
        ("one hardware language extends the other", "Verilog", "SystemVerilog"),
        ("dialects of Lisp", "Common Lisp", "Emacs Lisp", "Scheme", "Clojure", "Racket"),
        ("dialects of Python", "Python", "Cython", "Starlark"),
        (
            "key and value files",
            "INI",
            "TOML",
            "Java Properties",
            "Ignore List",
            "Text",
            "CSV",
            "YAML",
        ),
        ("plain lists", "Text", "CSV", "Ignore List", "Roff"),
        (
            "light markup",
            "Markdown",
            "reStructuredText",
            "AsciiDoc",
            "Org",
            "Text",
            "Pod",
            "Texinfo",
            "TeX",
            "Roff",
        ),
        ("documentation inside Perl", "Perl", "Pod"),
        (
            "Makefile fragments with shell in them",
            "Makefile",
            "Shell",
            "M4",
            "QMake",
            "Dockerfile",
            "Batchfile",
        ),
        ("macro processors over shell", "M4", "Shell", "Assembly"),
        ("numeric languages that share most syntax", "MATLAB", "GNU Octave", "Scilab"),
        ("bibliographies are TeX's", "TeX", "BibTeX", "PostScript"),
        ("module files of Go", "Go", "Go Module"),
        ("Ruby with another name", "Ruby", "Puppet", "HTML+ERB"),
        (
            "C-like class languages that share long runs of declarations",
            "Java",
            "C#",
            "Kotlin",
            "Groovy",
            "D",
            "Vala",
        ),
        ("a transpiled dialect", "CoffeeScript", "JavaScript"),
        ("OCaml's tools", "OCaml", "Dune"),
    )
)

# Languages whose files hold other languages throughout: what they read as proves nothing.
HOSTS = frozenset(
    [
        "AsciiDoc",
        "CSV",
        "Diff",
        "Gettext Catalog",
        "HTML",
        "HTML+ERB",
        "Handlebars",
        "Jinja",
        "Jupyter Notebook",
        "Lex",
        "M4",
        "Markdown",
        "Org",
        "PHP",
        "Pod",
        "Roff",
        "SVG",
        "Svelte",
        "TeX",
        "Texinfo",
        "Text",
        "Twig",
        "Vue",
        "XML",
        "YAML",
        "Yacc",
        "reStructuredText",
    ]
)

# Readings that say little about a file of code: any language's comments, lists and data look so.
UNTELLING = frozenset(
    [
        "AsciiDoc",
        "CSV",
        "Diff",
        "Gettext Catalog",
        "INI",
        "Ignore List",
        "Java Properties",
        "Jinja",
        "Markdown",
        "Org",
        "Pod",
        "Roff",
        "TeX",
        "Texinfo",
        "Text",
        "reStructuredText",
    ]
)


def kin_of(language: str) -> frozenset[str]:
    """The languages that share a row with `language`, itself included."""
    rows = (languages for _, languages in KIN if language in languages)
    return frozenset((language,)).union(*rows)
