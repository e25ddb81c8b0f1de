"""Audits of many repositories, or of a table of files, on Ray; nothing else here imports Ray."""
