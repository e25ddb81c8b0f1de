from train.data.vocabulary import MAX_LENGTH, MAX_LINES, MIN_PROJECTS, build_vocabulary, texts_of


def documents(language, texts_of_projects):
    """One file a project."""
    return [(language, f"p{n}", frozenset(texts)) for n, texts in enumerate(texts_of_projects)]


def test_what_many_projects_write_comes_first():
    rows = documents("A", [{"for", "name"}, {"for", "name"}, {"for", "name"}, {"for"}, {"own"}])
    assert build_vocabulary(rows, {"A": 5}, 10) == ["for", "name"]


def test_what_one_project_repeats_counts_once():
    rows = [("A", "p0", frozenset({"own"}))] * 100
    rows += documents("A", [{"for"}] * MIN_PROJECTS)
    assert build_vocabulary(rows, {"A": MIN_PROJECTS}, 10) == ["for"]


def test_a_keyword_of_a_small_language_beats_a_name_of_a_large_one():
    large = documents("Large", [{"common"}] * 30 + [{"other"}] * 70)
    small = documents("Small", [{"elsif"}] * 3 + [set()])
    vocabulary = build_vocabulary(large + small, {"Large": 100, "Small": 4}, 2)
    assert vocabulary == ["elsif", "other"]  # of 3 in 4, of 70 in 100


def test_equal_shares_are_ranked_by_all_projects_and_then_by_name():
    rows = documents("A", [{"b", "a", "everywhere"}] * 3) + documents(
        "B", [{"everywhere"}, *[set()] * 9]
    )
    assert build_vocabulary(rows, {"A": 3, "B": 10}, 3) == ["everywhere", "a", "b"]


def test_too_few_projects_in_any_one_language():
    rows = documents("A", [{"x"}] * (MIN_PROJECTS - 1)) + documents("B", [{"x"}])
    assert build_vocabulary(rows, {"A": 2, "B": 1}, 10) == []


def test_texts_are_what_the_tokenizer_cuts():
    assert texts_of("if (count >= 10) {\n\n\treturn  0;\n}\n") == {
        "if", "(", "count", ">=", "10", ")", "{", "return", "0", ";", "}",
    }  # fmt: skip


def test_texts_beyond_the_limits_are_left_out():
    lines = ["x" * (MAX_LENGTH + 1), *["y"] * (MAX_LINES - 1), "z"]
    assert texts_of("\n".join(lines)) == {"y"}
