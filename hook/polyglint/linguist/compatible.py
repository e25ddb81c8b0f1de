"""Pairs of languages whose content may legitimately serve both, with the reason.

A file that claims one language of a row and reads as another of the same row is never flagged.
"""

from __future__ import annotations

from functools import lru_cache

COMPATIBLE: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "C is nearly a subset, and a header serves all of them",
        frozenset(["C", "C++", "Objective-C", "Objective-C++", "Cuda", "OpenCL"]),
    ),
    ("shader and kernel dialects of C", frozenset(["C", "C++", "GLSL", "HLSL", "OpenCL", "Cuda"])),
    ("grammar files whose actions are C", frozenset(["C", "C++", "Yacc", "Lex"])),
    ("interface files around C declarations", frozenset(["C", "C++", "SWIG"])),
    ("code of C is code of D, or does not compile as it", frozenset(["C", "C++", "D"])),
    ("resources of old Macs are declared as in C", frozenset(["C", "C++", "Rez"])),
    ("a subset of the other", frozenset(["JavaScript", "TypeScript", "TSX"])),
    (
        "components with script inside",
        frozenset(["JavaScript", "TypeScript", "Vue", "Svelte", "Astro"]),
    ),
    ("pages of components, as in JSX", frozenset(["TSX", "JavaScript", "Astro"])),
    ("QML is JavaScript in objects", frozenset(["QML", "JavaScript"])),
    ("JSON is a subset of each", frozenset(["JSON", "YAML", "JavaScript", "TypeScript"])),
    (
        "JSON by another name",
        frozenset(["JSON", "JSON5", "JSON with Comments", "Jupyter Notebook"]),
    ),
    ("each a superset of CSS", frozenset(["CSS", "SCSS", "Less", "Stylus"])),
    ("CSS by indentation, the one with marks and the other without", frozenset(["Sass", "Stylus"])),
    ("one preprocessor in two notations", frozenset(["Sass", "SCSS"])),
    ("XML vocabularies", frozenset(["XML", "SVG", "XSLT", "HTML"])),
    ("a picture alone is a component, a page or a template", frozenset(["Svelte", "PHP", "SVG"])),
    ("lines of markup go through as they are", frozenset(["Pug", "Slim", "Haml", "SVG"])),
    ("a component's template may be in it", frozenset(["Pug", "Vue"])),
    ("what needs no types is written alike", frozenset(["Crystal", "Ruby"])),
    ("styles may be all that a template holds", frozenset(["Slim", "CSS", "SCSS"])),
    (
        "templates around HTML",
        frozenset(
            [
                *("HTML", "PHP", "Vue", "Svelte", "Markdown", "ASP.NET", "Astro", "Blade", "EJS"),
                *("Classic ASP", "FreeMarker", "Go Template", "Groovy Server Pages", "HTML+ECR"),
                *(
                    "HTML+EEX",
                    "HTML+ERB",
                    "HTML+PHP",
                    "HTML+Razor",
                    "Handlebars",
                    "Java Server Pages",
                ),
                *("Jinja", "Latte", "Liquid", "Mako", "Mustache", "Nunjucks", "Smarty", "Twig"),
                "Velocity Template Language",
            ]
        ),
    ),
    (
        "settings that a template makes",
        frozenset(["YAML", "JSON", "Go Template", "Jinja", "Mustache", "Liquid"]),
    ),
    ("scripts that a template makes", frozenset(["JavaScript", "JavaScript+ERB"])),
    ("Markdown with components in it", frozenset(["Markdown", "MDX"])),
    ("a list of Markdown is one of YAML", frozenset(["Markdown", "YAML"])),
    ("a line of code behind a dash is an item of a list", frozenset(["Pug", "Markdown"])),
    ("assignments, which a shell reads too", frozenset(["Dotenv", "Shell"])),
    ("key and value, a line each", frozenset(["Dotenv", "INI", "Java Properties"])),
    ("constants, one assigned in a line", frozenset(["AutoHotkey", "INI", "Java Properties"])),
    ("directives in tags", frozenset(["ApacheConf", "XML"])),
    ("build scripts of Gradle are Groovy or Kotlin", frozenset(["Groovy", "Gradle", "Kotlin"])),
    ("Java is nearly a subset of Groovy", frozenset(["Java", "Groovy"])),
    ("one hardware language extends the other", frozenset(["Verilog", "SystemVerilog"])),
    ("dialects of Lisp", frozenset(["Common Lisp", "Emacs Lisp", "Scheme", "Clojure", "Racket"])),
    ("smaller Lisps", frozenset(["Common Lisp", "Scheme", "NewLisp", "PicoLisp"])),
    ("queries written as S-expressions", frozenset(["Scheme", "Tree-sitter Query"])),
    ("dialects of Python", frozenset(["Python", "Cython", "Starlark"])),
    (
        "key and value files, which share their simple forms",
        frozenset(["INI", "TOML", "Java Properties", "YAML", "Text"]),
    ),
    ("plain lists, one entry a line", frozenset(["Text", "CSV", "Ignore List"])),
    (
        "light markup",
        frozenset(
            [
                "Markdown",
                "reStructuredText",
                "AsciiDoc",
                "Org",
                "Text",
                "Pod",
                "Texinfo",
                "TeX",
                "Roff",
            ]
        ),
    ),
    ("documentation inside Perl", frozenset(["Perl", "Pod"])),
    ("recipes and macros with shell in them", frozenset(["Makefile", "Shell", "M4", "Dockerfile"])),
    ("assembly goes through macro processors", frozenset(["M4", "Assembly"])),
    ("headers that assembly includes", frozenset(["C", "C++", "Assembly"])),
    ("headers that a configuration fills in", frozenset(["C", "C++", "CMake"])),
    ("the same language, its code marked in prose", frozenset(["Haskell", "Literate Haskell"])),
    ("lexers whose actions are Haskell", frozenset(["Lex", "Haskell"])),
    ("parsers whose actions are OCaml", frozenset(["Yacc", "OCaml"])),
    ("queries that a template makes", frozenset(["SQL", "Jinja"])),
    ("documents that a template makes", frozenset(["XML", "Jinja"])),
    ("bibliographies are part of TeX", frozenset(["TeX", "BibTeX"])),
    ("templates of Ruby", frozenset(["Ruby", "HTML+ERB"])),
    ("probes around C declarations", frozenset(["C", "C++", "DTrace"])),
    ("the family of ML", frozenset(["OCaml", "Standard ML"])),
    (
        "Haskell's notation for functions and data",
        frozenset(["Haskell", "PureScript", "Idris", "Agda"]),
    ),
    ("documentation inside Raku", frozenset(["Raku", "Pod 6"])),
    ("Raku grew out of Perl", frozenset(["Perl", "Raku"])),
    ("Lua with types", frozenset(["Lua", "Luau", "Terra"])),
    ("C++ for the GPUs of one maker", frozenset(["C++", "Metal"])),
    (
        "shaders of engines, with GLSL or HLSL in them",
        frozenset(["GLSL", "HLSL", "GDShader", "ShaderLab"]),
    ),
    ("Basic by one maker", frozenset(["VBA", "VBScript", "Visual Basic .NET", "Visual Basic 6.0"])),
    ("plug-ins, whose language grew out of the other", frozenset(["Pawn", "SourcePawn", "C"])),
    ("Java with less around it", frozenset(["Java", "Processing"])),
    ("classes as in Java, for one platform", frozenset(["Java", "Apex"])),
    (
        "scripts for windows and keys, one language grown out of the other",
        frozenset(["AutoHotkey", "AutoIt"]),
    ),
    ("Groovy in blocks", frozenset(["Groovy", "Nextflow"])),
    ("a superset of PHP", frozenset(["PHP", "Hack"])),
    ("a superset of Python", frozenset(["Python", "Mojo"])),
    ("languages of mathematics that grew out of one", frozenset(["MATLAB", "Scilab"])),
    ("supersets of JSON", frozenset(["JSON", "HOCON", "Jsonnet", "CUE", "CSON"])),
    ("data of Clojure", frozenset(["Clojure", "edn"])),
    ("Lisps that share their simple forms", frozenset(["Clojure", "Fennel", "Janet", "Scheme"])),
    (
        "sections, keys and values by the program that reads them",
        frozenset(["INI", "EditorConfig", "Git Config", "Godot Resource", "Inno Setup"]),
    ),
    (
        "patterns of paths, one a line",
        frozenset(["Ignore List", "Git Attributes", "CODEOWNERS", "Text"]),
    ),
    ("lines of names and comments", frozenset(["Text", "Pip Requirements", "Ignore List"])),
    ("recipes of shell", frozenset(["Makefile", "Just", "Shell"])),
    ("commands with the times at which they run", frozenset(["Shell", "crontab"])),
    ("Markdown with code that runs", frozenset(["Markdown", "RMarkdown"])),
    ("scenes and assets are YAML", frozenset(["YAML", "Unity3D Asset"])),
    ("lexers and grammars around the code of their actions", frozenset(["C", "C++", "Ragel"])),
    ("a grammar whose actions are JavaScript", frozenset(["JavaScript", "PEG.js"])),
    ("libraries of C for Perl", frozenset(["C", "Perl", "XS"])),
    ("one language in two notations", frozenset(["Reason", "ReScript", "OCaml"])),
    ("one table, by commas or by tabs", frozenset(["CSV", "TSV"])),
    ("ontologies in XML", frozenset(["XML", "Web Ontology Language"])),
    ("hardware in Bluespec's words", frozenset(["SystemVerilog", "Bluespec"])),
)

# Languages whose files hold other languages throughout: one window of their own clears them.
HOSTS = frozenset(
    [
        "ASP.NET",
        "AsciiDoc",
        "Astro",
        "Blade",
        "CSV",
        "Classic ASP",
        "Diff",
        "EJS",
        "FreeMarker",
        "Gettext Catalog",
        "Go Template",
        "Groovy Server Pages",
        "HTML",
        "HTML+ECR",
        "HTML+EEX",
        "HTML+ERB",
        "HTML+PHP",
        "HTML+Razor",
        "Handlebars",
        "Java Server Pages",
        "JavaScript+ERB",
        "Jinja",
        "Jupyter Notebook",
        "Latte",
        "Liquid",
        "MDX",
        "Mako",
        "Markdown",
        "Mustache",
        "Nunjucks",
        "Org",
        "PHP",
        "Pod",
        "RMarkdown",
        "Smarty",
        "Svelte",
        "Texinfo",
        "Text",
        "Twig",
        "Velocity Template Language",
        "Vue",
        "reStructuredText",
    ]
)

# Languages that programs hold in strings, pages of them at times: what reads as one of them is held
# against a claim as if a host were claimed.
GUESTS = frozenset(
    ["CSS", "GLSL", "HTML", "Jinja", "JSON", "Markdown", "OpenCL", "SQL", "SVG", "XML", "YAML"]
)

# Of the hosts, the ones that may hold another language and nothing else: what they read as proves
# nothing.
TEMPLATES = frozenset(
    [
        *("ASP.NET", "Blade", "Classic ASP", "EJS", "FreeMarker", "Go Template"),
        *("Groovy Server Pages", "HTML+ECR", "HTML+EEX", "HTML+ERB", "HTML+Razor", "Handlebars"),
        *("Java Server Pages", "JavaScript+ERB", "Jinja", "Latte", "Liquid", "MDX", "Mako"),
        *("Markdown", "Mustache", "Nunjucks", "Smarty", "Text", "Twig"),
        "Velocity Template Language",
    ]
)

# Formats so short and regular that their form alone says whether a file has it (`line_formats`).
REGULAR = frozenset(
    [
        *("Adobe Font Metrics", "CODEOWNERS", "Cabal Config", "Checksums", "Git Revision List"),
        *("Go Checksums", "JAR Manifest", "Jest Snapshot", "Mermaid", "Option List", "Procfile"),
        *("Public Key", "Redirect Rules", "Rich Text Format", "Robots Exclusion Rules", "STL"),
        *("TSV", "Wavefront Material", "Wavefront Object", "WebVTT", "X Font Directory Index"),
        "pkg-config",
    ]
)

# Languages with statements in braces, whose files of constants or comments are alike: a grammar of
# one that accepts such a file is no witness against another.
BRACES = frozenset(
    [
        *("Apex", "C", "C#", "C++", "Cuda", "D", "Dart", "GLSL", "Groovy", "HLSL", "Hack", "Haxe"),
        *("Java", "JavaScript", "Kotlin", "Objective-C", "Objective-C++", "OpenCL", "OpenSCAD"),
        *("PHP", "Pawn", "Processing", "Scala", "ShaderLab", "Solidity", "SourcePawn", "Squirrel"),
        *("Swift", "TSX", "TypeScript", "Vala"),
    ]
)

# Readings that say little about a file of code: lists, tables and words of any language look so.
UNINFORMATIVE = frozenset(["CSV", "Ignore List", "Text"])


@lru_cache(maxsize=1024)  # there are fewer languages, and each file asks for several
def compatible_with(language: str) -> frozenset[str]:
    """The languages that share a row with `language`, itself included."""
    rows = (languages for _, languages in COMPATIBLE if language in languages)
    return frozenset((language,)).union(*rows)
