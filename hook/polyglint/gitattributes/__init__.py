"""The settings files of a repository: parsed, matched, linted, fixed."""
