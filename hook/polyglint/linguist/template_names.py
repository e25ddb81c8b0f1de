"""Names that say which engine makes a file of a template, whatever the last extension is."""

from __future__ import annotations

from polyglint.lazy import lazy_pattern
from polyglint.linguist.conventions import MAX_LENGTH

# Extensions before another one that say which engine makes the file of a template, where linguist
# goes by the last one: list.scala.html, mail.hbs.html, nginx.j2.conf. Which engine, the extensions
# before, and those after; None for any.
TEMPLATES: tuple[tuple[str, tuple[str, ...], tuple[str, ...] | None], ...] = (
    ("Twirl", ("scala",), ("html", "js", "txt", "xml", "csv", "json")),
    ("Rocker", ("rocker",), ("html", "raw")),
    ("Velocity", ("vm", "vtl"), ("html", "xml", "txt", "sql")),
    ("ERB", ("erb", "erubis"), None),
    ("EJS", ("ejs",), None),
    ("EEx", ("eex",), None),
    ("Handlebars", ("hbs", "handlebars"), None),
    ("Mustache", ("mustache",), None),
    ("Jinja", ("j2", "jinja", "jinja2"), None),
    ("Nunjucks", ("njk", "nunjucks"), None),
    ("Twig", ("twig",), None),
    ("Liquid", ("liquid",), None),
    ("Mako", ("mako",), None),
    ("FreeMarker", ("ftl", "ftlh", "ftlx"), None),
    ("Go's templates", ("gotmpl", "gohtml"), None),
    ("an engine of its project's choice", ("tmpl", "tpl"), None),
)
# Of pages that linguist has for the language of the code in them.
PAGES = {".vbhtml": "Razor"}
EXTENSIONS = lazy_pattern(r"[^/]\.(\w{1,16})\.(\w{1,16})$")


def template_engine(path: str) -> str | None:
    """The engine that makes files of a template named so, though its last extension is theirs."""
    name = path[-MAX_LENGTH:].lower()
    for extension, engine in PAGES.items():
        if name.endswith(extension):
            return engine
    found = EXTENSIONS.search(name)
    if found is None:
        return None
    before, after = found.groups()
    return next(
        (
            engine
            for engine, firsts, lasts in TEMPLATES
            if before in firsts and (lasts is None or after in lasts)
        ),
        None,
    )
