"""Which wheel has the tree-sitter grammar of a language.

Only wheels of the tree-sitter organisations and of the grammars' own authors are listed. What one
weighs and what it spares is in docs/grammars.md, which also says why one is a dependency or part
of the extra ``grammars``.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from polyglint.typed import NamedTuple


class Wheel(NamedTuple):
    """A module of a wheel, and its function that returns the grammar."""

    module: str
    function: str = "language"


PREFIX = "tree_sitter"  # of modules, and of their metadata

_JAVASCRIPT = Wheel("tree_sitter_javascript")
_JSON = Wheel("tree_sitter_json")
_VERILOG = Wheel("tree_sitter_systemverilog")
_XML = Wheel("tree_sitter_xml", "language_xml")

# Linguist's names. A grammar may serve several languages where it was made for all of them.
WHEELS: dict[str, Wheel] = {
    "Ada": Wheel("tree_sitter_ada"),
    "Batchfile": Wheel("tree_sitter_batch"),
    "C": Wheel("tree_sitter_c"),
    "C#": Wheel("tree_sitter_c_sharp"),
    "C++": Wheel("tree_sitter_cpp"),
    "CSS": Wheel("tree_sitter_css"),
    "Common Lisp": Wheel("tree_sitter_commonlisp"),
    "Cuda": Wheel("tree_sitter_cuda"),
    "Dockerfile": Wheel("tree_sitter_dockerfile"),
    "Elixir": Wheel("tree_sitter_elixir"),
    "F#": Wheel("tree_sitter_fsharp"),
    "Fortran": Wheel("tree_sitter_fortran"),
    "GDScript": Wheel("tree_sitter_gdscript"),
    "GLSL": Wheel("tree_sitter_glsl"),
    "Go": Wheel("tree_sitter_go"),
    "Groovy": Wheel("tree_sitter_groovy"),
    "HCL": Wheel("tree_sitter_hcl"),
    "HLSL": Wheel("tree_sitter_hlsl"),
    "HTML": Wheel("tree_sitter_html"),
    "Haskell": Wheel("tree_sitter_haskell"),
    "JSON": _JSON,
    "JSX": _JAVASCRIPT,
    "Java": Wheel("tree_sitter_java"),
    "JavaScript": _JAVASCRIPT,
    "Julia": Wheel("tree_sitter_julia"),
    "Jupyter Notebook": _JSON,
    "Kotlin": Wheel("tree_sitter_kotlin"),
    "LLVM": Wheel("tree_sitter_llvm"),
    "Less": Wheel("tree_sitter_less"),
    "Lua": Wheel("tree_sitter_lua"),
    "Luau": Wheel("tree_sitter_luau"),
    "MATLAB": Wheel("tree_sitter_matlab"),
    "Makefile": Wheel("tree_sitter_make"),
    "Markdown": Wheel("tree_sitter_markdown"),
    "Nix": Wheel("tree_sitter_nix"),
    "OCaml": Wheel("tree_sitter_ocaml", "language_ocaml"),
    "Objective-C": Wheel("tree_sitter_objc"),
    "Odin": Wheel("tree_sitter_odin"),
    "PowerShell": Wheel("tree_sitter_powershell"),
    "Puppet": Wheel("tree_sitter_puppet"),
    "Python": Wheel("tree_sitter_python"),
    "Ruby": Wheel("tree_sitter_ruby"),
    "Rust": Wheel("tree_sitter_rust"),
    "SCSS": Wheel("tree_sitter_scss"),
    "SQL": Wheel("tree_sitter_sql"),
    "SVG": _XML,
    "Scala": Wheel("tree_sitter_scala"),
    "Shell": Wheel("tree_sitter_bash"),
    "Solidity": Wheel("tree_sitter_solidity"),
    "Starlark": Wheel("tree_sitter_starlark"),
    "Svelte": Wheel("tree_sitter_svelte"),
    "Swift": Wheel("tree_sitter_swift"),
    "SystemVerilog": _VERILOG,
    "TOML": Wheel("tree_sitter_toml"),
    "TSX": Wheel("tree_sitter_typescript", "language_tsx"),
    "Tree-sitter Query": Wheel("tree_sitter_query"),
    "TypeScript": Wheel("tree_sitter_typescript", "language_typescript"),
    "VHDL": Wheel("tree_sitter_vhdl"),
    "Verilog": _VERILOG,
    "XML": _XML,
    "XSLT": _XML,
    "YAML": Wheel("tree_sitter_yaml"),
    "Zig": Wheel("tree_sitter_zig"),
    "reStructuredText": Wheel("tree_sitter_rst"),
}


def installed() -> tuple[str, ...]:
    """Everything of tree-sitter on the path, versions included; imports none of it."""
    found: set[str] = set()
    for directory in sys.path:
        with suppress(OSError):
            names = os.listdir(directory or ".")  # noqa: PTH208 - a Path for each takes ten times as long
            found.update(name for name in names if name.startswith(PREFIX))
    return tuple(sorted(found))
