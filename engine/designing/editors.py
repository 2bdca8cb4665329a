"""Drawings that came from another editor: by which, what of them was read, what a machine mends."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.designing.looked import Files, Looked
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import ACTIVITY_TAGS, EVENT_TAGS, GATEWAY_TAGS, read_drawing
from engine.workflow.reading.faults.refusals import DocumentRefused

LEFT_OUT = frozenset({"foreign.unclear", "foreign.ignored", "foreign.other", "foreign.code"})
LONGEST = 80
"""Letters of the editor's name."""


@dataclass(frozen=True, slots=True)
class EditorFile:
    """A drawing of another editor: what stands in it and was read, how many places a machine mends,
    and whether extensions of the editor have no effect here."""

    file: str
    editor: str
    activities: int
    gateways: int
    events: int
    flows: int
    mendable: int
    left_out: bool


def of_other_editors(files: Files, looked: Looked) -> tuple[EditorFile, ...]:
    """The drawings that name their editor."""
    return tuple(_told(files, looked))


def _told(files: Files, looked: Looked) -> Iterator[EditorFile]:
    for path in sorted(files):
        if not path.endswith((".bpmn", ".xml")):
            continue
        try:
            document = read_document(files[path], file=path)
        except DocumentRefused:
            continue  # said among the faults
        root = document.root
        name = (root.get("exporter") or "").partition(", http")[0].strip()
        if not name:
            continue
        drawing = read_drawing(document)
        tags = [node.tag for node in drawing.nodes()]
        mine = [one for one in looked.faults if one.file == path]
        yield EditorFile(
            file=path,
            editor=f"{name} {root.get('exporterVersion') or ''}".strip()[:LONGEST],
            activities=sum(tag in ACTIVITY_TAGS for tag in tags),
            gateways=sum(tag in GATEWAY_TAGS for tag in tags),
            events=sum(tag in EVENT_TAGS for tag in tags),
            flows=sum(len(scope.flows) for scope in drawing.scopes),
            mendable=sum(one.file == path for one in looked.mendable),
            left_out=any(one.code in LEFT_OUT for one in mine),
        )
