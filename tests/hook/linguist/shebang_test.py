import pytest

from polyglint.linguist.claim import claim
from polyglint.linguist.shebang import contradicts_extension

FLAGGED = [
    pytest.param("x.sh", "#!/usr/bin/env python", id="Python as a shell script"),
    pytest.param("x.sh", "#!/usr/bin/env -S python3 -u", id="with options of env"),
    pytest.param("x.py", "#!/bin/sh", id="a shell script as Python"),
    pytest.param("x.py", "#!/usr/bin/perl -w", id="Perl as Python"),
    pytest.param("x.rb", "#!/usr/bin/env node", id="JavaScript as Ruby"),
    pytest.param("x.sh", "#!/usr/bin/env tclsh", id="Tcl as a shell script"),
    pytest.param("x.coffee", "#!/usr/bin/env node", id="JavaScript as CoffeeScript"),
    pytest.param("x.c", "#!/usr/bin/awk -f", id="Awk as C"),
    pytest.param("x.sh", "#!/usr/bin/env -S uv run --script", id="what uv runs"),
    pytest.param("x.py", "#!/usr/bin/env -S uv run bash", id="what uv is to start"),
    pytest.param("x.jl", "#!/bin/bash\necho 1\n#= a\n", id="shell as Julia"),
    pytest.param("x.c", "#!/bin/sh\n# if 1 or 0\necho 1\n", id="shell as C"),
    pytest.param("x.jl", "#!/usr/bin/perl\n#= a\n", id="Perl as Julia"),
    pytest.param(
        "x.py", '#!/bin/sh\n"exec" "$(dirname $0)/bin/perl" "$0" "$@"', id="Perl beside it"
    ),
]
QUIET = [
    pytest.param("x.py", "#!/usr/bin/env python3", id="right"),
    pytest.param("x", "#!/usr/bin/env python3", id="no extension"),
    pytest.param("x.sh", "#!/bin/zsh", id="another shell"),
    pytest.param(
        "x.pl", "#!/bin/sh\neval 'exec perl -wS $0 ${1+\"$@\"}'", id="shell that runs perl"
    ),
    pytest.param("x.tcl", '#!/bin/sh\n# \\\nexec tclsh "$0" "$@"', id="shell that runs tclsh"),
    pytest.param("x.tcl", "#!/bin/sh\n# far above the exec", id="shell that runs tclsh later"),
    pytest.param("x.py", "#!/bin/sh\n'''exec' /opt/a/python \"$0\" \"$@\"", id="pip's wrapper"),
    pytest.param("x.lhs", "#!/usr/bin/env runhaskell", id="literate"),
    pytest.param("x.ts", "#!/usr/bin/env node", id="superset"),
    pytest.param("x.php", "#!/usr/bin/env php", id="an extension of two languages"),
    pytest.param("x.t", "#!/usr/bin/env python3", id="a test that prove runs"),
    pytest.param("x.cgi", "#!/usr/bin/env lua", id="what a server runs"),
    pytest.param("x.txt", "#!/bin/sh", id="text about a script"),
    pytest.param("x.sh.j2", "#!/usr/bin/env python", id="template"),
    pytest.param("x.blade.php", "#!/bin/sh", id="a script that a template makes"),
    pytest.param("lexer.rl", "#!/usr/bin/ruby -w", id="a lexer that a generator makes"),
    pytest.param("parser.y", "#!/usr/bin/env ruby", id="a parser, likewise"),
    pytest.param("parser.bison", "#!/usr/bin/env ruby", id="a parser, by its other extension"),
    pytest.param("configure.m4", "#!/usr/bin/perl", id="a script that a macro processor makes"),
    pytest.param("tokens.l", "#!/usr/bin/env python3", id="a lexer by its other tool"),
    pytest.param("x.py", "#!/usr/bin/nothing", id="unknown interpreter"),
    pytest.param("x.py", "# vim: ft=perl", id="modeline"),
    pytest.param("Makefile", "#!/usr/bin/make -f", id="file name"),
    pytest.param("x.sage", "#!/usr/bin/env python", id="dialect"),
    pytest.param("x.xyz", "#!/bin/sh", id="unknown extension"),
    pytest.param("x.py.inc", "#!/usr/bin/env python3", id="what another file includes"),
    pytest.param("cfg/Params.cfg", "#!/usr/bin/env python", id="settings that a build runs"),
    pytest.param("prod.env", "#!/bin/bash", id="variables that a shell reads"),
    pytest.param("x.sh", "#!/usr/bin/env -S uv run --group lint bash", id="by way of uv"),
    pytest.param("x.sh", "#!/usr/bin/env -S poetry run bash -e", id="by way of poetry"),
    pytest.param("x.rb", "#!/usr/bin/env -S bundle exec ruby", id="by way of bundler"),
    pytest.param(
        "x.py", '#!/bin/sh\n"exec" "$(dirname $0)/.venv/bin/python" "$0" "$@"', id="beside it"
    ),
    pytest.param(
        "x.py", '#!/bin/sh\n"""exec" "$(dirname "$0")/v/python" -u "$0" "$@"', id="quotes in quotes"
    ),
    pytest.param("x.py", '#!/bin/sh\n"exec" "${PY:-python3}" "$0" "$@"', id="by a variable"),
    pytest.param(
        "x.jl", "#!/bin/bash\n#=\njulia -e 'f()'\nexit\n=#\nf() = 1", id="two in one: Julia"
    ),
    pytest.param("x.c", "#!/bin/sh\n#if 0\ncc -o x x.c\nexit\n#endif\nint x;", id="two in one: C"),
    pytest.param("x.scm", "#!/bin/sh\n#|\ngosh x.scm\n|#\n(x)", id="two in one: Scheme"),
    pytest.param("x.scala", "#!/bin/sh\nscala -save x\nexit\n!#\nx()", id="two in one: Scala"),
    pytest.param("x.py", "#!/bin/sh\n''':'\npython3 x\nexit\n'''\nx()", id="two in one: Python"),
    pytest.param("x.js", "#!/bin/sh\n':' //; node x\nx();", id="two in one: JavaScript"),
    pytest.param("x.rs", "#!/bin/sh\n#![a(b)] /*\nrustc x\n*/\nx();", id="two in one: Rust"),
    pytest.param("x.clj", '#!/bin/sh\n":";exec clj -M "$0" "$@"\n(x)', id="by who is unknown"),
    pytest.param(
        "x.kts", '#!/bin/sh\n//bin/true && exec kotlinc "$0" "$@"\nx()', id="Kotlin, likewise"
    ),
    pytest.param("x.lua", "#!/bin/sh\n_=[[\nlua x\nexit\n]]\nx()", id="two in one: Lua"),
]


@pytest.mark.parametrize(("path", "text"), FLAGGED)
def test_flagged(path, text):
    assert contradicts_extension(claim(path, text + "\n", {}), path, text + "\n")


@pytest.mark.parametrize(("path", "text"), QUIET)
def test_quiet(path, text):
    assert not contradicts_extension(claim(path, text + "\n", {}), path, text + "\n")


def test_settings_have_the_last_word():
    text, attributes = "#!/usr/bin/perl\n", {"linguist-language": "Shell"}
    assert not contradicts_extension(claim("x.sh", text, attributes), "x.sh", text)


def test_a_language_that_the_configuration_allows():
    text = "#!/usr/bin/env python\n"
    assert contradicts_extension(claim("x.sh", text, {}, ("Ruby",)), "x.sh", text)
    assert not contradicts_extension(claim("x.sh", text, {}, ("Python",)), "x.sh", text)
