import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from train import progress
from train.fit.step_lines import StepLines


class Clock:
    """Each look at it is forty seconds later."""

    now = 0.0

    def __call__(self):
        self.now += 40
        return self.now


def test_lines_of_a_training_that_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(progress.LogLines.__init__, "__defaults__", (0, Clock()))
    lines = StepLines(done=100, total=300, batch_size=512)
    lines.on_train_begin()
    lines.on_train_batch_end(0, {"loss": 2.0})
    lines.on_train_batch_end(1, {"loss": 1.25})
    assert capsys.readouterr().err == (
        "fit:  34% 102/300 [01:20<2:12:00, 40.00s/step, loss 1.2500, 13 windows a second]\n"
    )
