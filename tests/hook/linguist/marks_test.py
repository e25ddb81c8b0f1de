import time

import pytest

from polyglint.linguist.languages import Claim
from polyglint.linguist.marks import (
    interpreter,
    misspelt_comment,
    modeline,
    own_comment,
    shebang,
    xml_declaration,
)
from tests.hook.claims import source

MODELINES = [
    pytest.param("/* -*- C++ -*- */", "C++", id="Emacs, mode alone"),
    pytest.param("# -*- mode: python -*-", "Python", id="Emacs, one variable"),
    pytest.param("# -*- coding: utf-8; mode: Ruby; tab: 2 -*-", "Ruby", id="Emacs, several"),
    pytest.param("// -*-c-*-", "C", id="Emacs, tight"),
    pytest.param("# -*- shell-script -*-", "Shell", id="Emacs, alias"),
    pytest.param("# vim: ft=python", "Python", id="Vim"),
    pytest.param("/* vim: set ft=cpp ts=4: */", "C++", id="Vim, set"),
    pytest.param("# vim:ts=4:filetype=perl:", "Perl", id="Vim, colons"),
    pytest.param("vi: se syntax=ruby:", "Ruby", id="vi"),
    pytest.param("# vim600: set syn=sh :", "Shell", id="Vim, version"),
    pytest.param("// ex: ft=go", "Go", id="ex"),
    pytest.param("x\n" * 30 + "# vim: ft=lua", "Lua", id="last line"),
    pytest.param("# vim: ft=lua\nx\n# -*- ruby -*-", "Ruby", id="Emacs before Vim"),
    pytest.param("# Vim703: ft=perl", "Perl", id="Vim, capital and version"),
    pytest.param("// -*- mode:  C++  -*-", "C++", id="Emacs, white space"),
    pytest.param("# -*- MODE: Python; coding: x -*-", "Python", id="Emacs, capitals"),
    pytest.param("; -*- Lisp, a dialect -*-\n; vim: ft=scheme", "Scheme", id="Emacs, prose"),
]

NO_MODELINES = [
    pytest.param("# -*- coding: utf-8 -*-", id="Emacs, coding alone"),
    pytest.param("# -*- mode: klingon -*-", id="Emacs, unknown mode"),
    pytest.param("# -*- indent-tabs-mode: nil -*-", id="a variable that ends with mode"),
    pytest.param("# vim: ts=4 sw=4", id="Vim, no file type"),
    pytest.param("# vim: ft=klingon", id="Vim, unknown type"),
    pytest.param("for example: ft=python", id="not ex"),
    pytest.param("the vim editor sets ft=python", id="prose"),
    pytest.param("# -*- klingon -*-\n# vim: ft=lua", id="Emacs before Vim, unknown mode"),
    pytest.param("# vim: set ft=lua", id="Vim, set without a colon at its end"),
    pytest.param("# vim: ft=", id="Vim, empty file type"),
    pytest.param("lex: ft=python", id="a word that ends with ex"),
    pytest.param("# ovim: ft=python", id="a word that ends with vim"),
    pytest.param("# -*- python", id="Emacs, not closed"),
    pytest.param('" Vimball Archiver\nUseVimball\n# vim: ft=lua', id="an archive of Vim"),
    pytest.param("# vim: leftft=python", id="an option that ends with ft"),
    pytest.param("x\n" * 9 + "# vim: ft=lua\n" + "x\n" * 9, id="middle of the file"),
]

INTERPRETERS = [
    pytest.param("#!/bin/sh\n", "sh", id="path"),
    pytest.param("#! /usr/bin/perl -w\n", "perl", id="space and option"),
    pytest.param("#!/usr/bin/env python3\n", "python3", id="env"),
    pytest.param("#!/usr/bin/env -S node --harmony\n", "node", id="env -S"),
    pytest.param("#!/usr/bin/env -Sruby -w\n", "ruby", id="env -S, tight"),
    pytest.param("#!/usr/bin/env -vS perl\n", "perl", id="env, options together"),
    pytest.param("#!/usr/bin/env --split-string=deno run\n", "deno", id="env, long option"),
    pytest.param("#!/usr/bin/env -S -i A=1 B=2 lua\n", "lua", id="env, variables"),
    pytest.param("#!/usr/bin/env -S -u HOME bash\n", "bash", id="env -u"),
    pytest.param("#!C:/Python/python\r\n", "python", id="CRLF"),
    pytest.param("#!/usr/bin/osascript -l JavaScript\n", None, id="osascript -l"),
    pytest.param("#!/usr/bin/env\n", None, id="env alone"),
    pytest.param("#!\n", None, id="nothing"),
    pytest.param("#!", None, id="two letters"),
    pytest.param("x\n#!/bin/sh\n", None, id="second line"),
    pytest.param("#![allow(dead_code)]\n", "#![allow(dead_code)]"[2:], id="Rust attribute"),
]


REPLACED = [
    pytest.param(
        '#!/bin/sh\nexec perl -x "$0" ${1+"$@"}\n', ("Perl", "Pod", "Shell"), id="perl -x"
    ),
    pytest.param(
        "#!/bin/sh\n''''exec python3 -- \"$0\" \"$@\" # '''\n", ("Python", "Shell"), id="polyglot"
    ),
    pytest.param('#!/bin/sh\n# \\\nexec tclsh "$0" "$@"\n', ("Shell", "Tcl"), id="Tcl"),
    pytest.param('#!/bin/bash\nexec /usr/bin/ruby "$0" "$@"\n', ("Ruby", "Shell"), id="path"),
]
NOT_REPLACED = [
    pytest.param('#!/bin/sh\nexec "$0" "$@"\n', id="shell that starts itself"),
    pytest.param('#!/bin/sh\nexec java -jar "$0" "$@"\n', id="an interpreter of no language"),
    pytest.param('#!/bin/sh\nexec perl script.pl "$@"\n', id="another file"),
    pytest.param('#!/bin/sh\nexec perl "$0"\n', id="no arguments"),
    pytest.param("#!/bin/sh\n" + "x\n" * 9 + 'exec perl "$0" "$@"\n', id="further down"),
]


@pytest.mark.parametrize(("text", "languages"), REPLACED)
def test_replaced_shell(text, languages):
    assert shebang(text).languages == languages


@pytest.mark.parametrize("text", NOT_REPLACED)
def test_shell(text):
    assert shebang(text).languages == ("Shell",)


def test_only_shell_is_replaced():
    assert shebang('#!/usr/bin/awk\nexec perl "$0" "$@"\n').languages == ("Awk",)


@pytest.mark.parametrize(("text", "language"), MODELINES)
def test_modeline(text, language):
    assert modeline(text).languages == (language,)


@pytest.mark.parametrize("text", NO_MODELINES)
def test_no_modeline(text):
    assert modeline(text) is None


@pytest.mark.parametrize(("text", "name"), INTERPRETERS)
def test_interpreter(text, name):
    assert interpreter(text) == name


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        pytest.param("#!/usr/bin/python3.11\n", ("Python",), id="minor version"),
        pytest.param("#!/usr/bin/env ruby2.7\n", ("Ruby",), id="version of an unversioned name"),
        pytest.param("#!/usr/bin/env node\n", ("JavaScript", "TypeScript"), id="two languages"),
        pytest.param("#!/usr/bin/env perl5.36.0\n", ("Perl", "Pod"), id="patch version"),
        pytest.param("#!/usr/bin/perl -w\n", ("Perl", "Pod"), id="as linguist lists them"),
    ],
)
def test_shebang(text, languages):
    assert shebang(text).languages == languages


@pytest.mark.parametrize("text", ["#!/opt/klingon\n", "#![no_std]\n", "#!/usr/bin/env 3\n"])
def test_unknown_shebang(text):
    assert shebang(text) is None


def test_xml_declaration():
    assert xml_declaration("<?xml version='1.0'?><a/>").languages == ("XML",)
    assert xml_declaration("<a><?xml ?></a>") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("# polyglint: language=Python", "Python"),
        ("<!-- polyglint:language=php-->", "PHP"),
        ("/* polyglint: language = C*/", "C"),
        ("{# polyglint: language=Jinja#}", "Jinja"),
        ("// polyglint: language=C#", "C#"),
        ("(* polyglint: language=F* *)", "F*"),
        ('; polyglint: language="Objective-C++"', "Objective-C++"),
        ("% polyglint: language=Visual-Basic-.NET.", "Visual Basic .NET"),
        ("x\n" * 20 + "# polyglint: language=Ruby\n", "Ruby"),
    ],
)
def test_own_comment(text, language):
    assert own_comment(text) == Claim((language,), source("polyglint comment"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# polyglint language=C",
        "# polyglint: languages=C",
        "# polyglint: language=",
        "x\n" * 9,
        "x\n" * 9 + "# polyglint: language=C\n" + "x\n" * 9,
    ],
    ids=range(6),
)
def test_no_comment(text):
    assert own_comment(text) is None


@pytest.mark.parametrize(
    ("text", "misspelt"),
    [
        pytest.param("# polyglint: language=Pyhton", (1, "Pyhton"), id="first line"),
        pytest.param("x\n\n// polyglint: language=Jvaa.\n", (3, "Jvaa"), id="another line"),
        pytest.param("<!-- polyglint: language=Jvaa-->", (1, "Jvaa"), id="end of a comment"),
    ],
)
def test_a_comment_with_a_language_that_nobody_knows_claims_nothing(text, misspelt):
    assert own_comment(text) is None
    assert misspelt_comment(text) == misspelt


@pytest.mark.parametrize("text", ["# polyglint: language=Python", "# polyglint: ignore", "", "x"])
def test_no_misspelt_comment(text):
    assert misspelt_comment(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "-*-" + ":" * 500_000,
        "-*- mode:" * 100_000,
        " vi: set" * 100_000,
        " vim: ft=" + "a" * 500_000,
    ],
    ids=lambda line: line[:9],
)
def test_long_lines_take_no_time(line):
    start = time.process_time()
    modeline(f"{line}!")
    shebang(f"#!/bin/sh\n{'exec a$0' * 500}")
    assert time.process_time() - start < 2
