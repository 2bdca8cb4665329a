"""Safe reading of XML that may come from anybody: no DTD, no entities, no network; and its
parts."""

from collections.abc import Iterator
from typing import Final, cast

from lxml import etree

from engine.feel.dmn.boxes import Text
from engine.feel.dmn.errors import DocumentRefused
from engine.feel.lexer import join_parts

MAX_BYTES: Final = 5_000_000


def read_root(data: bytes) -> etree._Element:
    """The root element of a DMN file; raises :class:`DocumentRefused`."""
    if len(data) > MAX_BYTES:
        raise DocumentRefused(why=f"tệp lớn quá {MAX_BYTES} byte")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentRefused(why=f"XML hỏng ở dòng {error.lineno}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentRefused(why="tệp có khai báo DTD")
    return root


def local_name(element: etree._Element) -> str:
    """A tag without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of those local names."""
    return (child for child in element if local_name(child) in names)


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child of those local names."""
    return next(children(element, *names), None)


def line_of(element: etree._Element) -> int:
    """The line of the file an element begins on; 0 when unknown."""
    line = cast("int | None", element.sourceline)
    return line or 0


def text_of(element: etree._Element | None) -> Text | None:
    """The FEEL text inside an element; None when there is none."""
    if element is None:
        return None
    found = child(element, "text")
    if found is None:
        return None
    language = element.get("expressionLanguage", "feel")
    foreign = language if language and "feel" not in language.lower() else None
    return Text(found.text or "", line_of(found), foreign)


def name_of(element: etree._Element) -> str:
    """The name attribute with single blanks."""
    return join_parts(element.get("name", ""))


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute of an element that may not be there."""
    return None if element is None else element.get(name)


def address(element: etree._Element) -> str:
    """What a reference points to."""
    return element.get("href", "")
