"""A unit that was asked gives its opinion."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.access import of_case
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_named
from engine.cases.act.earlier import all_said
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.cases.adding_files import FiledDocument, add_documents
from engine.errors import NotAsked, OpinionMissing, OwnQuestion
from engine.facts import topics
from engine.facts.events_of_consultations import ConsultationAnswered, ConsultationAsked
from engine.ports import DocumentStore
from engine.routing.consulted import asked_by, mark_of_question, question_to
from engine.store.consultations import Consultation
from engine.typed.given import meant_given
from engine.typed.seen import check_seen

KIND = "answer_consultation"


def answer_consultation(
    session: Session,
    *,
    ref: str,
    person: Person,
    opinion: str,
    seen: str,
    files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Record the opinion of the person's unit, in time or late; nobody but that unit gives it.

    ``seen``: the mark of the question that they read; another may have been asked in its place.
    Raises CaseNotFound, NotAsked, OwnQuestion, NotInThisState, MovedSinceSeen, OpinionMissing,
    FileRefused, TextUnreadable.
    """
    act = open_named(session, ref, person, now)
    asked = _asked(act, person, ref)
    check_state(act, KIND)
    check_seen(seen, mark_of_question(asked))
    words = meant_given("opinion", "Ý kiến", opinion)
    if not words:
        raise OpinionMissing
    told = ConsultationAnswered(
        consultation=asked.id,
        unit=asked.unit_code,
        unit_name=act.setting.unit_name(asked.unit_code),
        opinion=words,
        documents=add_documents(act, files, role="opinion", store=store),
        until=asked.due_at,
        late=now > asked.due_at,
    )
    session.execute(
        update(Consultation)
        .where(Consultation.province_code == act.key[0], Consultation.id == asked.id)
        .values(answered_at=now)
    )
    act.record(told)
    act.announce(topics.ConsultationAnswered(unit=told.unit, late=told.late))
    act.save()


def _asked(act: CaseAct, person: Person, ref: str) -> Consultation:
    """What the person's unit was asked and has not answered, of what others asked.

    Raises CaseNotFound, NotAsked, OwnQuestion.
    """
    query = select(Consultation).where(
        Consultation.province_code == act.key[0],
        Consultation.case_id == act.key[1],
        Consultation.answered_at.is_(None),
    )
    rows = act.session.scalars(query).all()
    matter = replace(of_case(act.case, act.setting), asked={row.unit_code for row in rows})
    act_by(act, person, KIND, ref=ref, refusal=NotAsked(), matter=matter)
    own = asked_by(act.session, all_said(act, ConsultationAsked), person)
    found = question_to(person, rows, own, of_case(act.case, act.setting))
    if found is None:
        raise OwnQuestion
    return found
