"""Boxes, points and the few constructions on them that a diagram needs, in diagram pixels."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

NEAR = 0.01


class Point(NamedTuple):
    """A place on the plane; y grows downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """An upright rectangle by its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The x of the middle."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The y of the middle."""
        return self.y + self.h / 2

    def grown(self, by: float) -> "Box":
        """The same box with its sides moved outwards; a negative number moves them inwards."""
        return Box(self.x - by, self.y - by, max(self.w + 2 * by, 0), max(self.h + 2 * by, 0))

    def meets(self, other: "Box") -> bool:
        """Whether the two have a point in common."""
        across = self.x <= other.right and other.x <= self.right
        return across and self.y <= other.bottom and other.y <= self.bottom

    def holds(self, p: Point) -> bool:
        """Whether the point lies in the box or on its sides."""
        return self.x <= p.x <= self.right and self.y <= p.y <= self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these; raises ValueError when there are none."""
    held = list(boxes)
    left, top = min(b.x for b in held), min(b.y for b in held)
    right, bottom = max(b.right for b in held), max(b.bottom for b in held)
    return Box(left, top, right - left, bottom - top)


def around_points(points: Sequence[Point]) -> Box:
    """The smallest box that holds all of these points."""
    return around(Box(p.x, p.y, 0, 0) for p in points)


def along(a: Point, b: Point, distance: float) -> Point:
    """The point that lies ``distance`` from ``a`` on the way to ``b``."""
    length = math.dist(a, b)
    if length < NEAR:
        return a
    share = distance / length
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def without_repeats(points: Iterable[Point]) -> list[Point]:
    """The same line without points that follow one another at one place."""
    kept: list[Point] = []
    for p in points:
        if not kept or math.dist(kept[-1], p) > NEAR:
            kept.append(p)
    return kept


def middle(points: Sequence[Point]) -> tuple[Point, Point, Point]:
    """The half-way point of a line, and the ends of the straight part that it lies on."""
    pairs = list(pairwise(points))
    rest = sum(math.dist(a, b) for a, b in pairs) / 2
    for a, b in pairs:
        length = math.dist(a, b)
        if rest <= length:
            return along(a, b, rest), a, b
        rest -= length
    return points[-1], points[-2], points[-1]


def longest_part(points: Sequence[Point]) -> tuple[Point, Point]:
    """The ends of the longest straight part of a line; the first one of several."""
    pairs = list(pairwise(points))
    return max(pairs, key=lambda pair: math.dist(*pair))


def crossing(outline: Sequence[Point], inside: Point, outside: Point) -> Point:
    """Where the way from ``inside`` to ``outside`` leaves an outline; ``inside`` if never."""
    best, found = -1.0, inside
    closed = [*outline, outline[0]]
    for a, b in pairwise(closed):
        share = _share(inside, outside, a, b)
        if share is not None and share > best:
            best = share
            found = Point(
                inside.x + (outside.x - inside.x) * share, inside.y + (outside.y - inside.y) * share
            )
    return found


def _share(p: Point, q: Point, a: Point, b: Point) -> float | None:
    """How far along p→q it meets a→b, as a share between 0 and 1."""
    dx, dy, ex, ey = q.x - p.x, q.y - p.y, b.x - a.x, b.y - a.y
    cross = dx * ey - dy * ex
    if abs(cross) < NEAR * NEAR:
        return None
    t = ((a.x - p.x) * ey - (a.y - p.y) * ex) / cross
    u = ((a.x - p.x) * dy - (a.y - p.y) * dx) / cross
    return t if 0 <= t <= 1 and 0 <= u <= 1 else None


def inside_outline(outline: Sequence[Point], p: Point) -> bool:
    """Whether a point lies within a convex outline, a pixel or more from its sides."""
    closed = [*outline, outline[0]]
    sides = [
        ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / (math.dist(a, b) or 1)
        for a, b in pairwise(closed)
    ]
    return all(s > 1 for s in sides) or all(s < -1 for s in sides)


def rectangle(box: Box) -> list[Point]:
    """The corners of a box, clockwise."""
    return [
        Point(box.x, box.y),
        Point(box.right, box.y),
        Point(box.right, box.bottom),
        Point(box.x, box.bottom),
    ]


def diamond(box: Box) -> list[Point]:
    """The corners of the diamond in a box, clockwise from the top."""
    return [
        Point(box.cx, box.y),
        Point(box.right, box.cy),
        Point(box.cx, box.bottom),
        Point(box.x, box.cy),
    ]


def hexagon(box: Box) -> list[Point]:
    """The corners of the flat-topped hexagon in a box, clockwise."""
    inset = min(box.w / 4, box.h / 2)
    return [
        Point(box.x + inset, box.y),
        Point(box.right - inset, box.y),
        Point(box.right, box.cy),
        Point(box.right - inset, box.bottom),
        Point(box.x + inset, box.bottom),
        Point(box.x, box.cy),
    ]


def ellipse(box: Box, corners: int = 48) -> list[Point]:
    """A polygon close to the ellipse in a box."""
    steps = (2 * math.pi * i / corners for i in range(corners))
    return [
        Point(box.cx + box.w / 2 * math.cos(a), box.cy + box.h / 2 * math.sin(a)) for a in steps
    ]
