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
