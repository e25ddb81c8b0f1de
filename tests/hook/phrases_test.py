from polyglint.phrases import hint


def test_hint():
    assert hint("pyton", ["Python", "Perl"]) == "; did you mean Python?"
    assert hint("zzz", ["Python"]) == ""
    assert hint("a" * 10**7, ["Python"]) == ""
