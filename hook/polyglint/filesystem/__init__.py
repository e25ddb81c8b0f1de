"""Files and folders of the user's disk, opened and replaced with care."""
