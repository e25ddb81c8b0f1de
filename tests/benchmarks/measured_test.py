import sys

import pytest

from benchmarks.measured import measured


def python(code, **options):
    return measured([sys.executable, "-c", code], **options)


def test_what_a_command_says_and_how_it_ends(tmp_path):
    code = "import os, sys; print(os.environ['X'], os.getcwd(), input()); sys.exit('a\\nb')"
    found = python(code, request=b"asked", directory=tmp_path, environment={"X": "told"})
    assert found[:3] == (1, f"told {tmp_path} asked\n", "b")


def test_time_is_not_rounded_to_looks_at_the_memory():
    assert python("pass", interval=60).seconds < 30


def test_processor_time_is_not_waiting():
    found = python("import time; time.sleep(0.5)")
    assert found.seconds >= 0.5
    assert found.processor_seconds < found.seconds


def test_memory_is_that_of_all_processes():
    code = (
        "import subprocess, sys, time\n"
        "held = b'x' * (64 << 20)\n"
        "if len(sys.argv) < 2:\n"
        "    command = [sys.executable, '-c', sys.orig_argv[2], 'child']\n"
        "    child = subprocess.Popen(command, stdout=subprocess.PIPE)\n"
        "    child.stdout.read(1)\n"  # both hold theirs now
        "    time.sleep(1)\n"
        "    child.kill()\n"
        "else:\n"
        "    print(flush=True)\n"
        "    time.sleep(60)\n"
    )
    assert python(code, interval=0.02).memory >= 128


def test_a_missing_program():
    with pytest.raises(FileNotFoundError):
        measured(["no such program"])
