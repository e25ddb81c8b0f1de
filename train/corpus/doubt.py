"""Labels to doubt: files that their own grammar refuses and a compatible language's accepts.

A C++ header in a directory of C, a TypeScript file that is called JavaScript: the name is wrong or
the file is both, and it teaches neither. Languages without a grammar are not doubted.
"""

from polyglint.checker.syntax import has_grammar, syntax
from polyglint.linguist.compatible import compatible_with

REASON = "in doubt"
REFUSED = 0.01  # of the bytes under errors, from which on a text is none of a grammar's language
# Their grammars accept nearly any text, so their word is worth nothing.
PERMISSIVE = frozenset(("Clojure", "Emacs Lisp", "HTML", "Markdown", "TeX", "YAML"))
ACCEPTED = 0.005  # up to which the grammar or the author may slip


def in_doubt(language: str, text: str) -> bool:
    """Whether a language's grammar refuses a text that a compatible language's accepts."""
    compatible = sorted(compatible_with(language) - {language} - PERMISSIVE)
    rivals = [name for name in compatible if has_grammar(name)]
    if not rivals or not has_grammar(language):
        return False
    own = syntax(text, language)
    if own is None or own.errors < REFUSED:
        return False
    found = (syntax(text, name) for name in rivals)
    return any(other is not None and other.errors <= ACCEPTED for other in found)
