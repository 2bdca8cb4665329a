"""What an approver remarks on single places of a package, found on its diagram."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.errors import ReasonMissing, TextUnreadable
from engine.publishing.differing.of_diagram import elements_named
from engine.store.proposals import Proposal
from engine.typed.given import line_given, words_given
from engine.typed.text import says_something
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults.refusals import DocumentRefused

Files = Mapping[str, bytes]
OF_DIAGRAM = " trong sơ đồ"
"""How a difference of the drawing alone ends the name of a step."""
MOST = 100
"""Places that one proposal is sent back for."""


@dataclass(frozen=True, slots=True)
class PlacedRemark:
    """What is to be mended at a place; ``element``: the shape of the diagram that it is, if one."""

    place: str
    words: str
    element: str | None = None


def elements_of(files: Files) -> Mapping[str, str]:
    """What people call each element of the package's diagrams; nothing where they can't be read."""
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    try:
        return elements_named(files, manifest.process) if manifest else {}
    except (KeyError, DocumentRefused):
        return {}


def remarks_given(
    files: Files, differing: Collection[str], sent: Iterable[tuple[str, str]]
) -> tuple[PlacedRemark, ...]:
    """The remarks as they are kept: a place is named as one of ``differing`` is, by the id or the
    name of its element, or it is a file; only an element is on a shape.

    Raises ReasonMissing for a place without words, TextUnreadable also for one that there is not:
    ``number`` counts from 1 which of those that were sent.
    """
    elements = elements_of(files)
    named = {words: element for element, words in elements.items()}
    found, sent = [], list(sent)
    if len(sent) > MOST:
        reason = f"có {len(sent)} chỗ, tối đa {MOST}: gộp những chỗ cùng một ý"
        raise TextUnreadable(field="remarks", label="Ý kiến theo từng chỗ", reason=reason)
    for number, (place, words) in enumerate(sent, 1):
        where = line_given("place", "Chỗ cần sửa", place, longest=300)
        told = words_given("words", "Ý kiến", words)
        if where and not says_something(told):
            raise ReasonMissing(f"cần sửa gì ở {where}")
        if told:
            element = where if where in elements else named.get(where.removesuffix(OF_DIAGRAM))
            if where and element is None and where not in differing and where not in files:
                reason = f"gói không có “{where}”: chọn chỗ khác, bước, cổng, hoặc ghi tên tệp"
                raise TextUnreadable(
                    field="place", label="Chỗ cần sửa", reason=reason, number=number
                )
            found.append(PlacedRemark(elements.get(where, where), told, element))
    return tuple(found)


def remarks_kept(row: Proposal) -> tuple[PlacedRemark, ...]:
    """What was remarked on single places."""
    told: list[dict[str, Any]] = [dict(one) for one in row.remarks]
    return tuple(PlacedRemark(**one) for one in told)


def in_words(remarks: Sequence[PlacedRemark], whole: str) -> str:
    """All of it as one text: a line for each place, then what is said of the whole."""
    lines = [f"{one.place}: {one.words}" if one.place else one.words for one in remarks]
    return "\n".join([*lines, *filter(None, [whole.strip()])])


def remarks_drawn(files: Files, remarks: Sequence[PlacedRemark]) -> str | None:
    """SVG of the diagram with each remark's number at its shape; ``None``: none is on one."""
    pins = [Pin(one.element, str(at), "tip") for at, one in enumerate(remarks, 1) if one.element]
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    if not pins or manifest is None:
        return None
    try:
        root = read_document(files[manifest.process], file=manifest.process).root
        return draw(root, title="Sơ đồ với ý kiến của người duyệt", pins=pins)
    except (KeyError, DocumentRefused, NoDiagram, UnreadableDiagram):
        return None
