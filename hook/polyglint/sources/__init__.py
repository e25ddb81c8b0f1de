"""Where files come from: a work tree, the index, a revision; and bytes to text."""
