"""The diagram of a draft with marks at the elements that are talked about."""

from collections.abc import Mapping

from engine.designing.looked import Files, Looked
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, Weight, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults.refusals import DocumentRefused

SIGNS: Mapping[Weight, str] = {"add": "+", "chg": "±"}


def marked(files: Files, looked: Looked, marks: Mapping[str, Weight], *, title: str) -> str | None:
    """The main diagram with a sign at each element; ``None`` where nothing is marked or drawn."""
    if looked.manifest is None:
        return None
    return marked_drawing(files, looked.manifest.process, marks, title=title)


def marked_drawing(
    files: Files, path: str, marks: Mapping[str, Weight], *, title: str
) -> str | None:
    """The same of the drawing at this path."""
    if not marks:
        return None
    pins = [Pin(key, SIGNS.get(weight, ""), weight) for key, weight in marks.items()]
    try:
        return draw(read_document(files[path], file=path).root, title=title, pins=pins)
    except (KeyError, DocumentRefused, NoDiagram, UnreadableDiagram):
        return None
