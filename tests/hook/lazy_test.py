import copy
import pickle
import re

import pytest

from polyglint.lazy import LazyPattern, lazy_pattern


def test_a_pattern_is_compiled_when_it_is_searched_with(monkeypatch):
    compile_, compiled = re.compile, []
    monkeypatch.setattr("re.compile", lambda *how: compiled.append(how) or compile_(*how))
    pattern = lazy_pattern("B+", re.IGNORECASE)
    assert compiled == []
    assert (pattern.search("abb")[0], pattern.fullmatch("bc"), pattern.pattern) == (
        "bb",
        None,
        "B+",
    )
    assert compiled == [("B+", re.IGNORECASE)]


@pytest.mark.parametrize("again", [copy.copy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_pattern_may_be_copied_before_its_first_search(again):
    pattern = again(lazy_pattern("a"))
    assert isinstance(pattern, LazyPattern)
    assert pattern.match("a")
