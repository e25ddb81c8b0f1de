import pytest

from polyglint.linguist.languages import index, languages
from train.corpus.extension_rules import RULES
from train.corpus.heuristics import contradicts, decide

# Languages that are found in extensions which linguist gives to others.
ELSEWHERE = {"Assembly", "HLSL", "HTTP", "Lex", "Metal", "Objective-C", "Roff"}


def test_rules_name_languages_that_linguist_knows():
    assert {rule.language for rules in RULES.values() for rule in rules} <= {
        *languages(),
        None,
    }


def test_rules_name_languages_of_their_extension():
    families = {"C++": {".re"}, "Scheme": set()}
    for extension, rules in RULES.items():
        known = set(index("extensions")[extension])
        strangers = {rule.language for rule in rules} - known - ELSEWHERE - {None}
        strangers -= {name for name, extensions in families.items() if extension in extensions}
        assert not strangers, extension


@pytest.mark.parametrize(
    ("extension", "text", "language"),
    [
        (".h", "int main(void);\n", "C"),
        (".h", "namespace a {\nint b();\n}\n", "C++"),
        (".h", "#include <string>\nint b();\n", "C++"),
        (".h", "#import <UIKit/UIKit.h>\n", "Objective-C"),
        (".h", "@interface A : NSObject\n@end\n", "Objective-C"),
        (".m", "@implementation A\n@end\n", "Objective-C"),
        (".m", "% Sorts\nfunction a = b(c)\n  a = c;\nend\n", "MATLAB"),
        (".m", "## Octave\nx = 1;\n", "MATLAB"),
        (".m", "%---%\n:- module a.\n:- interface.\n", "Mercury"),
        (".m", "(* Sums *)\nsum[x_] := x\n", "Wolfram Language"),
        (".m", 'implement Cat;\ninclude "sys.m";\n', "Limbo"),
        (".m", "ROU ; sums\n ; more\n S A=1\n Q\n", "M"),
        (".m", "a |-> b\n", None),
        (".mm", "#include <string>\n@implementation A\n", "Objective-C++"),
        (".mm", '<?xml version="1.0"?>\n', "XML"),
        (".pl", "use strict;\nmy $a = 1;\n", "Perl"),
        (".pl", "#!/usr/bin/perl\nprint 1;\n", "Perl"),
        (".pl", ":- use_module(library(lists)).\na(X) :- b(X).\n", "Prolog"),
        (".pl", "a :- b, c.\n", "Prolog"),
        (".pm", "package A;\nuse strict;\n1;\n", "Perl"),
        (".pm", "use v6;\nunit class A;\n", "Raku"),
        (".t", "use Test::More;\nmy $a = 1;\n", "Perl"),
        (".v", "Require Import List.\nLemma a : True.\nProof. auto. Qed.\n", "Rocq Prover"),
        (".v", "module a(input b);\nendmodule\n", "Verilog"),
        (".v", "`timescale 1ns/1ps\n", "Verilog"),
        (".v", "module main\n\nfn main() {\n}\n", "V"),
        (".v", "module a #(parameter N = 1) (input b);\n", "Verilog"),
        pytest.param(".t", "my $a = 1;\nis-deeply $a, 1;\n", "Raku", id="Raku's tests"),
        pytest.param(".t", "my $a = Foo.new(b => 1);\n", "Raku", id="Raku's constructor"),
        pytest.param(
            ".t", "package A;\nhas Int $.b;\n", None, id="Raku's attribute, Perl's package"
        ),
        pytest.param(".t", "class A {\n  has $.b;\n}\nmy $a;\n", "Raku", id="Raku's attribute"),
        pytest.param(".t", "my @a = @b».name;\n", "Raku", id="Raku's hyper operator"),
        pytest.param(".t", "my $a-b = 1;\n", "Raku", id="Raku's names"),
        pytest.param(".t", "for ^3 -> $a {\n  my $b;\n}\n", "Raku", id="Raku's block"),
        pytest.param(".t", "use strict;\nfor my $a (@{ $b -> {c} }) {\n}\n", "Perl", id="a loop"),
        pytest.param(".t", "my $a = $b-$c; # Foo.news\n", "Perl", id="nothing of Raku's"),
        pytest.param(".t", "Build\n  $ dune build\n  module A\n", None, id="Cram"),
        pytest.param(
            ".t", "  $ ls\n  module A\nmodule B\n", None, id="Cram that linguist misreads"
        ),
        pytest.param(".pl", "my $a = Foo.new(b => 1);\n", "Raku", id="script of Raku"),
        (".fs", ": square dup * ;\n", "Forth"),
        (".fs", "module A\nlet b = 1\n", "F#"),
        (".fs", "#version 330\nvoid main() {}\n", "GLSL"),
        (".cl", "(defun a (b) b)\n", "Common Lisp"),
        (".cl", "__kernel void a(__global int *b) {}\n", "OpenCL"),
        pytest.param(".cl", "# Rotates.\n\ni = 1\nlocal(i) // b\n", None, id="comment of IRAF"),
        pytest.param(
            ".cl",
            "procedure a (b)\nint b // local\nbegin\n\tprint (b)\nend\n",
            None,
            id="procedure of IRAF",
        ),
        pytest.param(".cl", "if (a)\n  b (c, constant=c, d=yes)\n", None, id="values of IRAF"),
        pytest.param(".cl", "// a = no color\n__kernel void a() {}\n", "OpenCL", id="a comment"),
        pytest.param(
            ".cl", "#  define A 1\n// B\n#if A\nint a;\n#endif\n", "OpenCL", id="preprocessor of C"
        ),
        pytest.param(".cl", "#+sbcl\n(defun a (b) b)\n", "Common Lisp", id="reader of Lisp"),
        pytest.param(".ll", "define i32 @a() {\n  %b = add i32 1, 2\n}\n", "LLVM", id="LLVM"),
        pytest.param(".ll", "%{\n#include <a.h>\n%}\n%%\n[a-z] { return 1; }\n", "Lex", id="Lex"),
        pytest.param(".hh", "class A;\n", "C++", id="C++"),
        pytest.param(".hh", "<?hh // strict\n", "Hack", id="Hack"),
        pytest.param(".hh", "<?php\nclass A {}\n", None, id="PHP"),
        pytest.param(".hh", "\n<!DOCTYPE html>\n<html>\n", None, id="a page"),
        pytest.param(".txt", "@startuml\nA -> B\n@enduml\n", None, id="PlantUML"),
        pytest.param(".txt", "# Flow\n\n@startuml\nA -> B\n@enduml\n", None, id="with a title"),
        pytest.param(".txt", "Write @startuml first.\n", "Text", id="prose on PlantUML"),
        pytest.param(".txt", "use v6;\nok 1;\n", None, id="Raku in .txt"),
        pytest.param(".txt", "We use v6 of it.\n", "Text", id="a sentence"),
        (".ts", "export const a: number = 1\n", "TypeScript"),
        (".ts", '<?xml version="1.0"?>\n<TS></TS>\n', "XML"),
        (".md", "# Title\n\nText.\n", "Markdown"),
        (".md", '(define_insn "a")\n', "GCC Machine Description"),
        (".pp", "class a {\n  package { 'b': ensure => present }\n}\n", "Puppet"),
        (".pp", "unit A;\ninterface\nend.\n", "Pascal"),
        (".pro", "TEMPLATE = app\nSOURCES += a.cpp\n", "QMake"),
        (".pro", "pro plot_it, a\nend\n", "IDL"),
        (".sol", "pragma solidity ^0.8.0;\ncontract A {\n}\n", "Solidity"),
        (".sol", "G04 a*\n", None),
        (".1", ".TH A 1\n.SH NAME\n", "Roff"),
        (".1", "2021-01-01 log line\n", None),
        (".ml", "let a = 1\n", "OCaml"),
        (".ml", "fun a x = x + 1\n", "Standard ML"),
        (".cs", "using System;\nnamespace A {}\n", "C#"),
        (".cs", "!A methodsFor: 'b'!\n", "Smalltalk"),
        (".cs", "proc tixSetColor {} {\n}\n", None),
        (".r", "a <- 1\n", "R"),
        pytest.param(".r", "{\nint tmp;\n#ifndef ROT2\n", None, id="linguist disagrees"),
        pytest.param(".mm", "int a;\n", "Objective-C++", id="linguist has no rules"),
        pytest.param(".gd", "extends Node\n", "GDScript", id="linguist alone has rules"),
        pytest.param(".h", " * We try it.\n */\n", "C", id="linguist is less exact"),
        pytest.param(".md", ";; a\n(define_insn)\n", "GCC Machine Description", id="no default"),
        (".cfg", "global\n  daemon\n\nfrontend web\n  bind :80\n", "HAProxy"),
        (".cfg", "[metadata]\nname = a\n", "INI"),
        (".cls", "public with sharing class A {\n", "Apex"),
        (".cls", 'VERSION 1.0 CLASS\nAttribute VB_Name = "A"\n', "VBA"),
        (".bb", 'SUMMARY = "a"\nLICENSE = "MIT"\n', "BitBake"),
        (".inc", "stock Float:Add(a) {\n}\n", "Pawn"),
        (".pc", "Name: a\nLibs: -la\n", "pkg-config"),
        (".mo", "within A;\nmodel B\nend B;\n", "Modelica"),
        (".mo", 'import Nat "mo:base/Nat";\nactor {\n}\n', "Motoko"),
        (".tpl", '{{- define "a.name" -}}\n{{- end }}\n', "Go Template"),
        (".tpl", "{foreach $a as $b}\n{$b}\n{/foreach}\n", "Smarty"),
        (".pro", "-keep class a.B { *; }\n", "Proguard"),
        (".sql", "CREATE PROCEDURE a AS\nBEGIN TRY\n", "TSQL"),
        (".properties", "a=b\n", "Java Properties"),
        (".rd", "\\name{mean}\n\\title{Mean}\n", "R"),
        (".rd", "#readelf: -x5\nHex dump of section\n", None),
        (".glsl", "vec4 shade(vec4 a) { return a; }\n", "GLSL"),
        (".vert", "float4 main(float4 p : POSITION) : SV_Position\n", "HLSL"),
        (".frag", "#include <metal_stdlib>\nusing namespace metal;\n", "Metal"),
        (".inc", "    return a + b;\n", None),
        (".inc", "start:  ; begin\n    movl %eax, %ebx\n    ret\n", "Assembly"),
        (".r", "REBOL []\n", "Rebol"),
        (".rs", "fn main() {}\n", "Rust"),
        (".d", "module a;\nimport std.stdio;\n", "D"),
        (".d", "a.o: a.c a.h\n", "Makefile"),
        (".yy", "%token A\n%%\n", "Yacc"),
        (".l", "%option noyywrap\n%%\n", "Lex"),
        (".l", "(defun a ())\n", "Common Lisp"),
        (".php", "<?php echo 1;\n", "PHP"),
        (".php", "<?hh // strict\n", "Hack"),
        (".s", "\t.globl main\nmain:\n\tret\n", "Assembly"),
        (".s", "TEXT ·add(SB), $0\n", "Assembly"),
        (".scm", "(define (a b) b)\n", "Scheme"),
        (".scm", "(identifier) @variable\n", "Tree-sitter Query"),
        (".ps", "%!PS-Adobe-3.0\n/cbuffer 1 def\n", "PostScript"),
        pytest.param(".ps", "% float3 a buffer\n/a { 1 } def\n", "PostScript", id="no header"),
        pytest.param(".ps", "cbuffer A\n{\n    float b;\n};\n", "HLSL", id="constants"),
        pytest.param(".ps", "float4 Main(In a) : SV_TARGET\n", "HLSL", id="pixel shader"),
        pytest.param(".vs", "float4 Main(In a) : SV_POSITION\n", "HLSL", id="vertex shader"),
        pytest.param(".vs", "in vec4 a;\nvoid main() {}\n", "GLSL", id="OpenGL's"),
        pytest.param(".sci", "border.left: 1\nborder.top: 2\n", None, id="Qt's picture"),
        pytest.param(".sci", "function a = b()\n a = 1\nendfunction\n", "Scilab", id="Scilab"),
        pytest.param(".rest", "# List\nGET https://a.example/b\n", "HTTP", id="request"),
        pytest.param(".rest", "{{host}}\n\nPOST {{host}}/a HTTP/1.1\n", "HTTP", id="variable"),
        pytest.param(".rest", "Title\n=====\n\nGET it.\n", "reStructuredText", id="document"),
        pytest.param(".tab", "create table a (b int);\n", "SQL", id="tables of SQL"),
        pytest.param(".tab", "id\tname\n1\tselect\n", None, id="table of data"),
    ],
)
def test_decide(extension, text, language):
    assert decide(extension, text) == language


@pytest.mark.parametrize(
    ("language", "extension", "text", "contradicted"),
    [
        pytest.param("Puppet", ".pp", "unit A;\n", True, id="another language's rule"),
        pytest.param("Puppet", ".pp", "class a {\n", False, id="its own rule"),
        pytest.param("Puppet", ".pp", "# nothing\n", False, id="no rule"),
        pytest.param("OpenCL", ".cl", "begin\n", True, id="a rule that refuses it"),
        pytest.param("Puppet", ".py", "unit A;\n", False, id="extension without rules"),
        pytest.param("Jinja", ".html", "<p>\n", False, id="language without a rule"),
    ],
)
def test_contradicts(language, extension, text, contradicted):
    assert contradicts(language, extension, text) is contradicted
