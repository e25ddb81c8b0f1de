import pytest

from polyglint.errors import FatalError
from polyglint.git.hardening import options_against_programs


def test_what_names_a_program_is_switched_off(repository):
    for name in ("filter.lfs.clean", "filter.lfs.process", "filter.a.b c.smudge", "hook.x.command"):
        repository.git("config", name, "true")
    options = options_against_programs(repository.root)
    assert options[::2] == ["-c"] * 5
    assert options[1::2] == [
        "filter.a.b c.process=",
        "filter.a.b c.required=false",
        "filter.lfs.process=",
        "filter.lfs.required=false",
        "hook.x.enabled=false",
    ]


def test_settings_of_other_kinds_stay(repository):
    for name in ("user.name", "filterx.a.clean", "alias.hook", "hook.pre", "diff.filter.command"):
        repository.git("config", name, "true")
    assert options_against_programs(repository.root) == []


def test_a_name_that_no_option_can_say(repository):
    repository.git("config", "filter.a=b.clean", "true")
    with pytest.raises(FatalError, match=r"git's settings have a section filter\.a=b; rename it"):
        options_against_programs(repository.root)
