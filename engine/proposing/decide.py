"""What becomes of a proposal: approved by another, sent back with a remark, withdrawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from engine.errors import DayPassed, ProposalMoved, ProposalNotFound, RetiredOnItsDay
from engine.organisation.changes import Change, write_down
from engine.proposing.acts import hold, refusal, sees
from engine.proposing.calendars import put_calendar_in_force, review_calendar
from engine.proposing.configurations import put_configuration_in_force, review_configuration
from engine.proposing.kept import content_of, first_day
from engine.proposing.packages import put_package_in_force, review_package
from engine.proposing.remarks import in_words, remarks_given
from engine.proposing.reorganisations import (
    put_reorganisation_in_force,
    review_reorganisation,
)
from engine.proposing.retirements import before_its_day, retire, review_retirement
from engine.proposing.review import Content, Review
from engine.proposing.rights import Publisher
from engine.publishing.closing import Tried
from engine.publishing.rehearsing import Rehearsing, Trying
from engine.store.catalogue import Package
from engine.store.proposals import Proposal
from engine.typed.given import reason_given
from engine.worktime import ZONE
from engine.worktime.wording import day_text


def found(session: Session, who: Publisher, proposal_id: str) -> Proposal:
    """A proposal that they may see. Raises ProposalNotFound."""
    row = session.get(Proposal, (who.province_code, proposal_id))
    if row is None or not sees(who, row):
        raise ProposalNotFound
    return row


def reviewed(
    session: Session,
    *,
    who: Publisher,
    proposal_id: str,
    day: date | None = None,
    now: datetime,
) -> Review:
    """The proposal beside what is in force on the day (by default the one it asks for).

    Asks everything again. Raises ProposalNotFound, DayPassed, RetiredOnItsDay, and what
    ``examine`` and a comparison do.
    """
    row = found(session, who, proposal_id)
    return _review(session, row, _day(session, row, day, now), content_of(session, row), now)


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked of a proposal before the transaction in which it is approved."""

    review: Review
    tried: Tried = field(default_factory=dict)


def beforehand(
    reading: Trying,
    rehearsing: Rehearsing,
    *,
    who: Callable[[Session], Publisher],
    proposal_id: str,
    seen: str,
    day: date | None = None,
    now: datetime,
) -> Before:
    """Look at a proposal and put it in force in vain, so that nobody waits for what that takes.

    Where it can't be approved anyway nothing is tried, and ``approve`` says why. Raises what
    ``reviewed`` and an import do, and NotFileable.
    """
    with reading() as session:
        part = who(session)
        review = reviewed(session, who=part, proposal_id=proposal_id, day=day, now=now)
        row = found(session, part, proposal_id)
        open_to_them = refusal(session, part, row, "approve") is None
    procedures = _rehearsed(review)
    before = Before(review)
    if procedures == () or not open_to_them or review.digest != seen:
        return before
    with rehearsing(part.province_code, procedures) as session:
        row = found(session, part, proposal_id)
        _put_in_force(session, part, row, before, now)
    return before


def _rehearsed(review: Review) -> tuple[str, ...] | None:
    """Whose dossiers are tried; ``None``: those of a whole configuration."""
    if review.content.kind == "configuration":
        return None
    return (review.examined.manifest.code,) if review.examined is not None else ()


def approve(
    session: Session,
    *,
    who: Publisher,
    proposal_id: str,
    seen: str,
    valid_from: date | None = None,
    now: datetime,
    before: Before | None = None,
) -> Proposal:
    """Put a proposal in force as it was shown, for what is filed from ``valid_from`` on.

    ``seen`` is the digest of what the approver was shown; when it would show something else by
    now they must look again. ``before``: what was asked and tried before this transaction, so that
    nobody waits for it; it is asked anew if the province has changed since. Running cases keep
    their version. Raises ProposalNotFound, MayNotPublish, OwnProposal, ProposalDone,
    DayPassed, RetiredOnItsDay, ProposalMoved, and what ``examine`` and an import do.
    """
    row = hold(session, who, proposal_id, "approve")
    day = _day(session, row, valid_from, now)
    fresh = _review(session, row, day, content_of(session, row), now, before=before)
    if fresh.digest != seen:
        raise ProposalMoved
    asked = Before(fresh, before.tried if before else {})
    row.version = _put_in_force(session, who, row, asked, now)
    row.valid_from, row.differences = fresh.day, [_plain(one) for one in fresh.differences]
    _decide(row, "approved", who, now)
    row.base = fresh.base
    session.flush()
    write_down(
        session,
        province_code=who.province_code,
        account_id=who.account_id,
        name=who.name,
        changes=[_change(row)],
        now=now,
    )
    return row


def send_back(
    session: Session,
    *,
    who: Publisher,
    proposal_id: str,
    remark: str = "",
    remarks: Sequence[tuple[str, str]] = (),
    now: datetime,
) -> Proposal:
    """Give a proposal back to its maker, with what is to be mended: as a whole, and at places.

    ``remarks``: place and words of each. Raises ProposalNotFound, MayNotPublish, OwnProposal,
    ProposalDone, ReasonMissing, TextUnreadable.
    """
    row = hold(session, who, proposal_id, "send_back")
    files = content_of(session, row).files if remarks else {}
    differing = {str(one["where"]) for one in row.differences}
    placed = remarks_given(files, differing, remarks)
    row.remark = reason_given(in_words(placed, remark))
    row.remarks = [dict(one) for one in msgspec.to_builtins(placed)]
    _decide(row, "sent_back", who, now)
    session.flush()
    return row


def withdraw(session: Session, *, who: Publisher, proposal_id: str, now: datetime) -> Proposal:
    """Take one's own proposal back. Raises ProposalNotFound, ProposalOfOther, ProposalDone."""
    row = hold(session, who, proposal_id, "withdraw")
    _decide(row, "withdrawn", who, now)
    session.flush()
    return row


def _decide(row: Proposal, state: str, who: Publisher, now: datetime) -> None:
    row.state = state
    row.decided_by, row.decided_by_name, row.decided_at = who.account_id, who.name, now


def _before_its_day(session: Session, row: Proposal, now: datetime) -> bool:
    """Whether it asks that no dossier ever takes the version: then only from its first day on."""
    if row.kind != "retirement":
        return False
    version = session.get_one(Package, (row.province_code, row.digest))
    return before_its_day(row, version, now)


def _day(session: Session, row: Proposal, wished: date | None, now: datetime) -> date:
    today = now.astimezone(ZONE).date()
    if row.kind in ("reorganisation", "calendar"):
        return row.wished_from
    first = first_day(row, today)
    if wished and wished != first and _before_its_day(session, row, now):
        raise RetiredOnItsDay(day=day_text(first))
    day = wished or first
    if day < today:
        raise DayPassed(day=day_text(day))
    return day


def _review(
    session: Session,
    row: Proposal,
    day: date,
    content: Content,
    now: datetime,
    *,
    before: Before | None = None,
) -> Review:
    code = row.province_code
    if content.kind == "reorganisation":
        return review_reorganisation(session, code, content, basis=row.basis, now=now)
    if content.kind == "calendar":
        return review_calendar(session, code, content, basis=row.basis, now=now)
    if content.kind == "configuration":
        return review_configuration(session, code, content, day)
    if content.kind == "retirement":
        return review_retirement(session, code, content, day)
    return review_package(session, code, content, day, before.review.examined if before else None)


def _put_in_force(
    session: Session, who: Publisher, row: Proposal, before: Before, now: datetime
) -> int | None:
    code, review, tried = who.province_code, before.review, before.tried
    if row.kind == "configuration":
        told: dict[str, Any] = {"proposed_by": row.made_by, "now": now, "tried": tried}
        put_configuration_in_force(session, review.content, who.admin, **told)
        return None
    if row.kind == "reorganisation":
        put_reorganisation_in_force(session, who, row, review.content, now=now)
        return None
    if row.kind == "calendar":
        put_calendar_in_force(session, who, review.content, basis=row.basis, now=now)
        return None
    if row.kind == "retirement":
        return retire(session, code, review, now=now, tried=tried)
    by = f"{row.made_by_name}, duyệt: {who.name}"
    return put_package_in_force(session, code, review, by=by, now=now, tried=tried)


def _change(row: Proposal) -> Change:
    after = {
        "proposal": row.id,
        "digest": row.digest,
        "version": row.version,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "proposed_by": row.made_by_name,
        "basis": row.basis,
        "count": len(row.differences),
    }
    kind, subject = _CHANGED[row.kind]
    return Change(kind, subject, row.subject, None, after)


_CHANGED = {
    "package": ("published", "packages"),
    "retirement": ("retired", "packages"),
    "configuration": ("published", "configuration"),
    "reorganisation": ("approved", "reorganisations"),
    "calendar": ("approved", "calendars"),
}
"""What is written down of an approved proposal, and of which table."""


def _plain(one: object) -> dict[str, object]:
    return dict(msgspec.to_builtins(one))
