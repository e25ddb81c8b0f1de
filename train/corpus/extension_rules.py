"""Patterns that tell languages of one extension apart, beside linguist's own; tried in order.

The first rule whose pattern is found names the language; one without matches what is left. A rule
without a language knows texts that are in none of those that the extension stands for.
"""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    language: str | None
    pattern: re.Pattern[str] | None = None


def _rule(language: str | None, pattern: str) -> Rule:
    return Rule(language, re.compile(pattern, re.MULTILINE))


_OBJECTIVE_C = _rule(
    "Objective-C",
    r"^\s*(?:@(?:interface|class|protocol|property|end|synchronised|selector|implementation)\b"
    r"|#import\s+.+\.h[\">]|@import\s+\w)|\[\[?\w+ (?:alloc|class|self)\]",
)
_CPP = _rule(
    "C++",
    r"^\s*#\s*include <(?:cstdint|string|vector|map|list|array|memory|iostream|utility)>"
    r"|^\s*template\s*<|^[ \t]*(?:try\s*\{|catch\s*\()"
    r"|^[ \t]*(?:class|(?:using\s+)?namespace)\s+\w+"
    r"|^[ \t]*(?:private|public|protected)\s*:|\bstd::\w+|\bconstexpr\b|\boperator\s*[=<>+*]",
)
_PERL = _rule(
    "Perl", r"\buse\s+(?:strict\b|warnings\b|v?5[.\d])|^\s*(?:my|our|package|sub|require)\b.*[;{]"
)
_RAKU = _rule(
    "Raku",
    r"^\s*(?:use\s+v6\b|unit\s+(?:class|module)|my\s+class\b|multi\s+sub)"
    # Functions of its module for tests, whose names no Perl has: with hyphens.
    r"|^\s*(?:is-(?:deeply|approx)|(?:throws|fails)-like|done-testing|(?:eval-)?(?:dies|lives)-ok"
    r"|(?:cmp|isa|does|can|use)-ok)\b"
    # Methods by a dot, attributes, hyper operators, pointed blocks, names with hyphens.
    r"|\b[A-Z]\w*\.new\(|^\s*has\s[^#\n=]*[$@%][.!]\w|[\w)\]]»\.\w|^\s*for\s+[^(\n]*\s->\s"
    r"|\bmy\s+[$@%]\w+-[a-z][\w-]*\s*[=;]",
)
_PERL_SCRIPT = _rule("Perl", r"\A#!.*perl(?!6)")
_LEX = _rule("Lex", r"^(?:%[%{}]|%option\b)")
_PROLOG = _rule("Prolog", r"^[^#\n]+:-|^:-\s*\w+")
_VERILOG = _rule(
    "Verilog", r"^\s*(?:module\s+\w+\s*[#(;]|`(?:define|timescale|include|ifdef)\b|endmodule\b)"
)
_ROFF = _rule("Roff", r"^[.'](?:TH|SH|Dd|Dt|Sh|so|de|ds|PP|LP|nf|\\\")(?:\s|$)")
_XML = _rule("XML", r"\A\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*[\s>/])")
_ASSEMBLY = _rule(
    "Assembly",
    r"^\s*(?:\.(?:globl?|text|data|section|align|macro|byte|word)\b|%(?:macro|define|include)\b"
    r"|TEXT\s+\S*·|#include \"textflag\.h\"|section\s+\."
    # At most two letters more: `return` and `address` are no instructions.
    r"|(?:mov|jmp|push|pop|lda|ldr|add|sub|call|ret|bne|beq)[a-z]{0,2}\s)",
)
# Other shading languages, which shader compilers keep in GLSL's extensions.
_SHADERS = (
    _rule(
        "HLSL",
        r"\bcbuffer\b|:\s*(?:register\s*\(|SV_[A-Z])|\b(?:float|u?int)[234](?:x[234])?\s+\w",
    ),
    _rule("Metal", r"#include <metal_stdlib>"),
)

# Where another language is the rule: no names alone, which any language may have.
_PIXEL_SHADER = _rule(
    "HLSL",
    r"^\s*cbuffer\s+\w+(?:\s*:[^{]*)?\s*\{|:\s*SV_[A-Za-z]+\b|\bfloat[234](?:x[234])?\s+\w+\s*[:;=(]",
)

_BITBAKE = _rule(
    "BitBake",
    r"^(?:SUMMARY|DESCRIPTION|LICENSE|SRC_URI|SRCREV|R?DEPENDS|FILES)\b[\w:${}-]*\s*[+?.:]?="
    r"|^inherit\s+[\w-]+|^(?:python\s+)?do_\w+(?:[:_]\w+)?\s*\(\)",
)

RULES: dict[str, tuple[Rule, ...]] = {
    ".asc": (_rule("AsciiDoc", r"^[=-]+[ \t]\w|\A(?:\w.*\n)=+$|^\[\w+\]$|^include::"),),
    ".bb": (_rule("Clojure", r"\A\s*(?:#!|;|\((?:ns|require|def))"), _BITBAKE),
    ".cake": (_rule("CoffeeScript", r"->|=>"), _rule("C#", r"^\s*(?:#l(?:oad)?|#tool|var\s)")),
    ".cfg": (
        _rule("INI", r"^\s*\[[^\]\n]+\]\s*$"),
        _rule("HAProxy", r"^(?:global|defaults|(?:frontend|backend|listen)[ \t]+\S+)[ \t]*$"),
    ),
    ".cgi": (
        _PERL,
        _rule("Python", r"^(?:import|from)\s"),
        _rule("Shell", r"^\s*(?:echo|fi|esac)"),
    ),
    ".cl": (
        _rule("Common Lisp", r"^\s*\((?i:defun|in-package|defpackage|defmacro|defvar)\s"),
        # Scripts of IRAF: blocks in words, `#` before a comment, and values of their own.
        _rule(
            None,
            r"^[ \t]*(?:procedure[ \t]+\w+|begin[ \t]*$)|=[ \t]*(?:yes|no)[,)\n]|\bINDEF\b"
            r"|^#[ \t]*(?!(?:define|elif|else|endif|error|if|ifdef|ifndef|include|line|pragma|undef"
            r"|warning)\b)[^\s#\d]",
        ),
        _rule(
            "OpenCL",
            r"\b_*(?:kernel|global|constant|local)\b|#pragma OPENCL|\bget_global_id\b"
            r"|#include <clc/",
        ),
    ),
    ".cls": (
        _rule("TeX", r"^\s*\\(?:NeedsTeXFormat|ProvidesClass|newcommand|def)\b"),
        _rule(
            "Apex",
            r"^\s*(?i:public|private|global)\s+(?i:(?:virtual|abstract|(?:with|without|inherited)"
            r"\s+sharing)\s+)*(?i:class|interface|enum)\s+\w+[^;]*\{",
        ),
    ),
    ".cs": (
        _rule("Smalltalk", r"![\w\s]+methodsFor: "),
        _rule("C#", r"^\s*(?:using\s+[\w.]+\s*;|namespace\s+\w|(?:public|internal|class)\s|//)"),
    ),
    ".cue": (
        _rule("Cue Sheet", r"^\s*(?:TRACK|INDEX)\s+\d\d\b"),
        _rule("CUE", r"^(?:package|import)\s+[\w(\"]|^\s*#?\w+\??:\s"),
    ),
    ".d": (
        _rule(
            "D",
            r"^\s*(?:module|import)\s+[\w.]+[^;]*;|\bunittest\s*(?:\(.*\))?\s*\{|\bversion\s*\(",
        ),
        _rule("Makefile", r"^[\w./-]+:\s.*\\?$"),
    ),
    ".es": (_rule("Erlang", r"^\s*(?:%%|main\s*\(.*?\)\s*->)"),),
    ".ex": (_rule("Elixir", r"^\s*(?:@moduledoc|defmodule|def[pm]?|use|alias)\s"),),
    ".f": (
        _rule("Forth", r"^: \S"),
        _rule(
            "Fortran",
            r"^(?i:[c*!][^abd-z]|\s+(?:implicit|use|subroutine|program|end|data|call|function)\s)",
        ),
    ),
    ".for": (_rule("Fortran", r"^(?i:[c*!]|\s+(?:subroutine|program|end|data|integer|real)\b)"),),
    ".fr": (_rule("Forth", r"^(?:: |also |new-device|previous )"),),
    ".frag": (
        *_SHADERS,
        _rule("GLSL", r"^\s*(?:#version|precision|uniform|varying|vec[234]|void main)\b"),
    ),
    ".fs": (
        _rule("Forth", r"^(?:: |new-device|\\ )"),
        _rule("F#", r"^\s*(?:#light|import|let|module|namespace|open|type)\b"),
        _rule("GLSL", r"^\s*(?:#version|precision|uniform|varying|vec[234])\b"),
    ),
    ".gs": (_rule("GLSL", r"^\s*(?:#version\s\d|layout\s*\()"),),
    ".h": (_OBJECTIVE_C, _CPP, Rule("C")),
    ".hh": (_rule("Hack", r"\A\s*<\?hh"), _rule(None, r"\A\s*<"), Rule("C++")),
    ".html": (Rule("HTML"),),
    ".i": (_rule("SWIG", r"^\s*%(?:module|include|import|template|typemap|ignore|rename|\{)"),),
    ".inc": (
        _rule("PHP", r"<\?php"),
        _rule("Pascal", r"^\s*(?:\{\$|procedure\s|function\s.*:|unit\s|begin$|end;)"),
        _rule("SQL", r"^\s*(?i:create|insert|select|drop)\s"),
        _rule("Pawn", r"^\s*(?:stock|forward|native)\s+[\w:]+\(|^#include <a_samp>"),
        _BITBAKE,
        _CPP,
        _ASSEMBLY,
    ),
    ".jq": (
        _rule("JSONiq", r"^\s*(?:declare|let\s+\$\w+\s*:=|for\s+\$\w+\s+in)\b"),
        _rule("jq", r"^\s*(?:def\s+\w+|\.|#|\||import\s+\")"),
    ),
    ".json": (Rule("JSON"),),
    ".l": (_rule("Common Lisp", r"\(def(?:un|macro)\s"), _LEX, _ROFF),
    ".lisp": (_rule("Common Lisp", r"^\s*\((?i:defun|in-package|defpackage|defmacro|asdf)\b|^;"),),
    ".ll": (_LEX, Rule("LLVM")),
    ".lsp": (_rule("Common Lisp", r"^\s*\((?i:defun|in-package|defpackage|defmacro|load)\b"),),
    ".m": (
        _OBJECTIVE_C,
        _rule("Objective-C", r"^\s*#\s*(?:include\s*[<\"]|ifdef\s)"),
        _rule("Mercury", r"^:-\s*(?:module|interface|import_module)\b"),
        _rule("Limbo", r"^implement\s+\w+;|^\w+\s*:\s*module\b"),
        _rule("Wolfram Language", r"^\(\*|^\s*(?:BeginPackage|Begin|Needs)\[|^\w+\[\w+_"),
        # Comments of M, in a text without any of MATLAB's.
        _rule("M", r"\A(?![\s\S]*^\s*[%#])[\s\S]*?^(?:\w+(?:\([\w,]*\))?)?[ \t]+;[^;\n]+$"),
        _rule(
            "MATLAB", r"^\s*(?:%|##|function\b|end(?:function|if|for)?\s*;?$|clear\b|\w+\s*=.*;$)"
        ),
    ),
    ".m4": (Rule("M4"),),
    ".man": (_ROFF,),
    ".mc": (_rule("M4", r"\bdnl\b|^(?:define|include|divert)\("),),
    ".md": (_rule("GCC Machine Description", r"^\(define_\w+"), Rule("Markdown")),
    ".mdoc": (_ROFF,),
    ".ml": (
        _rule(
            "Standard ML",
            r"=>\s*(?:case|raise)|^(?:fun|val)\s+\w+[^:>\n]*=|^\s*(?:structure|signature)\s",
        ),
        _rule("OCaml", r"^\s*module\b.*=|\bmatch\s+.+\bwith\b|\(\*|;;\s*$|^(?:let|open|type)\s"),
    ),
    ".mm": (_XML, Rule("Objective-C++")),
    ".mo": (
        _rule("Modelica", r"^\s*(?:within|(?:partial\s+)?(?:model|package|block|record))\s+\w"),
        _rule("Motoko", r"^\s*(?:import\s+\w+\s+\"|(?:persistent\s+)?actor\b|module\s*\{)"),
    ),
    ".mod": (_XML,),
    ".ms": (_ROFF, _ASSEMBLY),
    ".n": (_ROFF,),
    ".nr": (_ROFF,),
    ".p": (_rule("Gnuplot", r"^s?plot\b|^set\s+(?:term(?:inal)?|out|output|[xy]label|title)\b"),),
    ".pc": (
        _rule("Pro*C", r"^\s*EXEC\s+SQL\b"),
        _rule("pkg-config", r"^(?:Name|Description|Version|Libs|Cflags):"),
    ),
    ".php": (_rule("Hack", r"<\?hh"), _rule("PHP", r"<\?")),
    ".pl": (_PERL_SCRIPT, _rule("Prolog", r"^:-\s*\w+"), _RAKU, _PERL, _PROLOG),
    ".plt": (_rule("Prolog", r"^\s*:-"), Rule("Gnuplot")),
    ".pm": (_rule("X PixMap", r"^\s*/\* XPM"), _RAKU, _PERL),
    ".pod": (_rule("Pod 6", r"^=begin pod"), _rule("Pod", r"^=\w+")),
    ".pp": (
        _rule("Pascal", r"^\s*(?i:(?:unit|program|library)\s+\w+\s*;|begin$|end[.;])|\{\$mode"),
        _rule("Puppet", r"^\s*(?:class|define|node|include|case|if)\s|=>"),
    ),
    ".pro": (
        _PROLOG,
        _rule("IDL", r"^\s*(?i:function|pro)[ \w,:]*$"),
        _rule("QMake", r"^\s*(?:TEMPLATE|TARGET|QT|SOURCES|HEADERS|CONFIG|SUBDIRS)\s*[+=]"),
    ),
    ".properties": (_rule("Java Properties", r"^\s*[\w.$-]+\s*[=:]|^[#!]"),),
    # DirectX's tutorials call pixel shaders so.
    ".ps": (_rule("PostScript", r"\A%!"), _PIXEL_SHADER, Rule("PostScript")),
    ".r": (
        _rule("Rebol", r"^(?i:rebol)\s*\["),
        # Rez has C's preprocessor, and so have the pieces of C that go by this extension.
        _rule("Rez", r"^\s*(?:resource|type)\s+'|^#\s*(?:include|define|ifn?def|endif)\b"),
        Rule("R"),
    ),
    ".rd": (_rule("R", r"^\\(?:name|title|alias|docType|keyword|description)\{"),),
    ".re": (_CPP,),
    ".res": (_XML,),
    # What clients of HTTP in editors send.
    ".rest": (
        _rule("HTTP", r"^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) +(?:https?://|\{\{|/)\S*"),
        Rule("reStructuredText"),
    ),
    ".rs": (
        _rule("RenderScript", r"^\s*#(?:include|pragma)\b"),
        _rule("Rust", r"^\s*(?:use|fn|mod|pub|macro_rules|impl|#!?\[|//|let|extern|struct|enum)"),
    ),
    ".s": (_ASSEMBLY,),
    ".sc": (_rule("Scala", r"^\s*import (?:scala|java)\.|^\s*(?:class|object|trait)\b|^\s*val\s"),),
    ".sch": (
        _rule("KiCad Schematic", r"\A\s*(?:\(kicad_sch\b|EESchema\b)"),
        _rule("Eagle", r"<!DOCTYPE eagle\b"),
        _XML,
        _rule("Scheme", r"^\s*\((?:define|module|import)\b"),
    ),
    # Qt's pictures with borders, five lines each.
    ".sci": (_rule(None, r"^border\.(?:bottom|left|right|top)\s*:"), Rule("Scilab")),
    ".scm": (
        _rule("Scheme", r"^\s*\((?:define|module|use-modules|import|let|load)\b"),
        _rule("Tree-sitter Query", r"^\s*\(\w+\)\s*@\w|^\]?\s*@\w+(?:\.\w+)*$"),
        _rule("Scheme", r"^\s*[(;#]"),
    ),
    ".shader": (
        _rule("ShaderLab", r"^\s*Shader\s+\""),
        _rule("GLSL", r"^\s*(?:#version|#shader|uniform|varying)\b|\bgl_Position\b"),
    ),
    ".sls": (_rule("Scheme", r"^\s*\((?:library|import|define|#!r6rs)|\A#!r6rs"),),
    ".sol": (_rule("Solidity", r"\bpragma\s+solidity\b|^\s*(?:abstract\s+)?contract\s+\w+.*\{"),),
    ".spec": (
        _rule("RPM Spec", r"^(?:Name|Summary|%package|%prep|%description)\b"),
        _rule("Python", r"^\s*(?:a\s*=\s*Analysis|from\s|import\s)"),
    ),
    ".sql": (Rule("SQL"),),
    ".st": (_rule("Smalltalk", r"^\s*\"|![\w\s]+methodsFor: |:=.*\.$|\bsubclass: #"),),
    ".star": (_rule("Starlark", r"^\s*(?:load\(|def\s|\w+\s*=|\"\"\"|#)"),),
    # Cram's tests are transcripts of a shell.
    ".t": (_PERL_SCRIPT, _rule(None, r"^  \$ \S"), _RAKU, _PERL),
    # Tables of data by far.
    ".tab": (_rule("SQL", r"^\s*(?i:create|insert|select|alter|drop|update|delete)\s+\w"),),
    ".toc": (_rule("TeX", r"^\\(?:contentsline|defcounter|beamer|boolfalse)"),),
    ".tpl": (
        _rule(
            "Go Template",
            r"\{\{-?\s*(?:/\*|(?:define|include|template|if|range|with|end|block|else)\b|[.$]\w*)",
        ),
        _rule("Smarty", r"\{(?:\*|\$\w|/?(?:foreach|if|include|block|assign|literal|section)\b)"),
    ),
    ".ts": (_rule("XML", r"\A\s*<(?:\?xml|!DOCTYPE|TS)\b"), Rule("TypeScript")),
    ".tsx": (_rule("XML", r"\A\s*<\?xml\b"), Rule("TSX")),
    ".tst": (_rule("Scilab", r"^//|assert_check"),),
    ".txt": (
        _rule("Vim Help File", r"\bvim:.*\bft=help\b"),
        _rule(None, r"\A\s*use\s+v6\b|^@start[a-z]+\s*$"),
        Rule("Text"),
    ),
    ".v": (
        _rule(
            "Rocq Prover",
            r"^\s*(?:From\s.*Require|Require|Proof|Qed|Defined|Theorem|Lemma|Definition|Fixpoint"
            r"|Inductive|Extract|Section|Module\s+(?:Type\s+|Import\s+)?\w+)\b.*",
        ),
        _VERILOG,
    ),
    ".vba": (_rule("Vim script", r"\A(?:\" Vimball|UseVimball)"),),
    ".workflow": (_rule("HCL", r"^\s*(?:workflow|action)\s+\""),),
    ".yaml": (Rule("YAML"),),
    ".yml": (Rule("YAML"),),
    ".yy": (_rule("Yacc", r"^%(?:[%{}]|token|union|type|define)"), _rule("JSON", r"\A\s*\{")),
}
RULES |= dict.fromkeys([f".{section}" for section in range(1, 10)], (_ROFF,))
RULES |= dict.fromkeys([".1m", ".1x", ".3m", ".3p", ".3pm", ".3qt", ".3x"], (_ROFF,))
RULES |= dict.fromkeys(
    [".geom", ".glsl", ".tesc", ".tese", ".vert", ".vs"], (*_SHADERS, Rule("GLSL"))
)
RULES |= {".ddl": RULES[".sql"], ".prc": RULES[".sql"], ".scd": (Rule("Markdown"),)}
