"""A shebang held against the extension of the same file: no model is asked."""

from __future__ import annotations

from polyglint.linguist.compatible import TEMPLATES, compatible_with
from polyglint.linguist.conventions import OWN_FORMATS
from polyglint.linguist.dialects import model_language
from polyglint.linguist.languages import Claim
from polyglint.results import ClaimRule

# Languages whose scripts start as Shell, which hands itself over to their interpreter somewhere.
STARTED_BY_SHELL = frozenset(["Tcl"])
# Extensions for what a server, a test runner or a template engine takes, or another file includes.
HANDLERS = (".cgi", ".env", ".fcgi", ".in", ".inc", ".j2", ".t", ".tmpl", ".tpl", ".template")
ANYTHING = (*HANDLERS, *(extension for extension, _ in OWN_FORMATS))


def contradicts_extension(claimed: Claim, path: str) -> bool:
    """Whether a file's shebang starts another language than any that its name stands for.

    Languages of one family, templates, what servers run by any name, and names that programs give
    to formats of their own do not contradict.
    """
    if claimed.source.rule is not ClaimRule.SHEBANG or not claimed.also:
        return False
    if not {*claimed.besides, *claimed.customary}.isdisjoint(claimed.languages):
        return False
    if path.lower().endswith(ANYTHING) or not TEMPLATES.isdisjoint(claimed.also):
        return False
    started = {model_language(name) for name in claimed.started}
    if "Shell" in started and not STARTED_BY_SHELL.isdisjoint(claimed.also):
        return False
    family = started.union(*map(compatible_with, started))
    return family.isdisjoint(map(model_language, claimed.also))
