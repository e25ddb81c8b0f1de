"""The files of a repository that git keeps for itself."""

import hashlib


def object_of(repository, revision):
    name = repository.git("rev-parse", revision).decode().strip()
    return repository.root / ".git" / "objects" / name[:2] / name[2:]


def put(file, content):
    file.chmod(0o644)
    file.write_bytes(content)


def state(directory):
    """Hashes of all that is in a directory."""
    files = [path for path in directory.rglob("*") if path.is_file() and path.suffix != ".py"]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
