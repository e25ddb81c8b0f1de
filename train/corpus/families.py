"""Languages that linguist tells apart and whose text is that of another."""

FAMILIES = {
    "Ant Build System": "XML",
    "Ecmarkup": "HTML",
    "Fortran Free Form": "Fortran",
    "Gradle Kotlin DSL": "Kotlin",
    "JSON with Comments": "JSON",
    "Lean 4": "Lean",
    "M4Sugar": "M4",
    "Maven POM": "XML",
    "MiniYAML": "YAML",
    "Motorola 68K Assembly": "Assembly",
    "OASv2-json": "JSON",
    "OASv2-yaml": "YAML",
    "OASv3-json": "JSON",
    "OASv3-yaml": "YAML",
    "PLSQL": "SQL",
    "PLpgSQL": "SQL",
    "Roff Manpage": "Roff",
    "SQLPL": "SQL",
    "TSQL": "SQL",
    "Unix Assembly": "Assembly",
    "XML Property List": "XML",
    "desktop": "INI",
}


def family(language: str) -> str:
    return FAMILIES.get(language, language)
