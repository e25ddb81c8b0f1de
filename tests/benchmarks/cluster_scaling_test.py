import os
import subprocess
import sys

import pytest

from tests.train.conftest import SourceFile, write_corpus

pq = pytest.importorskip("pyarrow.parquet")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_files_of_a_corpus_are_a_table(tmp_path):
    from benchmarks.cluster_scaling import write_table
    from train.documents import read_corpus

    files = [SourceFile("C", "p", f"C/p/src__{n}.c", f"int x{n};\n") for n in range(3)]
    corpus = write_corpus(tmp_path / "corpus", files)
    megabytes = write_table(tmp_path / "t.parquet", corpus, read_corpus(corpus))
    assert megabytes == pytest.approx(30e-6, rel=0.2)
    rows = pq.read_table(tmp_path / "t.parquet").to_pylist()
    assert rows[1] == {"repository": "p", "path": "src/1.c", "content": "int x1;\n"}


def test_processor_time_of_children_counts():
    from benchmarks.cluster_scaling import Meter, family

    burn = "import time\nwhile time.process_time() < 2: pass"
    with Meter() as meter:
        child = subprocess.Popen([sys.executable, "-c", burn])
        assert child.pid in set(family(os.getpid()))
        child.wait()
    assert meter.processor > 1
    assert meter.memory > 0
