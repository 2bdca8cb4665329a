"""Names of files as packages have them: endings in small letters, BPMN and DMN by their content."""

from collections import Counter
from collections.abc import Mapping

from engine.typed.file_names import one_on_every_disk
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults import BPMN, Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused

_USUAL = (".bpmn", ".dmn", ".json", ".toml", ".csv", ".txt", ".md")
_LONG = {".bpmn20.xml": ".bpmn", ".bpmn.xml": ".bpmn", ".dmn.xml": ".dmn"}


def usual(path: str) -> str:
    """``So_do.BPMN20.XML`` as ``So_do.bpmn``; other names as they are."""
    folded = path.lower()
    for ending, short in _LONG.items():
        if folded.endswith(ending):
            return path[: -len(ending)] + short
    ending = next((one for one in _USUAL if folded.endswith(one)), "")
    return path[: len(path) - len(ending)] + ending


def renamed(files: Mapping[str, bytes], changes: list[Fault]) -> dict[str, bytes]:
    """The files under the names that a package gives them; a name that is taken stays."""
    found: dict[str, bytes] = {}
    taken = Counter(map(one_on_every_disk, files))
    for path, data in files.items():
        name = usual(path)
        if name.lower().endswith(".xml"):
            name = name[: -len(".xml")] + _kind(data, path)
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
    """The ending that an XML file should have."""
    try:
        tag = str(read_document(data, file=path).root.tag)
    except DocumentRefused:
        return ".xml"
    if tag == f"{{{BPMN}}}definitions":
        return ".bpmn"
    is_dmn = "/spec/DMN/" in tag and tag.endswith("}definitions")
    return ".dmn" if is_dmn else ".xml"
