from collections import Counter

from benchmarks.overhead import counted, overhead
from polyglint.reading import Reader

TEXT = "func add(a int, b int) int {\n\tc := a + b\n\treturn c\n}\n\n" * 12


def test_batches_are_counted_by_their_length():
    reader = Reader()
    _, model = reader._load()
    batches, windows = counted(model, lambda: [reader.read(TEXT), reader.read(TEXT)])
    assert windows == 2 * len(reader.read(TEXT).windows)
    assert sum(batches.values()) == 2 * -(-windows // 2 // model.batch_size)
    assert set(batches) <= set(model.lengths)
    assert "_invoke" not in vars(model)


def test_figures_agree():
    found = overhead([TEXT.encode() * 4, b"\0"])
    for figures in found.values():
        ratio = figures["bare_windows_a_second"] / figures["windows_a_second"]
        assert abs(ratio - 1 - figures["overhead"]) < 1e-6
    assert found["files read whole"]["windows"] > found["four windows a file"]["windows"]


def test_no_windows():
    reader = Reader()
    _, model = reader._load()
    assert counted(model, list) == (Counter(), 0)
