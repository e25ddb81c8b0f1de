"""A trained run to TFLite."""
