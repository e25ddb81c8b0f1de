"""Patterns that tell languages of one extension apart, beside linguist's own; tried in order.

The first rule whose pattern is found names the language; one without matches what is left. A rule
without a language knows texts that are in none of those that the extension stands for.
"""

from train.corpus.language_patterns import (
    ASSEMBLY,
    BITBAKE,
    CPP,
    LEX,
    OBJECTIVE_C,
    PERL,
    PERL_SCRIPT,
    PROLOG,
    RAKU,
    ROFF,
    SHADERS,
    XML,
    Rule,
    rule,
)

RULES: dict[str, tuple[Rule, ...]] = {
    ".asc": (rule("AsciiDoc", r"^[=-]+[ \t]\w|\A(?:\w.*\n)=+$|^\[\w+\]$|^include::"),),
    ".bb": (rule("Clojure", r"\A\s*(?:#!|;|\((?:ns|require|def))"), BITBAKE),
    ".cake": (rule("CoffeeScript", r"->|=>"), rule("C#", r"^\s*(?:#l(?:oad)?|#tool|var\s)")),
    ".cfg": (
        rule("INI", r"^\s*\[[^\]\n]+\]\s*$"),
        rule("HAProxy", r"^(?:global|defaults|(?:frontend|backend|listen)[ \t]+\S+)[ \t]*$"),
    ),
    ".cgi": (
        PERL,
        rule("Python", r"^(?:import|from)\s"),
        rule("Shell", r"^\s*(?:echo|fi|esac)"),
    ),
    ".cl": (
        rule("Common Lisp", r"^\s*\((?i:defun|in-package|defpackage|defmacro|defvar)\s"),
        # Scripts of IRAF: blocks in words, `#` before a comment, and values of their own.
        rule(
            None,
            r"^[ \t]*(?:procedure[ \t]+\w+|begin[ \t]*$)|=[ \t]*(?:yes|no)[,)\n]|\bINDEF\b"
            r"|^#[ \t]*(?!(?:define|elif|else|endif|error|if|ifdef|ifndef|include|line|pragma|undef"
            r"|warning)\b)[^\s#\d]",
        ),
        rule(
            "OpenCL",
            r"\b_*(?:kernel|global|constant|local)\b|#pragma OPENCL|\bget_global_id\b"
            r"|#include <clc/",
        ),
    ),
    ".cls": (
        rule("TeX", r"^\s*\\(?:NeedsTeXFormat|ProvidesClass|newcommand|def)\b"),
        rule(
            "Apex",
            r"^\s*(?i:public|private|global)\s+(?i:(?:virtual|abstract|(?:with|without|inherited)"
            r"\s+sharing)\s+)*(?i:class|interface|enum)\s+\w+[^;]*\{",
        ),
    ),
    ".cs": (
        rule("Smalltalk", r"![\w\s]+methodsFor: "),
        rule("C#", r"^\s*(?:using\s+[\w.]+\s*;|namespace\s+\w|(?:public|internal|class)\s|//)"),
    ),
    ".cue": (
        rule("Cue Sheet", r"^\s*(?:TRACK|INDEX)\s+\d\d\b"),
        rule("CUE", r"^(?:package|import)\s+[\w(\"]|^\s*#?\w+\??:\s"),
    ),
    ".d": (
        rule(
            "D",
            r"^\s*(?:module|import)\s+[\w.]+[^;]*;|\bunittest\s*(?:\(.*\))?\s*\{|\bversion\s*\(",
        ),
        rule("Makefile", r"^[\w./-]+:\s.*\\?$"),
    ),
    ".es": (rule("Erlang", r"^\s*(?:%%|main\s*\(.*?\)\s*->)"),),
    ".ex": (rule("Elixir", r"^\s*(?:@moduledoc|defmodule|def[pm]?|use|alias)\s"),),
    ".f": (
        rule("Forth", r"^: \S"),
        rule(
            "Fortran",
            r"^(?i:[c*!][^abd-z]|\s+(?:implicit|use|subroutine|program|end|data|call|function)\s)",
        ),
    ),
    ".for": (rule("Fortran", r"^(?i:[c*!]|\s+(?:subroutine|program|end|data|integer|real)\b)"),),
    ".fr": (rule("Forth", r"^(?:: |also |new-device|previous )"),),
    ".frag": (
        *SHADERS,
        rule("GLSL", r"^\s*(?:#version|precision|uniform|varying|vec[234]|void main)\b"),
    ),
    ".fs": (
        rule("Forth", r"^(?:: |new-device|\\ )"),
        rule("F#", r"^\s*(?:#light|import|let|module|namespace|open|type)\b"),
        rule("GLSL", r"^\s*(?:#version|precision|uniform|varying|vec[234])\b"),
    ),
    ".gs": (rule("GLSL", r"^\s*(?:#version\s\d|layout\s*\()"),),
    ".h": (OBJECTIVE_C, CPP, Rule("C")),
    ".hh": (rule("Hack", r"\A\s*<\?hh"), rule(None, r"\A\s*<"), Rule("C++")),
    ".html": (Rule("HTML"),),
    ".i": (rule("SWIG", r"^\s*%(?:module|include|import|template|typemap|ignore|rename|\{)"),),
    ".inc": (
        rule("PHP", r"<\?php"),
        rule("Pascal", r"^\s*(?:\{\$|procedure\s|function\s.*:|unit\s|begin$|end;)"),
        rule("SQL", r"^\s*(?i:create|insert|select|drop)\s"),
        rule("Pawn", r"^\s*(?:stock|forward|native)\s+[\w:]+\(|^#include <a_samp>"),
        BITBAKE,
        CPP,
        ASSEMBLY,
    ),
    ".jq": (
        rule("JSONiq", r"^\s*(?:declare|let\s+\$\w+\s*:=|for\s+\$\w+\s+in)\b"),
        rule("jq", r"^\s*(?:def\s+\w+|\.|#|\||import\s+\")"),
    ),
    ".json": (Rule("JSON"),),
    ".l": (rule("Common Lisp", r"\(def(?:un|macro)\s"), LEX, ROFF),
    ".lisp": (rule("Common Lisp", r"^\s*\((?i:defun|in-package|defpackage|defmacro|asdf)\b|^;"),),
    ".ll": (LEX, Rule("LLVM")),
    ".lsp": (rule("Common Lisp", r"^\s*\((?i:defun|in-package|defpackage|defmacro|load)\b"),),
    ".m": (
        OBJECTIVE_C,
        rule("Objective-C", r"^\s*#\s*(?:include\s*[<\"]|ifdef\s)"),
        rule("Mercury", r"^:-\s*(?:module|interface|import_module)\b"),
        rule("Limbo", r"^implement\s+\w+;|^\w+\s*:\s*module\b"),
        rule("Wolfram Language", r"^\(\*|^\s*(?:BeginPackage|Begin|Needs)\[|^\w+\[\w+_"),
        # Comments of M, in a text without any of MATLAB's.
        rule("M", r"\A(?![\s\S]*^\s*[%#])[\s\S]*?^(?:\w+(?:\([\w,]*\))?)?[ \t]+;[^;\n]+$"),
        rule(
            "MATLAB", r"^\s*(?:%|##|function\b|end(?:function|if|for)?\s*;?$|clear\b|\w+\s*=.*;$)"
        ),
    ),
    ".m4": (Rule("M4"),),
    ".man": (ROFF,),
    ".mc": (rule("M4", r"\bdnl\b|^(?:define|include|divert)\("),),
    ".md": (rule("GCC Machine Description", r"^\(define_\w+"), Rule("Markdown")),
    ".mdoc": (ROFF,),
    ".ml": (
        rule(
            "Standard ML",
            r"=>\s*(?:case|raise)|^(?:fun|val)\s+\w+[^:>\n]*=|^\s*(?:structure|signature)\s",
        ),
        rule("OCaml", r"^\s*module\b.*=|\bmatch\s+.+\bwith\b|\(\*|;;\s*$|^(?:let|open|type)\s"),
    ),
    ".mm": (XML, Rule("Objective-C++")),
    ".mo": (
        rule("Modelica", r"^\s*(?:within|(?:partial\s+)?(?:model|package|block|record))\s+\w"),
        rule("Motoko", r"^\s*(?:import\s+\w+\s+\"|(?:persistent\s+)?actor\b|module\s*\{)"),
    ),
    ".mod": (XML,),
    ".ms": (ROFF, ASSEMBLY),
    ".n": (ROFF,),
    ".nr": (ROFF,),
    ".p": (rule("Gnuplot", r"^s?plot\b|^set\s+(?:term(?:inal)?|out|output|[xy]label|title)\b"),),
    ".pc": (
        rule("Pro*C", r"^\s*EXEC\s+SQL\b"),
        rule("pkg-config", r"^(?:Name|Description|Version|Libs|Cflags):"),
    ),
    ".php": (rule("Hack", r"<\?hh"), rule("PHP", r"<\?")),
    ".pl": (PERL_SCRIPT, rule("Prolog", r"^:-\s*\w+"), RAKU, PERL, PROLOG),
    ".plt": (rule("Prolog", r"^\s*:-"), Rule("Gnuplot")),
    ".pm": (rule("X PixMap", r"^\s*/\* XPM"), RAKU, PERL),
    ".pod": (rule("Pod 6", r"^=begin pod"), rule("Pod", r"^=\w+")),
    ".pp": (
        rule("Pascal", r"^\s*(?i:(?:unit|program|library)\s+\w+\s*;|begin$|end[.;])|\{\$mode"),
        rule("Puppet", r"^\s*(?:class|define|node|include|case|if)\s|=>"),
    ),
    ".pro": (
        PROLOG,
        rule("IDL", r"^\s*(?i:function|pro)[ \w,:]*$"),
        rule("QMake", r"^\s*(?:TEMPLATE|TARGET|QT|SOURCES|HEADERS|CONFIG|SUBDIRS)\s*[+=]"),
    ),
    ".properties": (rule("Java Properties", r"^\s*[\w.$-]+\s*[=:]|^[#!]"),),
    # DirectX's tutorials call pixel shaders so. No names alone, which any language may have.
    ".ps": (
        rule("PostScript", r"\A%!"),
        rule(
            "HLSL",
            r"^\s*cbuffer\s+\w+(?:\s*:[^{]*)?\s*\{|:\s*SV_[A-Za-z]+\b"
            r"|\bfloat[234](?:x[234])?\s+\w+\s*[:;=(]",
        ),
        Rule("PostScript"),
    ),
    ".r": (
        rule("Rebol", r"^(?i:rebol)\s*\["),
        # Rez has C's preprocessor, and so have the pieces of C that go by this extension.
        rule("Rez", r"^\s*(?:resource|type)\s+'|^#\s*(?:include|define|ifn?def|endif)\b"),
        Rule("R"),
    ),
    ".rd": (rule("R", r"^\\(?:name|title|alias|docType|keyword|description)\{"),),
    ".re": (CPP,),
    ".res": (XML,),
    # What clients of HTTP in editors send.
    ".rest": (
        rule("HTTP", r"^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) +(?:https?://|\{\{|/)\S*"),
        Rule("reStructuredText"),
    ),
    ".rs": (
        rule("RenderScript", r"^\s*#(?:include|pragma)\b"),
        rule("Rust", r"^\s*(?:use|fn|mod|pub|macro_rules|impl|#!?\[|//|let|extern|struct|enum)"),
    ),
    ".s": (ASSEMBLY,),
    ".sc": (rule("Scala", r"^\s*import (?:scala|java)\.|^\s*(?:class|object|trait)\b|^\s*val\s"),),
    ".sch": (
        rule("KiCad Schematic", r"\A\s*(?:\(kicad_sch\b|EESchema\b)"),
        rule("Eagle", r"<!DOCTYPE eagle\b"),
        XML,
        rule("Scheme", r"^\s*\((?:define|module|import)\b"),
    ),
    # Qt's pictures with borders, five lines each.
    ".sci": (rule(None, r"^border\.(?:bottom|left|right|top)\s*:"), Rule("Scilab")),
    ".scm": (
        rule("Scheme", r"^\s*\((?:define|module|use-modules|import|let|load)\b"),
        rule("Tree-sitter Query", r"^\s*\(\w+\)\s*@\w|^\]?\s*@\w+(?:\.\w+)*$"),
        rule("Scheme", r"^\s*[(;#]"),
    ),
    ".shader": (
        rule("ShaderLab", r"^\s*Shader\s+\""),
        rule("GLSL", r"^\s*(?:#version|#shader|uniform|varying)\b|\bgl_Position\b"),
    ),
    ".sls": (rule("Scheme", r"^\s*\((?:library|import|define|#!r6rs)|\A#!r6rs"),),
    ".sol": (rule("Solidity", r"\bpragma\s+solidity\b|^\s*(?:abstract\s+)?contract\s+\w+.*\{"),),
    ".spec": (
        rule("RPM Spec", r"^(?:Name|Summary|%package|%prep|%description)\b"),
        rule("Python", r"^\s*(?:a\s*=\s*Analysis|from\s|import\s)"),
    ),
    ".sql": (Rule("SQL"),),
    ".st": (rule("Smalltalk", r"^\s*\"|![\w\s]+methodsFor: |:=.*\.$|\bsubclass: #"),),
    ".star": (rule("Starlark", r"^\s*(?:load\(|def\s|\w+\s*=|\"\"\"|#)"),),
    # Cram's tests are transcripts of a shell.
    ".t": (PERL_SCRIPT, rule(None, r"^  \$ \S"), RAKU, PERL),
    # Tables of data by far.
    ".tab": (rule("SQL", r"^\s*(?i:create|insert|select|alter|drop|update|delete)\s+\w"),),
    ".toc": (rule("TeX", r"^\\(?:contentsline|defcounter|beamer|boolfalse)"),),
    ".tpl": (
        rule(
            "Go Template",
            r"\{\{-?\s*(?:/\*|(?:define|include|template|if|range|with|end|block|else)\b|[.$]\w*)",
        ),
        rule("Smarty", r"\{(?:\*|\$\w|/?(?:foreach|if|include|block|assign|literal|section)\b)"),
    ),
    ".ts": (rule("XML", r"\A\s*<(?:\?xml|!DOCTYPE|TS)\b"), Rule("TypeScript")),
    ".tsx": (rule("XML", r"\A\s*<\?xml\b"), Rule("TSX")),
    ".tst": (rule("Scilab", r"^//|assert_check"),),
    ".txt": (
        rule("Vim Help File", r"\bvim:.*\bft=help\b"),
        rule(None, r"\A\s*use\s+v6\b|^@start[a-z]+\s*$"),
        Rule("Text"),
    ),
    ".v": (
        rule(
            "Rocq Prover",
            r"^\s*(?:From\s.*Require|Require|Proof|Qed|Defined|Theorem|Lemma|Definition|Fixpoint"
            r"|Inductive|Extract|Section|Module\s+(?:Type\s+|Import\s+)?\w+)\b.*",
        ),
        rule(
            "Verilog",
            r"^\s*(?:module\s+\w+\s*[#(;]|`(?:define|timescale|include|ifdef)\b|endmodule\b)",
        ),
    ),
    ".vba": (rule("Vim script", r"\A(?:\" Vimball|UseVimball)"),),
    ".workflow": (rule("HCL", r"^\s*(?:workflow|action)\s+\""),),
    ".yaml": (Rule("YAML"),),
    ".yml": (Rule("YAML"),),
    ".yy": (rule("Yacc", r"^%(?:[%{}]|token|union|type|define)"), rule("JSON", r"\A\s*\{")),
}
RULES |= dict.fromkeys([f".{section}" for section in range(1, 10)], (ROFF,))
RULES |= dict.fromkeys([".1m", ".1x", ".3m", ".3p", ".3pm", ".3qt", ".3x"], (ROFF,))
RULES |= dict.fromkeys(
    [".geom", ".glsl", ".tesc", ".tese", ".vert", ".vs"], (*SHADERS, Rule("GLSL"))
)
RULES |= {".ddl": RULES[".sql"], ".prc": RULES[".sql"], ".scd": (Rule("Markdown"),)}
