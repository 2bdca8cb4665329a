"""Reading XML that a stranger sent: no DTD, no entity, no network, bounded, every fault at once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml import etree

from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused
from engine.workflow.reading.faults.syntax import syntax_fault
from engine.workflow.reading.start_tags import too_much

MiB = 1024 * 1024
_XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16",
    "utf-16be": "utf-16",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "windows-1252": "cp1252",
    "windows-1258": "cp1258",
    "cp1258": "cp1258",
}
_UNMARKED = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
"""How a declaration begins in UTF-16 without its mark."""
_DECLARATION = re.compile(r"\A\ufeff*<\?xml\s[^>]{0,400}?\?>")
_DECLARED_ENCODING = re.compile(r"encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,39})[\"']")
_BEFORE_DOCTYPE = re.compile(r"(?:\s+|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?([^\s>]{1,80})")
_EXTERNAL_ID = re.compile(
    r"\b(?:SYSTEM|PUBLIC)\s+(?:\"[^\"]*\"|'[^']*')(?:\s+(?:\"[^\"]*\"|'[^']*'))?"
)

_MOST_TOLD = 50
"""Entities named of one DOCTYPE: a hostile file declares thousands; the first is enough."""

_DOCTYPE_TOKEN = re.compile(r"<!--|[\"'\[\]>]")


class Limits(NamedTuple):
    """How much one file may hold: bytes, XML elements, nesting."""

    size: int = 6 * MiB
    elements: int = 100_000
    depth: int = 100


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Document:
    """A well-formed, harmless XML file."""

    file: str
    root: etree._Element


def read_document(data: bytes, *, file: str, limits: Limits = LIMITS) -> Document:
    """The parsed file. Nothing is fetched, no entity is expanded, comments are dropped.

    Raises DocumentRefused with every fault that was found, each with its line.
    """
    faults: list[Fault] = []
    root = _read(data, file, limits, faults)
    if faults or root is None:
        raise DocumentRefused(file=file, faults=tuple(dict.fromkeys(faults)))
    return Document(file, root)


def _read(data: bytes, file: str, limits: Limits, faults: list[Fault]) -> etree._Element | None:
    if not data.strip():
        faults.append(fault("xml.empty", file=file))
        return None
    if len(data) > limits.size:
        faults.append(fault("xml.too_large", file=file, size=len(data), limit=limits.size))
        return None
    text = _refuse_doctype(_decode(data, file, faults), file, faults)
    # Counted before parsing: a tree of a million tiny elements would fill the memory first.
    if text.count("<") - text.count("</") - text.count("<!--") > limits.elements:
        faults.append(fault("xml.too_many_elements", file=file, limit=limits.elements))
        return None
    if found := too_much(text):
        faults.append(fault(found.code, file=file, line=found.line, limit=found.limit))
        return None
    root = _parse(text, file, limits, faults)
    if root is not None:
        _check_tree(root, file, limits, faults)
    return root


def _parse(text: str, file: str, limits: Limits, faults: list[Fault]) -> etree._Element | None:
    # Recovering makes libxml2 go on to the next error; a document with any error is refused anyway.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    root: etree._Element | None
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    found = [entry for entry in parser.error_log if not entry.type_name.startswith("WAR_")]
    faults += [syntax_fault(entry, file=file, depth_limit=limits.depth) for entry in found]
    if root is None and not found:
        faults.append(fault("xml.not_xml", file=file, line=1))
    return root


def _check_tree(root: etree._Element, file: str, limits: Limits, faults: list[Fault]) -> None:
    faults.extend(
        fault("xml.external", file=file, at=element, reference=element.get("href") or "xi:include")
        for element in root.iter(_XINCLUDE)
    )
    if root.getroottree().docinfo.internalDTD is not None:
        faults.append(fault("xml.dtd", file=file, line=1))
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            faults.append(fault("xml.too_deep", file=file, at=element, limit=limits.depth))
            return


def _decode(data: bytes, file: str, faults: list[Fault]) -> str:
    """The text without its XML declaration (blanked, so that lines stay), whatever the encoding."""
    encoding, actual, declared = _encodings_of(data)
    name = declared or "UTF-8"
    known = _ENCODINGS.get(name.lower())
    if known is None:
        faults.append(fault("xml.encoding_unknown", file=file, line=1, encoding=name))
    elif (known == "utf-16") != (actual or "").startswith("utf-16") and (declared or actual):
        told = actual or "UTF-8"
        faults.append(fault("xml.encoding_mismatch", file=file, line=1, declared=name, actual=told))
    text = _decode_as(data, encoding, file, faults)
    return _DECLARATION.sub(_blank, text, count=1).lstrip("\ufeff")


def _encodings_of(data: bytes) -> tuple[str, str | None, str | None]:
    """By which the file is read; which its first bytes prove; which it declares."""
    actual = _encoding_of(data)
    head = data[:1024].decode(actual or "iso-8859-1", "replace")
    declaration = _DECLARATION.match(head)
    declared = _DECLARED_ENCODING.search(declaration.group()) if declaration else None
    name = declared.group(1) if declared else None
    known = _ENCODINGS.get((name or "utf-8").lower())
    return actual or ("utf-8" if known in (None, "utf-16") else known), actual, name


def _encoding_of(data: bytes) -> str | None:
    """The encoding that the first bytes prove, whatever the declaration says; None when open."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return next((name for begin, name in _UNMARKED.items() if data.startswith(begin)), None)


def _decode_as(data: bytes, encoding: str, file: str, faults: list[Fault]) -> str:
    try:
        return _whole(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(fault("xml.encoding", file=file, line=line, encoding=encoding.upper()))
        return data.decode(encoding, "replace")


def _whole(text: str, encoding: str) -> str:
    """Letters with their tones: in windows-1258 these stand apart."""
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def encoding_kept(data: bytes) -> tuple[bytes, str | None]:
    """The mark at the file's beginning and the encoding of what follows, by which the same bytes
    are written again; no encoding where that is not sure."""
    name = _encodings_of(data)[0]
    mark = next((one for one in _MARKS if data.startswith(one)), b"")
    encoding = _MARKS.get(mark, name)
    try:
        same = data[len(mark) :].decode(encoding).encode(encoding) == data[len(mark) :]
    except UnicodeError:
        same = False
    return mark, encoding if same else None


_MARKS: Mapping[bytes, str] = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}


def source_text(data: bytes) -> str:
    """The lines of a file as its encoding has them, for showing; what can't be read is a mark."""
    return _decode_as(data, _encodings_of(data)[0], "", [])


def _refuse_doctype(text: str, file: str, faults: list[Fault]) -> str:
    """The text with its DOCTYPE blanked, so that the parser never sees it and lines stay."""
    start = 0
    while part := _BEFORE_DOCTYPE.match(text, start):
        start = part.end()
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return text
    end = _doctype_end(text, start)
    doctype = text[start:end]
    line = text.count("\n", 0, start) + 1
    faults.append(fault("xml.dtd", file=file, line=line))
    for found in islice(_ENTITY.finditer(doctype), _MOST_TOLD):
        at = line + doctype.count("\n", 0, found.start())
        faults.append(fault("xml.entity_declared", file=file, line=at, name=found.group(1)))
    for found in islice(_EXTERNAL_ID.finditer(doctype), _MOST_TOLD):
        at = line + doctype.count("\n", 0, found.start())
        faults.append(fault("xml.external", file=file, line=at, reference=found.group()))
    return text[:start] + _blank_text(doctype) + text[end:]


def _doctype_end(text: str, start: int) -> int:
    """Where the DOCTYPE ends: the first ``>`` outside quotes, comments and the internal subset."""
    inside_subset = False
    at = start
    while match := _DOCTYPE_TOKEN.search(text, at):
        at = match.end()
        mark = match.group()
        if mark == ">" and not inside_subset:
            return at
        if mark in "[]":
            inside_subset = mark == "["
        elif mark != ">":
            # One search for the closing mark; when it is missing the rest of the file is inside.
            closed = text.find("-->" if mark == "<!--" else mark, at)
            if closed < 0:
                break
            at = closed + 1
    return len(text)


def _blank(match: re.Match[str]) -> str:
    return _blank_text(match.group())


def _blank_text(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
