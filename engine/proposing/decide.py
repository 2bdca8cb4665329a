"""What becomes of a proposal: approved by another, sent back with a remark, withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy.orm import Session

from engine.errors import DayPassed, ProposalMoved, ProposalNotFound, RetiredOnItsDay
from engine.organisation.changes import Change, write_down
from engine.proposing.acts import hold, sees
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


def approve(
    session: Session,
    *,
    who: Publisher,
    proposal_id: str,
    seen: str,
    valid_from: date | None = None,
    now: datetime,
    review: Review | None = None,
) -> Proposal:
    """Put a proposal in force as it was shown, for what is filed from ``valid_from`` on.

    ``seen`` is the digest of what the approver was shown; when it would show something else by
    now they must look again. ``review``: what ``reviewed`` said before this transaction, so that
    nobody waits for the diagnosis; it is made anew if the province has changed since. Running cases
    keep their version. Raises ProposalNotFound, MayNotPublish, OwnProposal, ProposalDone,
    DayPassed, RetiredOnItsDay, ProposalMoved, and what ``examine`` and an import do.
    """
    row = hold(session, who, proposal_id, "approve")
    day = _day(session, row, valid_from, now)
    fresh = _review(session, row, day, content_of(session, row), now, before=review)
    if fresh.digest != seen:
        raise ProposalMoved
    row.version = _put_in_force(session, who, row, fresh, now)
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
    before: Review | None = None,
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
    return review_package(session, code, content, day, before.examined if before else None)


def _put_in_force(
    session: Session, who: Publisher, row: Proposal, review: Review, now: datetime
) -> int | None:
    code = who.province_code
    if row.kind == "configuration":
        put_configuration_in_force(
            session, review.content, who.admin, proposed_by=row.made_by, now=now
        )
        return None
    if row.kind == "reorganisation":
        put_reorganisation_in_force(session, who, row, review.content, now=now)
        return None
    if row.kind == "calendar":
        put_calendar_in_force(session, who, review.content, basis=row.basis, now=now)
        return None
    if row.kind == "retirement":
        return retire(session, code, review, now=now)
    by = f"{row.made_by_name}, duyệt: {who.name}"
    return put_package_in_force(session, code, review, by=by, now=now)


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
