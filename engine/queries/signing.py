"""What waits for the signature or decision of whoever leads, with what the specialists found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session

from engine.access import held, of_act, offered, units_led
from engine.accounts import Person, Post
from engine.acts.on_steps import COMPLETE
from engine.errors import MayNotLead
from engine.organisation.tree import setting_of
from engine.queries.acted_as import ActedAs, acted_as_in
from engine.queries.case_file import document_row
from engine.queries.case_rows import CaseRows, find_cases, readable_documents, waits_for_fee
from engine.queries.findings import findings, sent_back
from engine.queries.halts import halts_to_approve
from engine.queries.inbox.pages import Place, cursor_of, place_of
from engine.queries.kept_rows import MOST_TOGETHER
from engine.queries.lateness.acting import APOLOGISE
from engine.queries.lateness.figures import MISSED_UNIT, parts_now
from engine.queries.offering import at_task, prepared_here
from engine.queries.reach import at_units, cases_within, free_at
from engine.queries.views.signing import SigningPage, ToSign
from engine.queries.whereabouts import case_due_view
from engine.queries.wording import due_of
from engine.routing.moving_on import dossier_of
from engine.routing.read_before import shown_of_many
from engine.routing.step_decisions import OPENS, Decisions, decisions_of
from engine.routing.steps_back import ways_back
from engine.store.cases import Case, CaseDocument, Task
from engine.store.rows import HeldTaskRow

MOST = MOST_TOGETHER
"""Dossiers that somebody looks at before they sign; what was signed makes room for the next."""
RIGHT = "tasks.list_led"
_KEYS = (Task.due_at, Task.created_at, Task.id)
_of_case = and_(Case.province_code == Task.province_code, Case.id == Task.case_id)


def signing_page(
    session: Session, *, person: Person, now: datetime, cursor: str | None = None
) -> SigningPage:
    """What lies at the desks that the person leads from, and that nobody else has taken.

    Raises MayNotLead, CursorInvalid.
    """
    waits = _waits(person)
    found = session.execute(
        select(*_KEYS, Task.case_id)
        .join(Case, _of_case)
        .where(waits, _behind(place_of(cursor)) if cursor else true())
        .order_by(Task.due_at.is_(None), *_KEYS)
        .limit(MOST + 1)
    ).all()
    rows = _told_of(session, person, {row.id: row.case_id for row in found[:MOST]}, now)
    last = found[MOST - 1] if len(found) > MOST else None
    of_all = select(func.count()).select_from(Task).join(Case, _of_case).where(waits)
    return SigningPage(
        rows=rows,
        count=session.scalar(of_all) or 0,
        halts=halts_to_approve(session, person=person),
        apologies=_apologies(session, person, now),
        next_cursor=cursor_of((last.due_at, last.created_at, last.id)) if last else None,
    )


def _behind(place: Place) -> ColumnElement[bool]:
    """What comes after it in the list: the nearest due time first, without one last."""
    due_at, created_at, task_id = place
    keys = _KEYS if due_at else _KEYS[1:]
    values = (due_at, created_at, task_id) if due_at else (created_at, task_id)
    given = [literal(value, key.type) for key, value in zip(keys, values, strict=True)]
    after = tuple_(*keys) > tuple_(*given)
    undated = Task.due_at.is_(None)
    return or_(undated, after) if due_at else and_(undated, after)


def _apologies(session: Session, person: Person, now: datetime) -> int:
    """Late cases that nobody apologised for, and the person does: a step lies with them, or the
    case fell late with them and goes on elsewhere.
    """
    setting = setting_of(session, str(person.province_code))
    led = units_led(person, of_act(APOLOGISE), setting)
    mine = at_units(Task.unit_code, led)
    step = exists().where(_of_case, Task.state == "open", mine).correlate(Case)
    # What fell late elsewhere is apologised for there.
    here = Case.competent_unit == MISSED_UNIT
    gone = and_(Case.late_unit != Case.competent_unit, at_units(Case.late_unit, led))
    theirs = or_(and_(step, here), gone)
    within = and_(cases_within(session, person, "lateness.read"), theirs)
    return parts_now(session, within, now=now)["unapologised"]


def to_sign(
    session: Session, *, person: Person, task_ids: Sequence[str], now: datetime
) -> tuple[ToSign, ...]:
    """Those of these tasks that wait for the person, in the given order. Raises MayNotLead."""
    found = session.execute(
        select(Task.id, Task.case_id)
        .join(Case, _of_case)
        .where(_waits(person), Task.id.in_(task_ids[:MOST]))
    )
    cases = {row.id: row.case_id for row in found}
    return _told_of(session, person, {one: cases[one] for one in task_ids if one in cases}, now)


def _waits(person: Person) -> ColumnElement[bool]:
    posts = [by.holding for by, _ in held(person, "tasks.list")]
    leading = [post for post in posts if isinstance(post, Post) and post.leads]
    if person.province_code is None or not leading:
        raise MayNotLead
    return and_(
        Task.province_code == person.province_code,
        Task.state == "open",
        or_(*free_at(leading, person)),
    )


def _told_of(
    session: Session, person: Person, waiting: Mapping[str, str], now: datetime
) -> tuple[ToSign, ...]:
    """The tasks of these cases as they wait, in their order; none that this very person can't end,
    as in their own case. Their cases are read together.
    """
    if not waiting:
        return ()
    province, case_ids = str(person.province_code), dict.fromkeys(waiting.values())
    seen = shown_of_many(session, COMPLETE, province, case_ids)  # never later than what is shown
    cases = find_cases(session, province, case_ids, now)
    acted = acted_as_in(session, province, case_ids)
    found = []
    for task_id, case_id in waiting.items():
        rows = cases[case_id]
        task = next(one for one in rows.tasks if one["id"] == task_id)
        if any(act.ends_step for act in offered(at_task(session, rows, task), person)):
            papers = _papers(session, rows, person)
            prepared = prepared_here(session, rows, task["element_id"], person)
            beside = _Beside(acted, papers, prepared, seen[case_id])
            found.append(_told(session, rows, task, now, beside))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is told of a step beside its row. ``prepared``: the step that the viewer did, for which
    another decides.
    """

    acted: ActedAs
    papers: Sequence[CaseDocument]
    prepared: str | None
    seen: str


def _told(
    session: Session, rows: CaseRows, task: HeldTaskRow, now: datetime, beside: _Beside
) -> ToSign:
    stands, setting = rows.stands, rows.setting
    step = stands.step(task["element_id"])
    decisions = decisions_of(
        rows.package, step, lambda: dossier_of(session, stands).case, rows.case
    )
    own = task["element_id"]
    prepared = beside.prepared
    opens = f"người khác ký, bạn đã làm bước “{prepared}”" if prepared else None
    before = findings(rows, "officers", beside.acted)
    found = [one for one in before if one.stands and one.element_id != own]
    return ToSign(
        task_id=task["id"],
        ref=stands.ref,
        applicant_name=rows.case["applicant_name"],
        procedure_name=rows.package.manifest.short_name,
        step_name=task["name"],
        position_title=setting.positions.get(task["position_code"], task["position_code"]),
        unit_name=setting.unit_short_name(task["unit_code"]),
        due=due_of(setting.calendar_of(task["unit_code"]), task["due_at"], now, "step"),
        case_due=case_due_view(rows, now),
        came_at=task["created_at"],
        found=tuple(reversed(found)),
        returned=sent_back(rows, task),
        papers=tuple(document_row(rows, one) for one in beside.papers),
        agree=decisions.agree.label.rstrip("…") if decisions.agree and not prepared else None,
        back=_back(rows, decisions, own),
        opens=OPENS[decisions.opens] if decisions.opens else opens,
        seen=beside.seen,
    )


def _back(rows: CaseRows, decisions: Decisions, element_id: str) -> str | None:
    """The button that sends it back: of the diagram, or to the step before."""
    if decisions.back:
        return decisions.back.label.rstrip("…")
    found = () if decisions.opens else ways_back(rows.stands, rows.ended_steps, element_id)
    return f"Trả lại bước “{found[0].name}”" if found else None


def _papers(session: Session, rows: CaseRows, person: Person) -> Sequence[CaseDocument]:
    waits = waits_for_fee(session, rows, person)
    return readable_documents(session, rows.case, "officers", waits)
