import re

from engine.workflow.draw import State, colour, draw
from tests.unit.draw.reading import SVG, group
from tests.unit.draw.sheets import bpmn, edge, every_element, shape

MODEL = (
    '<task id="a" name="Một"/><task id="b" name="Hai"/>'
    '<sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
)
DI = shape("a", (0, 0, 100, 80)) + shape("b", (200, 0, 100, 80)) + edge("f", (100, 40), (200, 40))
PLAIN = draw(bpmn(MODEL, DI), title="Hai bước")
STATES: dict[str, State] = {"a": "done", "b": "now", "f": "done"}


def _classes(svg: str, identity: str) -> set[str]:
    return set((group(svg, identity).get("class") or "").split())


def _marks(svg: str, identity: str) -> list[str]:
    paths = group(svg, identity).iter(SVG + "path")
    return [p.get("class", "") for p in paths if p.get("class", "").startswith("mk")]


def test_a_state_is_a_class_on_the_element_and_on_no_other() -> None:
    svg = colour(PLAIN, {"a": "next"})
    assert "next" in _classes(svg, "a")
    assert not {"done", "now", "next"} & _classes(svg, "b")


def test_done_and_now_carry_a_mark_besides_their_colour() -> None:
    svg = colour(PLAIN, STATES)
    assert _marks(svg, "a") == ["mk"]
    assert _marks(svg, "b") == ["mk pt"]
    assert _marks(svg, "f") == []


def test_drawing_with_states_is_drawing_and_colouring() -> None:
    assert draw(bpmn(MODEL, DI), title="Hai bước", states=STATES) == colour(PLAIN, STATES)


def test_a_new_colouring_replaces_the_earlier_one() -> None:
    assert colour(colour(PLAIN, STATES), {"a": "now"}) == colour(PLAIN, {"a": "now"})


def test_colouring_with_nothing_gives_the_plain_picture_back() -> None:
    sheet = draw(every_element(), title="Mọi hình")
    names: dict[str, State] = dict.fromkeys(re.findall(r'data-element-id="([^"]+)"', sheet), "done")
    assert colour(sheet, names) != sheet
    assert colour(colour(sheet, names), {}) == sheet


def test_ids_that_are_not_in_the_picture_are_passed_over() -> None:
    assert colour(PLAIN, {"gone": "now"}) == PLAIN
