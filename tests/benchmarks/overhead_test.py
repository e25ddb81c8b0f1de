from benchmarks.overhead import invoked, overhead, recorded
from polyglint.model.reader import Reader

TEXT = "func add(a int, b int) int {\n\tc := a + b\n\treturn c\n}\n\n" * 12


def test_batches_are_those_that_the_runtime_gets():
    reader = Reader()
    _, model = reader._load()
    runners = model._runners
    batches, windows = recorded(model, lambda: [reader.read(TEXT), reader.read(TEXT)])
    assert windows == 2 * len(reader.read(TEXT).windows)
    assert len(batches) == 2 * -(-windows // 2 // model.batch_size)
    for batch in batches:
        assert batch.inputs["token_ids"].shape == (model.batch_size, batch.length)
        assert invoked(model, batch) >= 0
    assert model._runners is runners


def test_figures_agree():
    found = overhead([TEXT.encode() * 4, b"\0"])
    for figures in found.values():
        ratio = figures["bare_windows_a_second"] / figures["windows_a_second"]
        assert abs(ratio - 1 - figures["overhead"]) < 1e-6
    assert found["files read whole"]["windows"] > found["four windows a file"]["windows"]


def test_no_windows():
    reader = Reader()
    _, model = reader._load()
    assert recorded(model, list) == ([], 0)
