"""How the corpus' languages write comments, and the leading comment blocks of a file."""

from collections.abc import Sequence
from typing import NamedTuple

from polyglint.checker.comments import BEGIN, END, LANGUAGES


class CommentSyntax(NamedTuple):
    """Prefixes of a comment line; marks around a block; marks of a block that is indented."""

    lines: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    indented: tuple[str, ...] = ()


_C = CommentSyntax(("//",), ((BEGIN, END),))
_HASH = CommentSyntax(("#",))
_MARKUP = CommentSyntax((), (("<!--", "-->"),))
_ML = CommentSyntax((), (("(*", "*)"),))
_LISP = CommentSyntax((";",), (("#|", "|#"),))
_PERCENT = CommentSyntax(("%",))
_COMPONENT = CommentSyntax((), (("<!--", "-->"), ("/*", "*/")))
_TEMPLATE = CommentSyntax((), (("{#", "#}"), ("<!--", "-->")))

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
    "Ada": CommentSyntax(("--",)),
    "AsciiDoc": CommentSyntax(("//",), (("////", "////"),)),
    "Assembly": CommentSyntax((";", "#", "//", "@", "!", "*", "|"), (("/*", "*/"),)),
    "Batchfile": CommentSyntax(("rem ", "rem\t", "@rem ", "@rem\t", "::", "@::")),
    "CoffeeScript": CommentSyntax(("#",), (("###", "###"),)),
    "Emacs Lisp": CommentSyntax((";",)),
    "Erlang": _PERCENT,
    "F#": CommentSyntax(("//",), (("(*", "*)"),)),
    "Forth": CommentSyntax(("\\",), (("(", ")"),)),
    "Fortran": CommentSyntax(("!", "c ", "c\t", "c*", "c-", "c=", "*")),
    "HCL": CommentSyntax(("#", "//"), (("/*", "*/"),)),
    "Handlebars": CommentSyntax((), (("{{!--", "--}}"), ("{{!", "}}"), ("<!--", "-->"))),
    "Haskell": CommentSyntax(("--",), (("{-", "-}"),)),
    "HTML+ERB": CommentSyntax((), (("<%#", "%>"), ("<!--", "-->"))),
    "INI": CommentSyntax(("#", ";")),
    "Java Properties": CommentSyntax(("#", "!")),
    "Julia": CommentSyntax(("#",), (("#=", "=#"),)),
    "LLVM": CommentSyntax((";",)),
    "Lua": CommentSyntax(("--",), (("--[[", "]]"), ("--[=[", "]=]"), ("--[==[", "]==]"))),
    "M4": CommentSyntax(("dnl", "#")),
    "MATLAB": CommentSyntax(("%", "#"), (("%{", "%}"),)),
    "Nim": CommentSyntax(("#",), (("#[", "]#"),)),
    "Nix": CommentSyntax(("#",), (("/*", "*/"),)),
    "PHP": CommentSyntax(("//", "#"), (("/*", "*/"),)),
    "Pascal": CommentSyntax(("//",), (("{", "}"), ("(*", "*)"))),
    "PlantUML": CommentSyntax(("'",), (("/'", "'/"),)),
    "PowerShell": CommentSyntax(("#",), (("<#", "#>"),)),
    "Prolog": CommentSyntax(("%",), (("/*", "*/"),)),
    "Python": CommentSyntax(("#",), (('"""', '"""'), ("'''", "'''"))),
    "Pug": CommentSyntax(("//-", "//")),
    "Roff": CommentSyntax(('.\\"', "'\\\"", '\\"', '."', ".\\ ", "'''", "'.\\\"")),
    "Ruby": CommentSyntax(("#",), (("=begin", "=end"),)),
    "SQL": CommentSyntax(("--", "#"), (("/*", "*/"),)),
    "Smalltalk": CommentSyntax((), (('"', '"'),)),
    "Standard ML": _ML,
    "Svelte": _COMPONENT,
    "Texinfo": CommentSyntax(("@c ", "@c\t", "@comment", "\\c ", "%")),
    "Vue": _COMPONENT,
    "Vim script": CommentSyntax(('"',)),
    "VHDL": CommentSyntax(("--",), (("/*", "*/"),)),
    "WebAssembly": CommentSyntax((";;",), (("(;", ";)"),)),
    "Zig": CommentSyntax(("//",)),
    "reStructuredText": CommentSyntax(indented=("..",)),
}
SYNTAXES = {
    **dict.fromkeys(LANGUAGES, _C),
    **{name: syntax for syntax, names in _FAMILIES.items() for name in names.split(", ")},
    **_OWN,  # last: PHP has other comments beside
}


def block_end(lines: Sequence[str], start: int, syntax: CommentSyntax) -> int | None:
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


def comment_lines(lines: Sequence[str], syntax: CommentSyntax) -> list[bool]:
    """Whether each line is part of a comment and holds nothing else."""
    found = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = block_end(lines, start, syntax)
        if end is not None:
            found[start:end] = [True] * (end - start)
        start = end or start + 1
    return found


def is_line_comment(line: str, syntax: CommentSyntax) -> bool:
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
