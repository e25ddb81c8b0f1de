import time

import pytest

from polyglint.linguist.flow import is_flow


@pytest.mark.parametrize(
    ("claimed", "text", "flow"),
    [
        ("JavaScript", "/**\n * @flow strict\n */\nlet a: number = 1;\n", True),
        ("JavaScript", "import type { A } from './a';\nfunction f(a: ?string): A {}\n", True),
        ("JavaScript", "type Props = {| +a: string |};\n", True),
        ("JavaScript", "// $FlowFixMe[prop-missing]\nconst a: number = b;\n", True),
        ("JavaScript", "import typeof A from 'a';\nlet b: A = 1;\n", True),
        ("JavaScript", "export type Props = {\n  a: string,\n  b?: number,\n};\n", True),
        ("JavaScript", "const a = (b: any);\n", True),
        ("JavaScript", "function f(a: $ReadOnlyArray<string>) {}\n", True),
        ("JavaScript", "type Props = {\n  a: string;\n  b?: number;\n};\n", False),
        ("JavaScript", "interface A {\n  b: string,\n}\ntype C = {\n  d: A,\n}\n", False),
        ("JavaScript", "const a = b as string[];\nlet c: string[] = [];\n", False),
        ("JavaScript", "const a = b ? c : d;\nlet e: number = a ?? 1;\n", False),
        ("TypeScript", "function f(a: ?string) {}\n", False),
    ],
)
def test_is_flow(claimed, text, flow):
    assert is_flow([claimed], text) is flow


@pytest.mark.parametrize(
    "text", ["a ? " * 250_000, "type A = {\n" * 90_000, "a" * 1_000_000, ": ?" * 300_000]
)
def test_no_text_takes_long(text):
    began = time.process_time()
    is_flow(["JavaScript"], text)
    assert time.process_time() - began < 5
