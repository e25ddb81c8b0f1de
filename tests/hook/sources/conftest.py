import pytest


def contents(found):
    return {file.path: file.content() for file in found}


@pytest.fixture
def history(repository):
    """Two commits, an edit that is staged, one that is not, and a file that nobody tracks."""
    repository.add("a.py", "a1\n")
    repository.add("src/b.py", "b1\n")
    repository.add(".gitattributes", "*.py linguist-language=Perl\n")
    repository.add("src/.gitattributes", "b.py linguist-generated\n")
    repository.commit()
    repository.add("a.py", "a2\n")
    repository.git("rm", "-q", "--", "src/.gitattributes")
    repository.commit()
    repository.add("a.py", "a3\n").write_text("a4\n")
    repository.write("c.py")
    return repository
