"""What files say that no sentence tells: under its own name, so that nothing changes unseen."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.catalogue.manifest_fields import MANIFEST_FIELDS
from engine.catalogue.manifest_file import MANIFEST, TABLES
from engine.files import read_toml
from engine.publishing.differing.rows import Part
from engine.workflow.reading.extensions import ATTRIBUTES, STEP_TAGS, TTHC
from engine.workflow.reading.faults import BPMN

SHAPES = "http://www.omg.org/spec/BPMN/20100524/DI"
TEXT = "#"
_NODE = frozenset(
    {
        *("id", "name", "default", "attachedToRef", "cancelActivity", "isInterrupting"),
        *("triggeredByEvent", "calledElement"),
    }
)
_OUTLINED: Mapping[str, frozenset[str]] = {
    "sequenceFlow": frozenset({"name", "sourceRef", "targetRef"}),
    "conditionExpression": frozenset({TEXT, "type", "language"}),
    "process": frozenset({"id", "name"}),
    "message": frozenset({"id", "name"}),
    "signal": frozenset({"id", "name"}),
    "escalation": frozenset({"id", "name", "escalationCode"}),
    "error": frozenset({"id", "name", "errorCode"}),
    # Where elements stand follows from the ways between them, and steps tell their lanes.
    **dict.fromkeys(("incoming", "outgoing", "flowNodeRef"), frozenset({TEXT})),
    "lane": frozenset({"name"}),
    "scriptTask": _NODE | {"scriptFormat"},
    "script": frozenset({TEXT}),
    **dict.fromkeys(("timeDuration", "timeDate", "timeCycle", "condition"), frozenset({TEXT})),
    "loopCardinality": frozenset({TEXT}),
    "completionCondition": frozenset({TEXT}),
    "loopCondition": frozenset({TEXT}),
    "multiInstanceLoopCharacteristics": frozenset({"isSequential"}),
    "standardLoopCharacteristics": frozenset({"loopMaximum", "testBefore"}),
    **dict.fromkeys(("messageEventDefinition", "signalEventDefinition"), frozenset()),
}
"""Element of BPMN → what of it the outline of the diagram tells, beside the attributes of flow
nodes; ``#`` is its text."""
WORDS: Mapping[str, str] = {
    "source": "nguồn",
    "kind": "loại",
    "note": "ghi chú",
    "documentation": "mô tả",
    "name": "tên",
    "language": "ngôn ngữ",
    "text": "lời",
    "processRef": "quy trình",
    "version": "số bản",
    "when": "khi nào",
    "status": "trạng thái",
}
HOLDERS: Mapping[str, str] = {
    "participant": "Bên tham gia",
    "lane": "Làn",
    "laneSet": "Bộ làn",
    "textAnnotation": "Chú thích",
    "collaboration": "Khung sơ đồ",
    "definitions": "Tệp sơ đồ",
    "message": "Tin",
    "signal": "Tín hiệu",
    "process": "Quy trình",
}
"""Elements that have no part of their own in the outline, as people call them."""


class Rest:
    """What of one diagram is told nowhere else: by element that has a part of its own, and by what
    else holds it."""

    def __init__(self, root: etree._Element, known: frozenset[str]) -> None:
        self._known = known
        self.of: dict[str, dict[str, str]] = {}
        """Element with a part of its own → traits."""
        self.holders: list[tuple[etree._Element, dict[str, str]]] = []
        self._holder(root, root)

    def parts(self, path: str) -> Iterator[Part]:
        """What stands at no element that has a part of its own."""
        for element, told in self.holders:
            tag = _local(element)
            name = element.get("name") or element.get("id") or path
            where = f"{HOLDERS.get(tag, tag)} “{name}”"
            yield Part("route", f"{path}:{element.get('id') or tag}", where, told)

    def _holder(self, element: etree._Element, root: etree._Element) -> None:
        told: dict[str, str] = {}
        within = [(element, "")]
        while within:
            one, place = within.pop(0)
            told |= _traits(one, place)
            counts: dict[str, int] = {}
            for child in one:
                if not isinstance(child.tag, str) or child.tag.startswith(f"{{{SHAPES}}}"):
                    continue
                tag = _local(child)
                if child.get("id") in self._known or (tag in HOLDERS and child.get("id")):
                    self._holder(child, root)
                    continue
                counts[tag] = counts.get(tag, 0) + 1
                number = f" {counts[tag]}" if counts[tag] > 1 else ""
                inner = "" if tag == "extensionElements" else f"{WORDS.get(tag, tag)}{number}"
                within.append((child, ", ".join(filter(None, (place, inner)))))
        if not told:
            return
        if (known := element.get("id")) in self._known and known:
            self.of[known] = told
        else:
            self.holders.append((element, told))


def _traits(element: etree._Element, place: str) -> dict[str, str]:
    told: dict[str, str] = {}
    hidden = _outlined(element)
    for name, value in element.items():
        local = str(name).rpartition("}")[2]
        # The name of a thing inside another says nothing: what points at it is told.
        if local in hidden or (place and local == "id"):
            continue
        told[", ".join(filter(None, (place, WORDS.get(local, local))))] = str(value)
    content = (element.text or "").strip()
    if content and TEXT not in hidden:
        told[place or "nội dung"] = content
    return told


def _outlined(element: etree._Element) -> frozenset[str]:
    tag = _local(element)
    if element.tag == f"{{{TTHC}}}{tag}":
        if tag == "source":  # steps tell it as their own note
            over = element.getparent()
            holder = over.getparent() if over is not None else None
            return ATTRIBUTES[tag] if holder is not None and holder.tag in STEP_TAGS else _NOTHING
        return ATTRIBUTES.get(tag, _NOTHING)
    if element.tag != f"{{{BPMN}}}{tag}":
        return _NOTHING
    return _OUTLINED.get(tag, _NODE if tag not in HOLDERS else _NOTHING)


_NOTHING: frozenset[str] = frozenset()


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


_OF_ENTRIES = ("code", "variant", "element", "kind", "said", "step")
"""What names an entry of a list in the manifest."""
_UNTOLD = frozenset({"version", "waits[].status", "results[].when"})


def rest_of_manifest(files: Mapping[str, bytes]) -> Iterator[Part]:
    """Every value of the manifest that no field of it tells."""
    told = {one.path for one in MANIFEST_FIELDS.fields} - _UNTOLD
    for general, path, value in _leaves(read_toml(files[MANIFEST]).tables, "", ""):
        if general not in told and not any(_free(name, general) for name in told):
            said = {"giá trị": _DEMO if value == "demo" else str(value)}
            yield Part("procedure", f"{MANIFEST}:{path}", _place(path), said)


_DEMO = "dữ liệu minh họa"


def _place(path: str) -> str:
    """Where the value stands, in words: what it is, and of which table or entry."""
    holder, _, key = path.rpartition(".")
    table, _, entry = holder.partition(" ")
    named, *deeper = table.split(".")
    about = " ".join(filter(None, (TABLES.get(named, named), ".".join(deeper), entry)))
    return f"{about}, {WORDS.get(key, key)} ghi trong {MANIFEST}"


def _free(name: str, general: str) -> bool:
    """Whether the field has names of the package's own in it, and this is one."""
    first, star, last = name.partition("*")
    return bool(star) and general.startswith(first) and general.endswith(last)


def _leaves(value: object, general: str, path: str) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(one, f"{general}.{key}".lstrip("."), f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for at, one in enumerate(value, start=1):
            name = next((str(one[key]) for key in _OF_ENTRIES if key in one), str(at))
            yield from _leaves(one, f"{general}[]", f"{path} {name}")
    else:
        yield general, path, value
