import pytest

from polyglint.checker.excuses import excuse

HTML = (
    "<ul>\n  <li class='a'>one</li>\n  <li class='b'>two</li>\n</ul>\n<p>and more, and more</p>\n"
)
STRING, MACROS = "mostly one string", "a text with macros"


@pytest.mark.parametrize(
    ("text", "claimed", "reason"),
    [
        pytest.param("1 2 3\n4 5 6\n", "CSV", "a table of numbers", id="table"),
        pytest.param("/* a\n b */\n", "C", "nothing but comments", id="comment"),
        pytest.param("AbC1" * 40 + "\n", "Java", "mostly encoded bytes", id="encoded"),
        pytest.param("word\n" * 20, "Ruby", "a list of words", id="words"),
        pytest.param("import os\n", "Python", "accepted by the parser of Python", id="parser"),
        pytest.param('pin "a"\n', "Ruby", "pins of an importmap", id="dialect"),
        pytest.param("a: {{ b }}\n", "YAML", "made by a template", id="template"),
        pytest.param("f(a);\nb = '<?= $b ?>';\n", "PHP", "a text around tags of PHP", id="PHP"),
        pytest.param("f(a);\nb = '<? b ?>';\n", "PHP", None, id="no tag of PHP"),
        pytest.param("__word(f)\n{\n  int a;\n}\n__end\n", "M4", MACROS, id="macros around C"),
        pytest.param("int f(void);\ndnl a note\n", "M4Sugar", MACROS, id="a note of M4"),
        pytest.param("AC_PROG_CC\nif a; then b; fi\n", "M4", MACROS, id="a macro of a name alone"),
        pytest.param("int f(void)\n{\n  return g(1);\n}\n", "M4", None, id="no macro"),
        pytest.param("include(GNUInstallDirs)\nset(a b)\n", "M4", None, id="CMake"),
        pytest.param("define(['jquery'], function () {\n});\n", "M4", None, id="a module"),
        pytest.param("BEGIN_DECLS\nint f(void);\n", "M4", None, id="macros of C"),
        pytest.param("# see dnl there\nx = f(1)\nif x:\n    y()\n", "M4", None, id="a word"),
        pytest.param("define(`a', `b')\nint f(void);\n", "M4", MACROS, id="a definition"),
        pytest.param("__word(f)\n{\n  int a;\n}\n__end\n", "Forth", None, id="no M4"),
        pytest.param("f(a);\nb = '<?= $b ?>';\n", "Perl", None, id="a tag of PHP elsewhere"),
        pytest.param("def f(a):\n    return a\n", "Ruby", None, id="none"),
        pytest.param(f"const page = `\n{HTML}`;\n", "JavaScript", STRING, id="template literal"),
        pytest.param(f"package a\n\nconst p = `\n{HTML}`\n", "Go", STRING, id="raw string"),
        pytest.param(f"cat > a <<'EOF'\n{HTML}EOF\n", "Shell", STRING, id="heredoc"),
        pytest.param(f"PAGE = <<~HTML\n{HTML}HTML\n", "Ruby", STRING, id="heredoc of Ruby"),
        pytest.param(f'val p = """\n{HTML}"""\n', "Kotlin", STRING, id="text block"),
        pytest.param(f'const P: &str = r#"\n{HTML}"#;\n', "Rust", STRING, id="raw string of Rust"),
        pytest.param(f'const P* = """\n{HTML}"""\n', "Nim", STRING, id="string of Nim"),
        pytest.param("DELETE FROM a;\nDROP TABLE a;\n", "SQL", "statements of SQL", id="SQL"),
        pytest.param(
            "METHOD a.\n" + "  '<a:b c=\"1\">'\n" * 9 + "ENDMETHOD.\n",
            "ABAP",
            "mostly strings, a line each",
            id="markup in strings",
        ),
        pytest.param(
            "f(\n" + '  "select a " +\n' * 9 + ")\n",
            "Scala",
            "mostly strings, a line each",
            id="joined",
        ),
        pytest.param('"a","b"\n' * 9, "Ruby", None, id="rows of CSV"),
        pytest.param("``a``,``b.c``\n" * 9, "CSV", "a table", id="code in rows"),
        pytest.param("def f(a):\n    return a\n" * 9, "CSV", None, id="no rows"),
        pytest.param(
            "% <PRE>\n% a list\nmember(X, [X|_]).\n",
            "HTML",
            "a page that shows a text",
            id="shown",
        ),
        pytest.param(
            "<html>\n<body>\n<pre>\ndata a; set b; run;\n",
            "HTML",
            "a page that shows a text",
            id="shown below",
        ),
        pytest.param("member(X, [X|_]).\n% <pre>\n", "HTML", None, id="shown later"),
        pytest.param("<pre>\nmember(X, [X|_]).\n", "Go", None, id="shown by what is no page"),
        pytest.param('"a": "b",\n' * 9, "Ruby", None, id="pairs"),
        pytest.param("FROM a\nRUN b c\nCMD d e\n", "YAML", None, id="a string without quotes"),
        pytest.param(HTML, "JavaScript", None, id="the same without quotes"),
        pytest.param(
            f"const p = `{HTML[:9]}`;\nf();\ng();\nh();\n", "JavaScript", None, id="short"
        ),
    ],
)
def test_excuse(text, claimed, reason):
    assert excuse(text, [claimed]) == reason


def test_double_braces_of_a_language_are_no_tags():
    text = "@book{a,\n  title = {{A Title}},\n  year = {{2024}}\n}\n" * 3
    assert excuse(text, ["QMake"]) == "made by a template"
    assert excuse(text, ["QMake"], "BibTeX") is None


HEADER = "namespace a {\n#ifdef __OBJC__\n@interface A : NSObject\n@end\n#endif\n}\n"


@pytest.mark.parametrize(
    ("text", "claimed", "read", "is_excused"),
    [
        (HEADER, "C++", "Objective-C++", True),
        (HEADER, "C", "Objective-C", True),
        ("#if defined(__OBJC__)\n#import <A.h>\n#endif\nint a;\n", "C", "Objective-C", True),
        ("#  ifndef __OBJC__\n#    error x\n#  endif\nint a;\n", "C++", "Objective-C++", True),
        ("#define A __OBJC__\n@class B;\n", "C++", "Objective-C++", True),
        ("@interface A : NSObject\n@end\n", "C++", "Objective-C++", False),
        (HEADER, "Java", "C++", False),
    ],
)
def test_a_header_may_have_parts_for_another_compiler(text, claimed, read, is_excused):
    assert (excuse(text, [claimed], read) is not None) is is_excused
