"""Names of files as packages have them: endings in small letters, and by what is in a file where
its name doesn't tell."""

import re
import unicodedata
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
_OTHER = re.compile(r"[^A-Za-z0-9_./-]+")
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
    """Whether a file is an archive, by its name or, where that has no ending (a procedure's code
    has none), by how it begins."""
    unsaid = not PurePosixPath(name).suffix[1:].isalpha()
    return name.lower().endswith(".zip") or (unsaid and data.startswith(_ZIP))


def told_by_content(path: str, data: bytes) -> str:
    """The usual name; of a drawing, a table or a form that is called ``so_do.xml``, ``so_do`` or
    ``so_do.form``, with the ending that its content has. A drawing gets a name that the manifest
    can say."""
    name = usual(path)
    if not name.endswith(_TELLING) and (ending := _kind(data, path)):
        suffix = PurePosixPath(name).suffix
        stem = name.removesuffix(suffix) if suffix[1:].isalpha() else name
        name = stem.removesuffix(ending) + ending
    return plain(name) if name.endswith(".bpmn") else name


def plain(path: str) -> str:
    """The path in the letters that codes have: ``Sơ đồ 1.bpmn`` as ``So_do_1.bpmn``. What is
    refused as a path stays as it is."""
    if ":" in path or not path.isprintable():
        return path
    spread = unicodedata.normalize("NFD", path.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(one for one in spread if not unicodedata.combining(one))
    stem, dot, ending = _OTHER.sub("_", letters).rpartition(".")
    if f"{stem}{dot}{ending}" == path:
        return path
    return f"{stem.rstrip('_') or 'so_do'}{dot}{ending}"


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
