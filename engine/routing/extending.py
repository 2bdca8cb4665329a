"""Whether a case may still be extended: what pages offer, before the act decides."""

from datetime import date, datetime, timedelta

from engine.catalogue.rules.law import term_of
from engine.routing.as_it_stands import CaseAsItStands, day_of


def may_extend(stands: CaseAsItStands, *, decided: bool, now: datetime) -> bool:
    """Whether a new day may be named: once, before the decision, so many days before it is due as
    the law says (decree 118/2025 art. 19.6); never of one that corrects a result (art. 23.1), nor
    once a due time was missed, whatever has begun anew since.
    """
    row, due_at = stands.row, stands.row["due_at"]
    moved = row["extended_at"] is not None or row["corrects"] is not None
    if due_at is None or decided or moved or row["late_since"] is not None:
        return False
    today = day_of(now)
    term = term_of(stands.taken, "extension_notice_days", today)
    return term is None or today <= day_of(due_at) - timedelta(days=term.value["days"])


def farthest_new_day(stands: CaseAsItStands, now: datetime) -> tuple[date, str] | None:
    """The last day that an extension may name, with the basis; ``None``: no text fixes it."""
    due_at, term = stands.row["due_at"], term_of(stands.taken, "extension_most_days", day_of(now))
    if due_at is None or term is None:
        return None
    return day_of(due_at) + timedelta(days=term.value["days"]), term.basis


def may_apologise(stands: CaseAsItStands, now: datetime) -> bool:
    """Whether there is anything to apologise for, where no new day may be named: from the due day
    on. What fell late elsewhere is not theirs who have it now.
    """
    row, due_at = stands.row, stands.row["due_at"]
    if stands.late_elsewhere(now) or due_at is None:
        return False
    return row["late_since"] is not None or day_of(now) >= day_of(due_at)
