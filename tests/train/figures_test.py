import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="Matplotlib is not installed")

import matplotlib.pyplot as plt

from train.figures import plot_confusion, plot_history, plot_reliability

HISTORY = """\
epoch,accuracy,loss,val_accuracy,val_loss
0,0.5,2.0,0.4,2.5
1,0.75,1.0,0.6,1.5
"""


@pytest.fixture
def drawn(monkeypatch):
    """The figures that were drawn, which are closed once they are saved."""
    figures = []
    monkeypatch.setattr(plt, "close", figures.append)
    yield figures
    monkeypatch.undo()
    plt.close("all")


def test_history(drawn, tmp_path):
    (tmp_path / "history.csv").write_text(HISTORY)
    plot_history(tmp_path / "history.csv", tmp_path / "curve.png")
    lines = [line.get_xydata().tolist() for axis in drawn[0].axes for line in axis.get_lines()]
    assert lines == [
        [[1, 2.0], [2, 1.0]],
        [[1, 2.5], [2, 1.5]],
        [[1, 0.5], [2, 0.75]],
        [[1, 0.4], [2, 0.6]],
    ]
    assert plt.imread(tmp_path / "curve.png").shape == (480, 1200, 4)


def test_confusion_is_a_share_of_each_row(drawn, tmp_path):
    counts = np.array([[3, 1, 0], [0, 0, 0], [4, 0, 12]])
    plot_confusion(counts, ("C", "Go", "Lua"), tmp_path / "confusion.png")
    shown = np.asarray(drawn[0].axes[0].get_images()[0].get_array()) ** 2
    assert shown == pytest.approx(np.array([[0.75, 0.25, 0], [0, 0, 0], [0.25, 0, 0.75]]))
    assert [label.get_text() for label in drawn[0].axes[0].get_yticklabels()] == ["C", "Go", "Lua"]
    assert (tmp_path / "confusion.png").is_file()


def test_reliability_is_accuracy_against_score(drawn, tmp_path):
    scores, right = np.array([0.1, 0.3, 0.9, 1.0]), np.array([True, False, True, True])
    plot_reliability(scores, right, tmp_path / "reliability.png", bins=2)
    points = drawn[0].axes[0].get_lines()[1].get_xydata()
    assert points.tolist() == [[pytest.approx(0.2), 0.5], [pytest.approx(0.95), 1.0]]
    assert (tmp_path / "reliability.png").is_file()
