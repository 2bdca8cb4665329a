"""The desk that returns results: of one counter, or centrally of every unit (requirement R-40)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from engine.access import Matter, units_reached
from engine.accounts import Person
from engine.catalogue.packages import package
from engine.catalogue.rules.kinds.money import money_words
from engine.catalogue.rules.taken import Taken
from engine.errors import NotOverseer
from engine.life import OWING, SOLVED, state
from engine.organisation.tree import Setting, setting_of
from engine.queries.all_cases.asking import sought_in
from engine.queries.delivery import delivery_of, delivery_words
from engine.queries.inbox.counting import COUNTED
from engine.queries.lying import Lies, lying, where_it_lies
from engine.queries.papers_to_fetch import papers_to_fetch
from engine.queries.reach import at_units
from engine.queries.views.parts import UnitName
from engine.queries.views.returning import ResultsPage, WaitingPart, WaitingResultRow
from engine.queries.waiting_results import KIND
from engine.routing.as_it_stands import day_of
from engine.routing.decided_by import decided_by
from engine.routing.giving_results import owed_for_results
from engine.store.base import table_of
from engine.store.cases import Case, Dossier, Task
from engine.worktime import ZONE
from engine.worktime.wording import day_text

RIGHT = "results.list"
MOST = 100
STORE = "store_result"
_of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)
_storing = exists().where(_of_case, Task.state == "open", Task.act == STORE).correlate(Case)
_PARTS: Mapping[WaitingPart, ColumnElement[bool]] = {
    "ready": Case.status.in_(OWING),
    "over": Case.status.in_(OWING),
    "coming": and_(_storing, Case.status.not_in(SOLVED)),
}


def results(
    session: Session,
    *,
    person: Person,
    now: datetime,
    part: WaitingPart = "ready",
    unit: str | None = None,
    search: str | None = None,
) -> ResultsPage:
    """What waits at the counters that the right reaches, narrowed to one or to what is sought.

    The part ``papers``: dossiers that ended without a result and hold papers of their people.

    A search goes through returned results, and through these papers, too. Raises NotOverseer.
    """
    looking = _looking(session, person, now)
    within = looking.within
    if unit is not None:
        within = and_(within, Case.returning_unit == unit)
    over = _over(looking, within)
    papers = papers_to_fetch(session, person=person, setting=looking.setting, unit=unit)
    if search and search.strip():
        named = sought_in(session, looking.setting.province_code, search, true())
        wanted = and_(named, or_(and_(within, Case.status.in_(SOLVED)), _those(looking, papers)))
    elif part == "over":
        wanted = and_(within, Case.id.in_(over))
    elif part == "papers":
        wanted = _those(looking, papers)
    else:
        wanted = and_(within, _PARTS[part])
    return ResultsPage(
        rows=_rows(looking, wanted, over, papers),
        part=part,
        unit=unit,
        counts={
            "ready": _count(session, and_(within, _PARTS["ready"])),
            "over": len(over),
            "coming": _count(session, and_(within, _PARTS["coming"])),
            "papers": len(papers),
        },
        units=_units(looking),
        returned_today=_count(session, and_(within, _returned_today(now))),
    )


@dataclass(frozen=True, slots=True)
class _Looking:
    session: Session
    setting: Setting
    units: frozenset[str]
    within: ColumnElement[bool]
    now: datetime


def _looking(session: Session, person: Person, now: datetime) -> _Looking:
    if person.province_code is None:
        raise NotOverseer
    setting = setting_of(session, person.province_code)
    reached = units_reached(person, RIGHT, setting, _counter)
    if not reached:
        raise NotOverseer
    here = Case.province_code == setting.province_code
    within = and_(here, at_units(Case.returning_unit, reached))
    units = frozenset().union(*(one.units for one in reached))
    return _Looking(session, setting, units, within, now)


def _counter(setting: Setting, unit: str) -> Matter:
    led = setting.led_from(unit)
    return Matter(setting.province_code, setting, unit, returning=unit, led_by=led)


def _those(looking: _Looking, ids: Collection[str]) -> ColumnElement[bool]:
    return and_(Case.province_code == looking.setting.province_code, Case.id.in_(ids))


def _count(session: Session, wanted: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Case).where(wanted)) or 0


def _returned_today(now: datetime) -> ColumnElement[bool]:
    began = datetime.combine(day_of(now), time(), ZONE)
    return Case.returned_at >= began


def _over(looking: _Looking, within: ColumnElement[bool]) -> list[str]:
    """The cases that waited longer than their rule says, the longest first; none without one."""
    found = looking.session.execute(
        select(Case.id, Case.finished_at, Case.rules)
        .where(within, _PARTS["ready"])
        .order_by(Case.finished_at, Case.id)
        .limit(COUNTED)
    )
    return [row.id for row in found if _is_over(row, looking.now)]


def _is_over(row: Any, now: datetime) -> bool:
    value = Taken(row.rules).value(KIND)
    if value is None or row.finished_at is None:
        return False
    return day_of(now) > day_of(row.finished_at) + timedelta(days=value["days"])


def _rows(
    looking: _Looking,
    wanted: ColumnElement[bool],
    over: Collection[str],
    papers: Mapping[str, tuple[str, ...]],
) -> tuple[WaitingResultRow, ...]:
    of_dossier = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)
    query = (
        select(table_of(Case), Dossier.applicant)
        .join(Dossier, of_dossier)
        .where(wanted)
        .order_by(Case.status.not_in(SOLVED), Case.finished_at, Case.due_at, Case.id)
        .limit(MOST)
    )
    rows: Sequence[Any] = looking.session.execute(query).mappings().all()
    ids = [row["id"] for row in rows]
    owed = owed_for_results(looking.session, rows) if rows else {}
    decided = decided_by(looking.session, looking.setting, rows)
    tasks = lying(looking.session, looking.setting.province_code, ids)
    return tuple(
        replace(
            _row(looking, row, owed[row["id"]], tasks.get(row["id"], ()), decided[row["id"]]),
            over=row["id"] in over,
            papers=papers.get(row["id"], ()),
        )
        for row in rows
    )


def _row(
    looking: _Looking, row: Any, owed: int, tasks: Sequence[Lies], decided: str
) -> WaitingResultRow:
    setting, returning, stands = looking.setting, row["returning_unit"], state(row["status"])
    manifest = package(looking.session, row["province_code"], row["package_digest"]).manifest
    ready_at, handed = row["finished_at"] if stands.solved else None, stands.ended
    lost = stands.over and not stands.solved
    return WaitingResultRow(
        ref=row["code"] or row["submission_number"],
        applicant_name=row["applicant_name"],
        procedure_name=manifest.short_name,
        decided_by=setting.unit_short_name(decided),
        returning_unit=setting.unit_short_name(returning),
        delivery=delivery_words(delivery_of(row["applicant"]), setting.unit_short_name(returning)),
        ready_at=ready_at,
        days=(day_of(looking.now) - day_of(ready_at)).days if ready_at and not handed else None,
        over=False,
        owed=money_words(owed) if owed and not handed else None,
        lies=tuple(where_it_lies(setting, task) for task in tasks),
        returned_at=row["returned_at"],
        ended=_ended(stands.name, row["finished_at"]) if lost else None,
    )


def _ended(how: str, at: datetime | None) -> str:
    return f"{how} {day_text(day_of(at))}" if at else how


def _units(looking: _Looking) -> tuple[UnitName, ...]:
    """The counters at which results of the list are returned, by name."""
    used = or_(_PARTS["ready"], _PARTS["coming"])
    codes = looking.session.scalars(
        select(Case.returning_unit).where(looking.within, used).distinct()
    )
    found = (UnitName(code, looking.setting.unit_name(code)) for code in codes)
    return tuple(sorted(found, key=lambda one: one.name))
