"""Formats that are known by their form: what has it is borne out, what has not is judged."""

from pathlib import Path

import pytest

from polyglint.checker.checker import Judge, PathContext
from polyglint.linguist import line_formats
from polyglint.linguist.claim import claim
from polyglint.linguist.compatible import REGULAR
from polyglint.linguist.languages import languages

SOURCES = Path(__file__).parents[2] / "sources"
TEXTS = {
    "public/robots.txt": "# All may come\nUser-agent: *\nDisallow: /admin\nSitemap: https://a.b/c\n",
    "static/robots.txt": "# See https://example.org on how to use this file\n",
    ".github/CODEOWNERS": "# Ours\n* @a/b\ndocs/ a@example.org  @c # words\n[Group][2] @d\n/x/\n",
    "SHA256SUMS": f"{'0a' * 32}  a.tar\n{'b1' * 32} *b.tar\n",
    "a.md5": f"MD5 (a.tar) = {'0a' * 16}\n",
    ".git-blame-ignore-revs": f"# Formatted\n{'0a' * 20}\n{'b' * 40} # again\n",
    "go.sum": "example.org/a v1.0.0 h1:AbC+/0=\nexample.org/a v1.0.0/go.mod h1:x=\n",
    "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nClass-Path: a.jar\n  b.jar\n\nName: c/\n",
    "a.snap": "// Jest Snapshot v1, https://example.org\n\nexports[`a 1`] = `b`;\n",
    "b.snap": "---\nsource: src/lib.rs\nexpression: a\n---\nfn main() {}\n",
    ".rspec": "--color\n--require spec_helper\n",
    "Procfile": "web: bundle exec puma -C config/puma.rb\nworker: rake jobs:work\n",
    "id.pub": "ssh-ed25519 AAAAC3Nza a@b\n",
    "a.asc": "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBF\n-----END PGP PUBLIC KEY BLOCK-----\n",
    "_redirects": "# Old ones\n/a  /b 301\n/*  /index.html  200\n",
    "a.rtf": "{\\rtf1\\ansi Words.}\n",
    "a.stl": "solid a\n facet normal 0 0 1\n  outer loop\n  endloop\n endfacet\nendsolid a\n",
    "a.tsv": "a\tb\n1\t2\n",
    "a.obj": "# A cube\nmtllib a.mtl\nv 0 0 0\nvn 0 0 1\nf 1//1 2//1 3//1\nusemtl a\n",
    "a.mtl": "newmtl a\n\tKd 1 1 1\nmap_Kd a.png\n",
    "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nWords\n",
    "fonts.dir": "2\na.pcf -misc-fixed-medium\nb.pcf -misc-fixed-bold\n",
    "a.pc": "prefix=/usr\nlibdir=${prefix}/lib\n\nName: a\nDescription: b\nLibs: -L${libdir} -la\n",
    "a.afm": "StartFontMetrics 2.0\nFontName A\nC 32 ; WX 278 ; N space ;\nKPX A y -40\n",
    "a.cabal": "cabal-version: 3.0\nname: a\n\nlibrary\n  exposed-modules: A\n",
    "a.mmd": "%% Who calls whom\nsequenceDiagram\n  A->>B: words\n",
}
CODE = ("inventory.py", "queue.go", "cache.rs", "Matrix.java")


@pytest.fixture(scope="module")
def judge():
    return Judge()


def test_each_is_one_of_linguist_s():
    formats = {*line_formats.LINES, *line_formats.BEGINNINGS, *line_formats.SETTINGS}
    assert formats == REGULAR
    assert languages().keys() >= REGULAR


@pytest.mark.parametrize("path", TEXTS)
def test_borne_out(judge, path):
    found = judge.examine(TEXTS[path].encode(), PathContext(path, ()))
    assert (found.not_judged, found.findings) == (None, ())
    assert (found.cleared or "").startswith("has the form of ")


@pytest.mark.parametrize("path", [path for path in TEXTS if path not in {"a.asc", "a.pc"}])
def test_text_of_another_format_has_not_the_form(path):
    own = claim(path, TEXTS[path], {}).languages
    others = [text for at, text in TEXTS.items() if claim(at, text, {}).languages != own]
    claims = [claim(path, text, {}) for text in others]
    strangers = [one for one in claims if getattr(one, "mark", None) and one.languages == own]
    assert len(strangers) <= 3


@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize(
    "path", ["Procfile", "robots.txt", "CODEOWNERS", "a.tsv", "go.sum", "a.mtl"]
)
def test_code_is_found(judge, path, name):
    text = (SOURCES / name).read_text(encoding="utf-8")
    assert claim(path, text, {}).is_bare
    found = judge.examine(text.encode(), PathContext(path, ())).findings
    assert [one.code for one in found] == ["PG101"]


def test_a_snapshot_may_hold_anything(judge):
    text = (SOURCES / "queue.go").read_text(encoding="utf-8")
    found = judge.examine(text.encode(), PathContext("generated.snap", ()))
    assert (found.findings, found.not_judged is None) == ((), False)


def test_a_long_text_is_cut_at_the_end_of_a_line():
    line = "example.org/module v1.0.0 h1:AbC+/0=\n"
    assert line_formats.has_form("Go Checksums", line * 6000)


def test_owners_take_no_longer_than_their_line():
    line = f"* {'@a@b@c ' * 40}words\n"
    assert not line_formats.has_form("CODEOWNERS", line)


def test_what_no_grammar_speaks_of_is_left_alone(judge):
    text = "some words here\nand others there\nwith no form at all\n" * 4
    assert judge.examine(text.encode(), PathContext("Procfile", ())).findings == ()


def test_settings_come_first():
    text = "words\n"
    assert not claim("Procfile", text, {}, ("Go",)).is_bare
    assert not claim("a.x", text, {"linguist-language": "Procfile"}).is_bare
