"""How the corpus' languages write comments, and the leading comment blocks of a file."""

from collections.abc import Sequence
from typing import NamedTuple

from polyglint.checker.comments import BEGIN, END, LANGUAGES
from polyglint.linguist.line_comments import LINE_COMMENTS, is_line_comment


class CommentSyntax(NamedTuple):
    """Prefixes of a comment line; marks around a block; marks of a block that is indented."""

    lines: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    indented: tuple[str, ...] = ()


_C = ((BEGIN, END),)
_MARKUP = (("<!--", "-->"),)
_FAMILIES: dict[tuple[tuple[str, str], ...], str] = {
    _C: "ANTLR, Assembly, Dart, Go Module, Graphviz (DOT), HCL, HLSL, Haxe, Lex, Nix, Prolog, QML, "
    "SQL, SWIG, Sass, Scala, Scilab, SystemVerilog, VHDL, Verilog, Yacc",
    _MARKUP: "HTML, MDX, Markdown, SVG, XML, XSLT",
    (("#|", "|#"),): "Clojure, Common Lisp, Dune, Racket, Scheme",
    (("(*", "*)"),): "F#, OCaml, Rocq Prover, Standard ML",
    (("{#", "#}"), *_MARKUP): "Jinja, Twig",
    (*_MARKUP, *_C): "Svelte, Vue",
}
_BLOCKS = {
    **dict.fromkeys(LANGUAGES, _C),
    **{name: blocks for blocks, names in _FAMILIES.items() for name in names.split(", ")},
    "AsciiDoc": (("////", "////"),),
    "CoffeeScript": (("###", "###"),),
    "Forth": (("(", ")"),),
    "HTML+ERB": (("<%#", "%>"), *_MARKUP),
    "Handlebars": (("{{!--", "--}}"), ("{{!", "}}"), *_MARKUP),
    "Haskell": (("{-", "-}"),),
    "Julia": (("#=", "=#"),),
    "Lua": (("--[[", "]]"), ("--[=[", "]=]"), ("--[==[", "]==]")),
    "MATLAB": (("%{", "%}"),),
    "Nim": (("#[", "]#"),),
    "Pascal": (("{", "}"), ("(*", "*)")),
    "PlantUML": (("/'", "'/"),),
    "PowerShell": (("<#", "#>"),),
    "Python": (('"""', '"""'), ("'''", "'''")),
    "Ruby": (("=begin", "=end"),),
    "Smalltalk": (('"', '"'),),
    "WebAssembly": (("(;", ";)"),),
}
_INDENTED = {"reStructuredText": ("..",)}
SYNTAXES = {
    name: CommentSyntax(LINE_COMMENTS.get(name, ()), _BLOCKS.get(name, ()), _INDENTED.get(name, ()))
    for name in sorted({*LINE_COMMENTS, *_BLOCKS, *_INDENTED})
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
    while end < len(lines) and is_line_comment(lines[end], syntax.lines):
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
