import re
import time

import pytest

from polyglint.linguist.claim import claim
from polyglint.linguist.conventions import (
    COMMANDS,
    CONVENTIONS,
    OWN_FORMATS,
    OWN_NAMES,
    _endings,
    allowed,
    has_own_formats,
    marked,
    may_be_command,
)
from polyglint.linguist.languages import index, languages

AVAHI = '<?xml version="1.0"?>\n<service-group>\n</service-group>\n'
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n"
LINKER = "/* two banks */\nOUTPUT_ARCH(mips)\nSECTIONS\n{\n}\n"
LINQ = '<Query Kind="{}">\n  <Connection/>\n</Query>\n\n'


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param(
            ".project", "{\n\t'srcDirectory' : 'src'\n}", "Smalltalk JSON", id="Smalltalk"
        ),
        pytest.param("a/.project", "{ #a : 'b' }", "Smalltalk JSON", id="Smalltalk's symbols"),
        pytest.param(".project", "<projectDescription/>", "", id="Eclipse"),
        pytest.param(
            "src/View.hh",
            "#include <AppKit/AppKit.h>\n\n@interface View : NSView\n@end\n",
            "Objective-C Objective-C++",
            id="classes of Objective-C++",
        ),
        pytest.param(
            "a.hpp", "#import <Cocoa/Cocoa.h>\n", "Objective-C Objective-C++", id="its imports"
        ),
        pytest.param("a.cpp", "@interface View : NSView\n@end\n", "", id="no header"),
        pytest.param("a.hh", "/** @interface View */\nclass View {};\n", "", id="a comment"),
        pytest.param("a/chip.cmd", "/* x */\nMEMORY\n{\n}\n", "Linker Script", id="chip's memory"),
        pytest.param("chip.cmd", "-stack 0x100\nSECTIONS {\n}\n", "Linker Script", id="sections"),
        pytest.param("chip.cmd", "rem SECTIONS\nset MEMORY=1\n", "", id="a batch file's words"),
        pytest.param("sim/a.do", "# x\nvsim -c top\nrun -all\n", "Tcl", id="simulation"),
        pytest.param("a/wave.do", "add wave -divider DUT\n", "Tcl", id="waves"),
        pytest.param("a.do", "# x\nset DIR a/b\nsource $DIR/setup.tcl\n", "Tcl", id="set-up"),
        pytest.param("a.do", "#source $DIR/setup.tcl\ndev_com\ncom\n", "Tcl", id="compilation"),
        pytest.param("view/500.hh", "<!DOCTYPE html>\n<p>a</p>\n", "HTML Hack", id="a page"),
        pytest.param("view/500.hh", "class A;\n", "", id="a header of C++"),
        pytest.param("include/a.hh", "<!DOCTYPE html>\n<p>a</p>\n", "", id="no header was fetched"),
        pytest.param("a.cmd", ":<<BATCH\n@echo off\n", "Shell", id="two in one, by a document"),
        pytest.param("a.bat", ":; exec ./a.sh\n@echo off\n", "Shell", id="two in one, by a line"),
        pytest.param("a.bat", ":start\n@echo off\n", "", id="a label"),
        pytest.param("default.o.do", "redo-ifchange $2.c\n", "Shell", id="redo"),
        pytest.param("a.wsf", "' a\n<job>\n", "VBScript JavaScript", id="a script of Windows"),
        pytest.param("a.wsf", '<package>\n<job id="a">\n', "VBScript JavaScript", id="several"),
        pytest.param("a.wsf", "<jobs>\n", "", id="other elements"),
        pytest.param("conf/a.inc", 'F_append = " a"\n', "BitBake", id="what is appended"),
        pytest.param("conf/a.inc", 'F_remove_b = "a"\n', "BitBake", id="what is removed"),
        pytest.param("conf/a.inc", "F:prepend:b = 'a '\n", "BitBake", id="as it is written now"),
        pytest.param("a.inc", 'list_append = "a"\n', "", id="a variable"),
        pytest.param("a.inc", '$F_append = "a";\n', "", id="a variable of PHP"),
        pytest.param("a.do", "use auto\nregress mpg weight\n", "", id="Stata"),
        pytest.param("a/01_x.yaml.patch", "- op: test\n", "YAML JSON", id="patch of YAML"),
        pytest.param("x.json.patch", "[]\n", "YAML JSON", id="patch of JSON"),
        pytest.param("x.c.patch", "--- a\n", "", id="patch of code"),
        pytest.param("a.props", "# a\n\n b.c=1\n", "Java Properties", id="properties"),
        pytest.param("a.props", "<!-- a\nb = 1\n-->\n", "", id="properties of a build, in XML"),
        pytest.param("a.pde", "#include <Servo.h>\n", "C++", id="Arduino's includes"),
        pytest.param("a.pde", "void setup() {\n  pinMode(1, 0);\n", "C++", id="Arduino's pins"),
        pytest.param("a.pde", "void setup() {\n  size(1, 2);\n", "", id="Processing"),
        pytest.param("a.pde", "  board.pinMode(1, 0);\n", "", id="Processing with a board"),
        pytest.param("a.png.meta", '{\n"ver": "1"}\n', "JSON XML", id="Cocos"),
        pytest.param("a/vehicles.meta", "<Vehicles>\n", "JSON XML", id="a game's vehicles"),
        pytest.param("a.meta", "fileFormatVersion: 2\n", "", id="Unity"),
        pytest.param("blas/make.inc", "# x\nCC = gcc\n", "Makefile", id="what makefiles include"),
        pytest.param("Make.user.inc", "prefix := /opt\n", "Makefile", id="the same of a user"),
        pytest.param("a/Makefile.common.inc", "all: a.o\n", "Makefile", id="rules"),
        pytest.param("make.inc", "<?php return 1;\n", "", id="no makefile by its text"),
        pytest.param("config.inc", "CC = gcc\n", "", id="any other name"),
        pytest.param("sim/dut.f", "// x\n+incdir+../rtl\na.sv\n", "Option List", id="simulator"),
        pytest.param("a/tb.f", "-y $LIB/cells\n", "Option List", id="its library"),
        pytest.param("top.f", "${ROOT}/rtl/top.vhd\n", "Option List", id="its files"),
        pytest.param("a.f", "      PROGRAM A\n      END\n", "", id="Fortran"),
        pytest.param("a.f", "c  -v is not an option here\n", "", id="a comment of Fortran"),
        pytest.param(
            "Assets/Editor/A.js", "#pragma strict\n", "TypeScript C#", id="Unity's own script"
        ),
        pytest.param(
            "a/Assets/A.js", "private var a : float = 1;\n", "TypeScript C#", id="its types"
        ),
        pytest.param("Assets/a.js", "var a = {b: 1};\n", "", id="JavaScript among assets"),
        pytest.param("src/a.js", "#pragma strict\n", "", id="no asset"),
        pytest.param("avahi/ssh.service", AVAHI, "XML", id="Avahi"),
        pytest.param("ssh.service", "[Unit]\n", "", id="systemd"),
        pytest.param("a.nimble", '# x\nversion = "1"\n', "TOML INI", id="a package of Nim"),
        pytest.param("a.nimble", "task test:\n  exec 1\n", "", id="a script of Nim"),
        pytest.param(
            "styles/a.sld", '<StyledLayerDescriptor version="1">\n', "XML", id="map style"
        ),
        pytest.param("a.sld", "<?xml?>\n<sld:StyledLayerDescriptor>\n", "XML", id="its prefix"),
        pytest.param("a.sld", "(define-library (a))\n", "", id="a library of Scheme"),
        pytest.param("a.hpp", "f(NSSet* const a);\n", "Objective-C Objective-C++", id="a class"),
        pytest.param("a.hh", "f(UIView *a);\n", "Objective-C Objective-C++", id="a view"),
        pytest.param("a.hpp", "int f(UInt8 *a, NS::A *b);\n", "", id="C++"),
        pytest.param("a.cpp", "@interface A\n", "", id="no header"),
        pytest.param("_includes/a.svg", "{%- if a -%}\n", "Liquid Jinja Twig", id="Jekyll"),
        pytest.param("docs/_layouts/a.html", "{% a %}\n", "Liquid Jinja Twig", id="its layout"),
        pytest.param("_includes/a.svg", "<svg/>\n", "", id="no template"),
        pytest.param("a.sas", "x;\ncards4;\n", "Lua Python R", id="lines behind cards"),
        pytest.param("a.sas", "proc lua; \n submit ;\n", "Lua Python R", id="submitted"),
        pytest.param("a.sas", "data a;\ncards;\n", "", id="data"),
        pytest.param("m/a.sas.htm", "*<PRE>;\n", "SAS", id="a program in a page"),
        pytest.param("a.py.html", "", "Python", id="another"),
        pytest.param("app.component.html", "", "", id="a page"),
        pytest.param("board/boot.cmd", "setenv bootargs\n", "Shell", id="U-Boot"),
        pytest.param("a/uboot-env.cmd", "\n", "Shell", id="U-Boot, another name"),
        pytest.param("build.cmd", "@echo off\n", "", id="a batch file"),
        pytest.param("ldscripts/elf.xbn", LINKER, "Linker Script", id="linker script"),
        pytest.param("a.xml", "<a/>\n", "", id="no linker script"),
        pytest.param("a/Dockerfile.ui", "FROM a\n", "Dockerfile", id="Dockerfile"),
        pytest.param("Make.inc/Makefile.NEC.VH", "a:\n", "Makefile", id="makefile"),
        pytest.param("pkcs8.p8", PEM, "Public Key", id="key"),
        pytest.param("a/.nycrc", "all: true\n", "JSON YAML JavaScript", id="settings"),
        pytest.param(".bashrc", "alias a=b\n", "", id="no settings of these"),
        pytest.param("App.plist.cmake", "", "OpenStep Property List XML Property List", id="cmake"),
        pytest.param("version.py.in", "", "Python", id="in"),
        pytest.param("a.desktop.cmake.in", "", "desktop", id="cmake.in"),
        pytest.param("Dockerfile.in", "", "Dockerfile", id="file name"),
        pytest.param("FindX.cmake", "", "", id="CMake itself"),
        pytest.param("main.py", "x = 1\n", "", id="none"),
        pytest.param("README.APEX", "a\n", "Text", id="notes on a machine"),
        pytest.param("doc/INSTALL.W32", "a\n", "Text", id="notes on a system"),
        pytest.param("README.Rmd", "a\n", "", id="a document with an extension"),
        pytest.param("README.R", "a\n", "", id="an extension of one letter"),
        pytest.param("a.linq", LINQ.format("VBProgram"), "Visual Basic .NET", id="Basic"),
        pytest.param("a.linq", LINQ.format("FSharpExpression"), "F#", id="F#"),
        pytest.param("a.linq", LINQ.format("SQL"), "SQL", id="SQL"),
        pytest.param("a.linq", LINQ.format("Statements"), "", id="C#, as linguist says"),
        pytest.param("a.cs", LINQ.format("VBProgram"), "", id="no query of LINQPad"),
    ],
)
def test_allowed(path, text, found):
    assert " ".join(allowed(path, text)) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("a.linq", LINQ.format("VBProgram"), ("Visual Basic .NET",), id="mark"),
        pytest.param("boot.cmd", "setenv bootargs\n", (), id="custom without a mark"),
        pytest.param("version.py.in", "", (), id="product"),
    ],
)
def test_marked(path, text, found):
    assert marked(path, text) == found


def test_a_claim_allows_what_is_customary_beside_settings():
    found = claim("a.service", AVAHI, {}, ("Text",))
    assert (found.besides, found.customary) == (("Text",), ("XML",))
    assert {"Text", "XML"} < {*found.allowed}


def test_conventions_have_reasons_and_name_languages_of_linguist():
    assert all(row.reason.strip() and row.languages for row in CONVENTIONS)
    assert {name for row in CONVENTIONS for name in row.languages} <= languages().keys()


@pytest.mark.parametrize("path", ["boot" * 20_000, "a" + "-" * 80_000, "." * 80_000 + "x"])
def test_no_path_takes_long(path):
    began = time.process_time()
    allowed(path, "-----BEGIN " + "A " * 40_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("bin/profile", "#!/usr/bin/env ruby\n", "Ruby", id="Ruby"),
        pytest.param("etc/profile", "export A=1\n", "Shell", id="no command"),
        pytest.param("script/man", "#!/usr/bin/perl -w\n", "Perl Pod", id="Perl"),
        pytest.param("inventory/hosts", "#!/usr/bin/env python3\n", "Python", id="an inventory"),
        pytest.param("BUILD", "#!/bin/sh\n", "Shell", id="a script that builds"),
        pytest.param("login", "#!/usr/bin/env node\n", "JavaScript TypeScript", id="node"),
        pytest.param("profile", "#!/usr/bin/nothing\n", "Shell", id="unknown interpreter"),
        pytest.param("Makefile", "#!/usr/bin/env python\n", "Makefile", id="what make reads"),
        pytest.param("Dockerfile", "#!/bin/sh\n", "Dockerfile", id="what Docker reads"),
        pytest.param("Rakefile", "#!/usr/bin/env python\n", "Ruby", id="what rake reads"),
    ],
)
def test_a_command_is_what_its_shebang_says(path, text, found):
    assert " ".join(claim(path, text, {}).languages) == found


def test_commands_are_names_of_linguist_without_an_extension_and_have_reasons():
    names = {name for _, row in COMMANDS for name in row}
    assert names <= index("filenames").keys()
    assert not [name for name in names if "." in name or not may_be_command(f"bin/{name}")]
    assert all(len(reason.split()) > 1 for reason, _ in COMMANDS)


def test_formats_of_programs_have_extensions_of_linguist_and_reasons():
    assert {extension for extension, _ in OWN_FORMATS} <= index("extensions").keys()
    assert all(has_own_formats(extension) and reason.strip() for extension, reason in OWN_FORMATS)
    assert not has_own_formats(".ini")
    assert {name for name, _ in OWN_NAMES} <= index("filenames").keys()
    assert all(has_own_formats(name) and reason.strip() for name, reason in OWN_NAMES)


@pytest.mark.parametrize(
    ("expression", "endings"),
    [
        (r"\.cmd$", (".cmd",)),
        (r"(?:^|/)(?=[\w.-]*boot)[\w.-]*\.cmd$", (".cmd",)),
        (r"\.(?:bat|cmd)$", (".bat", ".cmd")),
        (r"\.x\w{0,4}$", ("",)),
        (r"(?:^|/)\.(?:babel|swc)rc$", ("",)),
        (r"(?:^|/)_(?:includes|layouts)/", ("",)),
        (r"\.cmd", ("",)),
        (r"cmd$", ("",)),
        (r"(?:x\.a|y\.b)$", ("",)),
        (r".", ("",)),
    ],
)
def test_what_paths_of_an_expression_end_with(expression, endings):
    assert _endings(expression) == endings


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda found: found.path.pattern)
def test_no_ending_is_one_of_several_expressions(convention):
    outside = re.sub(r"\([^()]*\)", "", convention.path.pattern)
    assert "|" not in outside
