"""Is the file built as BPMN 2.0 says? The schema is OMG's, as SpiffWorkflow ships it."""

import re
import threading
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import cast

from lxml import etree

from engine.workflow.reading.document import Document
from engine.workflow.reading.drawn import B
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.running.shipped import bpmn_schema_file

MOST_FAULTS = 300
_NAMED = re.compile(r"^Element '([^']*)'(?:, attribute '([^']*)')?: (.*)$", re.DOTALL)
_UNKNOWN = "khác với lược đồ BPMN 2.0"
# What the schema says has what the file says in it, so each is looked for where a message begins.
_EXPECTED = re.compile(
    r"(?:This element is not expected|Missing child element\(s\))\."
    r" Expected is (?:one of )?\( (.*?) \)"
)
_NAMESPACE = re.compile(r"\{[^}]*\}")
_VALUE = re.compile(
    r"'(.*)' is not a valid value of the (?:atomic|local|union|list) type '([^']*)'", re.DOTALL
)
_CHOICE = re.compile(
    r"(?:\[facet '\w+'\] )?The value '(.*)' is not an element of the set \{(.*)\}", re.DOTALL
)
_REQUIRED = re.compile(r"The attribute '([^']*)' is required")
# Ids are checked by ``references``, which says where the other one is.
_OWN_CHECK = "'xs:ID'"


class _Schema(threading.local):
    """The BPMN 2.0 schema, read once in each thread: what it says of a file, it keeps itself.

    Its imports are files beside it; nothing is fetched.
    """

    @cached_property
    def read(self) -> etree.XMLSchema:
        path = bpmn_schema_file()
        return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


_bpmn = _Schema()


def check_structure(document: Document, faults: list[Fault]) -> bool:
    """Appends every violation of the schema; False when the root is no BPMN at all."""
    root, file = document.root, document.file
    if root.tag != f"{B}definitions":
        name = _NAMESPACE.sub("", str(root.tag))
        expected = "definitions của BPMN 2.0"
        faults.append(fault("structure.root", file=file, at=root, element=name, expected=expected))
        return False
    schema = _bpmn.read
    if schema.validate(root):
        return True
    entries = [
        e
        for e in cast("Iterable[etree._LogEntry]", schema.error_log)
        if _OWN_CHECK not in e.message
    ]
    faults += [_fault_of(entry, root, file) for entry in entries[:MOST_FAULTS]]
    if len(entries) > MOST_FAULTS:
        rest = len(entries) - MOST_FAULTS
        faults.append(
            fault("structure.more", file=file, line=entries[MOST_FAULTS].line, count=rest)
        )
    return True


def _fault_of(entry: etree._LogEntry, root: etree._Element, file: str) -> Fault:
    at = _element_at(entry, root)
    say = partial(fault, file=file, at=at, line=entry.line or None)
    match = _NAMED.match(entry.message.strip())
    if match is None:
        return say("structure.other", element="?", detail=_UNKNOWN)
    element, attribute, text = _NAMESPACE.sub("", match[1]), match[2], match[3]
    where = f"thuộc tính “{attribute}”" if attribute else f"phần tử “{element}”"
    if value := _VALUE.match(text):
        return say("structure.value", value=value[1], where=where, kind=value[2])
    if choice := _CHOICE.match(text):
        allowed = f"(phải là một trong {choice[2]})"
        return say("structure.value", value=choice[1], where=where, kind=allowed)
    if required := _REQUIRED.search(text):
        return say("structure.attribute_missing", element=element, attribute=required[1])
    if attribute and "is not allowed" in text:
        name = _NAMESPACE.sub("", attribute)
        return say("structure.attribute_unknown", element=element, attribute=name)
    return _content_fault(say, at, element, text)


def _content_fault(
    say: Callable[..., Fault], at: etree._Element | None, element: str, text: str
) -> Fault:
    expected = _EXPECTED.match(text)
    allowed = _NAMESPACE.sub("", expected[1]) if expected else "không phần tử nào nữa"
    if "Character content" in text:
        return say("structure.text", element=element)
    if "Missing child element" in text:
        return say("structure.child_missing", element=element, expected=allowed)
    if "This element is not expected" in text:
        around = at.getparent() if at is not None else None
        parent = _NAMESPACE.sub("", str(around.tag)) if around is not None else "tệp"
        return say("structure.unexpected", element=element, parent=parent, expected=allowed)
    return say("structure.other", element=element, detail=_UNKNOWN)


def _element_at(entry: etree._LogEntry, root: etree._Element) -> etree._Element | None:
    path: str | None = getattr(entry, "path", None)
    if not path:
        return None
    spaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path, namespaces=spaces)
    except etree.XPathError:
        return None  # the path uses a prefix that is declared deeper down
    first = found[0] if isinstance(found, list) and found else None
    return first if isinstance(first, etree._Element) else None
