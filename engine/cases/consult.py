"""The head of a step's unit asks another unit for its opinion, with a term."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.led_task import open_led_task
from engine.cases.naming_days import close_of_working_day
from engine.errors import (
    AskedAlready,
    ContentMissing,
    MannerUnknown,
    PaperInTurn,
    TermBeyondDue,
    TermNotAhead,
    UnitNotAsked,
)
from engine.facts import topics
from engine.facts.events_of_consultations import ConsultationAsked, Manner
from engine.routing.as_it_stands import day_of
from engine.routing.consulted import can_be_asked
from engine.store.consultations import Consultation
from engine.store.ids import new_id
from engine.typed.given import day_given, meant_given
from engine.worktime.wording import due_text

KIND = "consult"
LABEL = "Trả lời trước hết ngày"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 19.4"


@dataclass(frozen=True, slots=True)
class Consulted:
    """A unit that was asked, and until when it answers."""

    case_ref: str
    unit: str
    until: datetime


def consult(
    session: Session,
    *,
    task_id: str,
    person: Person,
    unit: str,
    content: str,
    answer_by: str,
    manner: str,
    now: datetime,
) -> Consulted:
    """Ask the unit, with what is asked, the last day, the way of replying (art. 19.4).

    Units are asked side by side electronically, one after another on paper (art. 20.2). The case's
    clock runs on, so the term ends before the case is due, unless it is late already. Raises
    TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, AlreadyDecided, ContentMissing,
    MannerUnknown, UnitNotAsked, AskedAlready, PaperInTurn, TermNotAhead, TermBeyondDue, DayOff,
    TextUnreadable.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    words = meant_given("content", "Nội dung xin ý kiến", content)
    if not words:
        raise ContentMissing
    if manner not in get_args(Manner):
        raise MannerUnknown(given=manner[:60])
    day = day_given("answer_by", LABEL, answer_by)
    if unit not in can_be_asked(act.setting, opened.task["unit_code"], day_of(now)):
        raise UnitNotAsked(unit=act.setting.unit_name(unit)[:60])
    _check_others(act, unit, manner)
    until = _until(act, unit, day)
    asked = ConsultationAsked(
        consultation=new_id(),
        unit=unit,
        unit_name=act.setting.unit_name(unit),
        manner=cast("Manner", manner),
        content=words,
        until=until,
        legal_basis=BASIS,
    )
    act.write(Consultation, [_row(act, asked)])
    act.record(asked)
    act.announce(topics.ConsultationAsked(unit=unit, until=until.isoformat()))
    act.save()
    return Consulted(act.stands.ref, unit, until)


def _check_others(act: CaseAct, unit: str, manner: str) -> None:
    """One question at a time to a unit; on paper one unit at a time."""
    found = act.session.execute(
        select(Consultation.unit_code, Consultation.manner).where(
            Consultation.province_code == act.key[0],
            Consultation.case_id == act.key[1],
            Consultation.answered_at.is_(None),
        )
    ).all()
    if any(row.unit_code == unit for row in found):
        raise AskedAlready(unit=act.setting.unit_name(unit))
    paper = next((row.unit_code for row in found if row.manner == manner == "paper"), None)
    if paper is not None:
        raise PaperInTurn(unit=act.setting.unit_name(paper))


def _until(act: CaseAct, unit: str, day: date) -> datetime:
    """When the asked unit's work ends on the day, within the case's own time."""
    calendar, due_at = act.setting.calendar_of(unit), act.case["due_at"]
    until = close_of_working_day(calendar, day, field="answer_by", label=LABEL)
    if until <= act.now:
        raise TermNotAhead
    if due_at is not None and act.now < due_at < until:
        raise TermBeyondDue(due=due_text(due_at))
    return until


def _row(act: CaseAct, asked: ConsultationAsked) -> dict[str, object]:
    return {
        "province_code": act.key[0],
        "id": asked.consultation,
        "case_id": act.key[1],
        "unit_code": asked.unit,
        "manner": asked.manner,
        "asked_at": act.now,
        "due_at": asked.until,
        "answered_at": None,
        "late_told_at": None,
    }
