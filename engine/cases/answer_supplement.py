"""The applicant completes the dossier: every paper that was asked for, at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_applicant
from engine.cases.act.earlier import all_said
from engine.cases.act.standing_still import begin_steps_anew
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.passing_papers import papers_came
from engine.cases.scanning_papers import why_unscanned
from engine.catalogue.components import COMPONENT
from engine.catalogue.rules.admission import paper_refused
from engine.deadlines.supplements import answer_over, whole_day
from engine.errors import AnswerTooLate, NotInThisState, PaperUnknown, SupplementIncomplete
from engine.facts.events_of_filing import PapersScanned
from engine.facts.events_of_papers import PaperRestored
from engine.facts.events_of_supplements import AskedPaper, SupplementAnswered, SupplementAsked
from engine.life import Status
from engine.ports import DocumentStore
from engine.store.cases import Dossier
from engine.typed.given import words_given
from engine.worktime.wording import due_text

KIND = "answer_supplement"


@dataclass(frozen=True, slots=True)
class Answered:
    """A dossier that is complete again; ``due_at`` is counted from its beginning."""

    case_ref: str
    due_at: datetime | None


def answer_supplement(
    session: Session,
    *,
    ref: str,
    person: Person,
    supplied: Sequence[FiledDocument] = (),
    papers: Sequence[str] = (),
    note: str | None = None,
    unscanned: Mapping[str, str] | None = None,
    store: DocumentStore,
    now: datetime,
) -> Answered:
    """Take the whole answer: the case is back with who asked, and its time starts from zero.

    By who filed the case, or by an officer of the receiving unit, who may also take ``papers`` over
    the counter. Raises CaseNotFound, NotYourCase, NotInThisState, AnswerTooLate, PaperUnknown,
    PaperRefused, SupplementIncomplete, FileRefused, TextUnreadable.
    """
    act = open_for_applicant(session, ref=ref, person=person, now=now, kind=KIND)
    asked, left = left_to_answer(act)
    if asked is None:
        raise NotInThisState(act="Gửi giấy tờ bổ sung", state=act.stands.state.name)
    if asked.until is not None and answer_over(asked.until, now):
        raise AnswerTooLate(until=due_text(whole_day(asked.until)))
    words = words_given("note", "Lời nhắn", note) or None
    _check(asked.papers, left, supplied, papers)
    if papers and act.by_applicant:
        raise paper_refused(papers, "người nộp gửi tệp; bản giấy do cán bộ nhận tại quầy ghi")
    reasons = _scanned(act, supplied, papers, unscanned or {})
    files = add_documents(act, supplied, role="filed", store=store)
    _take_papers(act, papers)
    go_on_after(act, asked)
    if act.case["received_at"] is not None:
        papers_came(act, papers)
    due_at = act.as_changed["due_at"] if act.stands.state.counts else None
    act.record(SupplementAnswered(documents=files, papers=tuple(papers), note=words, due_at=due_at))
    if reasons:
        act.record(PapersScanned(papers=tuple(reasons), documents=(), unscanned=reasons))
    act.save()
    return Answered(act.stands.ref, due_at)


def _scanned(
    act: CaseAct,
    supplied: Sequence[FiledDocument],
    papers: Sequence[str],
    unscanned: Mapping[str, str],
) -> dict[str, str]:
    """Why no file shows some of the papers: before the reception that act asks it of them all."""
    if not papers or act.case["received_at"] is None:
        return {}
    return why_unscanned(act, papers, unscanned, shown={one.component for one in supplied})


def _check(
    asked: Sequence[AskedPaper],
    left: Sequence[AskedPaper],
    documents: Sequence[FiledDocument],
    papers: Sequence[str],
) -> None:
    codes = {one.component for one in asked}
    came = {*papers, *(one.component for one in documents)}
    for code in came - codes:
        raise PaperUnknown(name=code or "(không ghi giấy tờ nào)")
    lacking = [one for one in left if one.component not in came]
    if lacking:
        faults = [
            {"field": COMPONENT + one.component, "message": f"Còn thiếu: {one.name}."}
            for one in lacking
        ]
        names = "; ".join(one.name for one in lacking)
        raise SupplementIncomplete(count=len(lacking), names=names, faults=faults)


def _take_papers(act: CaseAct, papers: Sequence[str]) -> None:
    """What lies on paper in the dossier now."""
    if not papers:
        return
    dossier = act.session.get_one(Dossier, act.key)
    held = list(dict.fromkeys([*dossier.papers, *papers]))
    act.session.execute(
        update(Dossier)
        .where(Dossier.province_code == act.key[0], Dossier.case_id == act.key[1])
        .values(papers=held, papers_gone=False)
    )


def left_to_answer(act: CaseAct) -> tuple[SupplementAsked | None, tuple[AskedPaper, ...]]:
    """The last request, and what is asked by it still: not what the agency lost and brought back
    since (decree 118/2025 art. 23.2).
    """
    told = max(all_said(act, SupplementAsked), key=attrgetter("seq"), default=None)
    if told is None or not isinstance(told.event, SupplementAsked):
        return None, ()
    since = [one.event for one in all_said(act, PaperRestored) if one.seq > told.seq]
    back = {event.component for event in since if isinstance(event, PaperRestored)}
    return told.event, tuple(one for one in told.event.papers if one.component not in back)


def go_on_after(act: CaseAct, asked: SupplementAsked) -> None:
    """Nothing is asked any more: the case is back with who asked, its time from zero."""
    received = act.case["received_at"] is not None
    act.turn(
        Status.IN_PROGRESS if received else Status.SUBMITTED,
        reason="đã bổ sung đủ",
        basis=asked.legal_basis,
    )
    begin_steps_anew(act)
