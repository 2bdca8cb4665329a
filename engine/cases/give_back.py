"""What a withdrawn case leaves: papers and fee are given back by rule, and the case stops."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.locking import lock_named_case
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.cases.issuing_slips import slip_of
from engine.errors import BasisMissing, FeeBackUnknown, NotYourDesk, ReasonMissing
from engine.facts.events_of_withdrawals import FeeBack, GivenBack
from engine.life import Status
from engine.typed.given import words_given

KIND = "give_back"
SLIP = "TBD"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 21"


@dataclass(frozen=True, slots=True)
class GaveBack:
    """A case that has stopped, by this notice."""

    case_ref: str
    number: str


def give_back(
    session: Session,
    *,
    ref: str,
    person: Person,
    papers_back: str,
    fee_back: str,
    fee_basis: str | None = None,
    now: datetime,
) -> GaveBack:
    """Record what was given back and stop the case (form 05): status 8 after 7.

    ``fee_back``: none was paid, it was refunded, or it is kept, which needs its legal basis. Raises
    CaseNotFound, NotYourDesk, NotInThisState, ReasonMissing, FeeBackUnknown, BasisMissing,
    TextUnreadable.
    """
    act = _opened(session, ref, person, now)
    papers = words_given("papers_back", "Giấy tờ đã trả lại", papers_back)
    if not papers:
        raise ReasonMissing
    if fee_back not in get_args(FeeBack):
        raise FeeBackUnknown(given=fee_back[:60])
    basis = words_given("fee_basis", "Căn cứ không hoàn phí", fee_basis) or None
    if fee_back == "kept" and basis is None:
        raise BasisMissing
    number = slip_of(act, SLIP)
    act.stop(Status.STOPPED, reason="người nộp rút hồ sơ", basis=BASIS)
    fee = cast("FeeBack", fee_back)
    act.record(GivenBack(number=number, papers=papers, fee=fee, fee_basis=basis))
    act.save()
    return GaveBack(act.stands.ref, number)


def _opened(session: Session, ref: str, person: Person, now: datetime) -> CaseAct:
    """The case for an officer of the unit that received it."""
    locked = lock_named_case(session, ref)
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=actor_of(person), now=now)
    receiving = act.setting.unit_name(locked.case["receiving_unit"])
    refusal = NotYourDesk(position="Cán bộ tiếp nhận", unit=receiving)
    act_by(act, person, KIND, ref=ref, refusal=refusal)
    check_state(act, KIND)
    return act
