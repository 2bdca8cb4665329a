"""The import of a whole package: file by file, then what must differ between files."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.diagnosis.bulk import too_much
from engine.diagnosis.report import capped, sorted_faults
from engine.errors import DesignRefused
from engine.publishing.importing.conditions import write_as_feel
from engine.publishing.importing.elements import choose_executable, make_steps
from engine.publishing.importing.endings import renamed
from engine.publishing.importing.identifying import part_files, set_ids
from engine.publishing.importing.in_place import InPlace
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import B
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.faults.refusals import DocumentRefused


@dataclass(frozen=True, slots=True)
class Imported:
    """The package as it was made fit, and every change. Files without a change are as they came."""

    files: Mapping[str, bytes]
    changes: tuple[Fault, ...]


def import_files(files: Mapping[str, bytes]) -> Imported:
    """The files with ids, marks, plain tasks, conditions and names mended, as far as that is sure.

    Pure; importing again changes nothing. What can't be read stays as it is: the check says why.
    """
    if any(too_much(files)):
        return Imported(files, ())
    changes: list[Fault] = []
    named = renamed(files, changes)
    found = {path: _drawing(path, data) for path, data in sorted(named.items())}
    drawings = {path: one for path, one in found.items() if one is not None}
    roots = {path: root for path, (root, _) in drawings.items()}
    for path, root in roots.items():
        choose_executable(root, path, changes)
        make_steps(root, path, changes)
        write_as_feel(root, path, changes)
    set_ids(roots, changes)
    part_files(roots, changes)
    mended = {path: text.written() for path, (_, text) in drawings.items()}
    return Imported({**named, **mended}, tuple(capped(sorted_faults(changes))))


def _drawing(path: str, data: bytes) -> tuple[etree._Element, InPlace] | None:
    """A drawing that can be read, and written again; what can't stays as it is."""
    if not path.endswith(".bpmn"):
        return None
    try:
        root = read_document(data, file=path).root
        return (root, InPlace(data, root)) if root.tag == f"{B}definitions" else None
    except (DocumentRefused, DesignRefused):
        return None
