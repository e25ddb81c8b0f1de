"""Paths that hold other people's files or a program's output, by linguist's conventions.

Such files are kept as they came: nobody would rename them, so a violation would be noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from polyglint.claim.attributes import is_false
from polyglint.violation import NotJudged

VENDORED = "linguist-vendored"
GENERATED = "linguist-generated"

# Folder, in lower case, to the attribute whose negation brings its files back.
FOLDERS = {
    **dict.fromkeys(
        (
            "node_modules",
            "bower_components",
            "jspm_packages",
            "vendor",
            "vendors",
            "third_party",
            "third-party",
            "thirdparty",
            "3rd_party",
            "3rd-party",
            "3rdparty",
            "extern",
            "external",
            "godeps",
            "pods",
            "carthage",
            "site-packages",
        ),
        VENDORED,
    ),
    **dict.fromkeys(("dist", "__generated__", ".idea", "_build"), GENERATED),
}

# Pattern on the file name, in lower case, to the attribute likewise.
FILE_NAMES = {
    **dict.fromkeys(
        (
            "configure",
            "config.guess",
            "config.sub",
            "aclocal.m4",
            "libtool.m4",
            "ltmain.sh",
            "gradlew",
            "gradlew.bat",
            "mvnw",
            "mvnw.cmd",
            "jquery*.js",
            "bootstrap.css",
            "bootstrap.js",
        ),
        VENDORED,
    ),
    **dict.fromkeys(
        (
            "*.min.js",
            "*-min.js",
            "*.min.css",
            "*-min.css",
            "*.js.map",
            "*.css.map",
            "package-lock.json",
            "npm-shrinkwrap.json",
            "pnpm-lock.yaml",
            "yarn.lock",
            "composer.lock",
            "cargo.lock",
            "gemfile.lock",
            "podfile.lock",
            "poetry.lock",
            "pdm.lock",
            "uv.lock",
            "pipfile.lock",
            "flake.lock",
            ".terraform.lock.hcl",
            "go.sum",
            "gopkg.lock",
            "glide.lock",
            ".pnp.*",
            "*.pb.go",
            "*.pb.cc",
            "*.pb.h",
            "*_pb2.py",
            "*_pb2_grpc.py",
            "*.designer.cs",
            "*.designer.vb",
            "*.feature.cs",
            "*.g.dart",
            "*.freezed.dart",
        ),
        GENERATED,
    ),
}


def excluded(path: str, attributes: Mapping[str, str]) -> NotJudged | None:
    """Return why a path takes no part, unless .gitattributes says that it does."""
    *folders, name = path.lower().split("/")
    for folder in folders:
        attribute = FOLDERS.get(folder)
        if attribute and not is_false(attributes, attribute):
            return NotJudged(f"{attribute} by its path: {folder}/")
    for pattern, attribute in FILE_NAMES.items():
        if fnmatchcase(name, pattern) and not is_false(attributes, attribute):
            return NotJudged(f"{attribute} by its name: {pattern}")
    return None
