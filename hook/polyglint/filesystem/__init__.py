"""Files and directories of the user's disk, opened and replaced with care."""
