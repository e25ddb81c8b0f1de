"""How the lines of a comment begin, by language."""

from __future__ import annotations

from collections.abc import Collection

# A blank at the end of a prefix stands for the end of the line, too.
_FAMILIES: dict[tuple[str, ...], str] = {
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
LINE_COMMENTS: dict[str, tuple[str, ...]] = {
    **{name: marks for marks, names in _FAMILIES.items() for name in names.split(", ")},
    "ABAP": ("*", '"'),
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
SHARE = 0.5  # of the lines that are not blank, from which on the others are looked at alone


def is_line_comment(line: str, marks: tuple[str, ...]) -> bool:
    """Whether a line is a comment that begins with one of some marks."""
    return bool(marks) and f"{line.strip().lower()} ".startswith(marks)


def beside_line_comments(text: str, languages: Collection[str]) -> str | None:
    """The lines of a text that are no comments in any of the languages, where half of it is."""
    marks = tuple(mark for name in languages for mark in LINE_COMMENTS.get(name, ()))
    lines = text.splitlines(keepends=True)
    rest = [line for line in lines if not is_line_comment(line, marks)]
    least = SHARE * sum(1 for line in lines if line.strip())
    return "".join(rest) if len(lines) - len(rest) >= max(least, 1) else None
