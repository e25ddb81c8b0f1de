from polyglint.files import File
from polyglint.judgement import Judging
from polyglint.runner import run


def fails():
    raise OSError(5, "Input/output error")


def test_what_cannot_be_read_is_named_and_the_rest_is_judged(model, javascript, python):
    files = [
        File("b.py", "b.py", {}, javascript.encode),
        File("c.py", "c.py", {}, fails),
        File("a.py", "a.py", {}, python.encode),
    ]
    found = run(files, Judging())
    assert [result.path for result in found.results] == ["a.py", "b.py"]
    assert [violation.path for violation in found.violations()] == ["b.py"]
    assert found.unreadable == ("c.py: Input/output error",)


def test_candidates_are_those_of_the_run(model, javascript):
    file = File("a.py", "a.py", {}, javascript.encode)
    assert list(run([file], Judging(("Python", "Go"))).violations()) == []
