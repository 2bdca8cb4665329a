"""Templates in the ways of this house say what Jinja's own would."""

from jinja2 import DictLoader, Environment
from markupsafe import Markup

from engine.queries.views.case import ChoiceView
from web.frame.drawing import drawn_once
from web.frame.environment import PageEnvironment, shown

TEMPLATES = {
    "base": "<p>{% block a %}{% endblock %}</p>{% block b %}b{% endblock %}",
    "page": "{% extends 'base' %}{% from 'macros' import one, told %}{% set said = '<' %}"
    "{% block a %}{{ said }}{% for word in words %}{{ one(word) }}{% endfor %}{{ none }}"
    "{% call told(n) %}{{ words[0] }}{% endcall %}{% include 'part' %}{% endblock %}"
    "{% block b %}{{ super() }}{{ html }}{{ missing }}{% endblock %}",
    "part": "{% if words %}{{ words|length }}{% endif %}",
    "macros": "{% macro one(word) %}<b>{{ word }}</b>{% endmacro %}"
    "{% macro told(n) %}{{ n }}: {{ caller() }}{% endmacro %}",
}


class Alone(PageEnvironment):
    """The pages' environment without an application."""

    def __init__(self) -> None:
        Environment.__init__(self, loader=DictLoader(TEMPLATES), autoescape=True)


def _page() -> str:
    html = Markup("<i>&amp;</i>")
    return str(Alone().get_template("page").render(words=["a&b", "c"], n=1, html=html))


def test_a_page_is_escaped_once_and_whole() -> None:
    a = "&lt;<b>a&amp;b</b><b>c</b>None1: a&amp;b2"
    assert _page() == f"<p>{a}</p>b<i>&amp;</i>"


def test_what_needs_no_escaping_stays_what_it_is() -> None:
    assert [shown(one) for one in ("Hồ sơ", "'<", 7, None)] == ["Hồ sơ", "&#39;&lt;", "7", "None"]


def test_what_is_drawn_once_is_drawn_anew_for_other_values() -> None:
    text = "{% macro one(c) %}<b>{{ c.label }}</b>{% endmacro %}"
    draw = vars(Alone().from_string(text).module)["one"]
    first, renamed = ChoiceView("a", "A&B"), ChoiceView("a", "C")
    assert drawn_once(draw, first) is drawn_once(draw, ChoiceView("a", "A&B"))
    assert (drawn_once(draw, first), drawn_once(draw, renamed)) == ("<b>A&amp;B</b>", "<b>C</b>")
