import subprocess
import sys
import time

import pytest

from polyglint.checker.grammars import MAX_LENGTH, QUICK, QUICK_LENGTH, accepting

PYTHON = "import os\n\n\ndef f():\n    return os.sep\n"
XML = '<?xml version="1.0"?>\n<a b="c"><d/></a>\n'
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "' + "a" * 1000 + '">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 100}">' for n in range(8))
    + "]><x>&i;</x>"
)  # fmt: skip
# Expat before 2.7 dies of it: each entity is one more call inside of another.
CHAIN = (
    '<!DOCTYPE x [<!ENTITY a0 "">'
    + "".join(f'<!ENTITY a{n} "&a{n - 1};">' for n in range(1, 30_000))
    + "]><x>&a29999;</x>"
)
DEFAULTS = (
    "<!DOCTYPE a ["
    + "".join(f'<!ATTLIST a a{n} CDATA "x">' for n in range(16_000))
    + "]><b>" + "<a/>" * 100_000 + "</b>"
)  # fmt: skip
ENTITY = f"<!DOCTYPE a [<!ENTITY b '{'c' * 9**6}'>]><a>{'&b;' * 9**5}</a>"
ILLUSTRATOR = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
  <!ATTLIST svg a CDATA "b">
]>
<svg xmlns="&ns_svg;"/>
"""


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        pytest.param("JSON", '{"a": [1, 2, {"b": null}]}', id="object"),
        pytest.param("JSON", '\ufeff[["a", 1], ["b", 2]]', id="array behind a byte order mark"),
        pytest.param("Jupyter Notebook", '{"cells": []}', id="notebook"),
        pytest.param("JSONLD", '{"@id": "a"}', id="dialect of JSON"),
        pytest.param("Python", PYTHON, id="Python"),
        pytest.param("Python", '"""A\n=\n\n* b\n"""\n', id="Python that is documentation"),
        pytest.param("Python", '"""Rows and tables."""\n', id="Python of one docstring"),
        pytest.param("Python", 'A = """\nvar b = 1;\n"""\n', id="Python that holds a script"),
        pytest.param("Python", 'import re\nX = "\\d"\n', id="Python with a questionable escape"),
        pytest.param("XML", XML, id="XML"),
        pytest.param("XML", '<!DOCTYPE a SYSTEM "file:///b"><a>&c;</a>', id="a file not read"),
        pytest.param("SVG", "<svg><g/></svg>", id="SVG"),
        pytest.param("SVG", ILLUSTRATOR, id="SVG with entities"),
        pytest.param("Maven POM", "<project/>", id="dialect of XML"),
        *(
            pytest.param("XML", f'<?xml version="1.0" encoding="{name}"?>\n<a>é</a>', id=name)
            for name in ("utf8mb4", "x-sjis", "windows-31j", "UCS-4", "hex", "UTF-16", "latin-1")
        ),
        pytest.param("Python", f"import {'a.' * 31}a\n", id="Python with a long dotted name"),
        pytest.param("Python", f"import a\nb = 'e{chr(0x301) * 32}'\n", id="Python with marks"),
    ],
)
def test_a_parser_accepts(claimed, text):
    assert accepting(["Ada", claimed], text) == claimed


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        pytest.param("JSON", "a: 1\nb: 2\n", id="YAML"),
        pytest.param("JSON", '"a word"', id="a lone string"),
        pytest.param("JSON", "[" * 200_000, id="brackets without end"),
        pytest.param("JSON", "[" * 50_000 + "]" * 50_000, id="deep brackets"),
        pytest.param("JSON", f'["{"a" * MAX_LENGTH}"]', id="too long"),
        pytest.param("Python", '{"a": [1, 2]}\n', id="JSON is an expression of Python"),
        pytest.param("Python", "a = 1\nb = 2\n", id="so are settings, as assignments"),
        pytest.param("Python", '"use strict"\n', id="so is a string"),
        pytest.param("Python", "function f() { return 1 }\n", id="JavaScript"),
        pytest.param("Python", PYTHON + "\0", id="a null character"),
        pytest.param("Python", "(" * 100_000, id="parentheses without end"),
        pytest.param("Python", "x = " + "-" * 100_000 + "1\nimport a\n", id="deep operators"),
        pytest.param("XML", "<a><b></a>", id="tags that do not match"),
        pytest.param("XML", "# a\n\nb\n", id="Markdown"),
        pytest.param("XML", BILLION, id="entities that grow without bound"),
        pytest.param("XML", CHAIN, id="a chain of entities"),
        pytest.param("SVG", DEFAULTS, id="attributes by default"),
        pytest.param("TOML", "a" + ".a" * 400_000 + " = 1\n", id="a key of many parts"),
        pytest.param("TOML", "a = " + "[" * 400_000, id="deep arrays"),
        pytest.param("Python", "import a\n" + "a\n" * 400_000, id="many statements"),
        pytest.param("Python", "import a\nx = f'" + "{a}" * 250_000 + "'", id="many fields"),
        pytest.param("C", "int a;\n", id="no parser"),
        pytest.param("Python", "\ud800 = 1\nimport a\n", id="a lone surrogate"),
    ],
)
def test_a_parser_does_not_accept(claimed, text):
    began = time.process_time()
    assert accepting([claimed], text) is None
    assert time.process_time() - began < 10  # bounded; the figure itself is of no account


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        pytest.param("Python", f"import {'a.' * 60_000}a\n", id="a dotted name"),
        pytest.param("Python", f"from {'a . ' * 30_000}a import b\n", id="with blanks"),
        pytest.param("Python", "import " + "a.\\\n" * 30_000 + "a\n", id="on many lines"),
        pytest.param("Python", "import " + "e\u0301." * 40_000 + "e\n", id="of marked letters"),
        pytest.param("Python", "import a\nb" + "\u0323\u0301" * 60_000 + " = 1\n", id="marks"),
        pytest.param("Python", "import a\nb" + "\u0344\u0323" * 60_000 + "=1\n", id="double marks"),
        pytest.param("XML", ENTITY, id="a long entity"),
        pytest.param("TOML", 'a = "' + '\\"' * 400_000, id="escaped quotes"),
        pytest.param("TOML", "a = " + '"""\\' * 200_000, id="opened strings"),
        pytest.param("TOML", "a = '''" + "''x" * 300_000 + ".a" * 40, id="quotes in quotes"),
    ],
)
def test_what_costs_more_than_its_length_is_not_parsed(claimed, text):
    began = time.process_time()
    assert accepting([claimed], text) is None
    assert time.process_time() - began < 2


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_memory():
    script = """
import resource
resource.setrlimit(resource.RLIMIT_DATA, (1 << 29, 1 << 29))
from polyglint.checker.grammars import accepting
for text in ("import a\\n" + "a;" * 60_000, "import " + "a." * 60_000 + "a"):
    print(accepting(["Python"], text))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("Python\nNone\n", "")


def test_toml():
    assert accepting(["TOML"], '[a]\nb = "c"\n') == "TOML"
    assert accepting(["TOML"], "[a]\nb = c\n") is None


def test_nothing_is_printed(capfd):
    accepting(["Python"], 'import re\nX = "\\d" is "\\w"\n')
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "[" * QUICK_LENGTH,
        "[" + "9" * (QUICK_LENGTH - 2) + "]",
        "<a>" * (QUICK_LENGTH // 3),
        '<!DOCTYPE a [<!ENTITY b "' + "c" * 1000 + '">]><a>' + "&b;" * 5000 + "</a>",
        "<!DOCTYPE a [" + "<!ATTLIST a b CDATA 'c'>" * 600 + "]><a/>",
    ],
)
def test_what_has_no_limits_of_its_own_is_quick(text):
    began = time.process_time()
    for language in QUICK:
        accepting([language], text[:QUICK_LENGTH])
    assert time.process_time() - began < 1
