"""Ids and what points to them: every element has its own id, every reference ends somewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from engine.workflow.reading.drawn import NODE_TAGS, B, Drawing, Node, Scope
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.faults import Fault, fault

_ID = re.compile(r"[^\W\d][\w.\-]{0,254}")
# Names that SpiffWorkflow gives to specs of its own; an element of that name would replace them.
_RESERVED = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})
_RESERVED_ENDS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
_POINTERS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "messageRef": (("message",), "thông điệp (message)"),
    "signalRef": (("signal",), "tín hiệu (signal)"),
    "errorRef": (("error",), "lỗi (error)"),
    "escalationRef": (("escalation",), "báo cáo lên trên (escalation)"),
    "processRef": (("process",), "quy trình (process)"),
    "dataObjectRef": (("dataObject",), "dữ liệu (data object)"),
    "dataStoreRef": (("dataStore",), "kho dữ liệu (data store)"),
    "default": (("sequenceFlow",), "luồng tuần tự"),
    "attachedToRef": (tuple(NODE_TAGS), "công việc hoặc quy trình con"),
    "sourceRef": (tuple(NODE_TAGS), "phần tử trên luồng"),
    "targetRef": (tuple(NODE_TAGS), "phần tử trên luồng"),
}
_FREE_ENDS = frozenset({"association", "messageFlow", "conversationLink"})
_WITH_IDS = tuple(
    f"{{http://www.omg.org/spec/{space}}}*"
    for space in ("BPMN/20100524/MODEL", "BPMN/20100524/DI", "DD/20100524/DC", "DD/20100524/DI")
)
_LISTED = frozenset({"incoming", "outgoing", "flowNodeRef"})


def is_valid_id(value: str) -> bool:
    """Whether an element may have this id."""
    return _ID.fullmatch(value) is not None


def is_reserved(value: str) -> bool:
    """Whether the engine gives this name to something of its own."""
    return value in _RESERVED or value.endswith(_RESERVED_ENDS)


def with_ids(root: etree._Element) -> Iterator[etree._Element]:
    """The elements whose ``id`` is an id of the file: those of BPMN and its picture, not what other
    tools write in a space of their own."""
    return root.iter(*_WITH_IDS)


def check_references(drawing: Drawing, faults: list[Fault]) -> None:
    """Missing, doubled, invalid, reserved ids; references to nothing or to the wrong kind."""
    ids = _check_ids(drawing, faults)
    for element in drawing.root.iter(f"{B}*"):
        _check_pointers(element, ids, drawing.file, faults)
    for scope in drawing.scopes:
        _check_flow_ends(scope, ids, drawing.file, faults)
    _check_defaults(drawing, faults)


def _check_ids(drawing: Drawing, faults: list[Fault]) -> dict[str, etree._Element]:
    ids: dict[str, etree._Element] = {}
    file = drawing.file
    for element in with_ids(drawing.root):
        value = element.get("id")
        if value is None:
            continue
        if value in ids:
            before = ids[value].sourceline
            faults.append(fault("id.twice", file=file, at=element, value=value, line_before=before))
            continue
        ids[value] = element
        if not is_valid_id(value):
            faults.append(fault("id.invalid", file=file, at=element, value=value))
        elif is_reserved(value):
            faults.append(fault("id.reserved", file=file, at=element, value=value))
    for element in _must_have_id(drawing):
        if not element.get("id"):
            name = element.get("name")
            named = f" “{name}”" if name else ""
            tag = local_name(element)
            faults.append(fault("id.missing", file=file, at=element, element=tag, named=named))
    return ids


def check_ids_across(drawings: Sequence[Drawing], faults: list[Fault]) -> None:
    """Nodes of different files with one id: who does a step would be said by the last file."""
    files: dict[str, str] = {}
    for drawing in drawings:
        for node in drawing.nodes():
            other = files.setdefault(node.id, drawing.file)
            if node.id and other != drawing.file:
                faults.append(
                    fault(
                        "id.other_file",
                        file=drawing.file,
                        at=node.element,
                        value=node.id,
                        other=other,
                    )
                )


def _must_have_id(drawing: Drawing) -> Iterator[etree._Element]:
    for scope in drawing.scopes:
        if scope.owner is None:
            yield scope.element
        yield from (node.element for node in scope.nodes)
        yield from (flow.element for flow in scope.flows)


def _check_pointers(
    element: etree._Element, ids: Mapping[str, etree._Element], file: str, faults: list[Fault]
) -> None:
    tag = local_name(element)
    if tag in _LISTED:
        value = (element.text or "").strip().rpartition(":")[2]
        if value not in ids:
            faults.append(
                fault("ref.listed_unknown", file=file, at=element, element=tag, value=value)
            )
        return
    for name, text in element.items():
        attribute, written = str(name), str(text)
        if attribute not in _POINTERS:
            continue
        kinds, expected = _POINTERS[attribute]
        # References are qualified names: a prefix of the file's own namespace may stand before.
        value = written.strip().rpartition(":")[2]
        target = ids.get(written.strip(), ids.get(value))
        if target is None:
            faults.append(
                fault("ref.unknown", file=file, at=element, attribute=attribute, value=written)
            )
        elif tag not in _FREE_ENDS and local_name(target) not in kinds:
            faults.append(
                fault(
                    "ref.wrong_kind",
                    file=file,
                    at=element,
                    attribute=attribute,
                    value=value,
                    found=local_name(target),
                    expected=expected,
                )
            )


def _check_flow_ends(
    scope: Scope, ids: Mapping[str, etree._Element], file: str, faults: list[Fault]
) -> None:
    for flow in scope.flows:
        if flow.source is not None and flow.target is not None:
            continue
        source = ids.get(flow.element.get("sourceRef") or "")
        target = ids.get(flow.element.get("targetRef") or "")
        if (
            source is None
            or target is None
            or not {local_name(source), local_name(target)} <= NODE_TAGS
        ):
            continue  # said already: the reference ends nowhere, or at something that is no node
        names = [e.get("name") or e.get("id") or "" for e in (source, target)]
        faults.append(
            fault("flow.crosses", file=file, at=flow.element, source=names[0], target=names[1])
        )


def _check_defaults(drawing: Drawing, faults: list[Fault]) -> None:
    flows = {flow.id for scope in drawing.scopes for flow in scope.flows}
    for node in drawing.nodes():
        default = (node.element.get("default") or "").strip()
        if default and default in flows and all(flow.id != default for flow in node.outgoing):
            faults.append(_not_own_flow(node, default, drawing.file))


def _not_own_flow(node: Node, default: str | None, file: str) -> Fault:
    return fault(
        "ref.wrong_kind",
        file=file,
        at=node.element,
        attribute="default",
        value=default,
        found="luồng của phần tử khác",
        expected="luồng đi ra từ chính phần tử này",
    )
