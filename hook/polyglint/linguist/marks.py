"""What a file's own text declares: editor modeline, shebang, XML declaration."""

from __future__ import annotations

import re

from polyglint.lazy import lazy_pattern
from polyglint.linguist.languages import Claim, find, index
from polyglint.results import ClaimRule, ClaimSource
from polyglint.typed import NamedTuple

COMMENT = "polyglint:"  # how each of polyglint's own marks begins
MARKED_LINES = 5  # at either end of a file, as linguist and Vim look for a modeline
EMACS = lazy_pattern(r"-\*-(.+?)-\*-")
OWN = lazy_pattern(r"""polyglint:\s*language\s*=\s*["']?([^\s"<>{}%]+)""")
MAX_SHOWN = 60  # characters of a name that is none
ENDS = "-,;.)]'*/"  # of a comment or a sentence, right behind the name
EMACS_MODE = lazy_pattern(r"(?:^|[;\s])mode[ \t]*:[ \t]*([^\s:;]+)", re.IGNORECASE)
# Vim wants white space or the line's start before the word, or "example:" would be one, and a colon
# that ends the options after "set".
VIM = lazy_pattern(
    r"(?:(?:^|[ \t])(?:vi|vim|Vim|vim[<=>]?\d+|Vim[<=>]?\d+)|[ \t]ex):"
    r"(?:[ \t]*set?[ \t](?P<set>[^:\n]+):|(?![ \t]*set?[ \t])(?P<options>[^\n]*))",
    re.MULTILINE,
)
VIM_FILE_TYPE = lazy_pattern(r"(?:^|[\s:])(?:filetype|ft|syntax|syn)[ \t]*=([\w+#-]+)(?=$|\s|:)")
VIMBALL = "UseVimball"  # an archive, with the modelines of its parts
SHELLS = ("sh", "bash", "dash", "ksh", "zsh")
# Shell that starts another interpreter on its own file: exec perl -x "$0" "$@"
EXEC = lazy_pattern(r"""\bexec["']*\s+(.*)""")
ITSELF, ARGUMENTS = lazy_pattern(r"\$\{?0"), lazy_pattern(r"\$\{?@")
PROGRAM = lazy_pattern(r"""["']?([\w./+-]+)""")
# A program in a directory that shell works out, with its options: "$(dirname "$0")/bin/python" -u
IN_DIRECTORY = lazy_pattern(r"""/([\w.+-]+)["']*(?:\s+-[\w-]+)*\s+["']*$""")
SPLIT_STRING = lazy_pattern(r"^(?:-[a-zA-Z0]*S|--split-string=)")  # an option of env
VERSION = "0123456789.-"  # what a program's name may end with
EXEC_LENGTH = 500  # characters of a line with exec
# Programs that run another one, and the word that they do so by.
LAUNCHERS = {
    "bundle": "exec",
    "conda": "run",
    "hatch": "run",
    "mise": "exec",
    "pdm": "run",
    "pipenv": "run",
    "pixi": "run",
    "poetry": "run",
    "rye": "run",
    "uv": "run",
}


def marked_lines(text: str) -> tuple[str, ...]:
    """Return the first and last lines, where editors and people leave their marks."""
    lines = text.splitlines()
    if len(lines) <= 2 * MARKED_LINES:
        return tuple(lines)
    return (*lines[:MARKED_LINES], *lines[-MARKED_LINES:])


class Misspelt(NamedTuple):
    """A comment of polyglint's own that names no language."""

    line: int  # from 1
    name: str


def own_comment(text: str) -> Claim | None:
    """Return the language that a ``polyglint: language=…`` names, if linguist knows it."""
    found = _named(text)
    language = found and _language(found[1])
    return Claim((language,), ClaimSource(ClaimRule.COMMENT)) if language else None


def misspelt_comment(text: str) -> Misspelt | None:
    """Return the ``polyglint: language=…`` whose language linguist does not know, if one is there.

    Such a comment claims nothing: a slip must not keep a file from being judged.
    """
    found = _named(text)
    if found is None or _language(found[1]) is not None:
        return None
    line = text.count("\n", 0, text.find(found[0])) + 1
    return Misspelt(line, found[1].rstrip(ENDS)[:MAX_SHOWN])


def _named(text: str) -> re.Match[str] | None:
    if COMMENT not in text:
        return None
    return next(filter(None, map(OWN.search, marked_lines(text))), None)


def _language(word: str) -> str | None:
    """F* and C# are languages; a # is also the end of {# … #}."""
    name = word.rstrip(ENDS)
    return find(word) or find(name) or find(name.rstrip("#"))


def modeline(text: str) -> Claim | None:
    """Return the language that an Emacs or Vim modeline names, if linguist knows it.

    An Emacs modeline anywhere comes before a Vim modeline, and a mode that linguist does not know
    before none.
    """
    lines = "\n".join(marked_lines(text))
    if VIMBALL in lines:
        return None
    for editor, signs, pattern, declared in MODELINES:
        if not any(sign in lines for sign in signs):
            continue
        name = next(filter(None, map(declared, pattern.finditer(lines))), None)
        if name is not None:
            language = find(name)
            source = ClaimSource(ClaimRule.MODELINE, editor)
            return Claim((language,), source) if language else None
    return None


def _mode(match: re.Match[str]) -> str | None:
    """Emacs's mode, alone or among variables."""
    if ":" in match[1]:
        mode = EMACS_MODE.search(match[1])
        return mode and mode[1]
    words = match[1].split()
    return words[0] if len(words) == 1 else None


def _file_type(match: re.Match[str]) -> str | None:
    file_type = VIM_FILE_TYPE.search(match["set"] or match["options"] or "")
    return file_type and file_type[1]


# Of each editor what its modelines have, a search for which spares that for the whole expression.
MODELINES = (
    ("Emacs", ("-*-",), EMACS, _mode),
    ("Vim", ("vi:", "vim", "Vim", "ex:"), VIM, _file_type),
)


def shebang(text: str) -> Claim | None:
    """Return the languages that the interpreter on the first line runs.

    Where shell replaces itself, the text may be either language.
    """
    name = interpreter(text)
    other = replaced(text, name)
    if other is not None and "$" in other:  # a program that only a run can tell
        return None
    found = {*run_by(name), *run_by(other)}
    source = ClaimSource(ClaimRule.SHEBANG, other or name or "")
    return Claim(tuple(sorted(found)), source) if found else None


def run_by(name: str | None) -> tuple[str, ...]:
    """The languages that an interpreter runs, by linguist.

    Python3.11 runs what python3 does, ruby2.7 what ruby does.
    """
    if name is None:
        return ()
    known = index("interpreters")
    stem = name.rstrip(VERSION)
    series = name[len(stem) :].partition(".")[0].rstrip("-")
    candidates = (name, f"{stem}{series}", stem)
    return next((known[candidate] for candidate in candidates if candidate in known), ())


def replaced(text: str, name: str | None) -> str | None:
    """Return the program that a script for the shell `name` executes in its place, if any."""
    if name not in SHELLS:
        return None
    for line in text[:4096].splitlines()[1:5]:
        command = EXEC.search(line[:EXEC_LENGTH])
        arguments = command and ARGUMENTS.search(command[1])
        if not command or not arguments:
            continue
        itself = [*ITSELF.finditer(command[1], 0, arguments.start())]
        if itself:
            return _program(command[1][: itself[-1].start()])
    return None


def _program(words: str) -> str | None:
    """The program that a command starts, which has a ``$`` where only a run can tell."""
    simple, in_directory = PROGRAM.match(words), IN_DIRECTORY.search(words)
    if simple:
        return _base_name(simple[1])
    return in_directory[1] if in_directory else words.strip() or None


def interpreter(text: str) -> str | None:
    """Return the name of the program that a shebang starts, past env and its options."""
    if not text.startswith("#!"):
        return None
    words = text[2:4096].partition("\n")[0].split()
    name = _base_name(words[0]) if words else None
    if name == "env":
        words = _after_env(words[1:])
        name = _base_name(words[0]) if words else None
    if name in LAUNCHERS and words[1:2] == [LAUNCHERS[name]]:
        name = next((word for word in map(_base_name, words[2:]) if run_by(word)), name)
    if name == "osascript" and "-l" in words:
        return None  # any of the languages that the system can script
    return name


def _after_env(words: list[str]) -> list[str]:
    """Skip env's options and its NAME=value pairs; -S may touch the program it splits off."""
    arguments = iter(words)
    for word in arguments:
        if word in ("-u", "--unset", "-C", "--chdir"):
            next(arguments, None)
            continue
        word = SPLIT_STRING.sub("", word)
        if word and not word.startswith("-") and "=" not in word:
            return [word, *arguments]
    return []


def _base_name(program: str) -> str:
    return program.rpartition("/")[2]


def xml_declaration(text: str) -> Claim | None:
    head = "\n".join(text[:4096].split("\n", 2)[:2])
    if "<?xml version=" not in head:
        return None
    return Claim(("XML",), ClaimSource(ClaimRule.XML_DECLARATION))
