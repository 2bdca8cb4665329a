"""Names of files as packages have them: endings in small letters, and by what is in a file where
its name doesn't tell."""

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from engine.files.json_file import read_json
from engine.files.text_file import FileUnreadable
from engine.typed.file_names import one_on_every_disk
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults import BPMN, Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused

_TELLING = (".bpmn", ".dmn", ".json", ".toml", ".csv", ".md")
_USUAL = (*_TELLING, ".txt")
_AS_TEXT = (".xml", ".txt")
_ZIP = b"PK\x03\x04"
_LONG = {".bpmn20.xml": ".bpmn", ".bpmn.xml": ".bpmn", ".dmn.xml": ".dmn"} | {
    f"{ending}.txt": ending for ending in _TELLING
}
"""Editors of text put theirs behind: ``procedure.toml.txt``."""


def usual(path: str) -> str:
    """``So_do.BPMN20.XML`` as ``So_do.bpmn``; other names as they are."""
    folded = path.lower()
    for ending, short in _LONG.items():
        if folded.endswith(ending):
            return path[: -len(ending)] + short
    ending = next((one for one in _USUAL if folded.endswith(one)), "")
    return path[: len(path) - len(ending)] + ending


def is_zip(name: str, data: bytes) -> bool:
    """Whether a file is an archive, by its name or, where that has no ending, by how it begins."""
    return name.lower().endswith(".zip") or ("." not in name and data.startswith(_ZIP))


def told_by_content(path: str, data: bytes) -> str:
    """The usual name; of a drawing, a table or a form that is called ``so_do.xml``, ``so_do`` or
    ``so_do.bpmn.txt``, with the ending that its content has."""
    name = usual(path)
    if name.endswith(_TELLING):
        return name
    ending = _kind(data, path)
    if not ending:
        return name
    stem = str(PurePosixPath(name).with_suffix("")) if name.lower().endswith(_AS_TEXT) else name
    return stem.removesuffix(ending) + ending


def renamed(files: Mapping[str, bytes], changes: list[Fault]) -> dict[str, bytes]:
    """The files under the names that a package gives them; a name that is taken stays."""
    found: dict[str, bytes] = {}
    taken = Counter(map(one_on_every_disk, files))
    for path, data in files.items():
        name = told_by_content(path, data)
        old, new = one_on_every_disk(path), one_on_every_disk(name)
        if taken[new] - (new == old):
            name = path
        if name != path:
            taken.subtract([old])
            taken.update([new])
            changes.append(fault("import.file_renamed", file=name, old=path, new=name))
        found[name] = data
    return found


def _kind(data: bytes, path: str) -> str:
    """The ending of what is in a file; empty where that is nothing a package knows."""
    try:
        tag = str(read_document(data, file=path).root.tag)
    except DocumentRefused:
        return ".json" if _is_form(data) else ""
    if tag == f"{{{BPMN}}}definitions":
        return ".bpmn"
    return ".dmn" if "/spec/DMN/" in tag and tag.endswith("}definitions") else ""


def _is_form(data: bytes) -> bool:
    try:
        return isinstance(read_json(data).get("components"), list)
    except FileUnreadable:
        return False
