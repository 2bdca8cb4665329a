"""A draft or a version beside the approved decision: each row, and where it is on the diagram."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.designing.looked import Looked
from engine.designing.to_read import Text
from engine.publishing.decided import Compared, Totals, rows_read, steps_read, totals
from engine.publishing.differing.drawn import SIGNS, anchor_of
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, Weight, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults.refusals import DocumentRefused


@dataclass(frozen=True, slots=True)
class Conformance:
    """Every row that can be compared, whatever other faults there are. ``diagram``: SVG with a mark
    at each step, one for those that agree and another for those that differ; ``None``: it can't be
    drawn."""

    rows: tuple[Compared, ...]
    totals: Totals | None
    diagram: str | None
    works: Mapping[str, str]
    """What the decision calls the work of each step."""
    names: Mapping[str, str]
    """What the diagram calls each step."""

    @property
    def anchors(self) -> Mapping[str, str]:
        """The id of each row's mark in the diagram, of rows that have one."""
        ids = {row.step: _anchor(row.step) for row in self.rows}
        drawn = self.diagram or ""
        return {step: one for step, one in ids.items() if f'id="{one}"' in drawn}


def conformance(text: Text, looked: Looked) -> Conformance:
    """The text, of which ``looked`` tells, row by row."""
    manifest = looked.manifest
    if manifest is None or not looked.decided:
        return Conformance(looked.decided, None, _drawn(text, looked), {}, {})
    return Conformance(
        rows=looked.decided,
        totals=totals(text.files, manifest),
        diagram=_drawn(text, looked),
        works={row.step: row.work for row in rows_read(text.files, manifest)},
        names={element: step.name for element, step in steps_read(text.files).items()},
    )


def _anchor(step: str) -> str:
    return f"dong-{anchor_of(step)}"


def _drawn(text: Text, looked: Looked) -> str | None:
    drawings = sorted(path for path in text.files if path.endswith(".bpmn"))
    path = looked.manifest.process if looked.manifest else next(iter(drawings), "")
    weights: dict[str, Weight] = {
        row.step: "same" if row.verdict == "same" else "chg" for row in looked.decided
    }
    pins = [Pin(step, SIGNS[one], one, _anchor(step)) for step, one in weights.items()]
    try:
        root = read_document(text.files[path], file=path).root
        return draw(root, title="Sơ đồ bên quyết định", pins=pins)
    except (KeyError, DocumentRefused, NoDiagram, UnreadableDiagram):
        return None
