"""What the rows of a list tell, read together with the list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, TypedDict, cast

from sqlalchemy import Select, and_, func

from engine.queries.inbox.lists import task
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.organisation import Officer
from engine.store.rows import Channel

_case, _officer = table_of(Case), table_of(Officer)
_COLUMNS = (
    *(
        task.c.province_code,
        task.c.case_id,
        task.c.name,
        task.c.act,
        task.c.element_id,
        task.c.unit_code,
    ),
    *(task.c.position_code, task.c.officer_id, task.c.completed_at),
    *(_case.c.applicant_name, _case.c.channel, _case.c.package_digest, _case.c.procedure_code),
    *(_case.c.receiving_unit, _case.c.returning_unit, _case.c.status, _case.c.account_id),
    *(_case.c.supplements, _case.c.proposed_by, _case.c.competent_unit, _case.c.reminded_at),
    *(_case.c.late_since, _case.c.counted_late_since),
    *(_case.c.due_at.label("case_due_at"), _officer.c.full_name.label("holder")),
)
_NAMES = tuple(column.name for column in _COLUMNS)


class Item(TypedDict):
    """A row of a list, beside where its task stands in it."""

    province_code: str
    case_id: str
    name: str
    act: str | None
    element_id: str
    unit_code: str
    position_code: str
    officer_id: str | None
    completed_at: datetime | None
    applicant_name: str
    channel: Channel
    package_digest: str
    procedure_code: str
    receiving_unit: str
    returning_unit: str
    status: int
    account_id: str | None
    supplements: int
    proposed_by: str | None
    competent_unit: str
    reminded_at: datetime | None
    late_since: datetime | None
    counted_late_since: datetime | None
    case_due_at: datetime | None
    holder: str | None


def with_rows(query: Select[Any]) -> Select[Any]:
    """The query of tasks and their cases, with all that rows tell."""
    who = func.coalesce(task.c.completed_by, task.c.officer_id)
    holder = and_(_officer.c.province_code == task.c.province_code, _officer.c.id == who)
    return query.add_columns(*_COLUMNS).outerjoin(_officer, holder)


LOOKED_AT = (
    *("province_code", "procedure_code", "status", "supplements", "proposed_by"),
    *("unit_code", "position_code", "officer_id", "act"),
)
"""All that acts of a list look at: on rows that are alike in it the same is offered."""
as_acts_look: Callable[[Item], tuple[Any, ...]] = itemgetter(*LOOKED_AT)
of_step: Callable[[Item], tuple[str, str, str, str]] = itemgetter(
    "package_digest", "element_id", "unit_code", "position_code"
)


def item_of(values: Sequence[Any]) -> Item:
    """The row of these values, in the order in which ``with_rows`` adds them."""
    return cast("Item", dict(zip(_NAMES, values, strict=True)))
