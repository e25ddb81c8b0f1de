"""Tables of headers that must go, and as many that must stay."""

import pytest

from train.corpus.licences import strip_licence

GPL = (
    "This program is free software; you can redistribute it and/or modify",
    "it under the terms of the GNU General Public License, version 2.",
)


def commented(prefix: str, *lines: str) -> str:
    return "".join(f"{prefix} {line}".rstrip() + "\n" for line in lines)


HASH = commented("#", "Copyright (c) 2020 Somebody", "", *GPL)
SLASH = commented("//", "Copyright 2015 The Authors. All rights reserved.", *GPL)
BLOCK = "/*\n" + commented(" *", "Copyright (C) 2011 Somebody", "", *GPL) + " */\n"


@pytest.mark.parametrize(
    ("language", "text", "stripped"),
    [
        pytest.param("Python", HASH + "\nimport os\n", "import os\n", id="hash"),
        pytest.param("Go", SLASH + "\npackage a\n", "package a\n", id="slashes"),
        pytest.param("Java", BLOCK + "package a;\n", "package a;\n", id="block"),
        pytest.param("C", "// SPDX-License-Identifier: MIT\nint a;\n", "int a;\n", id="SPDX"),
        pytest.param("CSS", "/*! x v1 | MIT License */\na {}\n", "a {}\n", id="banner"),
        pytest.param(
            "Shell", "#!/bin/sh\n" + HASH + "\nls\n", "#!/bin/sh\n\nls\n", id="shebang stays"
        ),
        pytest.param(
            "Python",
            "# -*- coding: utf-8 -*-\n" + HASH + "import os\n",
            "# -*- coding: utf-8 -*-\nimport os\n",
            id="encoding stays",
        ),
        pytest.param(
            "XML",
            "<?xml version='1.0'?>\n<!--\n  Licensed under the MIT license\n-->\n<a/>\n",
            "<?xml version='1.0'?>\n<a/>\n",
            id="declaration stays",
        ),
        pytest.param(
            "PHP", "<?php\n" + BLOCK + "$a = 1;\n", "<?php\n$a = 1;\n", id="PHP tag stays"
        ),
        pytest.param(
            "C",
            "#ifndef A_H\n#define A_H\n" + BLOCK + "int a;\n",
            "#ifndef A_H\n#define A_H\nint a;\n",
            id="guard stays",
        ),
        pytest.param(
            "C",
            "/*\n * Sorts numbers.\n *\n * Copyright 2011 Somebody\n */\nint a;\n",
            "/*\n * Sorts numbers.\n *\n */\nint a;\n",
            id="description before stays",
        ),
        pytest.param(
            "C",
            "/* Copyright 2011 Somebody\n *\n * Sorts numbers.\n */\nint a;\n",
            "/*\n *\n * Sorts numbers.\n */\nint a;\n",
            id="description after stays, and the block's opening",
        ),
        pytest.param(
            "OCaml",
            "(* Sorts.\n\n   Copyright 2011 Somebody *)\nlet a = 1\n",
            "(* Sorts.\n\n   *)\nlet a = 1\n",
            id="the block's closing stays",
        ),
        pytest.param(
            "C",
            "/* Copyright 2011\n *\n * 1. Clauses in between\n *\n * WITHOUT WARRANTY */\nint a;\n",
            "int a;\n",
            id="clauses between two paragraphs go",
        ),
        pytest.param("Ada", commented("--", *GPL) + "package A is\n", "package A is\n", id="Ada"),
        pytest.param(
            "Emacs Lisp",
            ";;; a.el --- Sorts\n\n;; Copyright (C) 2002 X\n\n;;; Code:\n(defun a ())\n",
            ";;; a.el --- Sorts\n\n\n;;; Code:\n(defun a ())\n",
            id="Emacs Lisp",
        ),
        pytest.param("Batchfile", "@rem Copyright X\n@echo off\n", "@echo off\n", id="batch"),
        pytest.param("Fortran", "C Copyright 1998 X\n      END\n", "      END\n", id="Fortran"),
        pytest.param("M4", "dnl Copyright X\nAC_INIT\n", "AC_INIT\n", id="M4"),
        pytest.param("Roff", '.\\" Copyright X\n.TH A 1\n', ".TH A 1\n", id="Roff"),
        pytest.param(
            "reStructuredText",
            ".. Copyright X\n   All rights reserved.\n\nTitle\n=====\n",
            "Title\n=====\n",
            id="indented comment",
        ),
        pytest.param(
            "Python", '"""Copyright 2011 X"""\nimport os\n', "import os\n", id="docstring"
        ),
        pytest.param("Lua", "--[[\nMIT Licensed\n]]\nlocal a\n", "local a\n", id="Lua block"),
        pytest.param(
            "CoffeeScript", "###*\n * MIT Licensed\n###\na = 1\n", "a = 1\n", id="CoffeeScript"
        ),
        pytest.param("Vim script", '" License: MIT\nlet a = 1\n', "let a = 1\n", id="Vim"),
    ],
)
def test_stripped(language, text, stripped):
    assert strip_licence(text, language) == stripped


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("Python", "# Sorts numbers.\nimport os\n", id="description"),
        pytest.param("Python", "import os\n" + HASH, id="below code"),
        pytest.param("Python", "\n\n# Sorts numbers.\nimport os\n", id="leading blank lines"),
        pytest.param("Python", "COPYRIGHT = 'license'\n", id="code that speaks of it"),
        pytest.param("Python", '"""Sorts.\n\nFast.\n"""\nimport os\n', id="docstring"),
        pytest.param("Shell", "#!/bin/sh\n# Sorts numbers.\nls\n", id="shebang"),
        pytest.param("C", "/* Copyright 2011 */ int a;\n", id="code after the comment"),
        pytest.param("C", "/* Copyright 2011\nint a;\n", id="block that never closes"),
        pytest.param("C", "#include <license.h>\nint a;\n", id="include"),
        pytest.param("CSS", "#license { color: red }\n", id="selector"),
        pytest.param("Markdown", "# License\n\nMIT, see the file.\n", id="heading"),
        pytest.param("Text", "Copyright 2011 Somebody\n\nText.\n", id="prose"),
        pytest.param("JSON", '{\n  "license": "MIT"\n}\n', id="JSON key"),
        pytest.param("TOML", 'license = "MIT"\n', id="TOML key"),
        pytest.param("YAML", "license: MIT\n", id="YAML key"),
        pytest.param("SQL", "CREATE TABLE licenses (id int);\n", id="SQL"),
        pytest.param("Java", "import org.license.Check;\n" + BLOCK, id="after an import"),
        pytest.param("XML", "<license>MIT</license>\n", id="element"),
        pytest.param("HTML", "<p>Copyright 2011</p>\n", id="page"),
        pytest.param("Haskell", "{-# LANGUAGE GADTs #-}\nmodule A where\n", id="pragma"),
        pytest.param("Lua", "-- sorts\nlocal license = 1\n", id="Lua"),
        pytest.param("Go", "// Package a sorts.\npackage a\n", id="Go"),
        pytest.param("Erlang", "%% Sorts numbers.\n-module(a).\n", id="Erlang"),
        pytest.param("Brainfuck", HASH + "+++\n", id="unknown comments"),
        pytest.param("Makefile", "# Rules\n\nlicense:\n\tcat LICENSE\n", id="target"),
    ],
)
def test_not_stripped(language, text):
    assert strip_licence(text, language) == text


def test_distant_mention_does_not_take_the_description_along():
    lines = ["Copyright 2011 X", "", *(f"Part {n} explains." for n in range(20)), "", "See LICENSE"]
    text = commented("#", *lines) + "import os\n"
    stripped = strip_licence(text, "Python")
    assert "Part 7 explains." in stripped
    assert "Copyright" not in stripped
    assert "LICENSE" not in stripped


def test_stripping_twice_changes_nothing_more():
    once = strip_licence("#!/bin/sh\n" + HASH + "\n# Sorts.\nls\n", "Shell")
    assert strip_licence(once, "Shell") == once
