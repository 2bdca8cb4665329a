"""The head has the applicant asked once more: against the rule, and reported."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.led_task import open_led_task
from engine.cases.ask_supplement import Asked, send_slip
from engine.cases.judging_papers import JudgedPaper, check_not_held, judgement
from engine.errors import SupplementNotYet
from engine.facts.events_of_supplements import SupplementOverridden
from engine.typed.given import LAW, basis_given, reason_given

KIND = "ask_supplement_again"


def ask_supplement_again(
    session: Session,
    *,
    task_id: str,
    person: Person,
    judged: Sequence[JudgedPaper],
    reason: str,
    basis: str,
    other: str | None = None,
    other_basis: str | None = None,
    again_reason: str | None = None,
    now: datetime,
) -> Asked:
    """Send another slip, by the head of a step's unit, with reason and basis (art. 16.3: once).

    The slip says that it is late, the list for oversight names it, and the index counts the case
    late. Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, AlreadyDecided,
    SupplementNotYet, ReasonMissing, BasisMissing, HeldAlready, and what ``judgement`` raises.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    if not act.case["supplements"]:
        raise SupplementNotYet
    words, named = reason_given(reason), basis_given(basis, what=LAW)
    found = judgement(act, judged, other, other_basis)
    check_not_held(act, found, again_reason)
    sent = send_slip(act, found, late=True, late_basis=named)
    act.record(
        SupplementOverridden(
            number=sent.number,
            times=act.as_changed["supplements"],
            reason=words,
            legal_basis=named,
        )
    )
    act.save()
    return sent
