import itertools
import json
import sys
import time

import pytest

from polyglint.linguist.claim import by_linguist
from polyglint.linguist.heuristics import MARKS, TABLE, ask, compiled, matters, narrowed
from polyglint.linguist.languages import Claim, languages
from polyglint.linguist.names import extension
from tests.hook.claims import source

MERCURY = ":- module hello.\n:- interface.\n:- import_module io.\n"
PROLOG = ":- use_module(library(lists)).\nancestor(X, Y) :- parent(X, Y).\n"
PERL = "use strict;\nuse warnings;\nmy %seen = ();\n"
OBJECTIVE_C = '#import "Cart.h"\n\n@implementation Cart\n- (int)total { return 3; }\n@end\n'
MATLAB = "% The mean of a row\nfunction y = middle(x)\n  y = mean(x);\nend\n"
VERILOG = (
    "module counter(input clk, output reg [3:0] q);\nalways @(posedge clk) q <= q + 1;\nendmodule\n"
)
COQ = "Require Import Arith.\n\nTheorem plus_0 : forall n, n + 0 = n.\nProof.\nQed.\n"
FORTH = ": square dup * ;\n: cube dup square * ;\n"
APEX = "public with sharing class Orders {\n    public static Integer count() { return 1; }\n}\n"
APEX = "public with sharing class Cart {\n  private final Integer size;\n}\n"
OPENEDGE = "USING Progress.Lang.*.\nCLASS a.Cart INHERITS Base:\nEND CLASS.\n"
LATEX = "\\NeedsTeXFormat{LaTeX2e}\n\\ProvidesClass{letter}\n"
QMAKE = "TEMPLATE = app\nHEADERS += cart.h\nSOURCES += main.cpp\n"
QT = '<?xml version="1.0"?>\n<!DOCTYPE TS>\n<TS version="2.1">\n</TS>\n'
PYTHON = "import os\n\n\ndef main():\n    print(os.getcwd())\n"


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        pytest.param("a.pl", PROLOG, "Prolog", id="Prolog"),
        pytest.param("a.pl", PERL, "Perl", id="Perl"),
        pytest.param("a.m", OBJECTIVE_C, "Objective-C", id="Objective-C"),
        pytest.param("a.m", MERCURY, "Mercury", id="Mercury"),
        pytest.param("a.m", MATLAB, "MATLAB", id="MATLAB"),
        pytest.param("a.v", VERILOG, "Verilog", id="Verilog"),
        pytest.param("a.v", COQ, "Rocq Prover", id="Rocq"),
        pytest.param("a.fs", FORTH, "Forth", id="Forth"),
        pytest.param("a.fs", "module Shop\nlet two = 2\n", "F#", id="F#"),
        pytest.param("a.cls", LATEX, "TeX", id="a class of LaTeX"),
        pytest.param("a.cls", APEX, "Apex", id="a class of Apex, and none of OpenEdge"),
        pytest.param("a.pro", QMAKE, "QMake", id="a project of Qt"),
        pytest.param("a.typ", "= Beds\n\nSee @wall.\n", "Typst", id="a text of Typst, no XML"),
        pytest.param("a.typ", '#import "a.typ"\n', "Typst", id="Typst"),
        pytest.param("a.typ", "\n<types/>\n", "XML", id="types in XML"),
        pytest.param(
            "a.rs", "#pragma version(1)\n#pragma rs java_package_name(a)\n", "RenderScript"
        ),
        pytest.param("a.rs", "pub fn two() -> u8 { 2 }\n", "Rust"),
        pytest.param("a.r", 'REBOL [Title: "x"]\nprint 1\n', "Rebol"),
        pytest.param("a.hh", "<?hh\nclass Cart {}\n", "Hack", id="Hack"),
        pytest.param("a.hh", "#pragma once\n", "C++", id="a header"),
        pytest.param("a.php", "<?hh\nclass Cart {}\n", "Hack", id="Hack by its older name"),
        pytest.param("a.php", "<?php\nclass Cart {}\n", "PHP", id="PHP"),
        pytest.param("a.php", "<p>Cart</p>\n", "PHP", id="PHP without code"),
        pytest.param("a.ts", QT, "XML", id="translations"),
        pytest.param("a.ts", "export const two: number = 2\n", "TypeScript"),
    ],
)
def test_content_chooses(path, text, named):
    assert by_linguist(path, text).languages == (named,)


def test_what_it_speaks_against_is_kept():
    claimed = by_linguist("a.pl", PERL)
    assert claimed == Claim(("Perl",), source("extension .pl"), refuted=("Prolog", "Raku"))


@pytest.mark.parametrize(
    ("path", "rest", "refuted"),
    [
        pytest.param("a.pl", "Perl Prolog Raku", "", id="against all of them"),
        pytest.param(
            "a.cls",
            "Apex",
            "ObjectScript OpenEdge ABL TeX VBA Visual Basic 6.0",
            id="against all but one",
        ),
        pytest.param("a.fpp", "FPP Fortran", "", id="no rules"),
        pytest.param("a.mm", "Objective-C++", "XML", id="no rules, one of them negligible"),
        pytest.param("a.rs", "Rust", "RenderScript XML", id="against all, two of them negligible"),
    ],
)
def test_what_no_rule_speaks_for(path, rest, refuted):
    claimed = by_linguist(path, PYTHON)
    assert (" ".join(claimed.languages), " ".join(claimed.refuted)) == (rest, refuted)


@pytest.mark.parametrize(
    "text",
    [OPENEDGE, OPENEDGE.lower(), "block-level on error.\nclass Cart:\n  def var a as int.\n"],
)
def test_a_class_of_openedge_may_be_one(text):
    assert by_linguist("a.cls", text).languages == ("Apex", "OpenEdge ABL")


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        pytest.param(("C", "C++", "Objective-C"), False, id="compatible"),
        pytest.param(("PLSQL", "SQL", "TSQL"), False, id="dialects"),
        pytest.param(("GCC Machine Description", "Markdown"), False, id="one may hold anything"),
        pytest.param(("Python",), False, id="one"),
        pytest.param(("Perl", "Prolog"), True, id="strangers"),
    ],
)
def test_matters(names, answer):
    assert matters(names) is answer


def test_rules_name_languages_of_linguist():
    rules = json.loads(TABLE.read_text("utf-8"))["extensions"]
    named = {
        name
        for of_extension in rules.values()
        for rule in of_extension
        for name in rule["languages"]
    }
    assert named | {name for _, name in MARKS} <= languages().keys()
    assert len(rules) > 100


def test_every_pattern_can_be_searched_for():
    rules = json.loads(TABLE.read_text("utf-8"))["extensions"]
    for of_extension in rules.values():
        for rule in of_extension:
            for pattern in (*itertools.chain(*rule["all"]), *rule["none"]):
                compiled(pattern)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("a" * 200_000, id="one word"),
        pytest.param("class " * 40_000, id="one word again and again"),
        pytest.param("a: a, " * 40_000, id="declarations"),
        pytest.param(" \t" * 100_000 + "x", id="blanks"),
        pytest.param("(" * 100_000, id="brackets"),
        pytest.param("\n" * 200_000, id="empty lines"),
        pytest.param("\ud800" * 1000, id="half a character"),
    ],
)
def test_no_text_takes_long(hostile):
    rules = json.loads(TABLE.read_text("utf-8"))["extensions"]
    ask(".pl", "")
    began = time.process_time()
    for suffix in rules:
        ask(suffix, hostile)
    assert time.process_time() - began < 20  # for 130 extensions and all of their rules


def test_without_a_search_all_are_claimed(monkeypatch):
    monkeypatch.setitem(sys.modules, "re2", None)
    compiled.cache_clear()
    try:
        claimed = narrowed(extension("a.pl"), PERL)
    finally:
        compiled.cache_clear()
    assert claimed == extension("a.pl")
