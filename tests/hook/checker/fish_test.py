import time

import pytest

from polyglint.checker.fish import is_fish
from polyglint.checker.unmistakable import unmistakable
from polyglint.linguist.claim import claim

GREET = """function greet -d 'say hello'
    for name in $argv
        if test -n "$name"
            echo "hello $name"
        else if true
            echo nobody
        else
            echo nobody at all
        end
    end
end
"""
SET = """set -gx EDITOR vim
if not set -q PAGER
    set -U PAGER less
end
switch (uname)
    case Linux
        echo 1
end
"""
READ = """while read -l line
    set -l parts (string split : $line)
    echo $parts[1]; and echo 2
end < list
"""
PROMPT = "function fish_right_prompt\n    date '+%H:%M'\nend\n"
STATUS = """if status --is-interactive
    begin
        set --local a 1
        echo $a
    end | cat
end
"""
SHELL = 'greet() {\n  for name in "$@"; do\n    echo "$name"\n  done\n}\n'


@pytest.mark.parametrize("text", [GREET, SET, READ, PROMPT, STATUS, GREET + SET])
def test_fish(text):
    assert is_fish(text)
    found = unmistakable(text, claim("install.sh", text, {}))
    assert found.code == "PG101"
    assert found.language == "fish"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SHELL, id="another shell"),
        pytest.param(SHELL + GREET, id="both"),
        pytest.param("set -g mouse on\n", id="settings of tmux"),
        pytest.param("if a then\n  set -x b\nend\nend\n", id="more ends than blocks"),
        pytest.param("def a\n  if b\n    c\n  end\nend\n", id="Ruby"),
        pytest.param("function a(b)\n  return b\nend\n", id="Lua"),
        pytest.param('cat <<E\nend\nE\nset -e x\necho "$argv"\n', id="a word in a document"),
        pytest.param("", id="empty"),
    ],
)
def test_no_fish(text):
    assert not is_fish(text)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        pytest.param("a.fish", "", id="by its name"),
        pytest.param("a.sh", "#!/usr/bin/env fish\n", id="by its shebang"),
        pytest.param("a.rb", "", id="a language with such blocks"),
        pytest.param("a.md", "", id="a document"),
    ],
)
def test_only_a_claim_of_other_shells_is_contradicted(path, first):
    assert unmistakable(first + GREET, claim(path, first + GREET, {})) is None


@pytest.mark.parametrize("text", ["end\n" * 200_000, "else " * 200_000, "set -a " * 150_000])
def test_no_text_takes_long(text):
    began = time.process_time()
    is_fish(text)
    assert time.process_time() - began < 5
