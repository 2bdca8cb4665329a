"""Inspections and meetings: those of a case, those whose minutes an officer's unit owes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from engine.access import Matter, Reader, of_act, units_reached
from engine.accounts import Person
from engine.facts.events_of_meetings import (
    HELD_WORDS,
    PURPOSE_WORDS,
    MeetingInvited,
    MeetingRecorded,
)
from engine.facts.reading import Recorded
from engine.life import states_with
from engine.organisation.tree import Setting, setting_of
from engine.queries.case_rows import CaseRows
from engine.queries.first_of_each import MOST
from engine.queries.own_work import others_alone
from engine.queries.reach import at_units
from engine.queries.views.meetings import MeetingView, OwedMinutes
from engine.queries.wording import local
from engine.store.base import UtcDateTime
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.meetings import Meeting
from engine.store.prepared import Selected, built
from engine.worktime.wording import spoken_instant_text

RECORD = "record_meeting"


def meetings(
    rows: CaseRows, history: Sequence[Recorded], reader: Reader
) -> tuple[MeetingView, ...]:
    """What was invited to and what came of it, in the history's order; nobody is awaited any more
    once solving is over.
    """
    awaits = RECORD in rows.stands.state.acts
    minutes = {
        told.event.meeting: told for told in history if isinstance(told.event, MeetingRecorded)
    }
    return tuple(
        _view(told, told.event, minutes.get(told.event.meeting), reader, awaits=awaits)
        for told in history
        if isinstance(told.event, MeetingInvited)
    )


def invited_words(meets_at: datetime) -> str:
    """What the applicant reads first while they are awaited."""
    return f"Bạn được mời làm việc lúc {spoken_instant_text(local(meets_at))}"


def _view(
    invited: Recorded,
    event: MeetingInvited,
    recorded: Recorded | None,
    reader: Reader,
    *,
    awaits: bool,
) -> MeetingView:
    said = recorded.event if recorded and isinstance(recorded.event, MeetingRecorded) else None
    return MeetingView(
        number=event.number,
        purpose_words=PURPOSE_WORDS[event.purpose],
        unit_name=event.unit_name,
        meets_at=event.meets_at,
        place=event.place,
        invited=event.invited,
        agenda=event.agenda,
        invited_at=invited.at,
        invited_by=invited.actor.name,
        note=event.comment_for(reader),
        open=awaits and said is None,
        held_words=HELD_WORDS[said.held] if said else None,
        minutes=said.minutes if said else None,
        recorded_at=recorded.at if recorded else None,
        recorded_by=recorded.actor.name if recorded else None,
        remark=said.comment_for(reader) if said else None,
    )


def owed_minutes(session: Session, *, person: Person, now: datetime) -> tuple[OwedMinutes, ...]:
    """The meetings whose time has come and whose minutes the officer may record, the oldest first,
    as those of their units."""
    if person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    owing = units_reached(person, of_act(RECORD), setting, _inviting)
    if not owing:
        return ()

    def query() -> Selected:
        of_case = and_(Case.province_code == Meeting.province_code, Case.id == Meeting.case_id)
        return (
            select(Case.code, Case.applicant_name, Meeting.meets_at)
            .join(Case, of_case)
            .where(
                Meeting.province_code == person.province_code,
                Meeting.recorded_at.is_(None),
                at_units(Meeting.unit_code, owing),
                Meeting.meets_at <= bindparam("now", type_=UtcDateTime),
                Case.status.in_(states_with(RECORD)),
                others_alone(person),
            )
            .order_by(Meeting.meets_at, Case.code)
            .limit(MOST)
        )

    connection = connection_of(session)
    key = (owed_minutes, person.province_code, owing, person.identity_number)
    found = built(connection, key, query)
    return tuple(OwedMinutes(*row) for row in found.all(connection, {"now": now}))


def _inviting(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, inviting={unit})
