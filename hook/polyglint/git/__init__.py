"""Git, started so that nothing in a scanned repository gets to act."""
