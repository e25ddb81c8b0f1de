"""What a run is asked to do: the options that commands and the API share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from polyglint.typed import Any, NamedTuple


class RunOptions(NamedTuple):
    """How files are checked, by `polyglint check`, `polyglint audit` and `polyglint.check`."""

    settings: Mapping[str, Any] = {}  # over those of configuration files
    languages: tuple[str, ...] = ()  # the only ones to tell apart; none for all
    model: Path | None = None  # directory of a model other than the one that ships
    exhaustive: bool = False  # read a window at every line
    strict: bool = False  # the same, whatever marks, attributes, settings and earlier answers say
    jobs: int | None = None  # processes; None for one on each CPU
    cache: bool = True  # use and keep answers

    def in_force(self) -> RunOptions:
        """The options as they are meant: a strict run trusts nothing that others may write."""
        if not self.strict:
            return self
        settings = self.settings if self.settings.get("config") else {"no_config": True}
        return self._replace(settings={**self.settings, **settings}, cache=False)


class ClusterOptions(NamedTuple):
    """How an audit runs on Ray; what `polyglint audit --engine ray` alone takes."""

    repos: str | None = None  # a list of repositories, or a table of files
    address: str | None = None  # of a Ray cluster; None starts a local one
    results: str | None = None  # directory of the tables
    columns: str | None = None  # names of a table's columns
    findings_only: bool = False

    def given(self) -> list[str]:
        """The options that were given, as they are typed."""
        return [f"--{name.replace('_', '-')}" for name, value in self._asdict().items() if value]
