"""Lines that a generator of projects writes, whether or not a project has files for them."""

from __future__ import annotations

from collections.abc import Mapping

from polyglint.gitattributes.parse import AttributesLine

# A line as it is generated, its words apart by one space -> the generator.
DEFAULTS: Mapping[str, str] = {
    "db/schema.rb linguist-generated": "rails new",
    "vendor/* linguist-vendored": "rails new",
    "yarn.lock linguist-generated": "rails new",  # of Rails 6
    "*.scss linguist-vendored": "Laravel",  # up to version 8; people also write its others
    "*.v linguist-language=V": "v new",  # a line for each kind of file that V may have
    "*.vv linguist-language=V": "v new",
    "*.vsh linguist-language=V": "v new",
    "v.mod linguist-language=V": "v new",
    ".vdocignore linguist-language=ignore": "v new",
    "/.yarn/** linguist-vendored": "yarn init",
    "/.pnp.* binary linguist-generated": "yarn init",
}


def generator_of(line: AttributesLine) -> str | None:
    """The generator that writes a line, if one does."""
    return DEFAULTS.get(" ".join([line.pattern, *(a.word for a in line.attributes)]))
