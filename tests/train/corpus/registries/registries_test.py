from train.corpus.registries import NAMES, family, registries


def test_every_name_has_a_client(tmp_path):
    assert tuple(registries(tmp_path)) == NAMES


def test_binary_and_source_packages_are_of_one_family():
    assert [family(name) for name in NAMES] == ["debian", "debian", "git", "npm", "pypi"]
