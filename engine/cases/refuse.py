"""The one-stop officer refuses a filing at its reception, with the reason on a slip."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts import RECEIVE
from engine.cases.act.task_act import check_state, open_task
from engine.cases.issuing_slips import slip_of
from engine.errors import NotAtReception
from engine.facts.events_of_refusals import CaseRefused
from engine.life import Status
from engine.typed.given import basis_given, reason_given, words_given

KIND = "refuse"
SLIP = "PTC"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 17.1"


@dataclass(frozen=True, slots=True)
class Refused:
    """A filing that was refused by this slip."""

    case_ref: str
    number: str


def refuse_case(
    session: Session,
    *,
    task_id: str,
    person: Person,
    reason: str,
    basis: str,
    authority: str | None = None,
    now: datetime,
) -> Refused:
    """End the filing without a reception (decree 118/2025 art. 17.1c): form 03, status 3.

    After the reception a refusal is a result, inside the solving time (art. 19.3). Raises
    TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotAtReception, NotInThisState,
    ReasonMissing, BasisMissing, TextUnreadable.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    if opened.step.act != RECEIVE:
        raise NotAtReception
    check_state(act, KIND)
    refused = CaseRefused(
        number="",
        reason=reason_given(reason),
        legal_basis=basis_given(basis),
        authority=words_given("authority", "Cơ quan đúng thẩm quyền", authority) or None,
    )
    act.stop(Status.REFUSED, reason="từ chối tiếp nhận", basis=BASIS)
    refused = replace(refused, number=slip_of(act, SLIP))
    act.record(refused)
    act.save()
    return Refused(act.stands.ref, refused.number)
