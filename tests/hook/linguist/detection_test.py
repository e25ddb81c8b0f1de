import pytest

from polyglint.linguist.detection import candidates, group_of

PYTHON = "#!/usr/bin/env python3\nx = 1\n"
CPP = "#include <vector>\nclass A { public: std::vector<int> a; };\n"


@pytest.mark.parametrize(
    ("path", "text", "attributes", "expected"),
    [
        pytest.param("a.py", "x", {}, ("Python",), id="extension"),
        pytest.param("a", PYTHON, {}, ("Python",), id="shebang"),
        pytest.param("Makefile", "x", {}, ("Makefile",), id="file name"),
        pytest.param("a.py", "# vim: ft=ruby\n", {}, ("Ruby",), id="a modeline comes first"),
        pytest.param("a.h", CPP, {}, ("C++",), id="heuristics"),
        pytest.param("a.h", "int a;\n", {}, ("C",), id="what heuristics leave"),
        pytest.param("a", "<?xml version='1.0'?>\n", {}, ("XML",), id="XML declaration"),
        pytest.param("a.unheard", "x", {}, (), id="nothing known"),
        pytest.param("a.sol", "x", {}, (), id="an extension that many use"),
        pytest.param("a.py", "x", {"linguist-language": "rb"}, ("Ruby",), id="attribute"),
        pytest.param("a.py", "x", {"linguist-language": "Klingon"}, (), id="unknown to linguist"),
        pytest.param("a.py", "x", {"linguist-language": "unset"}, ("Python",), id="taken back"),
        pytest.param("a.py", "x", {"gitlab-language": "ruby"}, ("Python",), id="GitLab's own"),
        pytest.param("a.cls", PYTHON, {}, ("Python",), id="shebang before extension"),
        pytest.param("a.php", "<html>\n", {}, ("Hack", "PHP"), id="left for the classifier"),
    ],
)
def test_candidates(path, text, attributes, expected):
    assert candidates(path, text, attributes) == expected


def test_groups():
    assert (group_of("TSX"), group_of("Python")) == ("TypeScript", "Python")
