"""Decisions that apply and that no version configures yet, with the days of delay (R-111)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import taken_on
from engine.designing.rights import Designer
from engine.store.catalogue import Package, Procedure
from engine.typed.dates import day_within
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class DelayedDecision:
    """A procedure that was decided and can't be filed; ``days`` since it was to apply, ``None``
    where neither the catalogue nor the decision says from when."""

    code: str
    name: str
    decision: str
    days: int | None


def delayed_decisions(
    session: Session, *, who: Designer, now: datetime
) -> tuple[DelayedDecision, ...]:
    """Those that they see, the longest delayed first, of unknown delay last; one statement."""
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
    found = [
        DelayedDecision(one.code, one.short_name, one.decision or "", days_delayed(one, today))
        for one in rows
        if who.sees(one.sector) and is_delayed(one, today)
    ]
    return tuple(sorted(found, key=lambda one: longest_first(one.days, one.code)))


def is_delayed(one: Procedure, today: date) -> bool:
    """Whether a procedure without a version was decided, and not for a later day only."""
    since = _applies_from(one)
    return bool(one.decision) and (since is None or since <= today)


def days_delayed(one: Procedure, today: date) -> int | None:
    """Days since the decision was to apply; ``None`` where nothing says from when."""
    since = _applies_from(one)
    return None if since is None else (today - since).days


def longest_first(days: int | None, code: str) -> tuple[int, str]:
    """What sorts the longest delayed first, those of unknown delay last."""
    return (1 if days is None else -days, code)


def _applies_from(one: Procedure) -> date | None:
    """From the day that the catalogue gives; else from the decision's own: a decision on one matter
    applies from its signature unless it names another day."""
    return one.valid_from or day_within(one.decision or "")
