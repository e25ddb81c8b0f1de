"""The windows of a file that may be taken: those that show something of its language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from polyglint.linguist.comment_syntax import SYNTAXES, comment_lines
from polyglint.model.windows import WINDOW_LINES, non_blank_lines, window_starts

# Four lines of comment read alike in every language that writes comments so: a label on them is
# noise. A few are kept, as a hook meets some.
COMMENT_SHARE = 0.02


def candidate_starts(text: str, language: str) -> npt.NDArray[np.int32]:
    """First lines, counted among the non-blank ones, of the windows that may be taken, sorted.

    Of those that are nothing but comment, an even choice of `COMMENT_SHARE` of the others' number.
    """
    lines = [line.text for line in non_blank_lines(text)]
    starts = np.array(window_starts(len(lines)), np.int32)
    if language not in SYNTAXES:
        return starts
    mute = _all_comment(comment_lines(lines, SYNTAXES[language]), starts)
    kept = int(COMMENT_SHARE * np.count_nonzero(~mute))
    some = np.flatnonzero(mute)
    some = some[np.linspace(0, len(some) - 1, min(kept, len(some))).astype(int)]
    return np.sort(np.concatenate([starts[~mute], starts[some]]))


def _all_comment(
    is_comment: Sequence[bool], starts: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Whether each window holds no line but comments."""
    code = np.concatenate([[0], np.cumsum(~np.array(is_comment, bool))])
    ends = np.minimum(starts + WINDOW_LINES, len(is_comment))
    empty: npt.NDArray[np.bool_] = code[ends] == code[starts]
    return empty
