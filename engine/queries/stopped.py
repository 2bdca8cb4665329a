"""Cases that nobody can take further: stopped by an incident, on nobody's desk, in no unit.

And those whose process is over while their result was not returned: it lies on nobody's desk.

For the administrators, each as far as their rights go. What lies on nobody's desk is asked of the
organisation as it is today, so that it is off the list as soon as somebody is appointed.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.catalogue.packages import package
from engine.facts.events_of_refusals import ResultRefused
from engine.life import OWING, state
from engine.organisation.holders import held_on, staff_on
from engine.organisation.tree import Setting, setting_of
from engine.queries.incidents import open_incidents
from engine.queries.own_work import own_among
from engine.queries.repairs import ProposedRepair, proposed_view
from engine.queries.views.case import ChoiceView
from engine.queries.views.parts import Due
from engine.queries.wording import DueTimes, running_due
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.desks import may_take
from engine.routing.lying_with import ended_units
from engine.routing.moved_cases import coming_back
from engine.routing.moving_on import owes_result
from engine.routing.signature import leading_positions
from engine.routing.steps_back import steps_back
from engine.store.audit import CaseEvent
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.organisation import Appointment, Officer, Position, Substitution
from engine.store.rows import CaseRow
from engine.workflow import restore
from engine.workflow.running.incidents import StateUnreadable

Kind = Literal["incident", "nobody_there", "holder_gone", "unit_ended", "result_owed"]
Units = Collection[str] | None
"""In which somebody may see it; ``None``: in the whole province."""
MOST = 500
LAST = datetime.max.replace(tzinfo=UTC)
"""After every due time: what has none comes last."""
_NAMES = (re.compile(r"giá trị “(\w+)”"), re.compile(r"(case\.\w+)"))


@dataclass(frozen=True, slots=True)
class Stopped:
    """A case that stands still, since when, where and why in plain words.

    ``needs``: the value that is missing, as a repair names it, where the cause tells. ``due``: of
    the case. ``back``: earlier steps to which it may be sent, ``desks``: others that may do it.
    ``own``: the viewer's own dossier, which others mend. ``signs``: another desk waits for a second
    person, since who signs decides. ``appointable``: nobody is there, somebody may be appointed.
    """

    kind: Kind
    ref: str
    at: datetime
    step: str | None
    unit_code: str
    unit_name: str
    code: str
    cause: str
    needs: str | None
    repairable: bool
    due: Due
    task_id: str | None = None
    back: tuple[ChoiceView, ...] = ()
    desks: tuple[ChoiceView, ...] = ()
    proposed: ProposedRepair | None = None
    signs: bool = False
    own: bool = False
    appointable: bool = False


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at what stands still, where and when."""

    session: Session
    setting: Setting
    admin: Administrator
    units: Units
    now: datetime


def stopped_cases(session: Session, *, admin: Administrator, now: datetime) -> tuple[Stopped, ...]:
    """What they may see of it, by due time; at most 500 of each sort.

    Raises NotOverseer for who may see nothing of it anywhere.
    """
    admin.require_to_see("incidents.read")
    setting = setting_of(session, admin.province_code)
    units = admin.units("incidents.read", setting)
    looking = Looking(session, setting, admin, units, now)
    found = [*_incidents(looking), *_desks(looking), *_owed(looking)]
    ids = {case_id for case_id, _ in found}
    own = own_among(session, admin.person, ids) if admin.person else ()
    told = [_of_own(one) if case_id in own else one for case_id, one in found]
    return tuple(sorted(told, key=lambda one: (one.due.at or LAST, one.at, one.ref)))


def _of_own(row: Stopped) -> Stopped:
    """Nobody mends their own dossier (requirement R-10)."""
    waits = replace(row.proposed, may_confirm=False) if row.proposed else None
    return replace(row, own=True, repairable=False, back=(), desks=(), proposed=waits)


def _incidents(looking: Looking) -> Iterator[tuple[str, Stopped]]:
    session, setting, admin = looking.session, looking.setting, looking.admin
    mends = admin.may("incidents.mend", setting)
    province = setting.province_code
    rows = open_incidents(session, province_code=province, units=looking.units, most=MOST)
    for row in rows:
        names = (found.group(1) for one in _NAMES if (found := one.search(row.message)))
        stands = _stands(looking, row.case_id)
        told = Stopped(
            kind="incident",
            ref=row.ref,
            at=row.at,
            step=row.element_name or row.element_id,
            unit_code=row.unit_code,
            unit_name=setting.unit_name(row.unit_code),
            code=row.code,
            cause=row.message,
            needs=next(names, None),
            repairable=mends,
            due=_due(looking, stands.row),
            back=_back(stands) if mends else (),
            proposed=proposed_view(looking.session, admin, stands),
        )
        yield row.case_id, told


def _stands(looking: Looking, case_id: str) -> CaseAsItStands:
    province = looking.setting.province_code
    found = looking.session.execute(
        select(table_of(Case)).where(Case.province_code == province, Case.id == case_id)
    )
    row = cast("CaseRow", dict(found.mappings().one()))
    published = package(looking.session, province, row["package_digest"])
    return CaseAsItStands(row, published, looking.setting)


def _due(looking: Looking, row: CaseRow) -> Due:
    """When the case is due; while it waits for its applicant, or before the reception, never."""
    if not state(row["status"]).counts:
        return Due(None, "none", "")
    calendar = looking.setting.calendar_of(row["competent_unit"])
    times = DueTimes(row["due_at"], None, row["late_since"], row["counted_late_since"])
    return running_due(calendar, times, looking.now)


def _back(stands: CaseAsItStands) -> tuple[ChoiceView, ...]:
    """The steps to which the open task of the case may be sent back."""
    try:
        run = restore(stands.definition, stands.row["state"])
    except StateUnreadable:
        return ()
    found = [step for task in run.ready() for step in steps_back(stands, run, task.element_id)]
    return tuple(
        ChoiceView(one.element_id, f"Bước {stands.number(one.element_id)}: {one.name}")
        for one in dict.fromkeys(found)
    )


def _desks(looking: Looking) -> Iterator[tuple[str, Stopped]]:
    session, setting, units = looking.session, looking.setting, looking.units
    day, mends = day_of(looking.now), looking.admin.may("incidents.mend", setting)
    follows = ended_units(setting, day)
    ended = [
        one.code
        for one in setting.units.values()
        if one.valid_to and one.valid_to <= day and one.code not in follows
    ]
    staffed_desks = staff_on(session, setting.province_code, day).desks if mends else ()
    leading = leading_positions(session, setting.province_code) if mends else frozenset()
    kinds = _kinds_with(session, setting.province_code)
    coming = coming_back(session, setting.province_code)  # the worker brings them
    query = _at_nobodys_desk(setting, units, day, ended=ended, follows=follows)
    query = query.limit(MOST + len(coming))
    for task, case, holder, staffed in session.execute(query):
        if case.id in coming:
            continue
        title = setting.positions.get(task.position_code, task.position_code)
        unit = setting.unit_name(task.unit_code)
        gone = task.unit_code in ended
        kind: Kind = "unit_ended" if gone else "holder_gone" if staffed else "nobody_there"
        here = setting.units.get(task.unit_code)
        has = kinds.get(task.position_code)
        known = here is None or not has or here.kind in has
        cause = _cause(staffed=staffed, known=known, holder=holder, title=title, unit=unit)
        stands = CaseAsItStands(
            _row(case), package(session, case.province_code, case.package_digest), setting
        )
        signs = task.element_id in stands.definition.signing
        given = [one for one in staffed_desks if not signs or one[1] in leading]
        told = Stopped(
            kind=kind,
            ref=case.code or case.submission_number,
            at=task.created_at,
            step=task.name,
            unit_code=task.unit_code,
            unit_name=unit,
            code=kind,
            cause=f"{unit} đã kết thúc. Hãy giao việc cho vị trí khác." if gone else cause,
            needs=None,
            repairable=mends and (gone or not staffed),
            due=_due(looking, _row(case)),
            task_id=task.id,
            desks=() if staffed and not gone else _others(setting, task, given, day),
            signs=signs,
            appointable=kind == "nobody_there" and known,
            proposed=proposed_view(session, looking.admin, stands) if gone or not staffed else None,
        )
        yield case.id, told


def _at_nobodys_desk(
    setting: Setting,
    units: Units,
    day: date,
    *,
    ended: Collection[str],
    follows: Collection[str],
) -> Select[Any]:
    """Open tasks with their cases and holders where nobody works today, whose holder is gone, or
    whose unit has ended; the oldest first."""
    return (
        select(Task, Case, Officer.full_name)
        .join(Case, and_(Case.province_code == Task.province_code, Case.id == Task.case_id))
        .outerjoin(
            Officer,
            and_(Officer.province_code == Task.province_code, Officer.id == Task.officer_id),
        )
        .where(
            Task.province_code == setting.province_code,
            Task.state == "open",
            within_units(Task.unit_code, units),
            Task.unit_code.not_in(follows),  # the worker takes them to who took over
            or_(
                Task.unit_code.in_(ended),
                ~_works_there(day),
                and_(Task.officer_id.is_not(None), ~_works_there(day, holder_only=True)),
            ),
        )
        .add_columns(_works_there(day).label("staffed"))
        .order_by(Task.created_at, Task.id)
    )


def _kinds_with(session: Session, province_code: str) -> dict[str, Collection[str]]:
    """Position → the kinds of units that have it; none: any unit."""
    query = select(Position.code, Position.unit_kinds)
    found = session.execute(query.where(Position.province_code == province_code))
    return {row.code: row.unit_kinds for row in found}


def within_units(column: InstrumentedAttribute[str], units: Units) -> ColumnElement[bool]:
    """What is of these units; ``None``: of all."""
    return true() if units is None else column.in_(units)


def _others(
    setting: Setting, task: Task, staffed: Iterable[tuple[str, str]], day: date
) -> tuple[ChoiceView, ...]:
    """Desks to which the task may go, where somebody works today, by unit and position."""
    found = (
        ChoiceView(
            f"{unit}/{position}",
            f"{setting.positions.get(position, position)}, {setting.unit_name(unit)}",
        )
        for unit, position in staffed
        if position not in ADMIN_POSITIONS and may_take(setting, task.unit_code, unit, day)
    )
    return tuple(sorted(found, key=lambda one: one.label))


def _owed(looking: Looking) -> Iterator[tuple[str, Stopped]]:
    """Results that are stored and that no step will return, but for those that never had one: a
    refusal after appraisal ends the process and waits at the counter that returns results."""
    session, setting, units = looking.session, looking.setting, looking.units
    work = select(Task.id).where(
        Task.province_code == Case.province_code, Task.case_id == Case.id, Task.state == "open"
    )
    refused = select(CaseEvent.seq).where(
        CaseEvent.province_code == Case.province_code,
        CaseEvent.case_id == Case.id,
        CaseEvent.kind == ResultRefused.kind,
    )
    query = (
        select(table_of(Case))
        .where(
            Case.province_code == setting.province_code,
            Case.status.in_(OWING),
            within_units(Case.returning_unit, units),
            ~work.correlate(Case).exists(),
            ~refused.correlate(Case).exists(),
        )
        .order_by(Case.finished_at, Case.id)
        .limit(MOST)
    )
    for found in session.execute(query).mappings():
        row = cast("CaseRow", dict(found))
        stands = CaseAsItStands(
            row, package(session, row["province_code"], row["package_digest"]), setting
        )
        if owes_result(stands):
            unit = setting.unit_name(row["returning_unit"])
            told = Stopped(
                kind="result_owed",
                ref=stands.ref,
                at=row["finished_at"] or row["submitted_at"],
                step=None,
                unit_code=row["returning_unit"],
                unit_name=unit,
                code="result_owed",
                cause=f"Quy trình đã kết thúc khi kết quả đã lưu kho mà chưa trả. {unit} hãy mở hồ"
                " sơ, trả kết quả cho người nộp và bấm “Xác nhận đã trả kết quả”.",
                needs=None,
                repairable=False,
                due=_due(looking, row),
            )
            yield row["id"], told


def _cause(*, staffed: bool, known: bool, holder: str | None, title: str, unit: str) -> str:
    if staffed:
        return (
            f"{holder or 'Người giữ việc'} đang giữ việc này nhưng không còn ở vị trí {title},"
            f" {unit}. Lãnh đạo đơn vị hãy giao lại việc."
        )
    if not known:
        return f"{unit} không có vị trí {title}. Hãy giao việc cho vị trí khác."
    return (
        f"Hôm nay không ai giữ vị trí {title}, {unit}. Quản trị của đơn vị hoặc quản trị tỉnh bổ"
        " nhiệm hoặc cử người thay."
    )


def _works_there(day: date, *, holder_only: bool = False) -> ColumnElement[bool]:
    """Whether somebody, or the very holder, is at the task's desk: by a post, or standing in."""
    appointed = select(Appointment.officer_id).where(
        Appointment.province_code == Task.province_code,
        Appointment.unit_code == Task.unit_code,
        Appointment.position_code == Task.position_code,
        held_on(day),
    )
    standing_in = select(Substitution.officer_id).where(
        Substitution.province_code == Task.province_code,
        Substitution.unit_code == Task.unit_code,
        Substitution.position_code == Task.position_code,
        Substitution.valid_from <= day,
        Substitution.valid_to > day,
        or_(
            Substitution.procedure_code.is_(None),
            Substitution.procedure_code == Case.procedure_code,
        ),
    )
    if holder_only:
        appointed = appointed.where(Appointment.officer_id == Task.officer_id)
        standing_in = standing_in.where(Substitution.officer_id == Task.officer_id)
    here = (appointed, standing_in)
    return or_(*(one.correlate(Task, Case).exists() for one in here))


def _row(case: Case) -> CaseRow:
    return cast("CaseRow", {c.key: getattr(case, c.key) for c in table_of(Case).columns})
