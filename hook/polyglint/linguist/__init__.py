"""What a path is supposed to hold, by linguist's rules and the repository's settings."""
