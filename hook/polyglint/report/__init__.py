"""A run in the formats that people and programs read."""
