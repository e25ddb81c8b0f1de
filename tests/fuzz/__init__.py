"""A coverage-guided fuzzer: ``python -m tests.fuzz TARGET [options of libFuzzer]``.

It needs atheris, which ``pip install -e '.[fuzz]'`` brings. `targets` says what must hold of any
input, `seeds` where to begin.
"""
