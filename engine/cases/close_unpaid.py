"""Nothing was paid in the time that a rule of the province gives: the case is closed."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.cases.act.case_for import open_by_itself
from engine.cases.ask_payment import TERM
from engine.cases.issuing_slips import slip_of
from engine.catalogue.rules.law import term_of
from engine.deadlines.supplements import answer_over
from engine.facts.events_of_money import UnpaidClosed
from engine.life import Status
from engine.routing.as_it_stands import day_of
from engine.routing.deciding import decided, open_steps
from engine.routing.owing import owing_of, payments_of

SLIP = "TBD"


def close_unpaid(session: Session, *, province_code: str, case_id: str, now: datetime) -> bool:
    """Close the case if its newest notice ran out and nothing was paid since; whether it was.

    No text fixes the time: without a local rule ``unpaid_days`` no notice has an end. A case that
    somebody has decided is never closed so. Late or repeated closing is harmless.
    """
    act = open_by_itself(session, province_code, case_id, now)
    if act is None or act.stands.state.over:
        return False
    if decided(act.stands, open_steps(session, act.key)):
        return False
    records = [row for row in payments_of(session, act.case) if row.kind in ("asked", "paid")]
    asked, owed = records[-1] if records else None, owing_of(session, act.case).owed
    if asked is None or asked.until is None or not owed:
        return False
    if not answer_over(asked.until, now):
        return False
    term = term_of(act.taken, TERM, day_of(asked.recorded_at))
    basis = term.basis if term else ""
    number = slip_of(act, SLIP)
    act.stop(Status.STOPPED, reason="hết hạn nộp phí, lệ phí", basis=basis)
    act.record(UnpaidClosed(number=number, amount=owed, until=asked.until, legal_basis=basis))
    act.save()
    return True
