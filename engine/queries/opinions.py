"""Opinions: those of a case, those that an officer's unit owes, those that are late."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from engine.access import Matter, UnitsReached, of_act, units_reached
from engine.accounts import Person
from engine.facts.events_of_consultations import (
    MANNER_WORDS,
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationCalledOff,
)
from engine.facts.reading import Recorded
from engine.life import states_with
from engine.organisation.tree import Setting, setting_of
from engine.queries.case_rows import history_of
from engine.queries.first_of_each import MOST
from engine.queries.kept_rows import kept_rows
from engine.queries.own_work import others_alone
from engine.queries.reach import READS, at_units
from engine.queries.views.opinions import OpinionView, OwedOpinion
from engine.routing.consulted import ANSWER, asked_by
from engine.store.base import UtcDateTime
from engine.store.cases import Case
from engine.store.consultations import Consultation
from engine.store.database import connection_of
from engine.store.prepared import Selected, built
from engine.store.rows import CaseRow

_of_case = and_(Case.province_code == Consultation.province_code, Case.id == Consultation.case_id)


def asked_units(session: Session, case: CaseRow) -> set[str]:
    """The units that were asked in the case."""
    return {one.unit_code for one in kept_rows(session, case).consultations}


def units_to_answer(session: Session, case: CaseRow, person: Person) -> set[str]:
    """The units that have not answered, but for what the person asked: others answer that."""
    waiting = [one for one in kept_rows(session, case).consultations if one.answered_at is None]
    if not waiting:
        return set()
    own = asked_by(session, history_of(session, case), person)
    return {one.unit_code for one in waiting if one.id not in own}


def opinions(
    history: Sequence[Recorded], now: datetime, *, over: datetime | None
) -> tuple[OpinionView, ...]:
    """What was asked and answered, the newest first, from a history in that order.

    ``over``: when the case was over; what nobody has answered then is late no more than it was.
    """
    answers = {
        told.event.consultation: told
        for told in history
        if isinstance(told.event, ConsultationAnswered | ConsultationCalledOff)
    }
    return tuple(
        _view(told, told.event, answers.get(told.event.consultation), over or now)
        for told in history
        if isinstance(told.event, ConsultationAsked)
    )


def _view(
    asked: Recorded, event: ConsultationAsked, answer: Recorded | None, now: datetime
) -> OpinionView:
    ended = answer.event if answer else None
    said = ended if isinstance(ended, ConsultationAnswered) else None
    off = ended if isinstance(ended, ConsultationCalledOff) else None
    return OpinionView(
        unit_name=event.unit_name,
        manner_words=MANNER_WORDS[event.manner],
        content=event.content,
        asked_at=asked.at,
        asked_by=asked.actor.name,
        until=event.until,
        answered_at=answer.at if answer else None,
        answered_by=answer.actor.name if answer else None,
        opinion=said.opinion if said else None,
        late=said.late if said else off.late if off else now > event.until,
        called_off=off.reason if off else None,
    )


def _asked(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, setting, asked={unit})


def _led(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, led_by={unit})


def owed_opinions(session: Session, *, person: Person, now: datetime) -> tuple[OwedOpinion, ...]:
    """What the officer's units were asked, then what is late in cases of a centre that they lead,
    and may read: who looks over a province reads of no applicant here (R-71).

    The nearest term first in each.
    """
    if person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    asked = units_reached(person, of_act(ANSWER), setting, _asked)
    led = units_reached(person, READS, setting, _led)
    if not (asked or led):
        return ()
    connection = connection_of(session)
    key = (owed_opinions, person.province_code, asked, led, person.identity_number)
    found = built(connection, key, lambda: _owed(person, asked, led))
    return tuple(
        OwedOpinion(
            ref=code,
            applicant_name=applicant,
            unit=setting.unit_short_name(unit),
            until=due_at,
            late=due_at <= now,
            mine=bool(mine),
        )
        for code, applicant, unit, due_at, mine in found.all(connection, {"now": now})
    )


def _owed(
    person: Person, asked: tuple[UnitsReached, ...], led: tuple[UnitsReached, ...]
) -> Selected:
    mine = at_units(Consultation.unit_code, asked)
    # By its name: PostgreSQL takes no word that is always the same in an order.
    told = mine.label("mine")
    over = Consultation.due_at <= bindparam("now", type_=UtcDateTime)
    columns = (Case.code, Case.applicant_name, Consultation.unit_code, Consultation.due_at)
    return (
        select(*columns, told)
        .join(Case, _of_case)
        .where(
            Consultation.province_code == person.province_code,
            Consultation.answered_at.is_(None),
            Case.status.in_(states_with(ANSWER)),
            others_alone(person),
            or_(mine, and_(at_units(Case.receiving_unit, led), over)),
        )
        .order_by(told.desc(), Consultation.due_at, Case.code)
        .limit(MOST)
    )
