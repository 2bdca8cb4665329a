"""What waits for an officer beside the steps of their queue: one answer for page and API."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.queries.halts import halts_to_approve
from engine.queries.lateness.reminded import reminded
from engine.queries.meetings import owed_minutes
from engine.queries.opinions import owed_opinions
from engine.queries.outage_slips import SlipToConfirm, slips_to_confirm
from engine.queries.papers_on_their_way import papers_on_their_way
from engine.queries.to_give_back import to_give_back
from engine.queries.views.halts import HaltToApprove
from engine.queries.views.lateness import RemindedCase
from engine.queries.views.meetings import OwedMinutes
from engine.queries.views.opinions import OwedOpinion
from engine.queries.views.queue import TravellingPapers, WaitingResult, WithdrawnCase
from engine.queries.waiting_results import waiting_results

SLIPS = 25


@dataclass(frozen=True, slots=True)
class WaitsBeside:
    """Withdrawn cases to give back, papers on their way, opinions and minutes that are owed, cases
    that the officer was reminded of, proposals to approve, slips to confirm, results that nobody
    fetched. Never of the officer's own dossiers.
    """

    withdrawn: tuple[WithdrawnCase, ...]
    papers: tuple[TravellingPapers, ...]
    owed: tuple[OwedOpinion, ...]
    minutes: tuple[OwedMinutes, ...]
    reminded: tuple[RemindedCase, ...]
    halts: tuple[HaltToApprove, ...]
    slips: tuple[SlipToConfirm, ...]
    unfetched: tuple[WaitingResult, ...]


def waits_beside(session: Session, *, person: Person, now: datetime) -> WaitsBeside:
    """All of it, each list by what comes first; empty for who has nothing to do with it."""
    return WaitsBeside(
        withdrawn=to_give_back(session, person=person),
        papers=papers_on_their_way(session, person=person, now=now),
        owed=owed_opinions(session, person=person, now=now),
        minutes=owed_minutes(session, person=person, now=now),
        reminded=reminded(session, person=person, now=now),
        halts=halts_to_approve(session, person=person),
        slips=slips_to_confirm(session, person=person, most=SLIPS),
        unfetched=waiting_results(session, person=person, now=now),
    )
