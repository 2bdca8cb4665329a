"""A second person confirms the paper slip of an outage, or does not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.one_person import not_another_officer
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_heads
from engine.cases.act.earlier import said_last_with_actor
from engine.cases.take_outage_slip import checked
from engine.errors import NoSlipWaits, SecondPersonNeeded
from engine.facts import topics
from engine.facts.events_of_outages import (
    OutageSlipConfirmed,
    OutageSlipDeclined,
    OutageSlipTaken,
)
from engine.routing.read_before import shown_now
from engine.typed.given import reason_given
from engine.typed.seen import check_seen

CONFIRM = "confirm_outage_slip"


@dataclass(frozen=True, slots=True)
class SlipConfirmed:
    """The dossier's times before its slip was confirmed, and since."""

    case_ref: str
    number: str
    received_before: datetime
    received_at: datetime
    due_before: datetime | None
    due_at: datetime | None


def confirm_outage_slip(
    session: Session, *, ref: str, person: Person, seen: str, now: datetime
) -> SlipConfirmed:
    """Let the dossier have been filed and received at the moment on its slip.

    It is due as a reception at that moment would have let it be: never later than before. The
    stretches in which clocks ran stay. Raises CaseNotFound, NotTheLead, NotInThisState,
    AlreadyDecided, NotForCorrections, NoSlipWaits, SecondPersonNeeded, SlipWithoutEffect,
    OutageUnknown, SlipOutsideOutage, SlipNotEarlier, MovedSinceSeen where ``seen`` is not the mark
    of the slip that waits.
    """
    act, told, taken_by = _waiting(session, CONFIRM, ref, person, now)
    check_seen(seen, shown_now(session, CONFIRM, act.key))
    found = checked(act, told.outage, told.moment)
    filed = act.case["submitted_at"]
    before = act.case["received_at"] or filed  # it was received, as checked
    due_before = act.case["due_at"]
    act.receive_earlier(told.moment)
    act.change(slip_by=None)
    due_after = act.as_changed["due_at"]
    act.record(
        OutageSlipConfirmed(
            number=told.number,
            taken_by=taken_by,
            filed_before=filed,
            before=before,
            after=told.moment,
            due_before=due_before,
            due_after=due_after,
            legal_basis=found.basis,
        )
    )
    due = due_after.isoformat() if due_after else None
    act.announce(
        topics.OutageSlipConfirmed(
            number=told.number, received_at=told.moment.isoformat(), due_at=due
        )
    )
    act.save()
    return SlipConfirmed(act.stands.ref, told.number, before, told.moment, due_before, due_after)


def decline_outage_slip(
    session: Session, *, ref: str, person: Person, reason: str, now: datetime
) -> None:
    """Let the times be as they are; another slip may be taken then.

    Raises CaseNotFound, NotTheLead, NotInThisState, NoSlipWaits, SecondPersonNeeded,
    ReasonMissing, TextUnreadable.
    """
    act, told, _ = _waiting(session, "decline_outage_slip", ref, person, now)
    words = reason_given(reason)
    act.change(slip=None, slip_by=None)
    act.record(OutageSlipDeclined(number=told.number, reason=words))
    act.save()


def _waiting(
    session: Session, kind: str, ref: str, person: Person, now: datetime
) -> tuple[CaseAct, OutageSlipTaken, str]:
    """The locked case with the slip that waits, and who took it: somebody else."""
    act, _ = open_for_heads(session, ref=ref, person=person, now=now, kind=kind)
    said = said_last_with_actor(act, OutageSlipTaken) if act.case["slip_by"] else None
    if said is None:
        raise NoSlipWaits
    taker, own = act.case["slip_by"], SecondPersonNeeded()
    if why := not_another_officer(session, act.key[0], taker, person.officer_id, own):
        raise why
    return act, *said
