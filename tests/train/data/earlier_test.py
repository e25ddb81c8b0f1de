from train.data.earlier import earlier_projects
from train.data.split import TEST, TRAIN

SOURCES = """\
language\tregistry\tpackage\tversion\tlicence
Crystal\tgit\tone/shards\t1\t
Crystal\tgit\tTwo/Shards\t1\t
Crystal\tgit\tthree/shards\t1\t
Crystal\tgit\tfour/shards\t1\t
Elm\tnpm\tnode-elm-things\t1\t
Elm\tdebian\telm-things-doc\t1\t
"""


def test_what_taught_the_weights_and_is_not_here(tmp_path):
    table = tmp_path / "sources.tsv"
    table.write_text(SOURCES)
    known = {
        "one/shards": TRAIN,
        "two/shards": TRAIN,
        "three/shards": TEST,
        "elm-things": TRAIN,
        "not/listed": TRAIN,
    }
    assert earlier_projects(known, {"one/shards"}, table) == {"Crystal": 1, "Elm": 1}
    assert earlier_projects({}, (), table) == {}
