import pytest

from polyglint.errors import FatalError
from polyglint.git.integrity import check_index, check_trees


def test_an_index_that_is_not_there_is_not_damaged(tmp_path):
    check_index(tmp_path / "index")


def test_an_index(repository):
    repository.add("a.py")
    index = repository.root / ".git" / "index"
    check_index(index)
    index.write_bytes(index.read_bytes()[:-1])
    with pytest.raises(FatalError, match="index: a damaged index; `git read-tree HEAD` makes"):
        check_index(index)


def test_trees(repository):
    repository.add("a.py")
    repository.commit()
    one = repository.git("rev-parse", "HEAD^{tree}").decode().strip()
    repository.add("sub/b.py")
    repository.commit()
    other = repository.git("rev-parse", "HEAD^{tree}").decode().strip()
    check_trees(repository.root, [one, other, one])
    objects = repository.root / ".git" / "objects"
    places = {name: objects / name[:2] / name[2:] for name in (one, other)}
    places[other].chmod(0o644)
    places[other].write_bytes(places[one].read_bytes())
    with pytest.raises(FatalError, match=f"object {other} is damaged; try `git fsck`"):
        check_trees(repository.root, [one, other])
    places[other].unlink()
    with pytest.raises(FatalError, match=f"has no object {other}; try `git fsck`"):
        check_trees(repository.root, [one, other])
