import time

import pytest

from polyglint.checker.literals import DELIMITERS, HEREDOCS, is_one_literal, longest_share
from polyglint.linguist.languages import languages

C = "#ifdef A\nint a = 1;\n#endif\n" * 9


@pytest.mark.parametrize(
    ("text", "language", "is_one"),
    [
        pytest.param(f'const Head* = """\n{C}"""\n', "Nim", True, id="Nim"),
        pytest.param(f"const head = '''\n{C}''';\nvoid f() {{}}\n", "Dart", True, id="Dart"),
        pytest.param(f'var a = """b""";\nconst c = r"""{C}""";\n', "Dart", True, id="the second"),
        pytest.param(f'const string HEAD = """{C}""";\n', "Vala", True, id="Vala"),
        pytest.param(f"enum head = `{C}`;\n", "D", True, id="D"),
        pytest.param(f'type Page = """{C}"""\n', "PureScript", True, id="PureScript"),
        pytest.param(f'view = """{C}"""\n', "Elm", True, id="Elm"),
        pytest.param(f"''\n{C}''\n", "Dhall", True, id="Dhall"),
        pytest.param(f"a = '';\n{C}b = ''\n", "Dhall", False, id="empty strings"),
        pytest.param(f'const A = """b"""\n{C}', "Nim", False, id="a short one"),
        pytest.param(f'{C}"""\n', "Nim", False, id="one mark alone"),
        pytest.param(f'const A = """{C}', "Nim", False, id="no end"),
        pytest.param(f'a = """{C}"""\n', "Python", False, id="a language with a grammar"),
        pytest.param(f'a = """{C}"""\n', "Perl", False, id="a language without such strings"),
        pytest.param("", "Nim", False, id="empty"),
        pytest.param(f"module A\n  PAGE = <<-EOF\n{C}  EOF\nend\n", "Crystal", True, id="Crystal"),
        pytest.param(f"A = <<-'B'\n{C}B\n", "Crystal", True, id="raw heredoc"),
        pytest.param(f"a = <<-EOF\n{C}", "Crystal", False, id="heredoc without end"),
        pytest.param(f"my $a = q:to/END/;\n{C}END\n", "Raku", True, id="Raku"),
    ],
)
def test_is_one_literal(text, language, is_one):
    assert is_one_literal(text, [language], 0.5) is is_one


def test_a_share_is_one_of_the_whole_text():
    assert longest_share('"""aaa"""', "Nim") == pytest.approx(1 / 3)
    assert {*DELIMITERS, *HEREDOCS} <= languages().keys()


@pytest.mark.parametrize(
    "text",
    ['"' * 1_000_000, '"""a' * 250_000, "`" * 1_000_000, "<<-a\n" * 200_000, "q:to/a/\n" * 99_999],
)
def test_no_text_takes_long(text):
    began = time.process_time()
    for language in (*DELIMITERS, *HEREDOCS):
        longest_share(text, language)
    assert time.process_time() - began < 5
