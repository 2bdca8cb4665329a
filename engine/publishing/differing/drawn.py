"""What two versions differ in, as marks on the diagrams of both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.publishing.differing.of_diagram import flow_keys
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, Weight, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults.refusals import DocumentRefused
from engine.workflow.reading.graph_reading import read_graph

Files = Mapping[str, bytes]
SIGNS: Mapping[Weight, str] = {"add": "+", "chg": "±", "del": "−"}


class Told(Protocol):
    """A difference, as a comparison or a page has it."""

    @property
    def kind(self) -> str:
        """What it is about."""

    @property
    def what(self) -> str:
        """Added, removed, changed."""

    @property
    def key(self) -> str:
        """The thing's name among those of its kind."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """SVG of both diagrams with a mark at each element that is new or other, and at each that is
    gone or other; nothing where there is none to mark or to draw."""

    before: str | None = None
    after: str | None = None


def pictures(
    before: Files | None, after: Files | None, found: Iterable[Told], titles: tuple[str, str]
) -> Pictures:
    """The two diagrams; a first version has none to mark."""
    if before is None or after is None:
        return Pictures()
    told = [one for one in found if one.kind in ("step", "route")]
    gone = [one for one in told if one.what in ("removed", "changed")]
    come = [one for one in told if one.what != "removed"]
    return Pictures(_marked(before, gone, titles[0]), _marked(after, come, titles[1]))


_WEIGHTS: Mapping[str, Weight] = {"added": "add", "removed": "del"}


def _marked(files: Files, told: list[Told], title: str) -> str | None:
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    if manifest is None or not told:
        return None
    flows = _flows(files, manifest.process)
    marks: dict[str, Weight] = {}
    for one in told:
        weight = _WEIGHTS.get(one.what, "chg")
        marks.setdefault(flows.get(one.key, one.key), weight)
    return marked_drawing(files, manifest.process, marks, title=title)


def _flows(files: Files, process: str) -> Mapping[str, str]:
    """The flow of the drawing that each way between two elements is."""
    try:
        root = read_document(files[process], file=process).root
        scopes = read_graph({process: root}, process_file=process).scopes.values()
    except (KeyError, DocumentRefused):
        return {}
    return {key: flow for scope in scopes for flow, key in flow_keys(scope).items()}


def marked_drawing(
    files: Files, path: str, marks: Mapping[str, Weight], *, title: str
) -> str | None:
    """The drawing at this path with a sign at each element; ``None`` where nothing is marked or
    drawn."""
    if not marks:
        return None
    pins = [Pin(key, SIGNS.get(weight, ""), weight) for key, weight in marks.items()]
    try:
        return draw(read_document(files[path], file=path).root, title=title, pins=pins)
    except (KeyError, DocumentRefused, NoDiagram, UnreadableDiagram):
        return None
