"""The whole file of a case for the people who work on it and for its applicant."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Reader, stands_in
from engine.accounts import Person
from engine.catalogue.applicants import KIND_NAMES, paper_of
from engine.catalogue.components import component_names
from engine.catalogue.forms import questions, shown
from engine.catalogue.manifest import CHANNEL_NAMES, CHANNEL_WORDS
from engine.errors import CaseNotFound, DocumentNotFound, NotTheOwner
from engine.facts.events_of_refusals import ResultRefused
from engine.fees.subjects import filing_form
from engine.life import APPLICANTS
from engine.queries.acted_as import acted_as
from engine.queries.answers import Answers, told
from engine.queries.case_components import component_rows, papers_of
from engine.queries.case_rows import (
    RESULT,
    CaseRows,
    check_given,
    dossier_of,
    find_case,
    history_of,
    readable_documents,
    shown_to,
    standing_of,
    superseded,
    waits_for_fee,
)
from engine.queries.case_steps import states, step_rows
from engine.queries.corrections import correction_by, corrections_of
from engine.queries.delivery import delivery_of, delivery_words
from engine.queries.due_explained import case_due_why, limit_text, limit_why, used_text
from engine.queries.fees import case_fees, money_view
from engine.queries.findings import brought, findings
from engine.queries.halts import proposed_halt, suspension
from engine.queries.lateness.answers import answer_due_view
from engine.queries.lateness.of_case import lateness_of
from engine.queries.letterheads import name_at
from engine.queries.meetings import meetings
from engine.queries.next_step import next_step
from engine.queries.offering import acts_now
from engine.queries.opinions import opinions
from engine.queries.paper_marks import NONE, marks_in
from engine.queries.papers import papers_kept, papers_words
from engine.queries.payments import payment_rows
from engine.queries.phases import phase_views, result_later
from engine.queries.readers import reader_of
from engine.queries.slips import slips
from engine.queries.supplements import supplement_in
from engine.queries.timeline import buttons, timeline
from engine.queries.tracking import result_files
from engine.queries.views.case import (
    Answer,
    CaseFile,
    DeadlineRow,
    DocumentRow,
    StepRow,
)
from engine.queries.views.parts import UnitName
from engine.queries.views.tracking import ResultFile
from engine.queries.watching import is_watched
from engine.queries.whereabouts import case_due_view, ended_at, where_words
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.routing.decided_by import decided_by
from engine.routing.signature import signature_in
from engine.store.cases import CaseDocument
from engine.workflow.draw import colour

RECEIVE = "receive"
PEOPLE_LABELS = {
    "owner_name": "Chủ hồ sơ",
    "owner_date_of_birth": "Ngày sinh",
    "owner_identity_number": "Số định danh",
    "owner_tax_number": "Mã số của tổ chức",
    "owner_address": "Địa chỉ",
    "subject_name": "Hồ sơ về",
    "subject_date_of_birth": "Ngày sinh của người này",
    "subject_identity_number": "Số định danh của người này",
    "subject_address": "Nơi cư trú của người này",
    "submitter_name": "Người nộp",
    "submitter_identity_number": "Số định danh người nộp",
    "submitter_phone": "Điện thoại",
    "submitter_email": "Thư điện tử",
}


def readable_case(
    session: Session, ref: str, person: Person, now: datetime | None = None
) -> tuple[CaseRows, Reader]:
    """The case, and as whom the person may read it. Raises CaseNotFound either way."""
    rows = find_case(session, ref, now)
    reader = reader_of(session, rows, person)
    if reader is None:
        raise CaseNotFound(ref=ref)
    return rows, reader


def opens(session: Session, *, ref: str, person: Person) -> bool:
    """Whether the person may open the file of the case: an act may be the last they see of it."""
    try:
        readable_case(session, ref, person)
    except CaseNotFound:
        return False
    return True


def check_readable(session: Session, *, ref: str, person: Person) -> None:
    """Raise CaseNotFound unless the person may open the file of the case."""
    readable_case(session, ref, person)


def case_file(session: Session, *, ref: str, person: Person, now: datetime) -> CaseFile:
    """The file under a case code or submission number. Raises CaseNotFound."""
    rows, reader = readable_case(session, ref, person, now)
    case, manifest = rows.case, rows.package.manifest
    dossier = dossier_of(session, case)
    history, standing = history_of(session, case), standing_of(session, case)
    solved = rows.stands.state.solved
    corrections = corrections_of(session, case) if solved else ()
    decided = decided_by(session, rows.setting, [case] if solved else []).get(case["id"])
    acted, began = acted_as(history), case["received_at"] or case["submitted_at"]
    steps = step_rows(rows, now, reader, acted)
    for_owner, phases = stands_in(person, rows.matter), phase_views(session, rows, now)
    documents = [
        one
        for one in readable_documents(session, case, reader, waits_for_fee(session, rows, person))
        if not (for_owner and one.role == RESULT)
    ]
    given = reader == "applicant" and not for_owner and superseded(session, case)
    invited = meetings(rows, history, reader)
    return CaseFile(
        case_id=case["id"],
        ref=rows.stands.ref,
        code=case["code"],
        submission_number=case["submission_number"],
        status_code=case["status"],
        status_name=rows.stands.state.name,
        ended=rows.stands.state.ended,
        solved=rows.stands.state.solved,
        no_slip=rows.stands.taken.no_slip,
        procedure_code=manifest.code,
        procedure_name=manifest.name,
        procedure_short_name=manifest.short_name,
        decision=decision_words(rows),
        package_version=rows.version,
        channel=case["channel"],
        channel_name=_channel_words(rows),
        receiving_unit=_unit(rows, case["receiving_unit"]),
        competent_unit=_unit(rows, case["competent_unit"]),
        decided_by=_unit(rows, decided or case["competent_unit"]),
        returning_unit=_unit(rows, case["returning_unit"]),
        delivery_words=delivery_words(
            delivery_of(dossier.applicant), rows.setting.unit_name(case["returning_unit"])
        ),
        applicant_name=case["applicant_name"],
        applicant=applicant_answers(rows, dossier.applicant),
        answers=_answers(rows, dossier.answers, reader),
        findings=findings(rows, reader, acted),
        brought=brought(rows, history, reader),
        documents=tuple(document_row(rows, document) for document in documents),
        corrected=_corrected(session, rows, person) if given else (),
        components=component_rows(
            session,
            rows,
            dossier.papers,
            documents,
            papers_of(rows, history, reader),
            marks=marks_in(history) if reader == "officers" else NONE,
        ),
        fees=case_fees(session, case, standing),
        money=money_view(rows.stands, standing),
        payments=payment_rows(history),
        supplement=supplement_in(rows, history, now),
        papers_words=papers_words(rows, dossier, history, day_of(now)),
        papers_kept=papers_kept(rows, dossier, history),
        suspended=suspension(history) if rows.stands.state.suspended else None,
        proposed_halt=proposed_halt(case, history) if reader == "officers" else None,
        opinions=opinions(history, now, over=case["finished_at"]) if reader == "officers" else (),
        meetings=invited,
        lateness=(
            lateness_of(history, late=rows.stands.late(now), missed=rows.stands.missed(now))
            if reader == "officers"
            else None
        ),
        phases=phases,
        result_later=result_later(phases),
        corrects=correction_by(session, case),
        corrections=corrections,
        watched_by=_watching(rows, now),
        watched=is_watched(session, rows, person),
        slips=slips(rows, history),
        submitted_at=case["submitted_at"],
        received_at=case["received_at"],
        received_by=_received_by(rows),
        receipt_unit=name_at(rows, history, began, "receiving_unit"),
        receipt_delivery=delivery_words(
            delivery_of(dossier.applicant), name_at(rows, history, began, "returning_unit")
        ),
        finished_at=case["finished_at"],
        returned_at=case["returned_at"],
        due=case_due_view(rows, now),
        answer_due=answer_due_view(rows, now),
        first_due_at=case["first_due_at"],
        extended_at=case["extended_at"],
        task=next_step(session, rows, person=person, now=now),
        acts=acts_now(session, rows, person=person, now=now),
        steps=steps,
        steps_done=sum(step.state == "done" for step in steps),
        limit_words=limit_text(rows),
        limit_basis=rows.ahead.limit.basis,
        limit_why=limit_why(rows.ahead.limit),
        used_words=used_text(rows, now),
        where_words=where_words(
            rows,
            steps,
            ended_at(rows, history),
            refused=any(isinstance(one.event, ResultRefused) for one in history)
            and not any(one.solved for one in corrections),
        ),
        must_act=rows.stands.state.runs in APPLICANTS or any(one.open for one in invited),
        deadlines=tuple(_deadlines(rows, steps, now)),
        diagram=colour(rows.package.diagram, states(steps)),
        timeline=timeline(history, buttons(rows.stands.definition, reader), reader),
        demo_notes=manifest.demo_notes,
    )


def _corrected(session: Session, rows: CaseRows, person: Person) -> tuple[ResultFile, ...]:
    """The files that stand in place of the own result, unless a fee keeps them from the person."""
    if waits_for_fee(session, rows, person) is not None:
        return ()
    return result_files(session, [rows.case]).get(rows.case["id"], ())


def _channel_words(rows: CaseRows) -> str:
    """How it was filed, and how its papers are handled since, where that is another way."""
    filed, handled = CHANNEL_NAMES[rows.case["channel"]], rows.case["handled_as"]
    return f"{filed}, giấy tờ nhận {CHANNEL_WORDS[handled]}" if handled else filed


def case_document(session: Session, *, ref: str, document_id: str, person: Person) -> CaseDocument:
    """A file of a case that the person may read; its result is for its owner.

    Raises CaseNotFound, DocumentNotFound, FeeOwed, NotTheOwner.
    """
    rows, reader = readable_case(session, ref, person)
    found = session.get(CaseDocument, (rows.case["province_code"], document_id))
    if found is None or found.case_id != rows.case["id"] or not shown_to(found, reader):
        raise DocumentNotFound
    if found.role == RESULT and reader != "officers" and superseded(session, rows.case):
        raise DocumentNotFound
    check_given(found, waits_for_fee(session, rows, person) if found.role == RESULT else None)
    if found.role == RESULT and stands_in(person, rows.matter):
        raise NotTheOwner(unit=rows.setting.unit_name(rows.case["returning_unit"]))
    return found


def decision_words(rows: CaseRows) -> str:
    """The decision that approved the process: "QĐ 3854/QĐ-UBND ngày 26/11/2025"."""
    decision = rows.package.manifest.decision
    return f"QĐ {decision.number} ngày {decision.date:%d/%m/%Y}"


def _watching(rows: CaseRows, now: datetime) -> UnitName | None:
    centres = own_centres(rows.setting, rows.case["competent_unit"], day_of(now))
    if not centres or rows.case["receiving_unit"] in centres:
        return None
    return _unit(rows, centres[0])


def _received_by(rows: CaseRows) -> str | None:
    done = (one for one in rows.tasks if one["act"] == RECEIVE and one["completed_at"])
    return next((one["holder"] for one in done), None)


def _unit(rows: CaseRows, code: str) -> UnitName:
    return UnitName(code, rows.setting.unit_name(code))


def applicant_answers(rows: CaseRows, applicant: Mapping[str, object]) -> tuple[Answer, ...]:
    """Who the people of the case are, as they were asked."""
    form = filing_form(rows.package) or {}
    by_key = {question["key"]: question for question in questions(form)}
    people = rows.package.manifest.people
    asked = tuple(
        Answer(name, label, shown(by_key.get(people.get(name, ""), {"type": "textfield"}), value))
        for name, label in PEOPLE_LABELS.items()
        if (value := applicant.get(name)) not in (None, "")
    )
    kind, paper = rows.case["applicant_kind"], paper_of(rows.case)
    more = [Answer("applicant_kind", "Chủ hồ sơ là", KIND_NAMES[kind])]
    more += [Answer("authorisation", "Nộp thay theo", paper.words)] if paper else []
    return (*asked, *more)


def _answers(rows: CaseRows, answers: Mapping[str, object], reader: Reader) -> tuple[Answer, ...]:
    """The answers that are not about people, as they were asked."""
    manifest = rows.package.manifest
    form = filing_form(rows.package) or {}
    return told(rows, Answers(form, answers, filing=True), reader, but=manifest.people.values())


def document_row(rows: CaseRows, document: CaseDocument) -> DocumentRow:
    """A file of the case as pages and the API name it."""
    names = component_names(rows.package.manifest)
    return DocumentRow(
        id=document.id,
        name=document.name,
        component=document.component,
        size=document.size,
        media_type=document.media_type,
        role=document.role,
        added_at=document.added_at,
        component_name=names.get(document.component or ""),
        code=document.code,
        signed=signature_in(document),
    )


def _deadlines(rows: CaseRows, steps: tuple[StepRow, ...], now: datetime) -> list[DeadlineRow]:
    found = [
        DeadlineRow(f"Bước {step.number}: {step.name}", step.due, ())
        for step in steps
        if step.state == "now" and step.due.at is not None
    ]
    if rows.case["received_at"] is not None:
        due = case_due_view(rows, now)
        found.append(DeadlineRow("Trả kết quả cho người dân", due, case_due_why(rows)))
    return found
