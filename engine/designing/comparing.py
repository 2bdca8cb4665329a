"""Two versions of a procedure beside each other: in words, and on the diagram of the later."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.designing.rights import Designer
from engine.designing.versions import VersionRow, versions
from engine.errors import DesignNotFound
from engine.proposing.packages import compared_with
from engine.proposing.shown import ShownDifference, shown
from engine.publishing.differing.drawn import pictures
from engine.publishing.differing.for_citizens import for_citizens


@dataclass(frozen=True, slots=True)
class VersionsCompared:
    """What the version ``after`` has otherwise than ``before``.

    ``picture``: SVG of its diagram with a mark at each element that is new or other;
    ``picture_before``: of the other one's, at each that is gone or other; nothing where there is
    none to mark.
    """

    before: VersionRow
    after: VersionRow
    differences: tuple[ShownDifference, ...]
    citizens: str | None
    """What changes for those who file, in a sentence."""
    picture: str | None
    picture_before: str | None


def versions_compared(
    session: Session, *, who: Designer, procedure_code: str, before: int, after: int, now: datetime
) -> VersionsCompared:
    """Any two versions, also the later one before the earlier. Raises DesignNotFound."""
    rows = versions(session, who=who, procedure_code=procedure_code, now=now)
    old, new = _of(rows, before), _of(rows, after)
    was, later = (package(session, who.province_code, one.digest).files for one in (old, new))
    found = compared_with(session, who.province_code, old.digest, later)
    titles = (f"Sơ đồ bản {before}, chỗ bị bỏ hay đổi", f"Sơ đồ bản {after}, chỗ khác bản {before}")
    drawn = pictures(was, later, found, titles)
    return VersionsCompared(old, new, shown(found), for_citizens(found), drawn.after, drawn.before)


def _of(rows: tuple[VersionRow, ...], number: int) -> VersionRow:
    for row in rows:
        if row.version == number:
            return row
    raise DesignNotFound(what=f"bản {number}")
