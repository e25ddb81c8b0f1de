"""A run over many files: processes, cache, progress."""
