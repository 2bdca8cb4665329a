"""Decisions that apply and that no version configures yet, with the days of delay (R-111)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import taken_on
from engine.designing.rights import Designer
from engine.store.catalogue import Package, Procedure
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class DelayedDecision:
    """A procedure that was decided and can't be filed; ``days`` since it was to apply."""

    code: str
    name: str
    decision: str
    days: int


def delayed_decisions(
    session: Session, *, who: Designer, now: datetime
) -> tuple[DelayedDecision, ...]:
    """Those that they see, the longest delayed first; one statement."""
    today = now.astimezone(ZONE).date()
    configured = select(Package.digest).where(
        Package.province_code == Procedure.province_code,
        Package.procedure_code == Procedure.code,
        taken_on(today),
    )
    rows = session.scalars(
        select(Procedure).where(
            Procedure.province_code == who.province_code,
            Procedure.decision.is_not(None),
            or_(Procedure.valid_to.is_(None), Procedure.valid_to > today),
            ~configured.exists(),
        )
    )
    found = (
        DelayedDecision(one.code, one.short_name, one.decision or "", days)
        for one in rows
        if who.sees(one.sector) and (days := days_delayed(one, today)) is not None
    )
    return tuple(sorted(found, key=lambda one: (-one.days, one.code)))


def days_delayed(one: Procedure, today: date) -> int | None:
    """Days since the decision of a procedure without a version was to apply; ``None``: not yet."""
    if not one.decision or one.valid_from is None or one.valid_from > today:
        return None
    return (today - one.valid_from).days
