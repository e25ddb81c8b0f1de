import time

import pytest

from polyglint.linguist.look_alike_marks import PROOFS, marks_of
from polyglint.linguist.look_alikes import NOT_HELD

PROVEN = [
    ("C", "C++", "template <typename T> T f();\n"),
    ("C", "C++", "namespace shop {\n}\n"),
    ("C", "C++", "class Order : public Base\n{\n};\n"),
    ("C", "C++", "int Shop::count() { return 1; }\n"),
    ("C", "C++", "int a = static_cast<int>(b);\n"),
    ("C", "Objective-C", "@interface Shop : NSObject\n- (void)open;\n@end\n"),
    ("C++", "Objective-C", "@implementation Shop\n@end\n"),
    ("C++", "Objective-C++", '  NSString *name = [NSString stringWithUTF8String:"a"];\n'),
    ("C++", "Objective-C++", "    [self addSubview:view];\n"),
    ("C++", "Objective-C++", "  @autoreleasepool {\n"),
    ("C", "D", "import std.stdio;\n"),
    ("C", "D", "module shop.orders;\n"),
    ("C++", "D", "import std.algorithm : map, filter;\n"),
    ("C++", "D", "private import shop.orders;\n"),
    ("C++", "D", "extern (C):\n"),
    ("C++", "D", "unittest\n{\n}\n"),
    ("JavaScript", "TypeScript", "export interface Order {\n"),
    ("JavaScript", "TypeScript", "  constructor(private readonly a) {}\n"),
    ("JavaScript", "TypeScript", "const a = b as Order;\n"),
    ("JavaScript", "TSX", "enum Size { Small }\n"),
    ("JavaScript", "TypeScript", "const a: string[] = [];\n"),
    ("TypeScript", "TSX", "const a = <b>c</b>;\n"),
    ("CSS", "SCSS", "a {\n  @include box;\n}\n"),
    ("CSS", "SCSS", "@mixin box($size) {\n}\n"),
    ("CSS", "SCSS", "@use 'colours';\n"),
    ("CSS", "SCSS", "a { @extend %box;\n  @extend .b;\n}\n"),
    ("CSS", "SCSS", "a { width: calc(100% - #{$gap}); }\n"),
    ("CSS", "Less", "@red: #f00;\n"),
    ("CSS", "Less", "a {\n  .box();\n}\n"),
    ("CSS", "Less", "a {\n  .clearfix;\n}\n"),
    ("JSON", "JavaScript", "module.exports = {};\n"),
    ("JSON", "JavaScript", "$(document).ready(function () {\n"),
    ("YAML", "JavaScript", "(function ($) {\n"),
    ("YAML", "JavaScript", "import a from './a';\n"),
    ("YAML", "TypeScript", "export const a = 1;\n"),
    ("YAML", "JavaScript", "const { a } = b;\n"),
    ("YAML", "JavaScript", "describe('a', () => {\n"),
    ("YAML", "TOML", 'name = "a"\n'),
    ("YAML", "Markdown", "# Use\n\n```console\nmake\n```\n"),
    ("reStructuredText", "Markdown", "# Use\n\nSee [the notes](notes.md).\n"),
    ("reStructuredText", "Markdown", "# Use\n\n~~~\nmake\n~~~\n"),
    ("reStructuredText", "Markdown", "## Use\n"),
    ("Kotlin", "Gradle", "apply plugin: 'java'\n"),
    ("Kotlin", "Groovy", "def count = 1\n"),
]
NOT_PROVEN = [
    ("C", "int a[] = { [FIRST] = 1 };\nif (a ? b : c) {}\n"),
    ("C", "/* class of its own; template <a> */\nstruct a { int new; };\nlabel:\n"),
    ("C", "#define FLAG(a) [a]\n/** @interface x */\n"),
    ("C++", "auto f = [this, a](int b) { return a[b]; };\n[[nodiscard]] int g();\n"),
    ("C++", "module shop.orders;\nimport std.compat;\nimport shop.tools;\nexport import a;\n"),
    ("C++", "delete [] a;\nstd::vector<int> b = {c[d], e};\n"),
    ("C++", 'extern "C" {\n}\nclass A {\n public:\n  int b;\n};\n'),
    ("JavaScript", "import type { A } from 'a';\nconst f = (a: string): number => 1;\n"),  # Flow
    ("JavaScript", "const a = { type: String, interface: 1 };\nlet enumerable = b ? c : d;\n"),
    ("TypeScript", "const a: Array<string> = [];\nif (a < b || c > d) {}\n"),
    (
        "CSS",
        "@media (a) { b { c: d } }\n@import 'e';\n@layer f;\n@apply g;\na { &:hover { h: i } }\n",
    ),
    ("CSS", "@page:first { margin: 0 }\n@tailwind base;\n@theme { --a: 1px; }\n.b { c: d }\n"),
    ("JSON", '{\n  "const a = 1": "import a from \'b\'",\n  "function": "f()"\n}\n'),
    (
        "YAML",
        "function: f\nimport: 'a'\nexport const: 1\nrun: |\n  const a = 1;\n  export default b\n",
    ),
    ("YAML", "run: |\n  name = 1\nenv:\n  - A=b\na: b = c\n"),
    ("YAML", "# Use\n# see [the notes](https://a.example)\na: |\n  ```\n  b\n  ```\n"),
    ("YAML", "# a\n- b\n- [c](d)\n"),
    ("reStructuredText", "Use\n===\n\n::\n\n    # make\n    ## all\n\n#. one\n#hashtag\n"),
    ("reStructuredText", "# one\n\n`a <b>`_ and ``c[0](d)``\n"),
    ("Kotlin", "plugins { id(\"java\") }\nval a = 'b'\nfun definition() = 1\n"),
]


@pytest.mark.parametrize(("claimed", "language", "text"), PROVEN)
def test_proven(claimed, language, text):
    marks = marks_of(["Go", claimed], text)
    assert language in marks.proven
    assert language in marks.found


@pytest.mark.parametrize(("claimed", "text"), NOT_PROVEN)
def test_not_proven(claimed, text):
    assert marks_of([claimed], text).proven == frozenset()


@pytest.mark.parametrize("text", sorted({text for _, _, text in PROVEN}))
def test_nothing_is_proven_against_other_claims(text):
    assert marks_of(["Go", "Python", "Vue"], text).proven == frozenset()


def test_what_a_header_may_hold_is_not_looked_for():
    text = "namespace shop {\n}\n@interface Shop\n@end\n"
    assert marks_of(["C", "C++", "Objective-C", "Objective-C++"], text).proven == frozenset()


def test_proofs_are_of_languages_that_may_not_be_held():
    for row in PROOFS:
        for claim in row.claims:
            rows = [readings for claims, readings, _ in NOT_HELD if claim in claims]
            assert row.readings <= frozenset().union(*rows), claim


PARTS = (" ", "a", "a::", "[[a ", "[a b", "a = ", "import ", "$(", "#", "# a](", ".a(", "a=", "\t/")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("claimed", sorted({name for row in PROOFS for name in row.claims}))
def test_no_text_takes_long(claimed, part):
    began = time.process_time()
    marks_of([claimed], part * (200_000 // len(part)))
    assert time.process_time() - began < 5
