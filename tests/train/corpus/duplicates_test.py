from train.corpus.duplicates import candidate, duplicates


def lines(start, stop, prefix="value"):
    return "".join(f"{prefix}_{n} = compute_{n * 7919}({n})\n" for n in range(start, stop))


def file(name, text, language="Python", group=None):
    return candidate(name, language, group or name, text)


def test_different_texts_all_stay():
    assert not duplicates([file("a", lines(0, 50)), file("b", lines(50, 100))])


def test_equal_but_for_white_space():
    texts = [file("a", "a = 1\nb = 2\n"), file("b", "a  =  1\n\n\tb = 2")]
    assert duplicates(texts) == {"b": "exact duplicate"}


def test_near_duplicate_across_projects():
    changed = lines(0, 100).replace("compute_0(", "calculate(")
    texts = [file("a", lines(0, 100)), file("b", changed)]
    assert duplicates(texts) == {"b": "near duplicate"}


def test_half_in_common_is_no_duplicate():
    assert not duplicates([file("a", lines(0, 100)), file("b", lines(50, 150))])


def test_the_smaller_project_keeps_its_copy():
    texts = [
        file("large/a", lines(0, 50), group="large"),
        file("large/b", lines(50, 100), group="large"),
        file("small/a", lines(0, 50), group="small"),
    ]
    assert duplicates(texts) == {"large/a": "exact duplicate"}


def test_the_order_of_files_does_not_matter():
    texts = [file(name, lines(0, 100, name)) for name in "cab"]
    texts += [file(name + "2", lines(0, 101, name)) for name in "abc"]
    assert (
        duplicates(texts)
        == duplicates(texts[::-1])
        == dict.fromkeys(("a2", "b2", "c2"), "near duplicate")
    )


def test_a_text_under_two_languages_goes_from_both():
    texts = [
        file("C/a", lines(0, 9), "C"),
        file("C++/a", lines(0, 9), "C++"),
        file("C/b", lines(9, 20), "C"),
    ]
    assert duplicates(texts) == {"C/a": "two languages", "C++/a": "two languages"}


def test_short_texts_are_compared_for_equality_only():
    texts = [file("a", "x = 1\ny = 2\n"), file("b", "x = 1\ny = 3\n")]
    assert not duplicates(texts)
