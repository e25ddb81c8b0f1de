"""The model: its description, tokens, windows, and the runtime that reads them."""
