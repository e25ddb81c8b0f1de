from benchmarks.overhead import invoked, overhead, recorded
from polyglint.model.reader import Reader

TEXT = "func add(a int, b int) int {\n\tc := a + b\n\treturn c\n}\n\n" * 12


def test_batches_are_those_that_the_runtime_gets():
    reader = Reader()
    model = reader._interpreter()
    runners, of_file = model._runners, model._file_runner
    batches, windows = recorded(model, lambda: [reader.read(TEXT), reader.read(TEXT)])
    assert windows == 2 * len(reader.read(TEXT).windows)
    of_windows = [batch for batch in batches if batch.runner is not of_file]
    assert len(of_windows) == 2 * -(-windows // 2 // model.batch_size)
    assert len(batches) - len(of_windows) == 2
    for batch in of_windows:
        length = batch.inputs["token_ids"].shape[1]
        assert batch.inputs["token_ids"].shape == (model.batch_size, length)
        assert batch.runner is runners[length]
    assert all(invoked(batch) >= 0 for batch in batches)
    assert (model._runners, model._file_runner) == (runners, of_file)


def test_figures_agree():
    found = overhead([TEXT.encode() * 4, b"\0"])
    for figures in found.values():
        ratio = figures["bare_windows_a_second"] / figures["windows_a_second"]
        assert abs(ratio - 1 - figures["overhead"]) < 1e-6
    assert found["files read whole"]["windows"] > found["four windows a file"]["windows"]


def test_no_windows():
    reader = Reader()
    model = reader._interpreter()
    assert recorded(model, list) == ([], 0)
