import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyglint.linguist import vendored
from polyglint.linguist.languages import table
from polyglint.linguist.vendored import LINEAR, by_path, excluded
from polyglint.results import NotJudged

VENDORED = [
    "vendor/types/a.d.ts",
    "node_modules/a/tests/fixtures/b.js",
    "third_party/.github/a.yml",
    "vendor/a.c",
    "lib/vendors/a.c",
    "third-party/a.c",
    "src/third_party/a.c",
    "node_modules/a/b.js",
    "dist/a.js",
    "a.min.js",
    "a-min.css",
    "jquery-3.6.0.js",
    "configure",
    "sub/configure",
    "debian/rules",
    "deps/a.c",
    "gradlew",
]
OWN = [
    "types/a.d.ts",
    "tests/fixtures/a.py",
    "pkg/testdata/a.yaml",
    ".vscode/settings.json",
    "spec/fixtures/a.yml",
    ".github/workflows/ci.yml",
    "sub/.github/a.py",
    ".gitignore",
    "sub/.gitattributes",
    "Jenkinsfile",
    "Vagrantfile",
    "vendored/a.c",
    "a/vendor.c",
    "distance/a.js",
    "a.mini.js",
    "admin.js",
    "a.ts",
    "configure.ac",
    "a/debian/rules",
    "a/deps/b.c",
    "tests/fixture/a.py",
    "github/a.py",
    "src/app.py",
]


@pytest.mark.parametrize("path", VENDORED)
def test_other_people_s(path):
    assert excluded(path, "", {}).reason.startswith("linguist-vendored by its path: ")


@pytest.mark.parametrize("path", OWN)
def test_own(path):
    assert excluded(path, "", {}) is None


def test_what_is_own_is_an_expression_of_linguist_s():
    assert vendored.OWN.keys() <= {*table()["vendored"]}


@pytest.mark.parametrize("value", ["unset", "false"])
def test_settings_bring_them_back(value):
    assert excluded("vendor/a.c", "", {"linguist-vendored": value}) is None


def test_other_settings_do_not():
    assert excluded("vendor/a.c", "", {"linguist-generated": "unset"}) is not None
    assert excluded("vendor/a.c", "", {"linguist-vendored": "unspecified"}) is not None


def test_the_search_by_signs_finds_what_linguist_s_own_finds():
    others = [pattern for pattern in table()["vendored"] if pattern not in vendored.OWN]
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in others))
    paths = [
        *VENDORED,
        *OWN,
        "a/b/c",
        "",
        "/",
        "a//vendor/b",
        "a/.d.ts",
        "x import.css",
        "import.css",
    ]
    assert [bool(by_path(path)) for path in paths] == [bool(whole.search(path)) for path in paths]


def test_a_long_path_takes_no_time():
    for path in ("import." * 140, "a/" * 500, "vendo" * 200, "." * 1000, "yui/" * 250):
        assert excluded(path, "", {}) is None


@pytest.mark.parametrize("start", ["jquery-", ""], ids=["vendored", "plain"])
def test_a_path_that_nobody_names_is_not_looked_at(start):
    path = start + "1." * 500_000
    assert excluded(path, "", {}) == NotJudged("its path has more than 1,024 characters")
    assert vendored.by_path("a" * 1024 + "/vendor/a.c") is None


@pytest.mark.parametrize("written", LINEAR)
@given(data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_expressions_of_ours_match_the_same(written, data):
    assert written in table()["vendored"]
    path = data.draw(
        st.from_regex(written, alphabet="d3vmotls.j12-/\nimprtcy")
        | st.from_regex(LINEAR[written], alphabet="d3vmotls.j12-/\nimprtcy")
        | st.text("1.v-a/", max_size=9).map(lambda text: f"d3{text}.js")
        | st.text("12.-a", max_size=9).map(lambda text: f"mootools{text}.js")
    )
    theirs, ours = re.search(written, path), re.search(LINEAR[written], path)
    assert bool(theirs) is bool(ours)
    assert ours is None or theirs[0].endswith(ours[0])


@pytest.mark.parametrize("written", table()["vendored"])
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_sign_is_in_all_that_an_expression_matches(written, data):
    sign = table()["vendored"][written]
    assert sign
    assert sign in data.draw(st.from_regex(written)).lower()
