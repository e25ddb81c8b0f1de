"""Files to a run: each one judged, and the settings files among them linted."""

from __future__ import annotations

from collections.abc import Iterable

from polyglint.errors import UnreadableFileError
from polyglint.files import File
from polyglint.judgement import Judge, Judging
from polyglint.result import Result, Run, in_order
from polyglint.settings_lint import is_settings
from polyglint.settings_lint.run import with_settings
from polyglint.violation import NotJudged


def run(found: Iterable[File], judging: Judging) -> Run:
    """Judge all files; those that cannot be read are named in the run.

    Args:
        found: the files; each is read when it is its turn.
        judging: how they are judged.
    """
    judge = Judge(judging)
    judged: dict[File, Result] = {}
    settings: dict[File, bytes | NotJudged] = {}
    unreadable = []
    for file in found:
        answer = _judged(judge, file)
        if not isinstance(answer, Result):
            unreadable.append(str(answer))
            continue
        judged[file] = answer
        if is_settings(file.place):
            settings[file] = file.content()
    return in_order(with_settings(judged, settings))._replace(unreadable=tuple(unreadable))


def _judged(judge: Judge, file: File) -> Result | UnreadableFileError:
    """The result, or why there is none: the others are judged all the same."""
    try:
        return judge.judge(file)
    except UnreadableFileError as error:
        return error
