"""The acts that a person may do now on a case and its open tasks: pages and the API show these."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.access import (
    CaseLookedAt,
    CaseOfTask,
    Matter,
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
from engine.acts.inputs import AT_COUNTER, CHOSEN, NEW_DAY, Input
from engine.fees.owing import counting
from engine.organisation.tree import Setting
from engine.queries.asking import Asking
from engine.queries.case_rows import CaseRows, standing_of
from engine.queries.choosing import choices_of
from engine.queries.kept_rows import kept_rows
from engine.queries.marking import shown_to
from engine.queries.meetings import RECORD as RECORD_MEETING
from engine.queries.opinions import units_to_answer
from engine.queries.own_rating import RATE, rating_of
from engine.queries.supplements import ANSWER as ANSWER_SUPPLEMENT
from engine.queries.supplements import supplement_of
from engine.queries.views.case import ActView, InputView
from engine.routing.answering import answering, charged
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.routing.consulted import ANSWER
from engine.routing.corrections import heads_to_correct, open_correction
from engine.routing.deciding import decided, decides
from engine.routing.destinations import destinations
from engine.routing.extending import farthest_new_day, may_apologise, may_extend
from engine.routing.giving_results import owed_for_result
from engine.routing.lost_papers import held_papers, lost_papers
from engine.routing.meetings_waiting import waiting_meetings
from engine.routing.moving_on import owes_result
from engine.routing.outages import follows_slip
from engine.routing.signing_apart import keeps_apart, prepared_before, steps_done_by
from engine.store.database import remembered
from engine.store.rows import TaskRow
from engine.worktime.wording import day_text

RECORD, RETURN = "record_payment", "return"
CORRECT, WITHDRAW = "correct_result", "withdraw"
APOLOGISE = "apologise"
SLIP = "take_outage_slip"
LOST, TRANSFER, BACK = "report_lost", "transfer", "return_papers"


class WorkedOn(CaseOfTask):
    """The columns of a case that acts on its tasks look at."""

    status: int
    supplements: int
    proposed_by: str | None


class ActedOn(CaseLookedAt, WorkedOn):
    """The columns of a case that acts look at."""


class TaskActedOn(TaskLookedAt):
    """The columns of a task that acts look at."""

    act: str | None


class StepActedOn(TaskActedOn):
    """The columns of a task of which the step is asked, too."""

    element_id: str


def seen(case: ActedOn, setting: Setting, **told: Any) -> Seen:
    """A case as acts look at it, with what else is told of it."""
    return _seen(case, of_case(case, setting), **told)


def seen_at(case: WorkedOn, setting: Setting, task: TaskActedOn, **told: Any) -> Seen:
    """The same at this open task of it."""
    at = OpenTask(task["officer_id"], task["act"])
    return _seen(case, of_task(case, task, setting), task=at, **told)


def _seen(case: WorkedOn, matter: Matter, **told: Any) -> Seen:
    return Seen(
        matter=matter,
        status=case["status"],
        supplements=case["supplements"],
        proposed_by=case["proposed_by"],
        **told,
    )


def seen_in(rows: CaseRows, task: TaskActedOn | None = None, **told: Any) -> Seen:
    """The same of a case whose people are known."""
    corrects = rows.case["corrects"] is not None
    told |= {"corrects": corrects, "decided": decided_now(rows)}
    told["received"] = rows.case["received_at"] is not None
    case, setting = rows.case, rows.setting
    found = seen_at(case, setting, task, **told) if task else seen(case, setting, **told)
    return replace(found, matter=rows.with_people(found.matter))


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
        for act in offered_at(session, rows, task, person)
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
    return seen_in(
        rows,
        task,
        deciding=decides(rows.stands.definition, task["element_id"]),
        fee_first=task["act"] == RETURN and owed_for_result(session, rows.case) > 0,
    )


def prepared_here(session: Session, rows: CaseRows, element_id: str, person: Person) -> str | None:
    """The step that the person did, for which another decides the case at the one named."""
    done = steps_done_by(session, rows.stands, person.officer_id)
    return prepared_before(rows.stands, element_id, done)


def offered_at(session: Session, rows: CaseRows, task: TaskRow, person: Person) -> tuple[Act, ...]:
    """The acts that the person may do on one of the case's tasks; a look asks once."""
    key = (offered_at, rows.case["province_code"], task["id"], person.account_id)

    def found() -> tuple[Act, ...]:
        prepared = prepared_here(session, rows, task["element_id"], person)
        seen = replace(at_task(session, rows, task), prepared=prepared is not None)
        acts = offered(seen, person)
        step = rows.stands.definition.steps.get(task["element_id"])
        if step is None or not keeps_apart(step.choices, prepared):
            return acts
        return tuple(act for act in acts if act.kind != "claim" and not act.ends_step)

    return remembered(session, key, found)


def _on_case(session: Session, rows: CaseRows, person: Person, now: datetime) -> list[ActView]:
    on_case = Asking(session, rows, None, now, person)
    case = _told_on_case(session, rows, person, now)
    found = (_view(on_case, act) for act in offered(case, person))
    return [_asked(act, case, person) for act in found]


@dataclass(slots=True)
class _Told:
    """What becomes known of a case besides its row: of itself, and of the matter that it is.

    What comes later says more: ``Seen`` is made of it once.
    """

    case: dict[str, Any] = field(default_factory=dict)
    matter: dict[str, Any] = field(default_factory=dict)

    def of(self, case: Seen) -> Seen:
        """The case, with what is known of it."""
        if self.matter:
            self.case["matter"] = replace(case.matter, **self.matter)
        return replace(case, **self.case) if self.case else case


def _told_on_case(session: Session, rows: CaseRows, person: Person, now: datetime) -> Seen:
    """The case with all that acts on it look at, as far as its state has acts that do."""
    acts, told, officer = rows.stands.state.acts, _Told(), person.officer_id is not None
    if owes_result(rows.stands):
        told.case |= {"owes": True, "fee_first": owed_for_result(session, rows.case) > 0}
    if rows.case["papers_to"] is not None:
        told.case["papers"] = papers_are(rows.case["papers_to"], rows.case["papers_until"])
        told.matter["taking"] = _takers(rows, now)
    if officer and ANSWER in acts:
        told.matter["asked"] = units_to_answer(session, rows.case, person)
    if officer and RECORD_MEETING in acts:
        waiting = waiting_meetings(session, rows.case)
        told.matter["inviting"] = {one.unit_code for one in waiting}
    case, told = told.of(seen_in(rows)), _Told()
    if RATE in acts and may(person, of_act(RATE), case.matter) is not None:
        told.case["rating_closed"] = rating_of(session, rows, now).closed
    if ANSWER_SUPPLEMENT in acts:
        slip = supplement_of(session, rows, now)
        told.case["answer_over"] = slip is not None and slip.over
    _tell_money(told, session, rows, case, person)
    _tell_lateness(told, session, rows, now)
    if officer:
        _tell_officers(told, session, rows, case, person=person, now=now)
    return told.of(case)


def _tell_officers(
    told: _Told, session: Session, rows: CaseRows, case: Seen, *, person: Person, now: datetime
) -> None:
    """What only acts of officers look at: of papers, of other places, of corrections."""
    acts = rows.stands.state.acts
    if TRANSFER in acts:
        could = not case.decided and bool(destinations(rows.stands, day_of(now)))
        told.case["has_destinations"] = could
    if LOST in acts or BACK in acts:
        told.case["papers_held"] = bool(held_papers(session, rows.case))
    if LOST in acts:
        lost = lost_papers(session, rows.case)
        told.case["papers_lacking"] = any(one.lacking for one in lost)
    if CORRECT in acts:
        own = rows.case["corrects"] is None
        free = own and open_correction(session, rows.case) is None
        told.case["correctable"] = free and _leads_correction(session, rows, case, person)
    if SLIP in acts:
        told.case |= {"slip_by": rows.case["slip_by"], "slip_open": _slip_open(rows, case, person)}
        told.matter["slip_waits"] = rows.case["slip_by"] is not None
    if not acts.isdisjoint((TRANSFER, LOST, CORRECT)):
        told.matter["led_by"] = _answering(rows)


def _leads_correction(session: Session, rows: CaseRows, case: Seen, person: Person) -> bool:
    """Whether the person leads where this result is corrected."""
    heads = heads_to_correct(session, rows.setting, rows.stands)
    return may(person, of_act(CORRECT), replace(case.matter, led_by=heads)) is not None


def _slip_open(rows: CaseRows, case: Seen, person: Person) -> bool:
    """Whether the person could take a slip of an outage for the case, if one is recorded."""
    mine = may(person, of_act(SLIP), case.matter) is not None
    return mine and rows.case["slip"] is None and follows_slip(rows.stands)


def _asked(act: ActView, case: Seen, person: Person) -> ActView:
    """Owners ask by themselves; the counter shows that they did."""
    asked = {one.name for one in AT_COUNTER}
    if not asked & {one.name for one in act.inputs}:
        return act
    by = may(person, of_act(act.kind), case.matter)
    if by is None or by.holding is None:
        return replace(act, inputs=tuple(one for one in act.inputs if one.name not in asked))
    inputs = (
        replace(one, required=True) if one.name in asked and not one.required else one
        for one in act.inputs
    )
    return replace(act, inputs=tuple(inputs))


def _tell_money(told: _Told, session: Session, rows: CaseRows, case: Seen, person: Person) -> None:
    """How the case stands with its fees, for who may record money of it."""
    if may(person, of_act(RECORD), case.matter) is None:
        return
    standing, records = standing_of(session, rows.case), kept_rows(session, rows.case).payments
    moved = any(row.kind != "asked" for row in counting(records))
    told.case |= {"due": standing.due, "owed": standing.owed, "kept": standing.kept}
    told.case["records"] = moved


def _answering(rows: CaseRows) -> set[str]:
    """The units that decide or had a step of the case, with those above them."""
    return set(answering(rows.setting, {*_worked(rows), rows.case["competent_unit"]}))


def _worked(rows: CaseRows) -> set[str]:
    return {*rows.earlier_units, *(task["unit_code"] for task in rows.tasks)}


def _tell_lateness(told: _Told, session: Session, rows: CaseRows, now: datetime) -> None:
    """Who answers for the case's being late, and how its cause stands."""
    stands = rows.stands
    if not stands.late(now):
        return
    cause, worked = kept_rows(session, rows.case).cause, _worked(rows)
    led_by = charged(rows.setting, stands.late_unit, worked)
    told.matter |= {
        "led_by": {*_answering(rows), *led_by},
        "late_led_by": led_by,
        "cause_told": cause is not None,
    }
    told.case |= {
        "late": True,
        "missed": stands.missed(now),
        "late_elsewhere": stands.late_elsewhere(now),
        "cause": cause.state if cause else None,
        "cause_by": cause.claimed_by if cause else None,
    }


def _takers(rows: CaseRows, now: datetime) -> set[str]:
    competent, receiving = rows.case["competent_unit"], rows.case["receiving_unit"]
    others = {task["unit_code"] for task in rows.tasks}
    return takers(
        competent, receiving, others | set(own_centres(rows.setting, competent, day_of(now)))
    )


def _can_be_given(asked: InputView) -> bool:
    return asked.kind not in CHOSEN or bool(asked.choices)


def _view(asking: Asking, act: Act) -> ActView:
    inputs = tuple(_input(asking, act, asked) for asked in act.inputs)
    asked = tuple(one for one in inputs if one.required or _can_be_given(one))
    task = asking.task
    task_id, name = (task["id"], task["name"]) if task else (None, None)
    return ActView(act.kind, act.on, task_id, act.label, act.ends_step, asked, name)


def _input(asking: Asking, act: Act, asked: Input) -> InputView:
    choices = shown_to(asking, act.kind) if asked.kind == "seen" else choices_of(asked, asking)
    return InputView(asked.name, asked.kind, asked.label, asked.hint, asked.required, choices)
