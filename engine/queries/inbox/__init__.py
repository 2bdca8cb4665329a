"""The work queue: what is due first at the desks of an officer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, cast

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.access import offered
from engine.accounts import Person
from engine.catalogue.packages import package
from engine.organisation.tree import Setting, setting_of
from engine.queries.inbox.counting import counted, counts
from engine.queries.inbox.lists import TABS, Whose, whose
from engine.queries.inbox.pages import Listed, Place, Range, cursor_of, listed, place_of, ranges
from engine.queries.inbox.searching import sought
from engine.queries.offering import seen
from engine.queries.views.parts import Due, Urgency
from engine.queries.views.queue import QueuePage, QueueRow, Tab
from engine.queries.wording import due_of, ended_due
from engine.routing.definitions import step_numbers
from engine.store.cases import Case, Task
from engine.store.organisation import Officer
from engine.store.rows import Channel

__all__ = ["TABS", "count_in", "counted", "queue", "refs_in"]

URGENCIES: tuple[Urgency, ...] = ("late", "today", "soon", "ok", "none")
_joined = and_(Case.province_code == Task.province_code, Case.id == Task.case_id)
_columns = (
    Task.province_code,
    Task.id,
    Task.name,
    Task.act,
    Task.element_id,
    Task.unit_code,
    Task.position_code,
    Task.officer_id,
    Task.due_at,
    Task.created_at,
    Task.completed_at,
    Case.submission_number,
    Case.code,
    Case.applicant_name,
    Case.channel,
    Case.package_digest,
    Case.procedure_code,
    Case.receiving_unit,
    Case.returning_unit,
    Case.status,
    Case.account_id,
    Case.supplements,
    Case.proposed_by,
    Case.competent_unit,
    Case.reminded_at,
    Case.due_at.label("case_due_at"),
    Officer.full_name.label("holder"),
)


class _Item(TypedDict):
    """A row of the list, by the names of ``_columns``."""

    province_code: str
    id: str
    name: str
    act: str | None
    element_id: str
    unit_code: str
    position_code: str
    officer_id: str | None
    due_at: datetime | None
    created_at: datetime
    completed_at: datetime | None
    submission_number: str
    code: str | None
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
    case_due_at: datetime | None
    holder: str | None


def queue(
    session: Session,
    *,
    person: Person,
    now: datetime,
    tab: Tab = "unit",
    urgency: Urgency | None = None,
    search: str | None = None,
    wide: bool = False,
    cursor: str | None = None,
    limit: int = 25,
) -> QueuePage:
    """A page of the person's work, nearest deadline first; uncounted work comes last.

    ``mine`` is claimed by the person, ``unit`` everything open at their desks, ``led`` everything
    open in the units that they lead, ``waiting`` their cases that are now elsewhere, ``done`` what
    they finished in the last seven days. Who leads nothing has no tab ``led``. Lists are counted up
    to ``COUNTED``. ``wide``: a name is not only sought by how it begins. At most three statements,
    and one or two to look up what is sought. Raises CursorInvalid.
    """
    lists = whose(session, person)
    if lists is None:
        return QueuePage((), None, tab, {}, {})
    setting = setting_of(session, lists.province_code)
    within = ranges(setting, now)
    narrow, found = _found(
        session,
        lists,
        tab,
        urgency=urgency,
        within=within,
        search=search,
        wide=wide,
        after=place_of(cursor) if cursor else None,
        most=limit + 1,
        now=now,
    )
    tab_counts, due_counts = counts(session, lists, tab, within, now, tabs=lists.tabs)
    rows = _items(session, setting.province_code, found[:limit])
    return QueuePage(
        rows=tuple(_row(session, row, person, setting, now) for row in rows),
        next_cursor=cursor_of(found[limit - 1].place) if len(found) > limit else None,
        tab=tab,
        tab_counts=tab_counts,
        due_counts=due_counts,
        narrow=narrow,
    )


def _found(
    session: Session,
    lists: Whose,
    tab: Tab,
    *,
    search: str | None,
    wide: bool,
    after: Place | None,
    **asked: Any,
) -> tuple[bool, list[Listed]]:
    """Tasks of a list, and whether only names that begin with what is sought were looked for: they
    alone are told where the list has any, from its beginning.
    """
    meant = sought(session, lists.province_code, search, wide=wide)
    found = listed(session, lists, tab, sought=meant, after=after, **asked)
    if meant is None or not meant.narrow or found or after is not None:
        return meant is not None and meant.narrow, found
    meant = sought(session, lists.province_code, search, wide=True)
    return False, listed(session, lists, tab, sought=meant, after=None, **asked)


def refs_in(
    session: Session,
    *,
    person: Person,
    now: datetime,
    tab: Tab,
    urgency: Urgency | None = None,
    search: str | None = None,
    wide: bool = False,
    limit: int,
) -> list[str]:
    """The cases of the first rows of a list, each once, in the order of the list."""
    lists = whose(session, person)
    if lists is None:
        return []
    _, found = _found(
        session,
        lists,
        tab,
        urgency=urgency,
        within=_within(session, lists.province_code, urgency, now),
        search=search,
        wide=wide,
        after=None,
        most=limit,
        now=now,
    )
    return list(dict.fromkeys(one.ref for one in found))


def count_in(
    session: Session, *, person: Person, now: datetime, tab: Tab, urgency: Urgency | None = None
) -> int:
    """How many rows a list has, as far as lists are counted."""
    lists = whose(session, person)
    if lists is None:
        return 0
    if urgency is None:
        return counts(session, lists, tab, {}, now, tabs=(tab,))[0][tab]
    part = {urgency: ranges(setting_of(session, lists.province_code), now)[urgency]}
    return counts(session, lists, tab, part, now, tabs=())[1][urgency]


def _within(
    session: Session, province_code: str, urgency: Urgency | None, now: datetime
) -> Mapping[Urgency, Range]:
    """The stretches of a list; the province is read only where its calendar is asked for one."""
    return ranges(setting_of(session, province_code), now) if urgency else {}


def _items(session: Session, province_code: str, found: Sequence[Listed]) -> list[_Item]:
    """The rows of these tasks, in the same order."""
    ids = [one.task_id for one in found]
    if not ids:
        return []
    query = (
        select(*_columns)
        .join(Case, _joined)
        .outerjoin(
            Officer,
            and_(
                Officer.province_code == Task.province_code,
                Officer.id == func.coalesce(Task.completed_by, Task.officer_id),
            ),
        )
        .where(Task.province_code == province_code, Task.id.in_(ids))
    )
    rows = {row.id: cast("_Item", row._asdict()) for row in session.execute(query)}
    return [rows[one] for one in ids]


def _row(session: Session, row: _Item, person: Person, setting: Setting, now: datetime) -> QueueRow:
    published = package(session, setting.province_code, row["package_digest"])
    return QueueRow(
        task_id=row["id"],
        case_ref=row["code"] or row["submission_number"],
        applicant_name=row["applicant_name"],
        procedure_name=published.manifest.short_name,
        channel=row["channel"],
        task_name=row["name"],
        step_number=step_numbers(published).get(row["element_id"], 0),
        unit_name=setting.unit_short_name(row["unit_code"]),
        position_title=setting.positions.get(row["position_code"], row["position_code"]),
        due=_due(row, setting, now),
        reminded=_reminded(row, setting, now),
        holder_name=row["holder"],
        mine=row["officer_id"] is not None and row["officer_id"] == person.officer_id,
        act=row["act"],
        acts=_acts(row, person, setting),
    )


def _reminded(row: _Item, setting: Setting, now: datetime) -> Due | None:
    if row["reminded_at"] is None or row["completed_at"] is not None:
        return None
    return due_of(setting.calendar_of(row["competent_unit"]), row["case_due_at"], now, "case")


def _acts(row: _Item, person: Person, setting: Setting) -> tuple[str, ...]:
    if row["completed_at"] is not None:
        return ()
    return tuple(act.kind for act in offered(seen(row, setting, row), person))


def _due(row: _Item, setting: Setting, now: datetime) -> Due:
    if row["completed_at"] is not None:
        return ended_due(row["due_at"], row["completed_at"], "step")
    return due_of(setting.calendar_of(row["unit_code"]), row["due_at"], now, "step")
