import pytest

from polyglint.linguist.claim import claim
from polyglint.linguist.template_names import TEMPLATES, template_engine
from polyglint.results import NotJudged


@pytest.mark.parametrize(
    ("path", "engine"),
    [
        pytest.param("app/views/order/list.scala.html", "Twirl", id="Twirl"),
        pytest.param("app/views/mail.scala.txt", "Twirl", id="Twirl's text"),
        pytest.param("views/Main.rocker.html", "Rocker", id="Rocker"),
        pytest.param("mail/welcome.vm.html", "Velocity", id="Velocity"),
        pytest.param("src/order.vm.ts", None, id="a model of a view"),
        pytest.param("nginx/site.j2.conf", "Jinja", id="Jinja"),
        pytest.param("roles/web/Main.JINJA2.Yml", "Jinja", id="capitals"),
        pytest.param("mail/order.hbs.html", "Handlebars", id="Handlebars"),
        pytest.param("page.mustache.html", "Mustache", id="Mustache"),
        pytest.param("page.html.twig", None, id="whose extension is the last"),
        pytest.param("src/list.tpl.html", "an engine of its project's choice", id="tpl"),
        pytest.param("src/index.tmpl.ts", "an engine of its project's choice", id="tmpl"),
        pytest.param("Views/Home/Index.vbhtml", "Razor", id="a page in Visual Basic"),
        pytest.param("Views/Home/Index.Mobile.vbhtml", "Razor", id="one for telephones"),
        pytest.param("src/Index.vb", None, id="Visual Basic"),
        pytest.param("src/jinja.py", None, id="a module of that name"),
        pytest.param(".erb.py", None, id="no name before it"),
        pytest.param("a.erb.d/main.py", None, id="a directory"),
        pytest.param("src/Main.scala", None, id="Scala"),
        pytest.param("cloud/stack.template.yaml", None, id="a template of CloudFormation is YAML"),
    ],
)
def test_template_engine(path, engine):
    assert template_engine(path) == engine


def test_a_template_is_not_judged_unless_somebody_says_what_it_is():
    path, text = "app/views/a.scala.html", "@(x: Int)\n<b>@x</b>\n"
    reason = "named as a template of Twirl, which may hold any language"
    assert claim(path, text, {}) == NotJudged(reason)
    assert claim(path, text, {"linguist-language": "HTML"}) == NotJudged(reason)
    assert claim(path, f"<!-- polyglint: language=HTML -->\n{text}", {}).languages == ("HTML",)
    assert claim(path, text, {}, ("Scala",)).allowed == ("HTML", "Scala")


def test_no_engine_is_named_twice():
    firsts = [first for _, row, _ in TEMPLATES for first in row]
    assert len(firsts) == len({*firsts})
