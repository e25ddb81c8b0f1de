import json

import pytest

from polyglint.checker.self_declared import WITHOUT_OBJECTS, WITHOUT_TAGS, self_declared
from polyglint.linguist.languages import languages

PAGE = "<!DOCTYPE html>\n<html><head><title>502</title></head><body>Bad gateway</body></html>\n"
XML = '<?xml version="1.0"?>\n<feed><entry id="1"/></feed>\n'
OBJECT = '{"message": "Rate limit exceeded", "code": 429, "fatal": true}\n'
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
DIFF = "--- a/cart.c\n+++ b/cart.c\n@@ -1,2 +1,2 @@\n-int a;\n+int b;\n"
GIT = "diff --git a/x.go b/x.go\nindex 83db48f..bf269f4 100644\n" + DIFF
MAIL = (
    f"From {'0' * 40} Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: x\n\n---\n" + GIT
)

FOUND = [
    pytest.param(PAGE, "CSV", "HTML", id="a page as a table"),
    pytest.param(PAGE, "TSX", "HTML", id="a page as a component"),
    pytest.param(PAGE.lower().replace("\n", " "), "Python", "HTML", id="a page in one line"),
    pytest.param("<!-- x -->\n<html>\n<p>\n</html>", "YAML", "HTML", id="a page behind a comment"),
    pytest.param(XML, "CSV", "XML", id="XML as a table"),
    pytest.param(XML.replace("\n", ""), "TypeScript", "XML", id="XML in one line"),
    pytest.param(XML, "JSON", "XML", id="XML as JSON"),
    pytest.param("\ufeff" + XML, "TOML", "XML", id="XML behind a mark"),
    pytest.param(OBJECT, "CSV", "JSON", id="an object as a table"),
    pytest.param(OBJECT, "Ruby", "JSON", id="an object as Ruby"),
    pytest.param(OBJECT, "Python", "JSON", id="an object as Python, with true in it"),
    pytest.param(NOTEBOOK, "Python", "Jupyter Notebook", id="a notebook as Python"),
    pytest.param(DIFF, "C", "Diff", id="a patch as C"),
    pytest.param(GIT, "Go", "Diff", id="a patch of git's as Go"),
    pytest.param(MAIL, "YAML", "Diff", id="a mail with a patch as YAML"),
]
SILENT = [
    pytest.param(PAGE, "PHP", id="what PHP may begin with"),
    pytest.param(PAGE, "Vue", id="what a component may begin with"),
    pytest.param(PAGE, "XQuery", id="what a query may begin with"),
    pytest.param(PAGE, "Markdown", id="Markdown holds HTML"),
    pytest.param(PAGE.removesuffix("</html>\n"), "CSV", id="a table with a tag in its first cell"),
    pytest.param(XML, "SVG", id="a vocabulary"),
    pytest.param(XML, "HTML", id="XHTML"),
    pytest.param(XML + "using System;\n", "C#", id="a head before code"),
    pytest.param(OBJECT, "JSON5", id="JSON by another name"),
    pytest.param(OBJECT, "YAML", id="JSON is YAML"),
    pytest.param(OBJECT, "JavaScript", id="data that a tool names .js"),
    pytest.param('{"name": "Shop", "depends": ["base"], "sequence": 3}\n', "Python", id="a dict"),
    pytest.param("{ x = 1; }\n", "C", id="a block"),
    pytest.param("[1, 2]\n", "CSV", id="a list"),
    pytest.param("---\na: 1\n+++ b\n", "YAML", id="a document of YAML"),
    pytest.param("-- a comment\n-- another\n", "SQL", id="comments"),
    pytest.param(DIFF, "Diff", id="a patch"),
    pytest.param("From the start\n", "Python", id="a word of mails"),
    pytest.param("", "Python", id="empty"),
    pytest.param("{" * 100_000 + "}", "C", id="nested too deeply"),
]


@pytest.mark.parametrize(("text", "claimed", "language"), FOUND)
def test_found(text, claimed, language):
    assert self_declared(text, [claimed]).language == language


@pytest.mark.parametrize(("text", "claimed"), SILENT)
def test_silent(text, claimed):
    assert self_declared(text, [claimed]) is None


def test_each_of_the_claimed_languages_must_begin_otherwise():
    assert self_declared(XML, ["C", "C++"]).language == "XML"
    assert self_declared(XML, ["C", "PHP"]) is None


def test_tables_name_languages_of_linguist():
    assert WITHOUT_OBJECTS < WITHOUT_TAGS <= languages().keys()
