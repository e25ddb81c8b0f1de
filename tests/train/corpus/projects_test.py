import pytest

from train.corpus.projects import default_group, project_group, read_groups


def test_the_table_joins_packages_of_one_upstream():
    groups = read_groups()
    assert groups["debian", "ansible"] == "ansible"
    assert project_group(groups, "debian", "antlr-doc") == "antlr"
    assert project_group(groups, "debian", "antlr4") == "antlr"
    assert project_group(groups, "npm", "@angular/bazel") == "angular"


def test_a_package_that_is_not_in_the_table_gets_a_default():
    assert project_group({}, "npm", "left-pad") == "left-pad"


@pytest.mark.parametrize(
    ("repository", "group"),
    [
        pytest.param("puppetlabs/comidi", "comidi", id="also a package"),
        pytest.param("Somebody/Something-New", "somebody/something-new", id="no package"),
        pytest.param("somebody/openscad", "somebody/openscad", id="about a language"),
        pytest.param("openscad/openscad", "openscad", id="the language's own"),
    ],
)
def test_a_repository_is_one_project_with_its_packages(repository, group):
    assert project_group({}, "git", repository) == group
    assert project_group({("git", repository): "other"}, "git", repository) == "other"


@pytest.mark.parametrize(
    ("package", "group"),
    [
        ("python3-yaml", "yaml"),
        ("librust-serde-dev", "serde"),
        ("golang-github-pkg-errors-dev", "pkg-errors"),
        ("antlr4", "antlr"),
        ("gcc-12-source", "gcc"),
        ("@angular/core", "angular"),
        ("libfoo-perl", "foo"),
        ("Django", "django"),
        ("node-gyp", "gyp"),
        ("7zip", "7zip"),
        ("libc", "libc"),
        ("lua-5.1", "lua-5.1"),
    ],
)
def test_default_group(package, group):
    assert default_group(package) == group
