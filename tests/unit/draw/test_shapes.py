import re
from pathlib import Path

import pytest

from engine.workflow.draw import draw
from tests.unit.draw.reading import SVG, group, look, parsed
from tests.unit.draw.sheets import GATEWAYS, TASKS, TRIGGERS, bpmn, edge, every_element, shape

SHEET = draw(every_element(), title="Mọi hình")
EVENT_ROWS = ("start", "start beside", "catch", "throw", "boundary", "boundary beside", "end")


@pytest.mark.parametrize("row", range(7), ids=EVENT_ROWS)
def test_each_trigger_of_an_event_has_its_own_pictogram(row: int) -> None:
    columns = [*range(len(TRIGGERS) + 2), len(TRIGGERS) + 3]
    looks = {look(SHEET, f"e{row}_{column}") for column in columns}
    assert len(looks) == len(columns)


@pytest.mark.parametrize("row", range(7), ids=EVENT_ROWS)
def test_a_shared_event_definition_looks_like_one_of_its_own(row: int) -> None:
    signal = 1 + TRIGGERS.index("signal")
    assert look(SHEET, f"e{row}_{len(TRIGGERS) + 2}") == look(SHEET, f"e{row}_{signal}")


def test_the_place_of_an_event_in_the_flow_shows_without_words() -> None:
    message = 1 + TRIGGERS.index("message")
    looks = [look(SHEET, f"e{row}_{message}") for row in (0, 1, 2, 3, 5, 6)]
    assert len(set(looks)) == len(looks)
    assert look(SHEET, f"e2_{message}") == look(SHEET, f"e4_{message}")


def test_every_kind_of_task_gateway_and_data_looks_different() -> None:
    for row, count in ((7, len(TASKS) + 3), (8, 11), (9, len(GATEWAYS) + 3), (10, 9), (11, 6)):
        names = [f"e{row}_{column}" for column in range(count)]
        if row == 10:
            names.remove("e10_2")  # a state of data is told in words
        looks = {look(SHEET, name) for name in names}
        assert len(looks) == len(names), row


def test_every_kind_of_connection_looks_different() -> None:
    looks = {look(SHEET, f"f{i}") for i in range(1, 11)}
    # a directed association and one of data mean the same and look the same
    assert len(looks) == 9
    assert look(SHEET, "f7") == look(SHEET, "f9")


def test_an_exclusive_gateway_shows_its_cross_only_when_the_diagram_says_so() -> None:
    assert len(group(SHEET, "e9_0")) == 2
    assert len(group(SHEET, "e9_5")) == 1


def test_a_sub_process_is_open_when_its_steps_are_drawn() -> None:
    model = '<subProcess id="s" name="Con"><task id="t"/></subProcess>'
    alone = draw(bpmn(model, shape("s", (0, 0, 300, 200))), title="")
    opened = draw(
        bpmn(model, shape("s", (0, 0, 300, 200)) + shape("t", (90, 60, 100, 80))), title=""
    )
    assert 'class="bx"' not in alone
    assert 'class="bx"' in opened


def test_a_boundary_event_is_painted_over_its_task_and_a_flow_under_both() -> None:
    model = (
        '<boundaryEvent id="e" attachedToRef="t"/><task id="t"/>'
        '<sequenceFlow id="f" sourceRef="e" targetRef="t"/>'
    )
    di = shape("e", (60, 62, 36, 36)) + shape("t", (0, 0, 100, 80)) + edge("f", (78, 98), (78, 140))
    svg = draw(bpmn(model, di), title="")
    places = [svg.index(f'data-element-id="{name}"') for name in ("f", "t", "e")]
    assert places == sorted(places)


def test_lanes_are_painted_over_their_pool_whatever_their_order() -> None:
    model = '<participant id="pool" processRef="P"/><lane id="lane"/>'
    di = shape("lane", (30, 0, 570, 200)) + shape("pool", (0, 0, 600, 200))
    svg = draw(bpmn(model, di), title="")
    assert svg.index('"pool"') < svg.index('"lane"')


def test_a_flow_drawn_from_middle_to_middle_ends_at_the_borders() -> None:
    model = (
        '<task id="a"/><exclusiveGateway id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    )
    di = (
        shape("a", (0, 0, 100, 80)) + shape("b", (200, 15, 50, 50)) + edge("f", (50, 40), (225, 40))
    )
    line, head = group(draw(bpmn(model, di), title=""), "f")
    assert line.get("d") == "M100 40L193 40"
    assert (head.get("d") or "").startswith("M200 40L")


def test_the_page_of_a_sub_process_is_drawn_when_asked_for() -> None:
    model = '<subProcess id="s"><task id="inner"/></subProcess>'
    first = bpmn(model, shape("s", (0, 0, 100, 80)))
    second = bpmn(model, shape("inner", (0, 0, 100, 80)), plane="s")
    start = second.index(b"<bpmndi:BPMNDiagram")
    both = first.replace(b"</definitions>", second[start:])
    assert "inner" not in draw(both, title="")
    assert 'data-element-id="inner"' in draw(both, title="", page="s")


def test_the_view_is_cut_to_the_content() -> None:
    svg = draw(bpmn('<task id="t"/>', shape("t", (1000, 2000, 100, 80))), title="")
    assert parsed(svg).get("viewBox") == "988 1988 124 104"


def test_two_pictures_on_a_page_share_no_id() -> None:
    xml = bpmn('<task id="t"/>', shape("t", (0, 0, 100, 80)))
    pictures = [draw(xml, title=title, description="Một bước") for title in ("Một", "Hai")]
    ids = [{e.get("id") for e in parsed(svg).iter() if e.get("id")} for svg in pictures]
    assert not ids[0] & ids[1]


def test_a_reader_hears_title_and_description() -> None:
    xml = bpmn('<task id="t"/>', shape("t", (0, 0, 100, 80)))
    root = parsed(draw(xml, title="Khai sinh & khai tử", description="Hai <bước>"))
    named = (root.get("aria-labelledby") or "").split()
    told = {e.get("id"): e.text for e in root.iter(SVG + "title", SVG + "desc")}
    assert root.get("role") == "img"
    assert [told[name] for name in named] == ["Khai sinh & khai tử", "Hai <bước>"]


def test_markers_stand_side_by_side() -> None:
    model = (
        '<subProcess id="s" isForCompensation="true"><standardLoopCharacteristics/></subProcess>'
    )
    svg = draw(bpmn(model, shape("s", (0, 0, 100, 80))), title="")
    places = [p.get("transform") for p in group(svg, "s") if p.get("transform")]
    assert places == ["translate(32 70)", "translate(50 70)", "translate(68 70)"]


def test_every_class_of_the_markup_is_documented() -> None:
    page = Path("docs/reference/diagrams.md").read_text(encoding="utf-8")
    table = page[page.index("| class |") :]
    used = {name for names in re.findall(r' class="([^"]*)"', SHEET) for name in names.split()}
    layers = {name for name in used if re.fullmatch(r"y\d", name)}
    missing = used - layers - {"draw", "own"} - set(re.findall(r"`(\w+)`", table))
    assert not missing
