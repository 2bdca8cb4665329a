"""The technical department confirms with evidence that systems made a case late, or does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.access import of_case
from engine.accounts import Person
from engine.accounts.one_person import not_another_officer
from engine.acts.inputs import FAILED_ON
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.cases.adding_files import FiledDocument, add_documents
from engine.errors import (
    EvidenceMissing,
    FailureElsewhere,
    NoCauseClaimed,
    NotTechnical,
    SecondPersonNeeded,
)
from engine.facts import topics
from engine.facts.events_of_filing import File
from engine.facts.events_of_lateness import CauseConfirmed, CauseRejected, LatenessCause
from engine.ports import DocumentStore
from engine.routing.as_it_stands import day_of
from engine.routing.read_before import shown_now
from engine.store.cases import Task
from engine.store.lateness import LatenessCause as Row
from engine.typed.given import day_given, meant_given
from engine.typed.seen import check_seen

CONFIRM, REJECT = "confirm_lateness_cause", "reject_lateness_cause"


def confirm_lateness_cause(
    session: Session,
    *,
    ref: str,
    person: Person,
    failed_on: str,
    evidence: str,
    seen: str,
    files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Confirm the cause: scores leave the case out, the raw figure keeps it (requirement R-38).

    ``failed_on``: the day of the failure, while the case lay with the unit that claims it; no clock
    and no due time follows from it. Raises CaseNotFound, NotTechnical, NotInThisState,
    NoCauseClaimed, SecondPersonNeeded, MovedSinceSeen where ``seen`` is not the mark of the cause
    that waits, TextUnreadable, FailureElsewhere, EvidenceMissing, FileRefused.
    """
    act, row = _claimed(session, CONFIRM, ref, person, now)
    check_seen(seen, shown_now(session, CONFIRM, act.key))
    day = _failure(act, row, failed_on)
    told, cause = _evidence(act, evidence, files, store), cast("LatenessCause", row.cause)
    _decide(act, row, CauseConfirmed(cause=cause, failed_on=day, **told))


def reject_lateness_cause(
    session: Session,
    *,
    ref: str,
    person: Person,
    evidence: str,
    seen: str,
    files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Let the case count for its unit. Raises what ``confirm_lateness_cause`` raises."""
    act, row = _claimed(session, REJECT, ref, person, now)
    check_seen(seen, shown_now(session, REJECT, act.key))
    told = _evidence(act, evidence, files, store)
    _decide(act, row, CauseRejected(cause=cast("LatenessCause", row.cause), **told))


def _claimed(
    session: Session, kind: str, ref: str, person: Person, now: datetime
) -> tuple[CaseAct, Row]:
    """The locked case with the cause that waits, claimed by somebody else."""
    act = open_named(session, ref, person, now)
    row = session.get(Row, act.key)
    matter = replace(of_case(act.case, act.setting), cause_told=row is not None)
    act_by(act, person, kind, ref=ref, refusal=NotTechnical(), matter=matter)
    check_state(act, kind)
    if row is None or row.state != "claimed":
        raise NoCauseClaimed
    maker, own = row.claimed_by, SecondPersonNeeded()
    if why := not_another_officer(session, act.key[0], maker, person.officer_id, own):
        raise why
    return act, row


def _failure(act: CaseAct, row: Row, typed: str) -> date:
    """The day of the failure, held against when the case lay with the agency of the unit."""
    day = day_given(FAILED_ON.name, FAILED_ON.label, typed)
    agency = act.setting.agency_unit(row.unit_code)
    query = select(Task.unit_code, Task.created_at).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1]
    )
    came = (
        at for unit, at in act.session.execute(query) if act.setting.agency_unit(unit) == agency
    )
    first = day_of(min(came, default=act.case["submitted_at"]))
    last = day_of(min(act.case["finished_at"] or act.now, act.now))
    if not first <= day <= last:
        unit = act.setting.unit_short_name(row.unit_code)
        days = {"day": f"{day:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        raise FailureElsewhere(unit=unit, **days)
    return day


class _Evidence(TypedDict):
    evidence: str
    documents: tuple[File, ...]


def _evidence(
    act: CaseAct, evidence: str, files: Sequence[FiledDocument], store: DocumentStore
) -> _Evidence:
    words = meant_given("evidence", "Bằng chứng", evidence)
    if not words:
        raise EvidenceMissing
    return {
        "evidence": words,
        "documents": add_documents(act, files, role="evidence", store=store),
    }


def _decide(act: CaseAct, row: Row, event: CauseConfirmed | CauseRejected) -> None:
    confirmed = isinstance(event, CauseConfirmed)
    act.record(event)
    act.announce(topics.CauseDecided(unit=row.unit_code, cause=row.cause, confirmed=confirmed))
    act.session.execute(
        update(Row)
        .where(Row.province_code == act.key[0], Row.case_id == act.key[1])
        .values(state="confirmed" if confirmed else "rejected", decided_at=act.now)
    )
    act.save()
