"""A run into the hook's package, with its model card."""
