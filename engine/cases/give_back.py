"""What a withdrawn case leaves: papers and fee are given back by rule, and the case stops."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_for_counter
from engine.cases.issuing_slips import slip_of
from engine.catalogue.components import component_names
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import (
    BasisMissing,
    FeeBackDiffers,
    FeeBackUnknown,
    PapersHeld,
    ReasonMissing,
    SurplusHeld,
)
from engine.facts.events_of_withdrawals import FeeBack, GivenBack
from engine.life import Status
from engine.routing.lost_papers import held_papers
from engine.routing.owing import fee_back_of, owing_of
from engine.typed.given import law_given, meant_given

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

    ``fee_back``: none was paid, it was refunded, wholly or partly, or it is kept; what is kept
    needs its legal basis, and is never more than the fee. As the records of money say. Papers that
    lie in the dossier went back before (``return_papers``). Raises CaseNotFound, NotYourDesk,
    NotInThisState, PapersHeld, ReasonMissing, FeeBackUnknown, BasisMissing, FeeBackDiffers,
    SurplusHeld, TextUnreadable.
    """
    act = open_for_counter(session, ref=ref, person=person, now=now, kind=KIND)
    held = held_papers(session, act.case)
    if held:
        names = component_names(act.package.manifest)
        raise PapersHeld(papers=", ".join(names.get(code, code) for code in held))
    papers = meant_given("papers_back", "Giấy tờ đã trả lại", papers_back)
    if not papers:
        raise ReasonMissing("giấy tờ đã trả lại, cho ai")
    if fee_back not in get_args(FeeBack):
        raise FeeBackUnknown(given=fee_back[:60])
    basis = law_given("fee_basis", "Căn cứ không hoàn phí", fee_basis) or None
    if fee_back in ("kept", "partly") and basis is None:
        raise BasisMissing("căn cứ không hoàn phí: số, ngày của văn bản, điều khoản")
    owing = owing_of(session, act.case)
    if fee_back != fee_back_of(owing):
        raise FeeBackDiffers(recorded=owing.words)
    if owing.surplus:
        raise SurplusHeld(surplus=money_words(owing.surplus))
    number = slip_of(act, SLIP)
    act.stop(Status.STOPPED, reason="người nộp rút hồ sơ", basis=BASIS)
    fee = fee_back
    act.record(GivenBack(number=number, papers=papers, fee=fee, fee_basis=basis))
    act.save()
    return GaveBack(act.stands.ref, number)
