"""How stored cases stand with their fees: what acts decide by and every page shows."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.facts.events_of_withdrawals import FeeBack
from engine.fees.owing import Owing, owing
from engine.life import state
from engine.store.payments import Payment
from engine.store.rows import CaseRow
from engine.store.rules import CaseFee


def fees_now(session: Session, case: CaseRow) -> list[CaseFee]:
    """The fees of a case as they were last computed for its channel, by item."""
    return _newest(case, _fees(session, [case]))


def payments_of(session: Session, case: CaseRow) -> list[Payment]:
    """Every record of money of the case, the oldest first."""
    return _payments(session, [case])


def owing_of(session: Session, case: CaseRow) -> Owing:
    """What the case has to pay, paid and owes."""
    return owing_of_cases(session, [case])[case["id"]]


def owing_of_cases(session: Session, cases: Sequence[CaseRow]) -> dict[str, Owing]:
    """The same for several cases by their id, in two statements."""
    fees, payments = _fees(session, cases), _payments(session, cases)
    return {
        case["id"]: owing(
            int(sum(row.due for row in _newest(case, fees))),
            (row for row in payments if row.case_id == case["id"]),
            demanded=not state(case["status"]).without_result,
        )
        for case in cases
    }


def _fees(session: Session, cases: Sequence[CaseRow]) -> list[CaseFee]:
    query = (
        select(CaseFee)
        .where(
            CaseFee.province_code.in_({case["province_code"] for case in cases}),
            CaseFee.case_id.in_([case["id"] for case in cases]),
        )
        .order_by(CaseFee.computed_at.desc(), CaseFee.item)
    )
    return list(session.scalars(query))


def _newest(case: CaseRow, fees: Sequence[CaseFee]) -> list[CaseFee]:
    mine = [row for row in fees if (row.case_id, row.channel) == (case["id"], case["channel"])]
    return [row for row in mine if row.computed_at == mine[0].computed_at]


def _payments(session: Session, cases: Sequence[CaseRow]) -> list[Payment]:
    query = (
        select(Payment)
        .where(
            Payment.province_code.in_({case["province_code"] for case in cases}),
            Payment.case_id.in_([case["id"] for case in cases]),
        )
        .order_by(Payment.recorded_at, Payment.id)
    )
    return list(session.scalars(query))


def fee_back_of(standing: Owing) -> FeeBack:
    """What has become of the fee of a withdrawn case, by its records."""
    if standing.kept:
        return "kept"
    return "refunded" if standing.refunded else "none"
