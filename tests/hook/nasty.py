"""Files that nobody wants to meet, made anew for each test; none of them is in the repository."""

import gzip
import os
import socket
from pathlib import Path

from tests.repositories import SOURCES

MIB = 1 << 20
JAVASCRIPT = (SOURCES / "router.js").read_text("utf-8")
RUST = (SOURCES / "cache.rs").read_text("utf-8")
# Begins as XML and ends the process where expat follows one entity into the next.
CHAIN = (
    '<!DOCTYPE x [<!ENTITY a0 "">'
    + "".join(f'<!ENTITY a{n} "&a{n - 1};">' for n in range(1, 25_000))
    + "]><x>&a24999;</x>\n"
)
FLAGGED = "flagged"
# Content -> why it is not judged; None where it is, FLAGGED where it is JavaScript to everybody.
CONTENTS = {
    "empty.py": (b"", "empty"),
    "blank.py": (b"\r\n\t \n" * 999, "empty"),
    "nul.py": (b"a = 1\n\0", "binary"),
    "utf-16-le.py": (JAVASCRIPT.encode("utf-16-le"), "binary"),
    "utf-16-be.py": (JAVASCRIPT.encode("utf-16-be"), "binary"),
    "utf-32-le.py": (JAVASCRIPT.encode("utf-32-le"), "binary"),
    "utf-16-mark.py": (JAVASCRIPT.encode("utf-16"), FLAGGED),
    "utf-16-be-mark.py": (b"\xfe\xff" + JAVASCRIPT.encode("utf-16-be"), FLAGGED),
    "utf-32-mark.py": (JAVASCRIPT.encode("utf-32"), FLAGGED),
    "utf-8-mark.py": (JAVASCRIPT.encode("utf-8-sig"), FLAGGED),
    "utf-16-odd.py": (b"\xff\xfea", None),
    "latin-1.py": (b"// \xe9\xdf\n" + JAVASCRIPT.encode(), FLAGGED),
    "invalid.py": (b"// \xff\xfe\x80\xc0\xaf\n" + JAVASCRIPT.encode(), FLAGGED),
    "surrogates.py": (b"// \xed\xa0\x80\xed\xb0\x80\n" + JAVASCRIPT.encode(), FLAGGED),
    "bidi.py": ("// \u202e\u2066\n".encode() + JAVASCRIPT.encode(), FLAGGED),
    "mixed-ends.py": (JAVASCRIPT.replace("\n", "\r\n", 9).replace(";\n", ";\r").encode(), FLAGGED),
    "escapes.py": (b"// \x1b]0;x\x07\x1b[2J\n" + JAVASCRIPT.encode(), FLAGGED),
    "commands.py": (b"::error::x\n##[error]x\n##vso[a]b\n" + RUST.encode(), FLAGGED),
    "bomb.py": (gzip.compress(b"\0" * (8 * MIB)), "binary"),
    "brackets.py": (b"[" * MIB, None),
    "brackets.json": (b"[" * (MIB // 2) + JAVASCRIPT.encode(), None),
    "lines.py": (b"a\n" * (MIB // 2), None),
    "returns.py": (b"\r" * MIB, "empty"),
    "separators.py": ("\u2028\x85\x1c".encode() * 99_999, None),
    "marks.py": (b"-*- vim: ft= polyglint: language " * 30_000, None),
    "tags.html": (b"<meta " * (MIB // 6) + b"\n" + JAVASCRIPT.encode(), None),
    "comments.js": (b"/*" * (MIB // 2), None),
    "chain.svg": (CHAIN.encode() + JAVASCRIPT.encode(), FLAGGED),
    "key.toml": (b"a" + b".a" * 200_000 + b" = 1\n" + JAVASCRIPT.encode(), FLAGGED),
    "fields.py": (b"x = f'" + b"{a}" * 200_000 + b"'\n" + JAVASCRIPT.encode(), FLAGGED),
    "number.json": (b"[" + b"9" * (MIB // 2) + b"]\n" + JAVASCRIPT.encode(), None),
}
NAMES = (
    "new\nline.py",
    "return\r.py",
    "tab\t.py",
    "quote'\".py",
    "$(touch pwned) `touch pwned`; touch pwned #.py",
    "--fix.py",
    "-rf.py",
    "--output=pwned",
    "\x1b]0;title\x07\x1b[2J.py",
    "\u202eyp.exe",
    "\u2066\u2069\u200f.py",
    "::error file=x::y.py",
    "\n::set-output name=a::b.py",
    "##[add-mask]a.py",
    "##vso[task.setvariable variable=a]b.py",
    "%0A::error::%25.py",
    "<script>alert(1)<",
    "&lt;b&gt; \"onload='x' .py",
    "]]> --> {{7*7}} .py",
    "[see](https:).py",
    "| a | b `c` *d* @user #1.py",
    "a,b:c=d;e.py",
    "\udcff\udc80.py",  # bytes that are no UTF-8
    "\ufeff.py",
    "e\u0301 \u00e9.py",
    "x" * 250 + ".py",
    "~.py",
    " .py",
    "*?[a].py",
    "\\.py",
)


def make_contents(directory: Path) -> dict[str, str | None]:
    """Write all `CONTENTS` and the special files that the system allows: name -> as there."""
    for name, (content, _) in CONTENTS.items():
        (directory / name).write_bytes(content)
    expected = {name: answer for name, (_, answer) in CONTENTS.items()}
    with (directory / "sparse.py").open("wb") as file:
        file.truncate(1 << 30)
    with (directory / "one-line.py").open("wb") as file:
        for _ in range(100):
            file.write(b"var x = 1; " * (MIB // 11))
    (directory / "loop.py").symlink_to("loop.py")
    (directory / "dangling.py").symlink_to("nowhere")
    (directory / "endless.py").symlink_to("/dev/zero")
    (directory / "up").symlink_to(directory, target_is_directory=True)
    links = dict.fromkeys(["loop.py", "dangling.py", "endless.py", "up"], "symbolic link")
    expected |= {"sparse.py": "binary", "one-line.py": None, **links}
    return expected | dict.fromkeys(_special(directory), "not a regular file")


def _special(directory: Path) -> list[str]:
    os.mkfifo(directory / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(directory / "socket.py"))
    try:
        os.mknod(directory / "device.py", 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        return ["pipe.py", "socket.py"]
    return ["pipe.py", "socket.py", "device.py"]
