"""New steps on a way of the drawing: element, flows, place in the lane, and room in the picture."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from engine.workflow.reading.drawn import SCOPE_TAGS, B, Flow, Node
from engine.workflow.reading.xml_text import Tag, XmlText

_SPACES = (
    ("http://www.omg.org/spec/BPMN/20100524/DI", "bpmndi"),
    ("http://www.omg.org/spec/DD/20100524/DC", "dc"),
    ("http://www.omg.org/spec/DD/20100524/DI", "di"),
)
_SHAPE, _BOUNDS, _POINT = (
    f"{{{space}}}{name}"
    for (space, _), name in zip(_SPACES, ("BPMNShape", "Bounds", "waypoint"), strict=True)
)
_HOLDERS = frozenset(f"{B}{tag}" for tag in (*SCOPE_TAGS, "participant", "lane"))
_WIDE, _HIGH, _GAP = 100.0, 80.0, 50.0


_Ways = tuple[Iterable[str], str]
"""The flows that come to a step, and the one that leaves it."""


class NewStep(NamedTuple):
    """A step to be put in: the id it would like, its name, its act."""

    wanted: str
    name: str
    act: str


def put_before(text: XmlText, node: Node, flows: Sequence[Flow], steps: Sequence[NewStep]) -> None:
    """Put the steps, one behind the other, on these flows before the node."""
    taken = {tag.id for tag in text.tags if tag.id}
    ids = [_free(step.wanted, taken) for step in steps]
    links = [_free(f"{one}_den_{after}", taken) for one, after in pairwise([*ids, node.id])]
    here = text.drawn(node.id)
    prefix = text.prefix(here)
    coming = [flow.id for flow in flows]
    for flow in flows:
        text.set(text.drawn(flow.id), "targetRef", ids[0])
    arriving = [coming, *([link] for link in links[:-1])]
    for step, one, came, link in zip(steps, ids, arriving, links, strict=True):
        text.put_behind(here, _step(text, here, step, one, (came, link)))
    for (one, after), link in zip(pairwise([*ids, node.id]), links, strict=True):
        way = f'<{prefix}sequenceFlow id="{link}" sourceRef="{one}" targetRef="{after}"/>'
        text.put_behind(here, way)
    _arrive_by(text, here, coming, links[-1])
    _in_the_lane(text, node.id, ids)
    _draw(text, node.id, coming, ids, links)


def _step(text: XmlText, here: Tag, step: NewStep, new_id: str, ways: _Ways) -> str:
    came, link = ways
    prefix = text.prefix(here)
    ours = f'<{prefix}extensionElements><{text.ours}act kind="{step.act}"/>'
    arriving = "".join(f"<{prefix}incoming>{one}</{prefix}incoming>" for one in came)
    return (
        f'<{prefix}userTask id="{new_id}" name="{escape(step.name)}">'
        f"{ours}</{prefix}extensionElements>"
        f"{arriving}<{prefix}outgoing>{link}</{prefix}outgoing></{prefix}userTask>"
    )


def _arrive_by(text: XmlText, here: Tag, coming: Sequence[str], link: str) -> None:
    """The node's own list of what comes to it."""
    listed = [one for one in here.children if one.name == f"{B}incoming"]
    mine = [one for one in listed if text.text(one).strip().rpartition(":")[2] in coming]
    for at, one in enumerate(mine):
        if at:
            text.drop(one)
        else:
            text.write(one, f"<{one.raw}>{link}</{one.raw}>")


def _in_the_lane(text: XmlText, node_id: str, ids: Iterable[str]) -> None:
    for ref in text.all(f"{B}flowNodeRef"):
        if text.text(ref).strip().rpartition(":")[2] == node_id:
            for one in ids:
                text.put_behind(ref, f"<{ref.raw}>{one}</{ref.raw}>")


def _draw(
    text: XmlText, node_id: str, coming: Sequence[str], ids: Sequence[str], links: Sequence[str]
) -> None:
    """Make room before the node's shape and draw the steps there; nothing where it has none."""
    shape = next((one for one in text.all(_SHAPE) if _drawn(one) == node_id), None)
    bounds = shape.child(_BOUNDS) if shape else None
    if shape is None or bounds is None:
        return
    x, y, _, high = _box(bounds)
    room = len(ids) * (_WIDE + _GAP)
    _make_room(text, shape, x, room, coming)
    draw, box, line = (text.prefix_of(*one) for one in _SPACES)
    middle, at = y + high / 2, x
    for one in ids:
        text.put_behind(
            shape,
            f'<{draw}BPMNShape id="{one}_hinh" bpmnElement="{one}"><{box}Bounds x="{_n(at)}" '
            f'y="{_n(middle - _HIGH / 2)}" width="{_n(_WIDE)}" height="{_n(_HIGH)}"/>'
            f"</{draw}BPMNShape>",
        )
        at += _WIDE + _GAP
    for place, link in enumerate(links):
        left = x + place * (_WIDE + _GAP) + _WIDE
        points = "".join(
            f'<{line}waypoint x="{_n(at)}" y="{_n(middle)}"/>' for at in (left, left + _GAP)
        )
        edge = f'<{draw}BPMNEdge id="{link}_hinh" bpmnElement="{link}">{points}</{draw}BPMNEdge>'
        text.put_behind(shape, edge)


def _make_room(text: XmlText, shape: Tag, x: float, room: float, coming: Sequence[str]) -> None:
    """Everything from here on moves to the right; what lies around it grows."""
    holders = {tag.id for tag in text.tags if tag.name in _HOLDERS}
    for tag in text.tags:
        if tag.name == _BOUNDS and _within(tag, shape.parent):
            left, _, wide, _ = _box(tag)
            holder = tag.parent
            if left >= x:
                text.set(tag, "x", _n(left + room))
            elif left + wide > x and holder and _drawn(holder) in holders:
                text.set(tag, "width", _n(wide + room))
        elif tag.name == _POINT and _within(tag, shape.parent):
            kept = tag.parent is not None and _drawn(tag.parent) in coming
            if not kept and _number(tag, "x") >= x:
                text.set(tag, "x", _n(_number(tag, "x") + room))


def _within(tag: Tag, plane: Tag | None) -> bool:
    return plane is not None and plane.start < tag.start < plane.close


def _drawn(shape: Tag) -> str:
    return shape.attributes.get("bpmnElement", "").rpartition(":")[2]


def _box(bounds: Tag) -> tuple[float, float, float, float]:
    x, y, wide, high = (_number(bounds, one) for one in ("x", "y", "width", "height"))
    return x, y, wide, high


def _number(tag: Tag, name: str) -> float:
    try:
        return float(tag.attributes.get(name, "0"))
    except ValueError:
        return 0.0


def _n(value: float) -> str:
    return str(int(value)) if value == int(value) else str(round(value, 3))


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name)
    return name
