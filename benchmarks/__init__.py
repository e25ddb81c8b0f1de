"""How good polyglint is beside its peers, and in projects that it has never seen; run by hand."""
