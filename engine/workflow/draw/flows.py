"""Flows, associations and links: lines with their ends (BPMN 2.0.2, clause 7.3.2)."""

import math
from collections.abc import Callable, Sequence

from lxml import etree

from engine.workflow.draw import icons
from engine.workflow.draw.events import EVENTS, GATEWAYS
from engine.workflow.draw.geometry import (
    Box,
    Point,
    along,
    around_points,
    crossing,
    diamond,
    ellipse,
    hexagon,
    inside_outline,
    middle,
    rectangle,
    without_repeats,
)
from engine.workflow.draw.labels import at_flow
from engine.workflow.draw.scene import Layer, Scene
from engine.workflow.draw.source import Edge, attribute, children, kind
from engine.workflow.draw.svg import group, polygon, rounded, tag

_DATA = frozenset({"dataInputAssociation", "dataOutputAssociation", "dataAssociation"})
_CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
_HEAD = 9.0
_Painter = Callable[[Edge, list[Point], etree._Element | None], str]


def paint_flow(scene: Scene, edge: Edge) -> None:
    """A line from one element to another; without waypoints a straight one, from edge to edge.

    A flow whose place nothing tells is left out: there is nothing to draw.
    """
    points = _points(scene, edge)
    if not points:
        return
    painter = _PAINTERS.get(edge.kind, _association)
    content = painter(edge, points, scene.diagram.find(edge.ends[0]))
    scene.put(
        Layer.FLOWS, group(edge.element_id, content, cls="ed"), around_points(points).grown(4)
    )
    scene.flows[edge.element_id] = points[len(points) // 2]
    words = _words(scene, edge)
    if words:
        scene.caption(edge, at_flow(words, points, edge.label))


def _points(scene: Scene, edge: Edge) -> list[Point]:
    """The line from the border of one element to the border of the other; empty if unknown."""
    points = without_repeats(edge.points)
    if len(points) <= 1:
        points = _straight(scene, edge, points)
    if len(points) <= 1:
        return []
    for end in edge.ends:
        box = scene.by_element.get(end or "")
        if end and box:
            points = _outside(points, _outline(scene.kinds[end], box))
        points.reverse()
    return points


def _straight(scene: Scene, edge: Edge, known: list[Point]) -> list[Point]:
    """From middle to middle; the one waypoint that is known stands in for an unknown end."""
    boxes = (scene.by_element.get(end or "") for end in edge.ends)
    ends = [Point(box.cx, box.cy) if box else next(iter(known), None) for box in boxes]
    return without_repeats(end for end in ends if end)


def _outline(name: str, box: Box) -> list[Point]:
    if name in EVENTS:
        return ellipse(box)
    if name in GATEWAYS:
        return diamond(box)
    return hexagon(box) if name in _CONVERSATIONS else rectangle(box)


def _outside(points: list[Point], outline: Sequence[Point]) -> list[Point]:
    """The line from where it leaves the shape that it begins in."""
    held = 0
    while held < len(points) and inside_outline(outline, points[held]):
        held += 1
    if held in {0, len(points)}:
        return points
    return [crossing(outline, points[held - 1], points[held]), *points[held:]]


def _words(scene: Scene, edge: Edge) -> str:
    if edge.name or not edge.di.get("messageVisibleKind"):
        return edge.name
    message = scene.diagram.find(attribute(edge.element, "messageRef"))
    return attribute(message, "name").strip()


def _sequence(edge: Edge, points: list[Point], source: etree._Element | None) -> str:
    content = _line(_shortened(points)) + _head(points)
    if source is None or edge.element is None:
        return content
    if source.get("default") == edge.element.get("id"):
        return content + _slash(points)
    conditional = next(children(edge.element, "conditionExpression"), None) is not None
    if conditional and kind(source) not in GATEWAYS | EVENTS:
        return content + _small_diamond(points)
    return content


def _message(edge: Edge, points: list[Point], _source: etree._Element | None) -> str:
    content = _line(_shortened(points), dashes="7 4") + _head(points, look="op")
    tail = along(points[0], points[1], 4)
    content += tag("circle", "op", cx=tail.x, cy=tail.y, r=3.5, stroke_width=1.3)
    shown = edge.di.get("messageVisibleKind")
    if shown:
        at, _, _ = middle(points)
        content += icons.envelope(at.x, at.y, 28, 19, shaded=shown == "non_initiating")
    return content


def _association(edge: Edge, points: list[Point], _source: etree._Element | None) -> str:
    content = _line(points, dashes="1.5 4")
    direction = attribute(edge.element, "associationDirection")
    if edge.kind in _DATA or direction in {"One", "Both"}:
        content += _open_head(points)
    if direction == "Both":
        content += _open_head(points[::-1])
    return content


def _link(_edge: Edge, points: list[Point], _source: etree._Element | None) -> str:
    """A conversation's link: two lines side by side, made of a broad one with its core cut out."""
    wide = tag("path", "e wide", d=rounded(points), stroke_width=5)
    return wide + tag("path", "core", d=rounded(points), stroke_width=2.5)


def _line(points: Sequence[Point], dashes: str = "") -> str:
    if not dashes:
        return tag("path", "e", d=rounded(points))
    cap = "round" if dashes.startswith("1") else "butt"
    return tag("path", "e", d=rounded(points), stroke_dasharray=dashes, stroke_linecap=cap)


def _shortened(points: Sequence[Point]) -> list[Point]:
    """The line up to the middle of its head, so that it doesn't show at the tip."""
    before, tip = points[-2], points[-1]
    return [*points[:-1], along(tip, before, min(_HEAD - 2, math.dist(tip, before) * 0.9))]


def _head(points: Sequence[Point], look: str = "h") -> str:
    tip, back = points[-1], along(points[-1], points[-2], _HEAD)
    left, right = _sideways(back, tip, 4)
    attributes: dict[str, float | str] = {"stroke_width": 1.3} if look != "h" else {}
    return tag("path", look, d=polygon([tip, left, right]), **attributes)


def _open_head(points: Sequence[Point]) -> str:
    tip, back = points[-1], along(points[-1], points[-2], _HEAD)
    left, right = _sideways(back, tip, 5)
    return tag("path", "e", d=rounded([left, tip, right], 0))


def _slash(points: Sequence[Point]) -> str:
    start, way = points[0], points[1]
    near, far = along(start, way, 7), along(start, way, 13)
    return tag("path", "e", d=rounded([_sideways(near, way, 6)[0], _sideways(far, way, 6)[1]]))


def _small_diamond(points: Sequence[Point]) -> str:
    start, way = points[0], points[1]
    left, right = _sideways(along(start, way, 8), way, 5)
    corners = [start, left, along(start, way, 16), right]
    return tag("path", "op", d=polygon(corners), stroke_width=1.3)


def _sideways(at: Point, towards: Point, by: float) -> tuple[Point, Point]:
    """The points on both sides of a line, at a right angle to it."""
    length = math.dist(at, towards) or 1
    dx, dy = (towards.x - at.x) / length * by, (towards.y - at.y) / length * by
    return Point(at.x - dy, at.y + dx), Point(at.x + dy, at.y - dx)


_PAINTERS: dict[str, _Painter] = {
    "sequenceFlow": _sequence,
    "messageFlow": _message,
    "conversationLink": _link,
}
