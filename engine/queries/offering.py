"""The acts that a person may do now on a case and its open tasks: pages and the API show these."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.access import (
    CaseLookedAt,
    OpenTask,
    Seen,
    TaskLookedAt,
    may,
    of_act,
    of_case,
    of_task,
    offered,
    papers_are,
    takers,
)
from engine.accounts import Person
from engine.acts.act import Act
from engine.acts.inputs import AT_COUNTER, NEW_DAY, Input
from engine.fees.owing import counting
from engine.organisation.tree import Setting
from engine.queries.case_rows import CaseRows, standing_of
from engine.queries.choosing import Asking, choices_of
from engine.queries.kept_rows import kept_rows
from engine.queries.meetings import RECORD as RECORD_MEETING
from engine.queries.opinions import ANSWER, units_to_answer
from engine.queries.own_rating import RATE, rating_of
from engine.queries.supplements import ANSWER as ANSWER_SUPPLEMENT
from engine.queries.supplements import supplement_of
from engine.queries.views.case import ActView, InputView
from engine.routing.answering import answering, charged
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.routing.corrections import open_correction
from engine.routing.deciding import decided, decides
from engine.routing.destinations import destinations
from engine.routing.extending import farthest_new_day, may_apologise, may_extend
from engine.routing.giving_results import owed_for_result
from engine.routing.lost_papers import held_papers, lost_papers
from engine.routing.meetings_waiting import waiting_meetings
from engine.routing.moving_on import owes_result
from engine.routing.outages import follows_slip
from engine.worktime.wording import day_text

RECORD, RETURN = "record_payment", "return"
CORRECT, WITHDRAW = "correct_result", "withdraw"
APOLOGISE = "apologise"
SLIP = "take_outage_slip"
LOST, TRANSFER, BACK = "report_lost", "transfer", "return_papers"
CHOSEN = frozenset({"choice", "officer", "scans", "reasons"})
"""Kinds of input that are about some values of the case."""


class ActedOn(CaseLookedAt):
    """The columns of a case that acts look at."""

    status: int
    supplements: int
    proposed_by: str | None


class TaskActedOn(TaskLookedAt):
    """The columns of a task that acts look at."""

    act: str | None


class StepActedOn(TaskActedOn):
    """The columns of a task of which the step is asked, too."""

    element_id: str


def seen(
    case: ActedOn, setting: Setting, task: TaskActedOn | None = None, *, owes: bool = False
) -> Seen:
    """A case as acts look at it, or at this open task of it."""
    return Seen(
        matter=of_task(case, task, setting) if task else of_case(case, setting),
        status=case["status"],
        supplements=case["supplements"],
        task=OpenTask(task["officer_id"], task["act"]) if task else None,
        owes=owes,
        proposed_by=case["proposed_by"],
    )


def seen_in(rows: CaseRows, task: TaskActedOn | None = None, *, owes: bool = False) -> Seen:
    """The same of a case whose people are known."""
    found = seen(rows.case, rows.setting, task, owes=owes)
    return replace(
        found,
        matter=rows.with_people(found.matter),
        corrects=rows.case["corrects"] is not None,
        decided=decided_now(rows),
    )


def decided_now(rows: CaseRows) -> bool:
    """Whether somebody has decided the case."""
    steps = (task["element_id"] for task in rows.tasks if task["state"] == "open")
    return decided(rows.stands, steps)


def acts_now(
    session: Session, rows: CaseRows, *, person: Person, now: datetime
) -> tuple[ActView, ...]:
    """The acts on each open task, then those on the case, with what each of them takes.

    An act of which some input has no choice left is not offered; an input that may be left out and
    has none is not asked for.
    """
    found = [
        _view(Asking(session, rows, task, now, person), act)
        for task in rows.tasks
        if task["state"] == "open"
        for act in offered(at_task(session, rows, task), person)
    ]
    found += _on_case(session, rows, person, now)
    if not may_extend(rows.stands, decided=decided_now(rows), now=now):
        late = may_apologise(rows.stands, now)
        found = [
            _only_apology(act) if act.kind == APOLOGISE else act
            for act in found
            if late or act.kind != APOLOGISE
        ]
    elif (farthest := farthest_new_day(rows.stands, now)) is not None:
        found = [_until(act, *farthest) if act.kind == APOLOGISE else act for act in found]
    return tuple(act for act in found if all(map(_can_be_given, act.inputs)))


def _only_apology(act: ActView) -> ActView:
    """The apology where no new day can be named any more."""
    inputs = tuple(one for one in act.inputs if one.name != NEW_DAY.name)
    return replace(act, label="Xin lỗi…", inputs=inputs)


def _until(act: ActView, last: date, basis: str) -> ActView:
    """The extension with the last day that a local rule lets it name."""
    hint = f"Muộn nhất {day_text(last)} ({basis})."
    return replace(
        act,
        inputs=tuple(
            replace(one, hint=hint) if one.name == NEW_DAY.name else one for one in act.inputs
        ),
    )


def at_task(session: Session, rows: CaseRows, task: StepActedOn) -> Seen:
    """The case at one of its tasks; where the step returns the result, with what is still owed."""
    deciding = decides(rows.stands.definition, task["element_id"])
    found = replace(seen_in(rows, task), deciding=deciding)
    if task["act"] != RETURN:
        return found
    return replace(found, fee_first=owed_for_result(session, rows.case) > 0)


def _on_case(session: Session, rows: CaseRows, person: Person, now: datetime) -> list[ActView]:
    on_case = Asking(session, rows, None, now, person)
    case = seen_in(rows, owes=owes_result(rows.stands))
    if case.owes:
        case = replace(case, fee_first=owed_for_result(session, rows.case) > 0)
    if rows.case["papers_to"] is not None:
        how = papers_are(rows.case["papers_to"], rows.case["papers_until"])
        case = replace(case, papers=how, matter=replace(case.matter, taking=_takers(rows, now)))
    if person.officer_id is not None and ANSWER in rows.stands.state.acts:
        asked = units_to_answer(session, rows.case, person)
        case = replace(case, matter=replace(case.matter, asked=asked))
    if person.officer_id is not None and RECORD_MEETING in rows.stands.state.acts:
        inviting = {one.unit_code for one in waiting_meetings(session, rows.case)}
        case = replace(case, matter=replace(case.matter, inviting=inviting))
    if RATE in rows.stands.state.acts and may(person, of_act(RATE), case.matter) is not None:
        case = replace(case, rating_closed=rating_of(session, rows, now).closed)
    case = _with_slip(session, rows, case, now)
    case = _late(session, rows, _with_money(session, rows, case, person), now)
    case = _with_outage_slip(rows, case)
    if person.officer_id is not None and TRANSFER in rows.stands.state.acts:
        case = _with_destinations(rows, case, now)
    if person.officer_id is not None and LOST in rows.stands.state.acts:
        case = _with_losses(session, rows, case)
    if person.officer_id is not None and BACK in rows.stands.state.acts:
        case = replace(case, papers_held=bool(held_papers(session, rows.case)))
    if person.officer_id is not None and CORRECT in rows.stands.state.acts:
        case = _with_correction(session, rows, case)
    found = (_view(on_case, act) for act in offered(case, person))
    return [_asked(act, case, person) for act in found]


def _asked(act: ActView, case: Seen, person: Person) -> ActView:
    """Owners ask by themselves; the counter shows that they did."""
    asked = {one.name for one in AT_COUNTER}
    if not asked & {one.name for one in act.inputs}:
        return act
    by = may(person, of_act(act.kind), case.matter)
    if by is None or by.holding is None:
        return replace(act, inputs=tuple(one for one in act.inputs if one.name not in asked))
    inputs = (replace(one, required=one.required or one.name in asked) for one in act.inputs)
    return replace(act, inputs=tuple(inputs))


def _with_slip(session: Session, rows: CaseRows, case: Seen, now: datetime) -> Seen:
    """The case with whether the time for the answer to a supplement is over."""
    if ANSWER_SUPPLEMENT not in rows.stands.state.acts:
        return case
    slip = supplement_of(session, rows, now)
    return replace(case, answer_over=slip is not None and slip.over)


def _with_money(session: Session, rows: CaseRows, case: Seen, person: Person) -> Seen:
    """The case with how it stands with its fees, for who may record money of it."""
    if may(person, of_act(RECORD), case.matter) is None:
        return case
    standing, records = standing_of(session, rows.case), kept_rows(session, rows.case).payments
    moved = any(row.kind != "asked" for row in counting(records))
    return replace(case, due=standing.due, owed=standing.owed, kept=standing.kept, records=moved)


def _with_correction(session: Session, rows: CaseRows, case: Seen) -> Seen:
    """The case with whether its result may be corrected now, by whose heads."""
    own = rows.case["corrects"] is None and not owed_for_result(session, rows.case)
    may_be = own and open_correction(session, rows.case) is None
    return replace(case, correctable=may_be, matter=replace(case.matter, led_by=_answering(rows)))


def _with_destinations(rows: CaseRows, case: Seen, now: datetime) -> Seen:
    """The case with whether it could go to another unit."""
    could = not case.decided and bool(destinations(rows.stands, day_of(now)))
    matter = replace(case.matter, led_by=_answering(rows))
    return replace(case, has_destinations=could, matter=matter)


def _with_outage_slip(rows: CaseRows, case: Seen) -> Seen:
    """The case with whether a slip could be taken, or waits: confirmed by who answers for it."""
    if SLIP not in rows.stands.state.acts:
        return case
    open_to = rows.case["slip"] is None and follows_slip(rows.stands)
    matter = replace(case.matter, led_by=_answering(rows))
    return replace(case, slip_open=open_to, slip_by=rows.case["slip_by"], matter=matter)


def _with_losses(session: Session, rows: CaseRows, case: Seen) -> Seen:
    """The case with its papers on hand and those that were lost, for who answers for it."""
    return replace(
        case,
        papers_held=bool(held_papers(session, rows.case)),
        papers_lacking=any(one.lacking for one in lost_papers(session, rows.case)),
        matter=replace(case.matter, led_by=_answering(rows)),
    )


def _answering(rows: CaseRows) -> set[str]:
    """The units that decide or had a step of the case, with those above them."""
    return set(answering(rows.setting, {*_worked(rows), rows.case["competent_unit"]}))


def _worked(rows: CaseRows) -> set[str]:
    return {*rows.earlier_units, *(task["unit_code"] for task in rows.tasks)}


def _late(session: Session, rows: CaseRows, case: Seen, now: datetime) -> Seen:
    """The case with who answers for its being late, and how its cause stands."""
    stands = rows.stands
    if not stands.late(now):
        return case
    told, worked = kept_rows(session, rows.case).cause, _worked(rows)
    led_by = charged(rows.setting, stands.late_unit, worked)
    return replace(
        case,
        late=True,
        missed=stands.missed(now),
        late_elsewhere=stands.late_unit != rows.case["competent_unit"],
        matter=replace(
            case.matter,
            led_by={*_answering(rows), *led_by},
            late_led_by=led_by,
            cause_told=told is not None,
        ),
        cause=told.state if told else None,
        cause_by=told.claimed_by if told else None,
    )


def _takers(rows: CaseRows, now: datetime) -> set[str]:
    competent, receiving = rows.case["competent_unit"], rows.case["receiving_unit"]
    others = {task["unit_code"] for task in rows.tasks}
    return takers(
        competent, receiving, others | set(own_centres(rows.setting, competent, day_of(now)))
    )


def _can_be_given(asked: InputView) -> bool:
    return asked.kind not in CHOSEN or bool(asked.choices)


def _view(asking: Asking, act: Act) -> ActView:
    inputs = tuple(_input(asking, asked) for asked in act.inputs)
    asked = tuple(one for one in inputs if one.required or _can_be_given(one))
    task = asking.task
    task_id, name = (task["id"], task["name"]) if task else (None, None)
    return ActView(act.kind, act.on, task_id, act.label, act.ends_step, asked, name)


def _input(asking: Asking, asked: Input) -> InputView:
    choices = choices_of(asked, asking)
    return InputView(asked.name, asked.kind, asked.label, asked.hint, asked.required, choices)
