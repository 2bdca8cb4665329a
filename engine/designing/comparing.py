"""Two versions of a procedure beside each other: in words, and on the diagram of the later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.designing.marked import marked_drawing
from engine.designing.rights import Designer
from engine.designing.versions import VersionRow, versions
from engine.errors import DesignNotFound
from engine.proposing.packages import compared_with
from engine.proposing.reading import ShownDifference, shown
from engine.publishing.differing import Difference
from engine.workflow.draw import Weight


@dataclass(frozen=True, slots=True)
class VersionsCompared:
    """What the version ``after`` has otherwise than ``before``. ``picture``: SVG of the later one's
    diagram with a mark at each element that is new or other; nothing where there is none to mark.
    """

    before: VersionRow
    after: VersionRow
    differences: tuple[ShownDifference, ...]
    picture: str | None


def versions_compared(
    session: Session, *, who: Designer, procedure_code: str, before: int, after: int, now: datetime
) -> VersionsCompared:
    """Any two versions, also the later one before the earlier. Raises DesignNotFound."""
    rows = versions(session, who=who, procedure_code=procedure_code, now=now)
    old, new = _of(rows, before), _of(rows, after)
    later = package(session, who.province_code, new.digest)
    found = compared_with(session, who.province_code, old.digest, later.files)
    title = f"Sơ đồ bản {after}, chỗ khác bản {before}"
    path = later.manifest.process
    picture = marked_drawing(later.files, path, marks_of(found), title=title)
    return VersionsCompared(old, new, shown(found), picture)


def marks_of(found: tuple[Difference, ...] | tuple[ShownDifference, ...]) -> Mapping[str, Weight]:
    """The elements of the later diagram that are new (+) or other (±)."""
    marks: dict[str, Weight] = {}
    for one in found:
        if one.kind in ("step", "route") and one.what != "removed":
            marks[one.key] = "add" if one.what == "added" else marks.get(one.key, "chg")
    return marks


def _of(rows: tuple[VersionRow, ...], number: int) -> VersionRow:
    for row in rows:
        if row.version == number:
            return row
    raise DesignNotFound(what=f"bản {number}")
