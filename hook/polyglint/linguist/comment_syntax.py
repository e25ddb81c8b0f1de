"""How languages write comments, and which lines of a text are nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from polyglint.typed import NamedTuple, TypeAlias


class CommentSyntax(NamedTuple):
    """Prefixes of a comment line; marks around a block; marks of a block that is indented."""

    lines: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    indented: tuple[str, ...] = ()


BEGIN, END = "/*", "*/"
# Languages with block comments between these.
C_LIKE = frozenset(
    [
        "C",
        "C#",
        "C++",
        "CSS",
        "Cuda",
        "D",
        "GLSL",
        "Go",
        "Gradle",
        "Groovy",
        "Java",
        "JavaScript",
        "Kotlin",
        "Less",
        "Objective-C",
        "Objective-C++",
        "OpenCL",
        "PHP",
        "Protocol Buffer",
        "Rust",
        "SCSS",
        "Solidity",
        "Swift",
        "TSX",
        "TypeScript",
        "Vala",
    ]
)
# A blank at the end of a prefix stands for the end of the line, too.
_LINE_FAMILIES: dict[tuple[str, ...], str] = {
    ("//",): (
        "ANTLR, Apex, AsciiDoc, Bicep, C, C#, C++, CSS, Chapel, Cuda, D, Dart, F#, GLSL, Gleam, "
        "Go, Go Module, Gradle, Graphviz (DOT), Groovy, HLSL, Hack, Haxe, Java, JavaScript, "
        "Kotlin, Less, Lex, Objective-C, Objective-C++, Odin, OpenCL, Pascal, Pawn, Processing, "
        "Protocol Buffer, QML, ReScript, Rust, SCSS, SWIG, Sass, Scala, Scilab, ShaderLab, "
        "Solidity, SourcePawn, Stylus, Swift, SystemVerilog, TSX, TypeScript, Typst, Vala, "
        "Verilog, WGSL, Yacc, Zig"
    ),
    ("#",): (
        "ApacheConf, Awk, BitBake, CMake, CODEOWNERS, CoffeeScript, Crystal, Cython, "
        "Dockerfile, Dotenv, Elixir, GDScript, Gettext Catalog, Gherkin, Git Attributes, "
        "Gnuplot, GraphQL, Ignore List, Julia, Just, Makefile, Meson, Nginx, Nim, Nix, Open "
        "Policy Agent, Org, Perl, Pip Requirements, PowerShell, Puppet, Python, QMake, R, RPM "
        "Spec, Ragel, Raku, RobotFramework, Ruby, Shell, Starlark, TOML, Tcl, Turtle, YAML, "
        "fish"
    ),
    ("--",): ("Ada, Agda, AppleScript, Dhall, Elm, Haskell, Idris, Lean, Lua, PureScript, VHDL"),
    (";",): (
        "AutoHotkey, Clojure, Common Lisp, Dune, Emacs Lisp, LLVM, NSIS, Racket, Scheme, "
        "Tree-sitter Query"
    ),
    ("%",): ("BibTeX, Erlang, PostScript, Prolog, TeX"),
    ("//", "#"): ("Jsonnet, PHP, Thrift"),
    ("'",): ("PlantUML, VBScript, Visual Basic .NET"),
}
_LINES: dict[str, tuple[str, ...]] = {
    **{name: marks for marks, names in _LINE_FAMILIES.items() for name in names.split(", ")},
    "ABAP": ("*",),
    "Assembly": (";", "#", "//", "@", "!", "*", "|"),
    "Batchfile": ("rem ", "rem\t", "@rem ", "@rem\t", "::", "@::"),
    "EditorConfig": ("#", ";"),
    "Forth": ("\\",),
    "Fortran": ("!", "c ", "c\t", "c*", "c-", "c=", "*"),
    "HCL": ("#", "//"),
    "INI": ("#", ";"),
    "Java Properties": ("#", "!"),
    "M4": ("dnl", "#"),
    "MATLAB": ("%", "#"),
    "Pug": ("//-", "//"),
    "Roff": ('.\\"', "'\\\"", '\\"', '."', ".\\ ", "'''", "'.\\\""),
    "SAS": ("*",),
    "SQL": ("--", "#"),
    "Slim": ("/",),
    "Stata": ("*", "//"),
    "Texinfo": ("@c ", "@c\t", "@comment", "\\c ", "%"),
    "Vim script": ('"',),
    "WebAssembly": (";;",),
}
_C = ((BEGIN, END),)
_MARKUP = (("<!--", "-->"),)
_BLOCK_FAMILIES: dict[tuple[tuple[str, str], ...], str] = {
    _C: "ANTLR, Apex, Assembly, AutoHotkey, Bicep, Chapel, Dart, Go Module, Graphviz (DOT), "
    "HCL, HLSL, Hack, Haxe, Jsonnet, Lex, Linker Script, NSIS, Nix, Odin, Pawn, Processing, "
    "Prolog, QML, ReScript, SAS, SQL, SWIG, Sass, Scala, Scilab, ShaderLab, SourcePawn, "
    "Stata, Stylus, SystemVerilog, Thrift, Typst, VHDL, Verilog, WGSL, Yacc",
    _MARKUP: "HTML, MDX, Markdown, SVG, XML, XSLT",
    (("#|", "|#"),): "Clojure, Common Lisp, Dune, Racket, Scheme",
    (("{-", "-}"),): "Agda, Dhall, Elm, Haskell, Idris, PureScript",
    (("(*", "*)"),): "AppleScript, F#, OCaml, Rocq Prover, Standard ML",
    (("{#", "#}"), *_MARKUP): "Jinja, Twig",
    (*_MARKUP, *_C): "Svelte, Vue",
}
_BLOCKS = {
    **dict.fromkeys(C_LIKE, _C),
    **{name: blocks for blocks, names in _BLOCK_FAMILIES.items() for name in names.split(", ")},
    "AsciiDoc": (("////", "////"),),
    "CoffeeScript": (("###", "###"),),
    "Forth": (("(", ")"),),
    "HTML+ERB": (("<%#", "%>"), *_MARKUP),
    "Handlebars": (("{{!--", "--}}"), ("{{!", "}}"), *_MARKUP),
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
    name: CommentSyntax(_LINES.get(name, ()), _BLOCKS.get(name, ()), _INDENTED.get(name, ()))
    for name in sorted({*_LINES, *_BLOCKS, *_INDENTED})
}

SHARE = 0.5  # of the lines that are not blank, from which on the others are looked at alone
QUOTE = '"'  # around a comment of Smalltalk
BLOCKS_OF_CODE = "{"  # in many languages, where it is a comment in one
# What closes a block: for each line the first one after it that has it.
Following: TypeAlias = "Mapping[str, Sequence[int | None]]"


def beside_comments(text: str, languages: Collection[str]) -> str | None:
    """The lines of a text that are no comments in any of some languages, where half of it is."""
    lines = text.splitlines(keepends=True)
    muted = [False] * len(lines)
    for syntax in filter(None, map(SYNTAXES.get, languages)):
        blocks = tuple(block for block in syntax.blocks if block[0] != BLOCKS_OF_CODE)
        found = comment_lines(lines, syntax._replace(blocks=blocks))
        muted = [one or other for one, other in zip(muted, found, strict=True)]
    rest = [line for line, is_comment in zip(lines, muted, strict=True) if not is_comment]
    said = sum(map(_is_said, lines))
    return "".join(rest) if said and sum(map(_is_said, rest)) <= SHARE * said else None


def _is_said(line: str) -> bool:
    return bool(line.strip())


def comment_lines(lines: Sequence[str], syntax: CommentSyntax) -> list[bool]:
    """Whether each line is part of a comment and holds nothing else."""
    following = following_ends(lines, syntax)
    found = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = block_end(lines, start, syntax, following)
        if end is not None:
            found[start:end] = [True] * (end - start)
        start = end or start + 1
    return found


def following_ends(lines: Sequence[str], syntax: CommentSyntax) -> Following:
    """Where blocks may end, found once for all that begin in some lines."""
    return {closing: _following(lines, closing) for _, closing in syntax.blocks}


def block_end(
    lines: Sequence[str], start: int, syntax: CommentSyntax, following: Following | None = None
) -> int | None:
    """The line after the comment block that starts at `start`; None if there is none.

    Args:
        following: the `following_ends` of the lines, where several blocks are asked about.
    """
    first = lines[start].strip()
    for opening, closing in syntax.blocks:
        if first.startswith(opening):
            ends = (following or following_ends(lines, syntax))[closing]
            return _closing_line(lines, start, (opening, closing), ends[start])
    if syntax.indented and first.startswith(syntax.indented):
        return _indented_end(lines, start + 1)
    end = start
    while end < len(lines) and is_line_comment(lines[end], syntax.lines):
        end += 1
    return end if end > start else None


def is_line_comment(line: str, marks: tuple[str, ...]) -> bool:
    """Whether a line is a comment that begins with one of some marks."""
    return bool(marks) and f"{line.strip().lower()} ".startswith(marks)


def _indented_end(lines: Sequence[str], end: int) -> int:
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace()):
        end += 1
    return end


def _closing_line(
    lines: Sequence[str], start: int, block: tuple[str, str], later: int | None
) -> int | None:
    """None when the block never closes, or when code follows its end on the same line.

    Args:
        later: the first line after `start` that has what closes the block.
    """
    opening, closing = block
    number, text = start, lines[start].strip()[len(opening) :]
    if closing not in _undoubled(text, closing):
        if later is None:
            return None
        number, text = later, lines[later]
    rest = _undoubled(text, closing).partition(closing)[2]
    return None if rest.strip() else number + 1


def _undoubled(line: str, closing: str) -> str:
    """A line in which what closes a block does: a quote that is doubled does not."""
    return line.replace(2 * QUOTE, "") if closing == QUOTE else line


def _following(lines: Sequence[str], closing: str) -> list[int | None]:
    found: list[int | None] = [None] * len(lines)
    for number in range(len(lines) - 1, 0, -1):
        is_there = closing in _undoubled(lines[number], closing)
        found[number - 1] = number if is_there else found[number]
    return found
