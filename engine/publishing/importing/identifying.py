"""Ids: given where there is none, made valid, and different from file to file."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.diagnosis.references import is_reserved, is_valid_id, with_ids
from engine.workflow.reading.drawn import NODE_TAGS, B
from engine.workflow.reading.extensions import TTHC, local_name
from engine.workflow.reading.faults import Fault, fault

_TEXTS = frozenset({"incoming", "outgoing", "source", "target"})
_ATTRIBUTES = frozenset({"default", "bpmnElement", "calledElement", "choreographyActivityShape"})
_LONGEST = 200
_NEED_ID = (*NODE_TAGS, "process", "sequenceFlow")

Roots = Mapping[str, etree._Element]
Renaming = Mapping[str, str]


def set_ids(roots: Roots, changes: list[Fault]) -> None:
    """Gives missing ids and renames those that are not valid, with all that points to them."""
    processes: dict[str, str] = {}
    for path, root in roots.items():
        taken = {str(e.get("id")) for e in root.iter(etree.Element) if e.get("id")}
        _give_missing(root, path, taken, changes)
        renaming: dict[str, str] = {}
        for element in _with_id(root):
            old = element.get("id") or ""
            if old in renaming or (is_valid_id(old) and not is_reserved(old)):
                continue
            renaming[old] = _free(_plain(old), taken)
            if element.tag == f"{B}process":
                processes[old] = renaming[old]
        _rename(root, path, renaming, changes, why="mã này không hợp lệ")
    for root in roots.values():
        _repoint(root, processes)


def part_files(roots: Roots, changes: list[Fault]) -> None:
    """Renames the nodes of a file whose ids an earlier file has: both drew a StartEvent_1."""
    seen: set[str] = set()
    for path, root in roots.items():
        nodes = [e for e in root.iter(*(f"{B}{tag}" for tag in NODE_TAGS)) if e.get("id")]
        own = {str(e.get("id")) for e in with_ids(root) if e.get("id")}
        taken = own | seen
        doubled = dict.fromkeys(str(e.get("id")) for e in nodes if e.get("id") in seen)
        renaming = {old: _free(old, taken) for old in doubled}
        _rename(root, path, renaming, changes, why="tệp khác đã dùng mã này")
        seen |= {str(e.get("id")) for e in nodes}


def _give_missing(root: etree._Element, path: str, taken: set[str], changes: list[Fault]) -> None:
    for element in root.iter(*(f"{B}{tag}" for tag in _NEED_ID)):
        if not (element.get("id") or "").strip():
            tag = local_name(element)
            element.set("id", _free(f"{tag}_1", taken))
            new = element.get("id")
            changes.append(fault("import.id_given", file=path, at=element, element=tag, new=new))


def _with_id(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that have an id, also those of the picture. What other tools write in their own
    spaces has ids of its own."""
    for element in with_ids(root):
        if element.get("id"):
            yield element


def _plain(old: str) -> str:
    """An id near the old one that is valid: ``{3f-1}`` as ``id_3f-1``."""
    kept = re.sub(r"[^\w.\-]+", "_", old.strip("{}").strip()).strip("_")[:_LONGEST]
    return kept if is_valid_id(kept) and not is_reserved(kept) else f"id_{kept}"


def _free(wanted: str, taken: set[str]) -> str:
    stem, _, number = wanted.rpartition("_")
    stem, at = (
        (stem, int(number)) if stem and number.isascii() and number.isdecimal() else (wanted, 2)
    )
    name = wanted
    while name in taken or is_reserved(name):
        name = f"{stem}_{at}"
        at += 1
    taken.add(name)
    return name


def _rename(
    root: etree._Element, path: str, renaming: Renaming, changes: list[Fault], *, why: str
) -> None:
    if not renaming:
        return
    for element in _with_id(root):
        new = renaming.get(element.get("id") or "")
        if new is not None:
            old = element.get("id")
            element.set("id", new)
            changes.append(
                fault("import.id_changed", file=path, at=element, old=old, new=new, why=why)
            )
    _repoint(root, renaming)


def _repoint(root: etree._Element, renaming: Renaming) -> None:
    """Everything that points to an element points to its new id."""
    if not renaming:
        return
    for element in root.iter(etree.Element):
        for name, value in element.items():
            local = str(name).rpartition("}")[2]
            if local in _ATTRIBUTES or local.endswith("Ref"):
                element.set(name, _new(str(value), renaming))
        tag = local_name(element)
        if element.text and (tag in _TEXTS or tag.endswith(("Ref", "Refs"))):
            element.text = _new(element.text, renaming)
    for assigns in root.iter(f"{{{TTHC}}}assigns"):
        steps = (assigns.get("step") or "").split()
        assigns.set("step", " ".join(renaming.get(one, one) for one in steps))
    for phase in root.iter(f"{{{TTHC}}}phase"):
        if (until := (phase.get("until") or "").strip()) in renaming:
            phase.set("until", renaming[until])


def _new(value: str, renaming: Renaming) -> str:
    """The new id for a reference, which may carry a prefix of the file's own namespace."""
    old = value.strip()
    if old in renaming:
        return renaming[old]
    prefix, colon, rest = old.rpartition(":")
    return f"{prefix}{colon}{renaming[rest]}" if rest in renaming else value
