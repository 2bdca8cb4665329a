"""The work queue: what is due first at the desks of an officer."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypedDict, cast

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from engine.access import offered
from engine.accounts import Person, Post
from engine.catalogue.packages import package
from engine.deadlines import soon_until
from engine.errors import CursorInvalid
from engine.organisation.tree import Setting, setting_of
from engine.queries.led_work import leads, led_work
from engine.queries.offering import seen
from engine.queries.views.parts import Due, Urgency
from engine.queries.views.queue import QueuePage, QueueRow
from engine.queries.wording import due_of, ended_due, local
from engine.routing.definitions import step_numbers
from engine.store.cases import Case, Dossier, Task
from engine.store.organisation import Officer
from engine.store.rows import Channel
from engine.typed.folding import words_of
from engine.typed.identifiers import case_code, digits_of

Tab = Literal["mine", "unit", "led", "waiting", "done"]
TABS: tuple[Tab, ...] = ("mine", "unit", "led", "waiting", "done")
URGENCIES: tuple[Urgency, ...] = ("late", "today", "soon", "ok", "none")
DONE_DAYS = 7
"""How long finished work stays in the list."""

_ORDER = (Task.due_at.is_(None), Task.due_at, Task.created_at, Task.id)
"""Nearest deadline first, of one deadline what came first; uncounted work comes last."""
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""Only an instant with its zone can be compared with stored ones."""
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
    Case.status,
    Case.account_id,
    Case.supplements,
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
    status: int
    account_id: str | None
    supplements: int
    holder: str | None


def queue(
    session: Session,
    *,
    person: Person,
    now: datetime,
    tab: Tab = "unit",
    urgency: Urgency | None = None,
    search: str | None = None,
    cursor: str | None = None,
    limit: int = 25,
) -> QueuePage:
    """A page of the person's work, nearest deadline first; uncounted work comes last.

    ``mine`` is claimed by the person, ``unit`` everything open at their desks, ``led`` everything
    open in the units that they lead, ``waiting`` their cases that are now elsewhere, ``done`` what
    they finished in the last seven days. Who leads nothing has no tab ``led``. Raises
    CursorInvalid.
    """
    if person.province_code is None:
        return QueuePage((), None, tab, dict.fromkeys(_tabs(person), 0), {})
    setting = setting_of(session, person.province_code)
    wanted = _tab(tab, person, now)
    found = and_(wanted, _urgency(urgency, setting, now), _search(search))
    found_rows = session.execute(_page(found, cursor, limit))
    rows = [cast("_Item", row._asdict()) for row in found_rows]
    more = len(rows) > limit
    return QueuePage(
        rows=tuple(_row(session, row, person, setting, now) for row in rows[:limit]),
        next_cursor=_cursor(rows[limit - 1]) if more else None,
        tab=tab,
        tab_counts={name: _count(session, _tab(name, person, now)) for name in _tabs(person)},
        due_counts={
            name: _count(session, and_(wanted, _urgency(name, setting, now))) for name in URGENCIES
        },
    )


def _tabs(person: Person) -> tuple[Tab, ...]:
    return tuple(name for name in TABS if name != "led" or leads(person))


def refs_in(
    session: Session,
    *,
    person: Person,
    now: datetime,
    tab: Tab,
    urgency: Urgency | None = None,
    search: str | None = None,
    limit: int,
) -> list[str]:
    """The cases of the first rows of a list, each once, in the order of the list."""
    found = and_(_part(session, person, tab, urgency, now), _search(search))
    query = (
        select(func.coalesce(Case.code, Case.submission_number))
        .select_from(Task)
        .join(Case, _joined)
        .where(found)
        .order_by(*_ORDER)
        .limit(limit)
    )
    return list(dict.fromkeys(session.scalars(query)))


def count_in(
    session: Session, *, person: Person, now: datetime, tab: Tab, urgency: Urgency | None = None
) -> int:
    """How many rows a list has."""
    return _count(session, _part(session, person, tab, urgency, now))


def _part(
    session: Session, person: Person, tab: Tab, urgency: Urgency | None, now: datetime
) -> ColumnElement[bool]:
    wanted = _tab(tab, person, now)
    if urgency is None or person.province_code is None:
        return wanted
    return and_(wanted, _urgency(urgency, setting_of(session, person.province_code), now))


def _tab(tab: Tab, person: Person, now: datetime) -> ColumnElement[bool]:
    own = Task.province_code == person.province_code
    open_here = and_(own, Task.state == "open")
    if tab == "mine":
        return and_(open_here, Task.officer_id == person.officer_id)
    if tab == "unit":
        return and_(open_here, _desks(person))
    if tab == "led":
        return and_(open_here, led_work(person))
    mine_done = and_(
        Task.province_code == person.province_code, Task.completed_by == person.officer_id
    )
    if tab == "done":
        return and_(own, mine_done, Task.completed_at >= now - timedelta(days=DONE_DAYS))
    worked_on = select(Task.case_id).where(mine_done).correlate(None).scalar_subquery()
    return and_(open_here, Task.case_id.in_(worked_on), ~_desks(person))


def _desks(person: Person) -> ColumnElement[bool]:
    desks = [_desk(post) for post in person.posts]
    return or_(*desks) if desks else ~true()


def _desk(post: Post) -> ColumnElement[bool]:
    """The tasks of a post's desk; a substitute's, as far as the substitution goes."""
    desk = and_(Task.unit_code == post.unit_code, Task.position_code == post.position_code)
    if post.procedures is None:
        return desk
    covered = select(Case.id).where(_joined, Case.procedure_code.in_(post.procedures))
    return and_(desk, covered.correlate(Task).exists())


def _urgency(urgency: Urgency | None, setting: Setting, now: datetime) -> ColumnElement[bool]:
    if urgency is None:
        return true()
    midnight = local(now).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon = max(midnight, soon_until(setting.calendar, now))
    return {
        "late": Task.due_at < now,
        "today": Task.due_at.between(now, midnight),
        "soon": and_(Task.due_at > midnight, Task.due_at <= soon),
        "ok": Task.due_at > soon,
        "none": Task.due_at.is_(None),
    }[urgency]


def _search(search: str | None) -> ColumnElement[bool]:
    """By part of a code, by the people's names in any spelling, or by a whole number of theirs."""
    if not search or not search.strip():
        return true()
    code, number = case_code(search), digits_of(search)
    names = [Dossier.names_folded.contains(word, autoescape=True) for word in words_of(search)]
    numbers = (Dossier.owner_number, Dossier.submitter_number, Dossier.submitter_phone)
    people = or_(
        and_(*names) if names else ~true(),
        *(column == number for column in numbers if number is not None),
    )
    dossier = select(Dossier.case_id).where(
        Dossier.province_code == Task.province_code, Dossier.case_id == Task.case_id, people
    )
    return or_(
        Case.code.contains(code, autoescape=True),
        Case.submission_number.contains(code, autoescape=True),
        dossier.correlate(Task).exists(),
    )


def _page(found: ColumnElement[bool], cursor: str | None, limit: int) -> Select[*tuple[Any, ...]]:
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
        .where(found)
        .order_by(*_ORDER)
        .limit(limit + 1)
    )
    return query.where(_after(cursor)) if cursor else query


def _after(cursor: str) -> ColumnElement[bool]:
    try:
        due_at, created_at, task_id = msgspec.json.decode(
            urlsafe_b64decode(cursor), type=tuple[_Instant | None, _Instant, str]
        )
    except ValueError:
        raise CursorInvalid from None
    later = or_(
        Task.created_at > created_at, and_(Task.created_at == created_at, Task.id > task_id)
    )
    if due_at is None:
        return and_(Task.due_at.is_(None), later)
    return or_(Task.due_at.is_(None), Task.due_at > due_at, and_(Task.due_at == due_at, later))


def _cursor(row: _Item) -> str:
    place = (row["due_at"], row["created_at"], row["id"])
    return urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _count(session: Session, wanted: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Task).where(wanted)
    return session.scalar(query) or 0


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
        holder_name=row["holder"],
        mine=row["officer_id"] is not None and row["officer_id"] == person.officer_id,
        act=row["act"],
        acts=_acts(row, person, setting),
    )


def _acts(row: _Item, person: Person, setting: Setting) -> tuple[str, ...]:
    if row["completed_at"] is not None:
        return ()
    return tuple(act.kind for act in offered(seen(row, setting, row), person))


def _due(row: _Item, setting: Setting, now: datetime) -> Due:
    if row["completed_at"] is not None:
        return ended_due(row["due_at"], row["completed_at"], "step")
    return due_of(setting.calendar_of(row["unit_code"]), row["due_at"], now, "step")
