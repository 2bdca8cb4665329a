"""The cases of a list in its order, and how many there are.

Each way in which a case is reached is walked in the order of the list by an index of its own, no
further than a page or a count goes; only the first of all ways are put together.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, select, true, tuple_, union
from sqlalchemy.orm import Session

from engine.access import CasesReached
from engine.errors import CursorInvalid
from engine.life.stages import STAGES, Stage
from engine.queries.inbox.counting import COUNTED
from engine.queries.reach import as_one, narrowed, ways_of
from engine.store.cases import Case

_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
_ORDER = (Case.submitted_at.desc(), Case.id.desc())


class Place(NamedTuple):
    """Where a case stands in the list."""

    submitted_at: datetime
    id: str


def places_of(
    session: Session,
    province: str,
    reached: Sequence[CasesReached],
    wanted: ColumnElement[bool],
    *,
    cursor: str | None,
    most: int,
) -> list[Place]:
    """The newest cases, each once, behind the place of the cursor. Raises CursorInvalid."""
    older: ColumnElement[bool] = true()
    if cursor is not None:
        older = tuple_(Case.submitted_at, Case.id) < tuple_(*_place_of(cursor))
    found = _first(province, reached, and_(wanted, older), most, _ORDER).subquery()
    order = (found.c.submitted_at.desc(), found.c.id.desc())
    rows = session.execute(select(found.c.submitted_at, found.c.id).order_by(*order).limit(most))
    return [Place(*row) for row in rows]


def cursor_of(place: Place) -> str:
    """Where a page ended, for the address of the next one."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _place_of(cursor: str) -> tuple[datetime, str]:
    try:
        at, case_id = msgspec.json.decode(urlsafe_b64decode(cursor), type=tuple[_Instant, str])
        return at.astimezone(UTC), case_id
    except (ValueError, OverflowError):
        raise CursorInvalid from None


def counts_of(
    session: Session,
    province: str,
    reached: Sequence[CasesReached],
    wanted: ColumnElement[bool],
    stage: ColumnElement[bool],
) -> tuple[int, Mapping[Stage, int]]:
    """How many there are in the stage, and how many in each; no count goes beyond ``COUNTED``."""
    parts = [stage, *(Case.status.in_(codes) for codes in STAGES.values())]
    numbers = []
    for part in parts:
        found = _first(province, reached, and_(wanted, part), COUNTED).subquery()
        some = select(found.c.id).limit(COUNTED).subquery()
        numbers.append(select(func.count()).select_from(some).scalar_subquery())
    count, *stages = session.execute(select(*numbers)).one()
    return count, dict(zip(STAGES, stages, strict=True))


def _first(
    province: str,
    reached: Sequence[CasesReached],
    wanted: ColumnElement[bool],
    most: int,
    order: Sequence[ColumnElement[Any]] = (),
) -> Select[tuple[datetime, str]]:
    """So many of each way, together; a case that is reached twice comes once.

    What is only counted is in no order, so that the index of its unit or status is enough.
    """
    ways = [
        select(Case.submitted_at, Case.id)
        .where(Case.province_code == province, way, narrowed(one), wanted)
        .order_by(*order)
        .limit(most)
        .subquery()
        for one in as_one(reached)
        for way in ways_of(one)
    ]
    parts = [select(way.c.submitted_at, way.c.id) for way in ways]
    if len(parts) == 1:
        return parts[0]
    together = union(*parts).subquery()
    return select(together.c.submitted_at, together.c.id)
