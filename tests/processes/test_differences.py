"""Whatever one value of a shipped package is changed to, whoever approves reads of it.

A seeded sample; ``make check-long`` takes every value of every package.
"""

import json
import random
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.errors import Refusal
from engine.publishing.differing import differences
from engine.publishing.folders import read_package_folder
from engine.workflow.reading.faults.refusals import DocumentRefused
from engine.workflow.running.incidents import NotExecutable
from tests.processes.reading import label, package_folders
from tests.unit.diagnosis.manifest_changes import Change, changes_of

FOLDERS = package_folders()
Files = dict[str, bytes]
DRAWN = {"BPMNDiagram", "DMNDI", "documentation", "laneSet", "collaboration", "description"}
"""What is drawn, or said of the drawing: where things lie is told of the file as a whole."""
NO_EFFECT = {
    "id": "a name that only the file itself uses, but that of a node",
    "incoming": "said by the flow itself",
    "outgoing": "said by the flow itself",
    "source": "marks what a demonstration adds",
    "sequenceFlow name": "words beside a line of the picture",
    "conditionExpression type": "there is one kind of expression",
    "conditionExpression language": "there is one language",
    "duration counted": "any other word is a fault",
    "outcome kind": "any other word is a fault",
    "outcome source": "marks what a demonstration adds",
    "assignment source": "marks what a demonstration adds",
    "duration source": "marks what a demonstration adds",
    "definitions targetNamespace": "names the file",
    "definitions namespace": "names the file",
    "definitions name": "names the file",
}
"""Values that change nothing of how a case runs or what a person reads, and why."""
NODES = {"userTask", "exclusiveGateway", "parallelGateway", "startEvent", "endEvent"}


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def of_xml(content: bytes) -> Iterator[Callable[[], bytes]]:
    """The file with each value that has an effect changed, made when it is asked for."""
    tree = etree.fromstring(content)
    for element in tree.iter():
        if isinstance(element.tag, str) and not DRAWN & {
            name_of(one) for one in (element, *element.iterancestors())
        }:
            yield from (partial(_with, tree, element, key) for key in _effective(element))


def _effective(element: etree._Element) -> Iterator[str | None]:
    """The attributes that have an effect; ``None``: the text."""
    name = name_of(element)
    for key in map(str, element.attrib):
        attribute = etree.QName(key).localname
        plain = {attribute, f"{name} {attribute}"} & NO_EFFECT.keys()
        if name not in NO_EFFECT and (not plain or (attribute == "id" and name in NODES)):
            yield key
    if (element.text or "").strip() and name not in NO_EFFECT:
        yield None


def _with(tree: etree._Element, element: etree._Element, key: str | None) -> bytes:
    old = element.text if key is None else element.get(key)
    _set(element, key, other(str(old)))
    content = etree.tostring(tree)
    _set(element, key, str(old))
    return content


def _set(element: etree._Element, key: str | None, value: str) -> None:
    if key is None:
        element.text = value
    else:
        element.set(key, value)


def other(value: str) -> str:
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    return str(int(value) + 1) if value.isdigit() else f"{value}x"


def of_json(content: bytes) -> Iterator[Callable[[], bytes]]:
    """A form with each value of its components changed."""
    form = json.loads(content)
    yield from (partial(_form_with, form, *leaf) for leaf in leaves(form["components"]))


def _form_with(form: Any, holder: Any, key: Any) -> bytes:
    value = holder[key]
    number = isinstance(value, int | float)
    holder[key] = not value if isinstance(value, bool) else value + 1 if number else f"{value}x"
    content = json.dumps(form).encode()
    holder[key] = value
    return content


def leaves(part: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key in ("id", "layout"):
            continue
        if isinstance(value, dict | list):
            yield from leaves(value)
        else:
            yield part, key


MAKERS = {".json": of_json, ".bpmn": of_xml, ".dmn": of_xml}


def changes(files: Files) -> Iterator[Callable[[], Files]]:
    """The package with each of its values changed, one at a time."""
    for change in changes_of(tomllib.loads(files[MANIFEST].decode())):
        yield partial(_manifest_with, files, change)
    for path in sorted(files):
        made = MAKERS.get(Path(path).suffix)
        for one in made(files[path]) if made else ():
            yield partial(lambda path, one: files | {path: one()}, path, one)


def _manifest_with(files: Files, change: Change) -> Files:
    """As it was where the change is a fault, or is read as it was."""
    before, after = (read_manifest(text).manifest for text in (files[MANIFEST], change.text))
    return files if after is None or after == before else files | {MANIFEST: change.text}


def silent(before: Files, after: Files) -> str | None:
    """The file that was changed without a word, if there is one."""
    try:
        rows = differences(before, after)
    except (Refusal, NotExecutable, DocumentRefused):
        return None  # not a package that anybody could propose
    if before == after or any(row.kind != "file" for row in rows):
        return None
    (path,) = (path for path in after if after[path] != before.get(path))
    return f"{path}: {_where(before[path], after[path])}"


def _where(before: bytes, after: bytes) -> str:
    first, second = (
        etree.canonicalize(text) if text[:1] == b"<" else text.decode() for text in (before, after)
    )
    at = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
    return second[max(0, at - 80) : at + 40]


@pytest.mark.parametrize("folder", FOLDERS[::8], ids=label)
def test_a_changed_value_is_told_to_who_approves(folder: Path) -> None:
    files, source = read_package_folder(folder), random.Random(label(folder))
    found = source.sample(list(changes(files)), 16)
    assert [silent(files, one()) for one in found] == [None] * 16


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS, ids=label)
def test_every_changed_value_is_told_to_who_approves(folder: Path) -> None:
    files = read_package_folder(folder)
    assert [told for one in changes(files) if (told := silent(files, one()))] == []
