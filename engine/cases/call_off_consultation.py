"""The head of a step's unit calls off a question that nobody needs answered any more."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.led_task import open_led_task
from engine.errors import OpinionNotAwaited
from engine.facts import topics
from engine.facts.events_of_consultations import ConsultationCalledOff
from engine.store.consultations import Consultation
from engine.typed.given import reason_given

KIND = "call_off_consultation"


def call_off_consultation(
    session: Session,
    *,
    task_id: str,
    person: Person,
    consultation: str,
    reason: str,
    now: datetime,
) -> None:
    """Let the asked unit owe no answer any more; on paper the next unit may be asked.

    Whether its answer was late stays on record. Raises TaskNotFound, NotTheLead, TaskAlreadyDone,
    NotInThisState, OpinionNotAwaited, ReasonMissing, TextUnreadable.
    """
    act = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND).act
    row = session.scalar(
        select(Consultation).where(
            Consultation.province_code == act.key[0],
            Consultation.case_id == act.key[1],
            Consultation.id == consultation,
            Consultation.answered_at.is_(None),
        )
    )
    if row is None:
        raise OpinionNotAwaited
    told = ConsultationCalledOff(
        consultation=row.id,
        unit=row.unit_code,
        unit_name=act.setting.unit_name(row.unit_code),
        reason=reason_given(reason),
        until=row.due_at,
        late=now > row.due_at,
    )
    session.execute(
        update(Consultation)
        .where(Consultation.province_code == act.key[0], Consultation.id == row.id)
        .values(answered_at=now)
    )
    act.record(told)
    act.announce(topics.ConsultationCalledOff(unit=told.unit))
    act.save()
