"""What a git repository holds: staged, tracked, of a revision, changed; and attributes of paths."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from polyglint.errors import FatalError
from polyglint.git import no_attributes, process
from polyglint.git.attribute_files import GITATTRIBUTES, check_files, directories_of
from polyglint.git.blobs import Blobs
from polyglint.git.index_file import index_of
from polyglint.git.integrity import check_index, check_trees
from polyglint.git.location import INDEX, OBJECTS, OWN_ATTRIBUTES, SETTINGS, Location
from polyglint.git.loose import hash_name
from polyglint.git.process import GitFailedError, enclosing_root
from polyglint.git.program import GitMissingError
from polyglint.lazy import lazy_import, lazy_pattern
from polyglint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tempfile
else:
    tempfile = lazy_import("tempfile")

__all__ = ["GitEntry", "GitMissingError", "Repository", "enclosing_root"]

SYMBOLIC_LINK, SUBMODULE, TREE = "120000", "160000", "040000"
WITH_WARNINGS = ("-c", "core.warnAmbiguousRefs=true")
AMBIGUOUS = "is ambiguous"  # in git's warning
FULL_ID = lazy_pattern("[0-9a-f]{40}|[0-9a-f]{64}")  # git takes it for an id whatever else has it
MAX_ARGUMENTS = 1 << 14  # characters of paths, half of what Windows passes on
# A tree of a few hundred bytes may stand for more than any memory holds, in number or in length.
MAX_FILES = 1_000_000
MAX_LISTED = 1 << 27  # characters of paths and ids; a million files of an honest tree have fewer


class GitEntry(NamedTuple):
    """A path of an index or a tree; relative to the repository's directory."""

    path: str
    mode: str
    blob: str


class NoRevisionError(FatalError):
    """A repository has no such revision."""


class Repository(Location):
    """A bare repository or a directory in a git work tree; paths in and out are relative to it."""

    def resolve(self, revision: str, kind: str = "tree") -> str:
        """Return the id of the tree, or another kind of object, that a revision stands for.

        Raises:
            NoRevisionError: the repository has no such revision.
            FatalError: several branches or tags have its name. Git would take the tag, and one
                named as a branch that is compared with would hide a change.
        """
        question = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{{kind}}}")
        try:
            answer = process.answer(self.directory, *question, options=WITH_WARNINGS)
        except GitFailedError as error:
            advice = "fetch it, or check its spelling"
            words = f"{revision}: no such revision in {self.root}; {advice}"
            raise NoRevisionError(words) from error
        if AMBIGUOUS in answer.warnings and revision != "HEAD" and not FULL_ID.fullmatch(revision):
            advice = "write it as refs/heads/…, refs/remotes/… or refs/tags/…, or as a commit's id"
            raise FatalError(f"{revision}: an ambiguous name in {self.root}; {advice}")
        return os.fsdecode(answer.output).strip()

    def tracked(self, tree: str | None = None) -> list[GitEntry]:
        """Return all files of the index, or of a tree, at or below the directory."""
        if tree is not None:
            return self._of_whole_trees("ls-tree", "-r", "-t", "-z", tree)
        return self._of_index()

    def tracked_at(self, paths: Sequence[str]) -> list[GitEntry]:
        """Return those files of the index that are at or below some paths."""
        if not paths or sum(map(len, paths)) > MAX_ARGUMENTS:
            return self._of_index() if paths else []
        try:
            return self._of_index(*paths)
        except GitFailedError:  # one is inside of a submodule
            return self._of_index()

    def _of_index(self, *paths: str) -> list[GitEntry]:
        self._check_index()
        entries = {}
        for record in self._listed("ls-files", "--stage", "-z", "--", *paths):
            description, _, path = record.partition("\t")
            mode, blob, _stage = description.split(" ")
            entries[path] = GitEntry(path, mode, blob)  # an unmerged path has up to three
        return list(entries.values())

    def at_root(self, tree: str) -> list[GitEntry]:
        """Return the files at the root of a tree, wherever the directory is."""
        entries = map(self._of_tree, self._listed("ls-tree", "-z", "--full-tree", tree))
        return [entry for entry in entries if entry.mode != TREE]

    def holds(self, tree: str, path: str) -> bool:
        """Whether a tree has a file or a directory by a path from its root."""
        return bool(self._run("ls-tree", "-z", "--full-tree", tree, "--", path))

    def _of_whole_trees(self, *arguments: str) -> list[GitEntry]:
        entries = [*map(self._of_tree, self._listed(*arguments))]
        check_trees(self.directory, (entry.blob for entry in entries if entry.mode == TREE))
        return [entry for entry in entries if entry.mode != TREE]

    @staticmethod
    def _of_tree(record: str) -> GitEntry:
        description, _, path = record.partition("\t")
        mode, _kind, blob = description.split(" ")
        return GitEntry(path, mode, blob)

    def staged(self) -> list[GitEntry]:
        """Return the files of the index that differ from the last commit."""
        self._check_index()
        try:
            return self._changed("diff-index", "--cached", "HEAD")
        except GitFailedError:  # there may be no commit yet
            return self._changed("diff-index", "--cached", self._head_tree())

    def changed(self, base: str, revision: str | None = None) -> list[GitEntry]:
        """Return the files of a revision, or of the index, that differ from where it left a base.

        As on a pull request: what the base has done since does not count. Histories that are cut
        off before they meet are compared from end to end.
        """
        head = revision or "HEAD"
        ends = self.resolve(base, "commit"), self.resolve(head, "commit")
        try:
            start = os.fsdecode(self._run("merge-base", *ends)).strip()
        except GitFailedError:
            start = ends[0]
        if revision is None:
            self._check_index()
            return self._changed("diff-index", "--cached", start)
        return self._changed("diff-tree", "-r", "-t", start, ends[1])

    def _changed(self, command: str, *arguments: str) -> list[GitEntry]:
        """Those that are gone and those with a conflict to resolve hold nothing to read."""
        options = ("--raw", "--no-abbrev", "--no-renames", "--diff-filter=du", "-z")
        records = [*self._listed(command, *options, *arguments, "--")]
        entries, trees = [], []
        for description, path in zip(records[::2], records[1::2], strict=True):
            old_mode, mode, old, blob, _ = description.removeprefix(":").split(" ")
            trees += [name for name, kind in ((old, old_mode), (blob, mode)) if kind == TREE]
            if mode != TREE:
                entries.append(GitEntry(path, mode, blob))
        check_trees(self.directory, trees)
        return entries

    def _check_index(self) -> None:
        check_index(self._git_path(INDEX))

    def _head_tree(self) -> str:
        try:
            return self.resolve("HEAD")
        except NoRevisionError:
            # No commit yet: compare with the empty tree, by this repository's hash.
            return os.fsdecode(self._run("hash-object", "-t", "tree", "--stdin")).strip()

    def attributes(
        self,
        paths: Iterable[str],
        names: Sequence[str],
        cached: bool = False,
        tree: str | None = None,
    ) -> dict[str, dict[str, str]]:
        """Return the specified attributes of each path, from the index where `cached`, or a tree.

        Git before 2.40 cannot ask a tree, so a temporary index holds the tree's .gitattributes.
        """
        paths = list(paths)
        request = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not request:
            return {}
        files = [*self._attributes_files(() if cached or tree else paths)]
        check_files(files)
        if tree is None:
            if self._has_no_attributes(files):
                return {path: {} for path in paths}
            return self._attributes(request, names, ("--cached",) if cached else (), {})
        with tempfile.TemporaryDirectory(prefix="polyglint-") as directory:
            index = Path(directory) / "index"
            index.write_bytes(self._settings_of(tree))
            return self._attributes(request, names, ("--cached",), {"GIT_INDEX_FILE": str(index)})

    def _attributes(
        self,
        request: bytes,
        names: Sequence[str],
        source: Sequence[str],
        environment: Mapping[str, str],
    ) -> dict[str, dict[str, str]]:
        command = ("check-attr", *source, "--stdin", "-z", *names)
        fields = process.records(
            self.directory,
            *command,
            request=request,
            options=self._own_attributes_file(),
            environment=environment,
        )
        attributes: dict[str, dict[str, str]] = {}
        for path, name, value in zip(fields, fields, fields, strict=True):
            specified = attributes.setdefault(path, {})
            if value != "unspecified":
                specified[name] = value
        return attributes

    def _has_no_attributes(self, files: Iterable[Path]) -> bool:
        paths = self._git_paths
        if self.is_bare or not paths:  # some releases of git read the head of a bare one
            return False
        return no_attributes.has_none(paths[INDEX], paths[SETTINGS], files)

    def _settings_of(self, tree: str) -> bytes:
        """An index of the settings of a whole tree."""
        entries = self._of_whole_trees("ls-tree", "-r", "-t", "-z", "--full-tree", tree)
        found = filter(_is_settings, entries)
        return index_of(((entry.path, entry.mode, entry.blob) for entry in found), hash_name(tree))

    def all_attributes(
        self, paths: Sequence[str], attributes_file: Path
    ) -> Generator[tuple[str, str, str], None, None]:
        """Yield path, name and value of all attributes, with a file's in place of a person's own.

        The files of the index are also read, and have the last word.
        """
        request = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not request:
            return
        check_files(self._attributes_files(()))
        only = ("-c", f"core.attributesFile={attributes_file}")
        command = ("check-attr", "--cached", "--stdin", "-z", "--all")
        with closing(self._records(*command, request=request, options=only)) as fields:
            yield from zip(fields, fields, fields, strict=True)

    def _attributes_files(self, paths: Iterable[str]) -> Iterator[Path]:
        """Yield the files, there or not, that git reads the attributes of paths from."""
        yield self._git_path(OWN_ATTRIBUTES)
        above = self.directory.parents[: self.prefix.count("/")]
        for directory in (*above, *(self.directory / name for name in directories_of(paths))):
            yield directory / GITATTRIBUTES

    def remote(self) -> str | None:
        """Return the address of the remote repository, as git's own settings have it."""
        try:
            return os.fsdecode(self._run("config", "--get", "remote.origin.url")).strip()
        except GitFailedError:  # there is none
            return None

    def size(self, blob: str) -> int:
        """Return the size of a blob in bytes."""
        return int(self._run("cat-file", "-s", blob))

    def blobs(self) -> Blobs:
        """Return a reader of blobs."""
        return Blobs(self.directory, self._git_paths.get(OBJECTS))

    def _listed(self, *arguments: str) -> Iterator[str]:
        """Yield what a command lists: a record a file, or two."""
        few = "take some of its directories at a time"
        size = 0
        for number, record in enumerate(self._records(*arguments)):
            size += len(record)
            if number > MAX_FILES:
                raise FatalError(f"{self.root}: more than {MAX_FILES:,} files; {few}")
            if size > MAX_LISTED:
                words = f"more than {MAX_LISTED >> 20} MiB of paths"
                raise FatalError(f"{self.root}: {words}; {few}")
            yield record

    def _records(
        self, *arguments: str, request: bytes = b"", options: Sequence[str] = ()
    ) -> Generator[str, None, None]:
        return process.records(self.directory, *arguments, request=request, options=options)


def _is_settings(entry: GitEntry) -> bool:
    is_file = entry.mode not in (SYMBOLIC_LINK, SUBMODULE)
    return is_file and entry.path.rpartition("/")[2] == GITATTRIBUTES
