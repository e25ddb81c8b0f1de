"""A corpus to a data set: documents, splits, windows, shards, batches."""
