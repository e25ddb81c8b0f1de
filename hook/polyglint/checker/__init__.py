"""One text against its claim: evidence, verdict, decision."""
