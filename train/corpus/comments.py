"""How the corpus' languages write comments, and the leading comment blocks of a file."""

from collections.abc import Sequence
from typing import NamedTuple

from polyglint.checker.comments import BEGIN, END, LANGUAGES


class Syntax(NamedTuple):
    """Prefixes of a comment line; marks around a block; marks of a block that is indented."""

    lines: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    indented: tuple[str, ...] = ()


_C = Syntax(("//",), ((BEGIN, END),))
_HASH = Syntax(("#",))
_MARKUP = Syntax((), (("<!--", "-->"),))
_ML = Syntax((), (("(*", "*)"),))
_LISP = Syntax((";",), (("#|", "|#"),))
_PERCENT = Syntax(("%",))
_COMPONENT = Syntax((), (("<!--", "-->"), ("/*", "*/")))
_TEMPLATE = Syntax((), (("{#", "#}"), ("<!--", "-->")))

_FAMILIES = {
    _C: "ANTLR, Dart, Go Module, Graphviz (DOT), HLSL, Haxe, Lex, QML, SWIG, Sass, Scala, Scilab, "
    "SystemVerilog, Verilog, Yacc",
    _HASH: "Awk, CMake, Crystal, Cython, Dockerfile, Elixir, Gettext Catalog, Gherkin, Gnuplot, "
    "GraphQL, Ignore List, Makefile, Meson, Org, Perl, Puppet, QMake, R, Ragel, Raku, Shell, "
    "Starlark, TOML, Tcl, YAML",
    _LISP: "Clojure, Common Lisp, Dune, Racket, Scheme",
    _MARKUP: "HTML, MDX, Markdown, SVG, XML, XSLT",
    _ML: "OCaml, Rocq Prover",
    _PERCENT: "BibTeX, PostScript, TeX",
    _TEMPLATE: "Jinja, Twig",
}
_OWN = {
    "Ada": Syntax(("--",)),
    "AsciiDoc": Syntax(("//",), (("////", "////"),)),
    "Assembly": Syntax((";", "#", "//", "@", "!", "*", "|"), (("/*", "*/"),)),
    "Batchfile": Syntax(("rem ", "rem\t", "@rem ", "@rem\t", "::", "@::")),
    "CoffeeScript": Syntax(("#",), (("###", "###"),)),
    "Emacs Lisp": Syntax((";",)),
    "Erlang": _PERCENT,
    "F#": Syntax(("//",), (("(*", "*)"),)),
    "Forth": Syntax(("\\",), (("(", ")"),)),
    "Fortran": Syntax(("!", "c ", "c\t", "c*", "c-", "c=", "*")),
    "HCL": Syntax(("#", "//"), (("/*", "*/"),)),
    "Handlebars": Syntax((), (("{{!--", "--}}"), ("{{!", "}}"), ("<!--", "-->"))),
    "Haskell": Syntax(("--",), (("{-", "-}"),)),
    "HTML+ERB": Syntax((), (("<%#", "%>"), ("<!--", "-->"))),
    "INI": Syntax(("#", ";")),
    "Java Properties": Syntax(("#", "!")),
    "Julia": Syntax(("#",), (("#=", "=#"),)),
    "LLVM": Syntax((";",)),
    "Lua": Syntax(("--",), (("--[[", "]]"), ("--[=[", "]=]"), ("--[==[", "]==]"))),
    "M4": Syntax(("dnl", "#")),
    "MATLAB": Syntax(("%", "#"), (("%{", "%}"),)),
    "Nim": Syntax(("#",), (("#[", "]#"),)),
    "Nix": Syntax(("#",), (("/*", "*/"),)),
    "PHP": Syntax(("//", "#"), (("/*", "*/"),)),
    "Pascal": Syntax(("//",), (("{", "}"), ("(*", "*)"))),
    "PlantUML": Syntax(("'",), (("/'", "'/"),)),
    "PowerShell": Syntax(("#",), (("<#", "#>"),)),
    "Prolog": Syntax(("%",), (("/*", "*/"),)),
    "Python": Syntax(("#",), (('"""', '"""'), ("'''", "'''"))),
    "Pug": Syntax(("//-", "//")),
    "Roff": Syntax(('.\\"', "'\\\"", '\\"', '."', ".\\ ", "'''", "'.\\\"")),
    "Ruby": Syntax(("#",), (("=begin", "=end"),)),
    "SQL": Syntax(("--", "#"), (("/*", "*/"),)),
    "Smalltalk": Syntax((), (('"', '"'),)),
    "Standard ML": _ML,
    "Svelte": _COMPONENT,
    "Texinfo": Syntax(("@c ", "@c\t", "@comment", "\\c ", "%")),
    "Vue": _COMPONENT,
    "Vim script": Syntax(('"',)),
    "VHDL": Syntax(("--",), (("/*", "*/"),)),
    "WebAssembly": Syntax((";;",), (("(;", ";)"),)),
    "Zig": Syntax(("//",)),
    "reStructuredText": Syntax(indented=("..",)),
}
SYNTAXES = {
    **dict.fromkeys(LANGUAGES, _C),
    **{name: syntax for syntax, names in _FAMILIES.items() for name in names.split(", ")},
    **_OWN,  # last: PHP has other comments beside
}


def block_end(lines: Sequence[str], start: int, syntax: Syntax) -> int | None:
    """The line after the comment block that starts at `start`; None if there is none."""
    first = lines[start].strip()
    for opening, closing in syntax.blocks:
        if first.startswith(opening):
            return _closing_line(lines, start, opening, closing)
    if first.startswith(syntax.indented):
        return _indented_end(lines, start + 1)
    end = start
    while end < len(lines) and is_line_comment(lines[end], syntax):
        end += 1
    return end if end > start else None


def comment_lines(lines: Sequence[str], syntax: Syntax) -> list[bool]:
    """Whether each line is part of a comment and holds nothing else."""
    found = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = block_end(lines, start, syntax)
        if end is not None:
            found[start:end] = [True] * (end - start)
        start = end or start + 1
    return found


def is_line_comment(line: str, syntax: Syntax) -> bool:
    return f"{line.strip().lower()} ".startswith(syntax.lines) if syntax.lines else False


def _indented_end(lines: Sequence[str], end: int) -> int:
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace()):
        end += 1
    return end


def _closing_line(lines: Sequence[str], start: int, opening: str, closing: str) -> int | None:
    """None when the block never closes, or when code follows its end on the same line."""
    for number in range(start, len(lines)):
        text = lines[number].strip()
        _, found, rest = text[len(opening) if number == start else 0 :].partition(closing)
        if found:
            return None if rest.strip() else number + 1
    return None
