import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.workflow.draw import NoDiagram, UnreadableDiagram, colour, draw
from tests.unit.draw.reading import group, identities, parsed, texts
from tests.unit.draw.sheets import bpmn, edge, every_element, shape

TWO = '<task id="a" name="Một"/><task id="b" name="Hai"/>'
FLOW = '<sequenceFlow id="f" sourceRef="a" targetRef="b" name="Sang"/>'
A, B = shape("a", (0, 0, 100, 80)), shape("b", (200, 0, 100, 80))
NOWHERE = '<bpmndi:BPMNShape id="b_di" bpmnElement="b"/>'


@pytest.mark.parametrize(
    "lost",
    [
        NOWHERE,
        B.replace('x="200"', 'x="NaN"'),
        B.replace('x="200"', 'x="1e300"'),
        B.replace('width="100"', 'width="-5"'),
        B.replace('height="80"', 'height="cao"'),
    ],
)
def test_a_shape_without_a_usable_place_stands_below_the_others(lost: str) -> None:
    svg = draw(bpmn(TWO + FLOW, A + lost + edge("f", (100, 40), (200, 40))), title="")
    assert identities(svg) == {"a": 1, "b": 1, "f": 1}
    (body, *_) = group(svg, "b")
    assert float(body.get("y") or "nan") > 80


def test_a_flow_without_waypoints_goes_straight_from_border_to_border() -> None:
    svg = draw(bpmn(TWO + FLOW, A + B + edge("f")), title="")
    assert group(svg, "f")[0].get("d") == "M100 40L193 40"
    assert texts(svg)["Sang"] == 1


def test_one_waypoint_is_better_than_none() -> None:
    model = TWO + '<sequenceFlow id="f" sourceRef="a" targetRef="gone"/>'
    svg = draw(bpmn(model, A + B + edge("f", (160, 40))), title="")
    assert group(svg, "f")[0].get("d") == "M100 40L153 40"


def test_a_flow_that_nothing_places_is_left_out_and_the_rest_is_drawn() -> None:
    model = TWO + '<sequenceFlow id="f" sourceRef="gone" targetRef="away"/>'
    svg = draw(bpmn(model, A + B + edge("f")), title="")
    assert identities(svg) == {"a": 1, "b": 1}


def test_a_shape_of_nothing_is_drawn_as_a_dashed_box() -> None:
    svg = draw(bpmn(TWO, A + shape("gone", (200, 0, 100, 80))), title="")
    assert group(svg, "gone")[0].get("stroke-dasharray")


def test_an_edge_of_nothing_is_drawn_as_a_dotted_line() -> None:
    svg = draw(bpmn(TWO, A + B + edge("gone", (100, 40), (200, 40))), title="")
    assert group(svg, "gone")[0].get("stroke-dasharray")


def test_a_reference_may_carry_a_namespace_prefix() -> None:
    svg = draw(bpmn(TWO, A.replace('"a"', '"p:a"')), title="")
    assert identities(svg) == {"a": 1}


@pytest.mark.parametrize("di", ["", NOWHERE, edge("f", (0, 0), (1, 1))])
def test_a_file_without_any_place_is_refused_in_words(di: str) -> None:
    with pytest.raises(NoDiagram, match="không có phần hình vẽ"):
        draw(bpmn(TWO + FLOW, di), title="")


def test_an_unknown_page_is_refused() -> None:
    with pytest.raises(NoDiagram):
        draw(bpmn(TWO, A), title="", page="b")


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"khong phai xml",
        b"<definitions>",
        b'<!DOCTYPE x [<!ENTITY e "a">]><definitions>&e;</definitions>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><definitions/>',
    ],
)
def test_xml_that_is_broken_or_dangerous_is_refused(xml: bytes) -> None:
    with pytest.raises(UnreadableDiagram):
        draw(xml, title="")


def test_nothing_in_a_name_or_id_becomes_markup() -> None:
    evil = "&lt;/g>&lt;script>alert(1)&lt;/script>&quot; onload=&quot;x"
    model = f'<task id="{evil}" name="{evil}"/>'
    svg = draw(bpmn(model, shape(evil, (0, 0, 400, 80))), title="</title><script>")
    root = parsed(svg)
    assert "<script" not in svg
    assert not [e for e in root.iter() if e.get("onload")]
    assert len(identities(svg)) == 1
    shown = colour(svg, {'</g><script>alert(1)</script>" onload="x': "done"})
    assert 'class="ac done"' in shown
    parsed(shown)


def test_an_element_already_read_is_drawn_like_its_file() -> None:
    xml = every_element()
    assert draw(etree.fromstring(xml), title="Sơ đồ") == draw(xml, title="Sơ đồ")


HEAD, BODY = every_element().split(b"<process", 1)
PARTS = re.findall(rb' [a-zA-Z]+="[^"]*"|<(?:dc|di):[^>]*/>|<[a-zA-Z]+/>', BODY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=40, unique=True))
def test_a_file_with_pieces_torn_out_never_breaks_the_drawing(torn: list[bytes]) -> None:
    body = BODY
    for part in torn:
        body = body.replace(part, b"")
    parsed(draw(HEAD + b"<process" + body, title="Sơ đồ"))
