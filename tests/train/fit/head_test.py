import numpy as np
import pytest

pytest.importorskip("keras", reason="Keras is not installed")

from train.fit.head import class_means


@pytest.fixture
def clusters():
    """Features of three languages around a corner of a cube each."""
    generator = np.random.default_rng(1)
    labels = np.repeat(np.arange(3, dtype=np.int32), 50)
    corners = np.eye(3, dtype=np.float32) * 4
    return corners[labels] + generator.normal(size=(150, 3)).astype(np.float32) * 0.3, labels


def test_a_new_output_knows_its_language_from_the_mean_of_its_windows(clusters):
    features, labels = clusters
    kernel = np.zeros((3, 3), np.float32)
    kernel[:, :2] = np.eye(3)[:, :2] * 4
    before = kernel.copy()
    kernel, bias = class_means(kernel, np.zeros(3, np.float32), features, labels, [2])
    assert (kernel[:, :2] == before[:, :2]).all()
    assert np.linalg.norm(kernel[:, 2]) == pytest.approx(4, rel=1e-3)
    assert ((features @ kernel + bias).argmax(axis=1) == labels).mean() > 0.95


def test_where_all_are_new_each_points_to_its_own(clusters):
    features, labels = clusters
    empty = np.zeros((3, 3), np.float32), np.zeros(3, np.float32)
    kernel, bias = class_means(*empty, features, labels, [0, 1, 2])
    assert ((features @ kernel + bias).argmax(axis=1) == labels).all()
