"""A withdrawn dossier's notice (form 05) says what became of its fee: when that changes, anew."""

from engine.cases.act.case_act import CaseAct
from engine.cases.act.earlier import last_said
from engine.cases.issuing_slips import slip_of
from engine.facts.events_of_withdrawals import GivenBack
from engine.fees.owing import Owing
from engine.routing.owing import fee_back_of

SLIP = "TBD"


def tell_fee_back(act: CaseAct, after: Owing, *, basis: str | None = None) -> None:
    """Give out a notice in place of one that says otherwise than the records after this act.

    ``basis``: why a part is kept, where the earlier notice names none.
    """
    last = last_said(act, GivenBack)
    if last is None or last.fee == (fee := fee_back_of(after)):
        return
    act.record(
        GivenBack(
            number=slip_of(act, SLIP),
            papers=last.papers,
            fee=fee,
            fee_basis=(last.fee_basis or basis) if after.kept else None,
            instead=last.number,
        )
    )
