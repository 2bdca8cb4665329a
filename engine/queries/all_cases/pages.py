"""The cases of a list in its order, and how many there are.

Each way in which a case is reached is walked in the order of the list by an index of its own, no
further than a page or a count goes; only the first of all ways are put together.
"""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, select, true, union
from sqlalchemy.orm import Session

from engine.access import CasesReached
from engine.errors import CursorInvalid
from engine.life.stages import STAGES, Stage
from engine.queries.inbox.counting import COUNTED
from engine.queries.reach import covered, ways_of
from engine.store.cases import Case

_KEY = re.compile("[0-9a-f]{32}")


def ids_of(
    session: Session,
    province: str,
    reached: Sequence[CasesReached],
    wanted: ColumnElement[bool],
    *,
    before: str | None,
    most: int,
) -> list[str]:
    """The newest cases, each once; ``before``: older than this one. Raises CursorInvalid."""
    if before is not None and not _KEY.fullmatch(before):
        raise CursorInvalid
    older = true() if before is None else Case.id < before
    found = _first(province, reached, and_(wanted, older), most).subquery()
    return list(session.scalars(select(found.c.id).order_by(found.c.id.desc()).limit(most)))


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
    province: str, reached: Sequence[CasesReached], wanted: ColumnElement[bool], most: int
) -> Select[tuple[str]]:
    """The first of each way, together; a case that is reached twice comes once."""
    ways = [
        select(
            select(Case.id)
            .where(Case.province_code == province, way, covered(one.procedures), wanted)
            .order_by(Case.id.desc())
            .limit(most)
            .subquery()
        )
        for one in reached
        for way in ways_of(one)
    ]
    if len(ways) == 1:
        return ways[0]
    together = union(*ways).subquery()
    return select(together.c.id)
