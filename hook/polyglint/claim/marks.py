"""What a file's own text declares: editor modeline, shebang, XML declaration."""

from __future__ import annotations

import re

from polyglint.claim.languages import Claim, find, index, languages
from polyglint.nearest import hint
from polyglint.source import marked_lines
from polyglint.violation import NotJudged

EMACS = re.compile(r"-\*-(.+?)-\*-")
EMACS_MODE = re.compile(r"(?:^|;)\s*mode\s*:\s*([^\s;]+)", re.IGNORECASE)
# Vim wants white space or the line's start before the word, or "example:" would be one.
VIM = re.compile(r"(?:^|\s)(?:vim?|Vim|ex)(?:[<=>]?\d+)?:(.*)")
VIM_FILE_TYPE = re.compile(r"(?:^|[\s:])(?:filetype|ft|syntax|syn)\s*=\s*([\w+#-]+)")
OWN = re.compile(r"""polyglint:\s*language\s*=\s*["']?([^\s"<>{}%]+)""")
ENDS = "-,;.)]'*/"  # of a comment or a sentence, right behind the name
# Linguist lists it under perl, which runs the script that the documentation is part of.
NOT_RUN = frozenset(["Pod"])
# Shell that starts another interpreter on its own file: exec perl -x "$0" "$@"
REPLACED_SHELL = re.compile(r"""\bexec["']*\s+["']?([\w./+-]+).*\$\{?0.*\$\{?@""")


def own_comment(text: str) -> Claim | NotJudged | None:
    """Return the language that a ``polyglint: language=…`` names."""
    named = next(filter(None, map(OWN.search, marked_lines(text))), None)
    if named is None:
        return None
    name = named[1].rstrip(ENDS)
    # F* and C# are languages; a # is also the end of {# … #}.
    language = find(named[1]) or find(name) or find(name.rstrip("#"))
    if language is None:
        words = f"polyglint comment names {name[:60]}, which linguist does not know"
        return NotJudged(f"{words}{hint(name, languages())}")
    return Claim((language,), "polyglint comment")


def modeline(text: str) -> Claim | None:
    """Return the language that an Emacs or Vim modeline names, if linguist knows it."""
    lines = marked_lines(text)
    if any("UseVimball" in line for line in lines):  # an archive, with its parts' modelines
        return None
    for line in lines:
        if (language := _emacs(line)) is not None:
            return Claim((language,), "Emacs modeline")
        if (language := _vim(line)) is not None:
            return Claim((language,), "Vim modeline")
    return None


def _emacs(line: str) -> str | None:
    match = EMACS.search(line)
    if match is None:
        return None
    variables = match[1]
    if ":" not in variables:
        return find(variables)
    mode = EMACS_MODE.search(variables)
    return find(mode[1]) if mode else None


def _vim(line: str) -> str | None:
    match = VIM.search(line)
    file_type = VIM_FILE_TYPE.search(match[1]) if match else None
    return find(file_type[1]) if file_type else None


def shebang(text: str) -> Claim | None:
    """Return the languages that the interpreter on the first line runs."""
    name = interpreter(text)
    if name is None:
        return None
    known = index("interpreters")
    # python3.11 -> python3, ruby2.7 -> ruby
    candidates = (name, re.sub(r"\.[\d.]+$", "", name), re.sub(r"[-\d.]+$", "", name))
    found = next((candidate for candidate in candidates if candidate in known), None)
    if found is None:
        return None
    return Claim(tuple(x for x in known[found] if x not in NOT_RUN), f"shebang {name}")


def interpreter(text: str) -> str | None:
    """Return the name of the program that a shebang starts, past env and its options."""
    if not text.startswith("#!"):
        return None
    lines = text[:4096].splitlines()[:5]
    words = lines[0][2:].split()
    name = _base_name(words[0]) if words else None
    if name == "env":
        name = _after_env(words[1:])
    if name in ("sh", "bash", "dash"):
        replaced = next(filter(None, map(REPLACED_SHELL.search, lines[1:])), None)
        name = _base_name(replaced[1]) if replaced else name
    if name == "osascript" and "-l" in words:
        return None  # any of the languages that the system can script
    return name


def _after_env(words: list[str]) -> str | None:
    """Skip env's options and its NAME=value pairs; -S may touch the program it splits off."""
    arguments = iter(words)
    for word in arguments:
        if word in ("-u", "--unset", "-C", "--chdir"):
            next(arguments, None)
            continue
        word = re.sub(r"^(-[a-zA-Z0]*S|--split-string=)", "", word)
        if word and not word.startswith("-") and "=" not in word:
            return _base_name(word)
    return None


def _base_name(program: str) -> str:
    return program.rpartition("/")[2]


def xml_declaration(text: str) -> Claim | None:
    head = "\n".join(text[:4096].split("\n", 2)[:2])
    return Claim(("XML",), "XML declaration") if "<?xml version=" in head else None
