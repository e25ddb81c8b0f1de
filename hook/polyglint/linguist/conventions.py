"""Names that stand for more than linguist says, by the custom of a program or its users.

A setting, `per-path-languages`, adds customs of one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglint.lazy import lazy_pattern
from polyglint.linguist import names
from polyglint.typed import NamedTuple

EXAMINED = 4096  # characters from the start in which a mark is looked for
MAX_LENGTH = 256  # characters of a path, from its end, more than any name has
# What follows the name of the file that a program makes of a template, or that a browser is to
# show: config.h.in, a.plist.cmake, a.sas.htm
BEHIND_NAMES = (".cmake.in", ".in", ".cmake", ".htm", ".html")


class Convention(NamedTuple):
    """A custom: files named so, that bear a mark if there is one, may also hold these languages."""

    reason: str
    endings: tuple[str, ...]  # of such paths; an empty one where they end with anything
    path: re.Pattern[str]
    mark: re.Pattern[str] | None
    languages: tuple[str, ...]


def _convention(reason: str, path: str, mark: str | None, *languages: str) -> Convention:
    found = None if mark is None else lazy_pattern(mark, re.MULTILINE)
    return Convention(reason, _endings(path), lazy_pattern(path), found, languages)


def _endings(path: str) -> tuple[str, ...]:
    r"""What the end of an expression is found at, as of ``\.cmd$`` or ``\.(?:bat|cmd)$``.

    Few paths end so, and to compile the expression takes a thousand times as long as to see that.
    """
    _, dot, last = path.rpartition(r"\.")
    names = last.removesuffix("$").removeprefix("(?:").removesuffix(")").split("|")
    is_whole = last.endswith("$") and last.count("(") == last.count(")")
    is_plain = dot and is_whole and all(name.isalnum() for name in names)
    return tuple(f".{name}" for name in names) if is_plain else ("",)


CONVENTIONS = (
    _convention(
        "settings of a Smalltalk project for git, in its notation of objects",
        r"(?:^|/)\.project$",
        r"\A\s*\{",
        "Smalltalk",
        "JSON",
    ),
    _convention(
        "what the linkers of one maker of chips take for a script",
        r"\.cmd$",
        r"^[ \t]*(?:SECTIONS|MEMORY)[ \t]*(?:$|\{)",
        "Linker Script",
    ),
    _convention(
        "two scripts in one: the shell reads over those lines that are for Windows",
        r"\.(?:bat|cmd)$",
        r"\A\s*:[ \t]*(?:;|<<)",
        "Shell",
    ),
    _convention(
        "macros of a simulator of circuits, which are in Tcl",
        r"\.do$",
        r"^[ \t]*(?:(?:(?:add|view)[ \t]+(?:wave|list)|v(?:com|lib|log|map|sim)|wave[ \t]+zoom"
        r"|source[ \t]+\S+\.tcl|run[ \t]+-all)\b|(?:dev_com|elab(?:_debug)?)[ \t]*$)",
        "Tcl",
    ),
    _convention(
        "what the build system redo runs",
        r"\.do$",
        r"^[ \t]*redo-\w+\b",
        "Shell",
    ),
    _convention(
        "headers of C++ that Objective-C++ includes, and uses its classes in",
        r"\.(?:h\+\+|hh|hpp|hxx|inc|inl|ipp|tcc|tpp|txx)$",
        r"^[ \t]*(?:@(?:class|end|interface|protocol)\b|#[ \t]*import\b)"
        r"|\b(?:CG|NS|UI)[A-Z]\w+[ \t]*\*[ \t]*(?:const[ \t]+)?\w",
        "Objective-C",
        "Objective-C++",
    ),
    _convention(
        "pages that a program in Hack includes, as one in PHP may",
        r"(?:^|/)(?:pages?|public|templates?|views?|www)/.*\.hh$",  # a header may be a failed fetch
        r"\A\s*<(?:!doctype\b|!DOCTYPE\b|html\b|div\b|head\b)",
        "HTML",
        "Hack",
    ),
    _convention(
        "patches of data in its own notation, by which a program merges it",
        r"\.(?:ya?ml|json)\.patch$",
        None,
        "YAML",
        "JSON",
    ),
    _convention(
        "properties of Java, by a shorter name",
        r"\.props$",
        r"\A(?:[ \t\r]*(?:[#!].*)?\n)*[ \t]*[\w.-]+[ \t]*=(?!\?)",
        "Java Properties",
    ),
    _convention(
        "sketches of Arduino, by the extension that Processing gave them",
        r"\.pde$",
        r"^[ \t]*#[ \t]*(?:include|define)\b"
        r"|(?<![\w.])(?:pinMode|digitalWrite|Serial\.begin)[ \t]*\(",
        "C++",
    ),
    _convention(
        "scenes and assets of other engines and games than Unity, under the same names",
        r"\.(?:anim|asset|mask|mat|meta|prefab)$",
        r"\A\s*[\[{<]",
        "JSON",
        "XML",
    ),
    _convention(
        "scripts of older projects of Unity, in a language of its own between JavaScript and C#",
        r"\A(?=.*\.js\Z)(?:.*/)?Assets/",
        r"^[ \t]*(?:#pragma (?:strict|implicit|downcast)\b|import UnityE(?:ngine|ditor)\b"
        r"|@(?:script\b|CustomEditor\b)|class \w+ extends (?:MonoBehaviour|Editor\w*)\b"
        r"|(?:private |public |static )*var \w+[ \t]*:[ \t]*\w)",
        "TypeScript",
        "C#",
    ),
    _convention(
        "what recipes of BitBake include",
        r"\.inc$",
        r"^[A-Za-z_][\w:-]*[ \t]*(?:\?{1,2}=|[.+]=|=[.+])[ \t]*[\"']"
        r"|^[A-Z](?=[\w:]*[_:](?:append|prepend|remove))[\w:]*[ \t]*=[ \t]*[\"']"
        r"|^(?:inherit|require)[ \t]+[\w./${}-]+[ \t]*$|^(?:python )?do_\w+(?::\w+)*[ \t]*\(",
        "BitBake",
    ),
    _convention(
        "settings of a package, a key and a value a line, as Nim and TOML both write them",
        r"\.nimble$",
        r"^[A-Za-z]+[ \t]*=[ \t]*\"",
        "TOML",
        "INI",
    ),
    _convention(
        "scripts that Windows runs, in elements that say which language each is in",
        r"\.wsf$",
        r"^[ \t]*<(?:job|package)\b",
        *("VBScript", "JavaScript"),
    ),
    _convention("services that Avahi announces", r"\.service$", r"<service-group\b", "XML"),
    _convention(
        "styles of a map, as the Open Geospatial Consortium has them",
        r"\.sld$",
        r"<(?:\w+:)?StyledLayerDescriptor\b",
        "XML",
    ),
    _convention(
        "what Jekyll puts into pages",
        r"(?:^|/)_(?:includes|layouts)/",
        r"\{%-?[ \t]*\w",
        *("Liquid", "Jinja", "Twig"),
    ),
    _convention(
        "programs of SAS that hand over lines in the language of another program",
        r"\.sas$",
        r"^[ \t]*(?:(?:cards|datalines|lines)4[ \t]*|submit\b[^;\n]*);",
        *("Lua", "Python", "R"),
    ),
    _convention("what U-Boot runs", r"(?:^|/)(?=[\w.-]*boot)[\w.-]*\.cmd$", None, "Shell"),
    _convention(
        "variants of a linker script, .x and letters that say which",
        r"\.x\w{0,4}$",
        r"^[ \t]*(?:OUTPUT_(?:FORMAT|ARCH)|SECTIONS|MEMORY|ENTRY|PHDRS)\b",
        "Linker Script",
    ),
    _convention(
        "settings that a program reads as JSON, as YAML or as a module",
        r"(?:^|/)\.(?:babel|c8|commitlint|eslint|jscs|jshint|lintstaged|mocha|nyc|prettier|release"
        r"|remark|stylelint|swc|textlint)rc$",
        None,
        "JSON",
        "YAML",
        "JavaScript",
    ),
    _convention(
        "queries of LINQPad, whose head says that they are in Visual Basic",
        r"\.linq$",
        r"\A\s*<Query\s+Kind=\"VB",
        "Visual Basic .NET",
    ),
    _convention(
        "queries of LINQPad, whose head says that they are in F#",
        r"\.linq$",
        r"\A\s*<Query\s+Kind=\"FSharp",
        "F#",
    ),
    _convention(
        "queries of LINQPad, whose head says that they are in SQL",
        r"\.linq$",
        r"\A\s*<Query\s+Kind=\"E?SQL\"",
        "SQL",
    ),
    _convention(
        "one of several Dockerfiles, the name of its image behind a dot",
        r"(?:^|/)(?:Dockerfile|Containerfile)\.[\w.-]+$",
        None,
        "Dockerfile",
    ),
    _convention(
        "one of several makefiles, what it is for behind a dot",
        r"(?:^|/)(?:GNUm|[Mm])akefile\.[\w.-]+$",
        None,
        "Makefile",
    ),
    _convention(
        "settings that makefiles include, above all those of packages of linear algebra",
        r"(?:^|/)(?:GNUm|[Mm])ake(?:file)?[.\w-]*\.inc$",
        r"^[ \t]*(?:[\w.-]+[ \t]*[:?+]?=|-?include[ \t]|ifn?(?:eq|def)\b|[\w.%$()-]+[ \t]*:)",
        "Makefile",
    ),
    _convention(
        "options of a simulator of hardware and the files that it is to read, one a line",
        r"\.f$",
        r"^[ \t]*(?:\+(?:incdir|define|libext)\+\S+|-[fFvy][ \t]+\S+"
        r"|[\w.$(){}/-]+\.(?:svh?|vhd?))[ \t\r]*$",
        "Option List",
    ),
    _convention(
        "notes on what the extension names: a machine, a program, a language",
        r"(?:^|/)(?:README|INSTALL|CHANGES|NEWS|NOTES|TODO|COPYING|LICENSE)\.[A-Z][A-Z0-9_-]+$",
        None,
        "Text",
    ),
    _convention(
        "keys, by whatever extension", r".", r"\A\s*-----BEGIN [A-Z0-9 ]+-----", "Public Key"
    ),
)

# Names without an extension that linguist has for files which a program looks for, and that people
# give to commands of their own. A shebang says that it is one, and what runs it.
COMMANDS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "shells read them, wherever they start, and nothing else does",
        frozenset(["bash_aliases", "bash_logout", "bash_profile", "bashrc", "cshrc", "kshrc"])
        | frozenset(["login", "man", "profile", "xinitrc", "xsession", "zlogin", "zlogout"])
        | frozenset(["zprofile", "zshenv", "zshrc"]),
    ),
    ("wrappers that find the program of which they have the name", frozenset(["gradlew", "mvnw"])),
    ("programs themselves", frozenset(["9fs", "ack", "expr-dist", "mmn", "mmt", "owh"])),
    ("scripts that build, where no Bazel is", frozenset(["BUCK", "BUILD", "WORKSPACE"])),
    ("Ansible runs an inventory that is a script", frozenset(["HOSTS", "hosts"])),
    ("scripts that set one up", frozenset(["DEPS", "INSTALL", "crontab"])),
)
_COMMANDS = frozenset(name for _, names_ in COMMANDS for name in names_)

# Extensions that linguist has for a language, and that so many programs give to settings in formats
# of their own that they say nothing of what a file holds.
OWN_FORMATS: tuple[tuple[str, str], ...] = (
    (".cfg", "objects of Nagios, Tcl of OpenOCD, commands of games, Python of dynamic_reconfigure"),
    (".nim.cfg", "options of Nim's compiler for one module, as in nim.cfg"),
)
_OWN_FORMATS = frozenset(extension for extension, _ in OWN_FORMATS)
# Whole names that linguist has for the language of the program that reads the file, in a format of
# its own.
OWN_NAMES: tuple[tuple[str, str], ...] = (
    ("nim.cfg", "options of Nim's compiler, in sections and with conditions of their own"),
)
_OWN_NAMES = frozenset(name for name, _ in OWN_NAMES)


def has_own_formats(name: str) -> bool:
    """Whether programs give an extension, in lower case, or a name to formats of their own."""
    return name in _OWN_FORMATS or name in _OWN_NAMES


def may_be_command(path: str) -> bool:
    """Whether a file of a name that linguist knows may as well be a command, by its shebang."""
    return path.rpartition("/")[2] in _COMMANDS


def allowed(path: str, text: str) -> tuple[str, ...]:
    """The languages that a file may hold by custom, beside those that linguist says."""
    found = dict.fromkeys(_of_product(path))
    for convention in _followed(path, text):
        found |= dict.fromkeys(convention.languages)
    return tuple(found)


def marked(path: str, text: str) -> tuple[str, ...]:
    """The languages of those customs alone whose mark the text bears: it is in one of them."""
    found = [convention for convention in _followed(path, text) if convention.mark is not None]
    return tuple(dict.fromkeys(language for row in found for language in row.languages))


def _followed(path: str, text: str) -> Iterator[Convention]:
    name, start = path[-MAX_LENGTH:], text[:EXAMINED]
    for convention in CONVENTIONS:
        if (
            name.endswith(convention.endings)
            and convention.path.search(name)
            and (convention.mark is None or convention.mark.search(start))
        ):
            yield convention


def _of_product(path: str) -> tuple[str, ...]:
    """The languages of the file that is to be made from this one, or that it shows."""
    suffix = next((suffix for suffix in BEHIND_NAMES if path.endswith(suffix)), None)
    if suffix is None:
        return ()
    product = path.removesuffix(suffix)
    claim = names.exact(product) or names.extension(product)
    return claim.languages if claim else ()
