"""Patterns of languages that more than one extension may stand for; see `extension_rules`."""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """The language of the texts that a pattern is found in."""

    language: str | None
    pattern: re.Pattern[str] | None = None


def rule(language: str | None, pattern: str) -> Rule:
    """A rule whose pattern knows the beginnings and ends of lines."""
    return Rule(language, re.compile(pattern, re.MULTILINE))


OBJECTIVE_C = rule(
    "Objective-C",
    r"^\s*(?:@(?:interface|class|protocol|property|end|synchronised|selector|implementation)\b"
    r"|#import\s+.+\.h[\">]|@import\s+\w)|\[\[?\w+ (?:alloc|class|self)\]",
)
CPP = rule(
    "C++",
    r"^\s*#\s*include <(?:cstdint|string|vector|map|list|array|memory|iostream|utility)>"
    r"|^\s*template\s*<|^[ \t]*(?:try\s*\{|catch\s*\()"
    r"|^[ \t]*(?:class|(?:using\s+)?namespace)\s+\w+"
    r"|^[ \t]*(?:private|public|protected)\s*:|\bstd::\w+|\bconstexpr\b|\boperator\s*[=<>+*]",
)
PERL = rule(
    "Perl", r"\buse\s+(?:strict\b|warnings\b|v?5[.\d])|^\s*(?:my|our|package|sub|require)\b.*[;{]"
)
RAKU = rule(
    "Raku",
    r"^\s*(?:use\s+v6\b|unit\s+(?:class|module)|my\s+class\b|multi\s+sub)"
    # Functions of its module for tests, whose names no Perl has: with hyphens.
    r"|^\s*(?:is-(?:deeply|approx)|(?:throws|fails)-like|done-testing|(?:eval-)?(?:dies|lives)-ok"
    r"|(?:cmp|isa|does|can|use)-ok)\b"
    # Methods by a dot, attributes, hyper operators, pointed blocks, names with hyphens.
    r"|\b[A-Z]\w*\.new\(|^\s*has\s[^#\n=]*[$@%][.!]\w|[\w)\]]»\.\w|^\s*for\s+[^(\n]*\s->\s"
    r"|\bmy\s+[$@%]\w+-[a-z][\w-]*\s*[=;]",
)
PERL_SCRIPT = rule("Perl", r"\A#!.*perl(?!6)")
LEX = rule("Lex", r"^(?:%[%{}]|%option\b)")
PROLOG = rule("Prolog", r"^[^#\n]+:-|^:-\s*\w+")
ROFF = rule("Roff", r"^[.'](?:TH|SH|Dd|Dt|Sh|so|de|ds|PP|LP|nf|\\\")(?:\s|$)")
XML = rule("XML", r"\A\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*[\s>/])")
ASSEMBLY = rule(
    "Assembly",
    r"^\s*(?:\.(?:globl?|text|data|section|align|macro|byte|word)\b|%(?:macro|define|include)\b"
    r"|TEXT\s+\S*·|#include \"textflag\.h\"|section\s+\."
    # At most two letters more: `return` and `address` are no instructions.
    r"|(?:mov|jmp|push|pop|lda|ldr|add|sub|call|ret|bne|beq)[a-z]{0,2}\s)",
)
# Other shading languages, which shader compilers keep in GLSL's extensions.
SHADERS = (
    rule(
        "HLSL",
        r"\bcbuffer\b|:\s*(?:register\s*\(|SV_[A-Z])|\b(?:float|u?int)[234](?:x[234])?\s+\w",
    ),
    rule("Metal", r"#include <metal_stdlib>"),
)
BITBAKE = rule(
    "BitBake",
    r"^(?:SUMMARY|DESCRIPTION|LICENSE|SRC_URI|SRCREV|R?DEPENDS|FILES)\b[\w:${}-]*\s*[+?.:]?="
    r"|^inherit\s+[\w-]+|^(?:python\s+)?do_\w+(?:[:_]\w+)?\s*\(\)",
)
