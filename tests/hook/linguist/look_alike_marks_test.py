import time

import pytest

from polyglint.linguist.look_alike_marks import MARKS, marks_of
from polyglint.linguist.look_alikes import NOT_HELD

FOUND = [
    ("C", "C++", "int f(void);\n\ntemplate <typename T> T g();\n"),
    ("C", "C++", "namespace shop {\n}\n"),
    ("C", "C++", "  public:\n"),
    ("C", "C++", "int Shop::count() const { return 1; }\n"),
    ("C", "C++", "Order *a = new Order(1);\n"),
    ("C", "C++", "#include <vector>\n"),
    ("C", "Objective-C", "@interface Shop : NSObject\n"),
    ("C", "D", "import std.stdio;\n"),
    ("C++", "Objective-C", "#import <Foundation/Foundation.h>\n"),
    ("CSS", "SCSS", "a {\n  @include box;\n}\n"),
    ("CSS", "SCSS", "$red: #f00;\n"),
    ("CSS", "SCSS", "@import 'mixins/*';\n$red: #f00;\n/* a */\n"),
    ("CSS", "SCSS", "// from a/*.scss\n/* b */\na {\n  @include box;\n}\n"),
    ("CSS", "Less", "@red: #f00;\n"),
    ("CSS", "Less", "a {\n  .box();\n}\n"),
    ("JavaScript", "TypeScript", "export interface Order {\n"),
    ("JavaScript", "TypeScript", "const f = (a: string) => a;\n"),
    ("JavaScript", "TypeScript", "function f(a): Order {\n"),
    ("JavaScript", "TypeScript", "import type { A } from './a';\n"),
    ("JavaScript", "TypeScript", "  private readonly a = 1;\n"),
    ("JavaScript", "TypeScript", "const a = ['b'] as const;\n"),
    ("JavaScript", "TSX", "const A = ({ b }: Props) => <p>{b}</p>;\n"),
    ("JavaScript", "TSX", "const A = React.forwardRef<\n  B\n>(c);\n"),
    ("JavaScript", "TypeScript", "type Order<A> = A | B;\n"),
    ("JavaScript", "YAML", "on:\n  push: {}\n"),
    ("TypeScript", "TSX", "const a = <b>c</b>;\n"),
    ("JSON", "JavaScript", "module.exports = {};\n"),
    ("YAML", "TypeScript", "const a = 1;\nlet b;\n"),
]
MISSING = [
    ("C", "C++", "/*\n * class of its own, template <a>\n */\nint public_key;\n"),
    ("C", "C++", "struct a { int b; };\n#include <c.h>\n"),
    ("C++", "Objective-C", "class A { public: int b; };\nimport <vector>;\n"),
    ("CSS", "SCSS", "@media (a) { b { c: url(https://d) } }\n@import 'e';\n"),
    ("CSS", "Less", "@media (a) { b { c: url(https://d) } }\n@import 'e';\n"),
    ("CSS", "SCSS", "a { b: c }\n/*\n * @include d:\n\t@include d;\n */\ne { f: g }\n"),
    ("CSS", "Less", "a { b: c }\n/* as in Less:\n@red: #f00; */\n"),
    ("JavaScript", "TypeScript", "const a = { type: String, b: 'any' };\n"),
    ("JavaScript", "TypeScript", "// the interface is here\nlet type = a ? B : c;\n"),
    ("JavaScript", "YAML", "const a = {\n  b: 1,\n};\nswitch (a) {\n  case 1:\n}\n"),
    ("TypeScript", "TSX", "const a: Array<string> = [];\nif (a < b || c > d) {}\n"),
]


@pytest.mark.parametrize(("claimed", "language", "text"), FOUND)
def test_found(claimed, language, text):
    marks = marks_of(["Go", claimed], text)
    assert language in marks.found
    assert language not in marks.missing


@pytest.mark.parametrize(("claimed", "language", "text"), MISSING)
def test_missing(claimed, language, text):
    marks = marks_of([claimed], text)
    assert language in marks.missing
    assert language not in marks.found


@pytest.mark.parametrize("claimed", [["JSON"], ["YAML"], ["Python"], []])
def test_where_marks_may_be_missing_nothing_is_said(claimed):
    assert marks_of(claimed, "{}\n") == marks_of(["Go"], "")


def test_what_a_header_may_hold_is_not_looked_for():
    text = "namespace shop {\n}\n@interface Shop\n"
    assert marks_of(["C", "C++", "Objective-C"], text).found == frozenset()


def test_marks_are_of_languages_that_may_not_be_held():
    for row in MARKS:
        for claim in row.claims:
            rows = [readings for claims, readings, _ in NOT_HELD if claim in claims]
            assert row.readings <= frozenset().union(*rows), claim


@pytest.mark.parametrize("part", [" ", "a", "a::", ": A", "type a ", ".a(", "import ", "&", "\t/"])
@pytest.mark.parametrize("claimed", ["C", "CSS", "JavaScript", "TypeScript", "JSON", "YAML"])
def test_no_text_takes_long(claimed, part):
    began = time.process_time()
    marks_of([claimed], part * 100_000)
    assert time.process_time() - began < 5
