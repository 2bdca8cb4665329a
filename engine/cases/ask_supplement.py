"""An officer asks the applicant to complete the dossier: once, in full, paper by paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.standing_still import stop_steps
from engine.cases.act.task_act import check_state, open_task
from engine.cases.issuing_slips import slip_of
from engine.cases.judging_papers import JudgedPaper, Judgement, check_not_held, judgement
from engine.catalogue.rules.law import Term, term_of
from engine.deadlines.supplements import last_answer, last_asking, next_waking
from engine.errors import SupplementOnce, SupplementTooLate
from engine.facts import topics
from engine.facts.events_of_supplements import Stage, SupplementAsked
from engine.life import Status
from engine.routing.as_it_stands import day_of
from engine.typed.given import law_given
from engine.worktime.wording import due_text

KIND = "ask_supplement"
SLIP = "PYCBS"
BASIS: dict[Stage, str] = {
    "before_reception": "NĐ 118/2025/NĐ-CP, Điều 17.2",
    "after_reception": "NĐ 118/2025/NĐ-CP, Điều 19.5",
}
_DAYS: dict[Stage, str] = {
    "before_reception": "supplement_days_before",
    "after_reception": "supplement_days",
}
"""The kind of rule that says how long the applicant has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A slip that was sent; ``until``: when the case is closed if nothing comes."""

    case_ref: str
    number: str
    until: datetime | None


def ask_supplement(
    session: Session,
    *,
    task_id: str,
    person: Person,
    judged: Sequence[JudgedPaper],
    other: str | None = None,
    other_basis: str | None = None,
    late_basis: str | None = None,
    again_reason: str | None = None,
    now: datetime,
) -> Asked:
    """Send the slip (form 02): the solving time stops, and starts from zero on a complete answer.

    Before the reception (decree 118/2025 art. 17.2) or within the term after it (art. 19.5). Raises
    TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotInThisState, AlreadyDecided,
    NotForCorrections, SupplementOnce, SupplementTooLate, HeldAlready, and what ``judgement``
    raises.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    check_state(act, KIND)
    if act.case["supplements"]:
        raise SupplementOnce
    sector = law_given("late_basis", "Căn cứ", late_basis) or None
    late = _late(act, sector)
    found = judgement(act, judged, other, other_basis)
    check_not_held(act, found, again_reason)
    # The answer comes back to who asked.
    opened.take()
    sent = send_slip(act, found, late=late, late_basis=sector if late else None)
    act.save()
    return sent


def send_slip(act: CaseAct, found: Judgement, *, late: bool, late_basis: str | None) -> Asked:
    """Stop the time and tell the applicant what is asked for; the act is not saved yet."""
    stage: Stage = "after_reception" if act.case["received_at"] else "before_reception"
    until = _stand_still(act, stage)
    asked = SupplementAsked(
        number=slip_of(act, SLIP),
        stage=stage,
        papers=found.asked,
        passed=found.passed,
        until=until,
        legal_basis=BASIS[stage],
        other_basis=found.other_basis,
        late=late,
        late_basis=late_basis,
    )
    act.record(asked)
    act.announce(
        topics.SupplementAsked(number=asked.number, until=until.isoformat() if until else None)
    )
    return Asked(act.stands.ref, asked.number, until)


def _late(act: CaseAct, sector: str | None) -> bool:
    """Whether the term after the reception is over. Raises SupplementTooLate without a law."""
    received_at = act.case["received_at"]
    term = term_of(act.taken, "supplement_ask_days", day_of(act.now))
    if received_at is None or term is None:
        return False
    last = last_asking(act.stands.calendar, received_at, term.value["days"])
    if act.now <= last:
        return False
    if sector is None:
        raise SupplementTooLate(until=due_text(last), basis=term.basis)
    return True


def _stand_still(act: CaseAct, stage: Stage) -> datetime | None:
    """Clock, timers and steps stand still; until when the applicant has time."""
    term = term_for(act, stage)
    until = last_answer(act.stands.calendar, act.now, term.value["days"]) if term else None
    act.turn(Status.SUPPLEMENT, reason="chờ người nộp bổ sung hồ sơ", basis=BASIS[stage])
    wakes_at = until and next_waking(until, warnings_of(term), act.now)
    act.change(supplements=act.case["supplements"] + 1, wakes_at=wakes_at)
    stop_steps(act)
    return until


def warnings_of(term: Term | None) -> Sequence[int]:
    """How many days before the end the applicant is reminded."""
    return term.value.get("warn_before", ()) if term else ()


def term_for(act: CaseAct, stage: Stage) -> Term | None:
    """How long the applicant has at this stage."""
    return term_of(act.taken, _DAYS[stage], day_of(act.now))
