"""What two versions differ in, as marks on the diagrams of both."""

import re
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
SIGNS: Mapping[Weight, str] = {"add": "+", "chg": "±", "del": "−", "same": "="}


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
    return Pictures(
        _marked(before, gone, titles[0], "truoc"), _marked(after, come, titles[1], "sau")
    )


def anchor_of(key: str) -> str:
    """The mark of a difference, behind ``truoc-`` in the picture of before and ``sau-`` in that of
    what is new."""
    return re.sub(r"[^\w.]+", "-", key)


_WEIGHTS: Mapping[str, Weight] = {"added": "add", "removed": "del"}


def _marked(files: Files, told: list[Told], title: str, which: str) -> str | None:
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    if manifest is None or not told:
        return None
    flows = _flows(files, manifest.process)
    marks: dict[str, Weight] = {}
    anchors: dict[str, str] = {}
    for one in told:
        element = flows.get(one.key, one.key)
        marks.setdefault(element, _WEIGHTS.get(one.what, "chg"))
        anchors.setdefault(element, f"{which}-{anchor_of(one.key)}")
    return marked_drawing(files, manifest.process, marks, title=title, anchors=anchors)


def _flows(files: Files, process: str) -> Mapping[str, str]:
    """The flow of the drawing that each way between two elements is."""
    try:
        root = read_document(files[process], file=process).root
        scopes = read_graph({process: root}, process_file=process).scopes.values()
    except (KeyError, DocumentRefused):
        return {}
    return {key: flow for scope in scopes for flow, key in flow_keys(scope).items()}


def marked_drawing(
    files: Files,
    path: str,
    marks: Mapping[str, Weight],
    *,
    title: str,
    anchors: Mapping[str, str] | None = None,
) -> str | None:
    """The drawing at this path with a sign at each element, to which its anchor leads; ``None``
    where nothing is marked or drawn."""
    if not marks:
        return None
    named = anchors or {}
    pins = [
        Pin(key, SIGNS.get(weight, ""), weight, named.get(key, "")) for key, weight in marks.items()
    ]
    try:
        return draw(read_document(files[path], file=path).root, title=title, pins=pins)
    except (KeyError, DocumentRefused, NoDiagram, UnreadableDiagram):
        return None
