import numpy as np

from tests.train.conftest import PROJECTS
from train.data.documents import Document
from train.data.split import TRAINING_SHARES
from train.data.tasks import plan


def test_plan_chooses_distinct_windows_evenly():
    documents = [Document(f"{p}/{f}", "C", p) for p in "abcd" for f in range(2)]
    capacities = [10, 100, 1, 2, 100, 100, 100, 0]
    chosen = plan(documents, capacities, 200, (1.0,), np.random.default_rng(1))
    assert [len(numbers) for numbers in chosen] == [10, 56, 1, 2, 33, 33, 65, 0]
    for numbers, capacity in zip(chosen, capacities, strict=True):
        assert len(set(numbers)) == len(numbers)
        assert all(0 <= number < capacity for number in numbers)


def test_plan_holds_large_projects_back():
    documents = [Document("0", "C", f"p{n}") for n in range(PROJECTS * 4)]
    chosen = plan(
        documents, [9000, *[100] * 23], 40_000, TRAINING_SHARES[:1] * 2, np.random.default_rng(1)
    )
    counts = [len(numbers) for numbers in chosen]
    assert counts[0] == counts[0] == 255  # a tenth of 2555
    assert counts[1:] == [100] * 23
