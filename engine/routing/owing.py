"""How stored cases stand with their fees: what acts decide by and every page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, String, and_, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from engine.facts.events_of_withdrawals import FeeBack
from engine.fees.owing import Owing, owing
from engine.life import state
from engine.routing.refused import refused_results
from engine.store.payments import Payment
from engine.store.rows import CaseRow
from engine.store.rules import CaseFee

FEE = "fee"


class _Entry(NamedTuple):
    """A fee or a record of money, as one statement reads both."""

    case_id: str
    kind: str
    id: str
    amount: int
    corrects: str | None
    channel: str | None
    at: datetime


def owing_of(session: Session, case: CaseRow) -> Owing:
    """What the case has to pay, paid and owes."""
    return owing_of_cases(session, [case])[case["id"]]


def owing_of_cases(session: Session, cases: Sequence[CaseRow]) -> dict[str, Owing]:
    """The same for several cases by their id, in one statement."""
    provinces = {case["province_code"] for case in cases}
    ids = [case["id"] for case in cases]
    fees = select(
        CaseFee.case_id,
        literal(FEE),
        CaseFee.item,
        cast(CaseFee.due, BigInteger),
        cast(null(), String),
        CaseFee.channel,
        CaseFee.computed_at,
    ).where(CaseFee.province_code.in_(provinces), CaseFee.case_id.in_(ids))
    payments = select(
        Payment.case_id,
        Payment.kind,
        Payment.id,
        Payment.amount,
        Payment.corrects,
        cast(null(), String),
        Payment.recorded_at,
    ).where(Payment.province_code.in_(provinces), Payment.case_id.in_(ids))
    both: Any = union_all(fees, payments)
    found = [_Entry._make(row) for row in session.execute(both)]
    return _refused(session, cases, {case["id"]: _owing(case, found) for case in cases})


def _refused(
    session: Session, cases: Iterable[CaseRow], standing: dict[str, Owing]
) -> dict[str, Owing]:
    """With those marked whose result is a refusal; asked only of what a fee would hold back."""
    held = [case for case in cases if standing[case["id"]].owed]
    refused = refused_results(session, held)
    return standing | {one: replace(standing[one], refused=True) for one in refused}


def _owing(case: CaseRow, found: Iterable[_Entry]) -> Owing:
    stands = state(case["status"])
    mine = [one for one in found if one.case_id == case["id"]]
    fees = [one for one in mine if (one.kind, one.channel) == (FEE, case["channel"])]
    last = max((one.at for one in fees), default=None)
    return owing(
        sum(one.amount for one in fees if one.at == last),
        [one for one in mine if one.kind != FEE],
        demanded=not stands.without_result,
        handed=stands.ended and stands.solved,
    )


def owing_by(
    session: Session, case: CaseRow, fees: Iterable[CaseFee], payments: Iterable[Payment]
) -> Owing:
    """The same from rows that are at hand."""
    of = case["id"]
    told = [_Entry(of, FEE, f.item, int(f.due), None, f.channel, f.computed_at) for f in fees]
    told += [_Entry(of, p.kind, p.id, p.amount, p.corrects, None, p.recorded_at) for p in payments]
    return _refused(session, [case], {of: _owing(case, told)})[of]


def newest(case: CaseRow, fees: Iterable[CaseFee]) -> list[CaseFee]:
    """The fees of a case as they were last computed for its channel, by item."""
    of_channel = [one for one in fees if one.channel == case["channel"]]
    last = max((one.computed_at for one in of_channel), default=None)
    return sorted((one for one in of_channel if one.computed_at == last), key=lambda one: one.item)


def fees_now(session: Session, case: CaseRow) -> list[CaseFee]:
    """The same, read for an act."""
    of_case = and_(CaseFee.province_code == case["province_code"], CaseFee.case_id == case["id"])
    return newest(case, session.scalars(select(CaseFee).where(of_case)))


def payments_of(session: Session, case: CaseRow) -> list[Payment]:
    """Every record of money of the case, the oldest first."""
    query = (
        select(Payment)
        .where(Payment.province_code == case["province_code"], Payment.case_id == case["id"])
        .order_by(Payment.recorded_at, Payment.id)
    )
    return list(session.scalars(query))


def fee_back_of(standing: Owing) -> FeeBack:
    """What has become of the fee of a withdrawn case, by its records."""
    if standing.kept:
        return "partly" if standing.refunded else "kept"
    return "refunded" if standing.refunded else "none"
