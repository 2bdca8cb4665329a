"""Data, messages and artifacts (BPMN 2.0.2, clauses 8.4.1 and 10.4)."""

from engine.workflow.draw import icons
from engine.workflow.draw.activities import marker_row
from engine.workflow.draw.geometry import Box
from engine.workflow.draw.labels import Label, beside, from_left
from engine.workflow.draw.scene import Layer, Scene, mark_place
from engine.workflow.draw.source import Shape, attribute, children, flag
from engine.workflow.draw.svg import group, number, tag
from engine.workflow.draw.words import wrap

PAGES = frozenset({"dataObjectReference", "dataObject", "dataInput", "dataOutput"})
STORES = frozenset({"dataStoreReference", "dataStore"})


def paint_page(scene: Scene, shape: Shape, box: Box) -> None:
    """A sheet with a folded corner; an arrow says that it comes in or goes out."""
    fold = min(box.w, box.h) * 0.3
    x, y, r, b = (number(v) for v in (box.x, box.y, box.right, box.bottom))
    inner, low = number(box.right - fold), number(box.y + fold)
    content = tag("path", "f", d=f"M{x} {y}H{inner}L{r} {low}V{b}H{x}Z")
    content += tag("path", "l", d=f"M{inner} {y}V{low}H{r}", stroke_width=1.2)
    if shape.kind in {"dataInput", "dataOutput"}:
        content += _arrow(box, filled=shape.kind == "dataOutput")
    if _is_collection(scene, shape):
        content += marker_row(["parallel"], box)
    _finish(scene, shape, box, content)


def paint_store(scene: Scene, shape: Shape, box: Box) -> None:
    """A drum."""
    ring = min(box.h / 6, box.w / 5)
    low = number(box.bottom - ring)
    back = _arc(box, ring, "1", box.right, box.y + ring)
    outline = f"M{number(box.x)} {number(box.y + ring)}{back}V{low}"
    content = tag("path", "f", d=f"{outline}{_arc(box, ring, '1', box.x, box.bottom - ring)}Z")
    tops = (box.y + ring * (1 + 0.6 * i) for i in range(3))
    lines = "".join(
        f"M{number(box.x)} {number(y)}{_arc(box, ring, '0', box.right, y)}" for y in tops
    )
    content += tag("path", "l", d=lines, stroke_width=1.2)
    _finish(scene, shape, box, content)


def paint_message(scene: Scene, shape: Shape, box: Box) -> None:
    """An envelope that stands by itself."""
    content = icons.envelope(box.cx, box.cy, box.w, box.h, shaded=False)
    _finish(scene, shape, box, content)


def paint_note(scene: Scene, shape: Shape, box: Box) -> None:
    """A text annotation: a bracket at the left of its words."""
    x, y, b = (number(v) for v in (box.x, box.y, box.bottom))
    tip = number(box.x + min(10, box.w))
    content = tag("path", "l br", d=f"M{tip} {y}H{x}V{b}H{tip}", stroke_width=1.5)
    scene.put(Layer.NOTES, group(shape.element_id, content, cls="no"), box)
    words = next((c.text for c in children(shape.element, "text")), None) or ""
    if words.strip():
        room = Box(box.x + 6, box.y + 3, max(box.w - 8, 30), box.h - 6)
        scene.caption(shape, from_left(words, room))


def paint_group(scene: Scene, shape: Shape, box: Box) -> None:
    """A dash-dotted frame around elements of one category."""
    content = tag(
        "rect",
        "l gr",
        x=box.x,
        y=box.y,
        width=box.w,
        height=box.h,
        rx=10,
        stroke_dasharray="10 4 2 4",
        stroke_width=1.3,
    )
    scene.put(Layer.NOTES, group(shape.element_id, content, cls="no"), box)
    value = scene.diagram.find(attribute(shape.element, "categoryValueRef"))
    words = attribute(value, "value").strip()
    if not words:
        return
    if shape.label is not None:
        scene.caption(shape, beside(words, box, shape.label))
        return
    lines = wrap(words, max(box.w - 20, 60), 11)
    scene.caption(shape, Label(lines, box.cx, box.y - lines.height - 2))


def _arc(box: Box, ring: float, turn: str, x: float, y: float) -> str:
    """Half of a drum's rim, to the given end; ``turn`` 1 is its far half."""
    return f"A{number(box.w / 2)} {number(ring)} 0 0 {turn} {number(x)} {number(y)}"


def _arrow(box: Box, *, filled: bool) -> str:
    x, y = box.x + 5, box.y + 5
    data = f"M{number(x)} {number(y + 3)}h7v-3l5 5.5l-5 5.5v-3h-7z"
    return tag("path", "s" if filled else "l", d=data, stroke_width=1.1)


def _is_collection(scene: Scene, shape: Shape) -> bool:
    held = scene.diagram.find(attribute(shape.element, "dataObjectRef"))
    return bool(flag(shape.element, "isCollection") or flag(held, "isCollection"))


def _finish(scene: Scene, shape: Shape, box: Box, content: str) -> None:
    mark = mark_place(box, inside=False)
    scene.put(Layer.NODES, group(shape.element_id, content, cls="da", mark=mark), box)
    stated = attribute(next(children(shape.element, "dataState"), None), "name").strip()
    words = "\n".join(filter(None, (shape.name, stated and f"[{stated}]")))
    if words:
        scene.caption(shape, beside(words, box, shape.label))
