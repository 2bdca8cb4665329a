"""A lost paper of which no copy was held is there again, by the agency's care."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_heads
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.answer_supplement import KIND as ANSWER
from engine.cases.answer_supplement import go_on_after, left_to_answer
from engine.errors import PaperUnknown
from engine.facts.events_of_papers import PaperRestored
from engine.facts.events_of_supplements import AskedPaper, SupplementAsked
from engine.ports import DocumentStore
from engine.routing.lost_papers import lost_papers
from engine.typed.given import reason_given

KIND = "restore_paper"


def restore_paper(
    session: Session,
    *,
    ref: str,
    person: Person,
    restored: str,
    reason: str,
    files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Record how a lost paper came back, with its files (decree 118/2025 art. 23.2).

    ``reason`` says how. What the applicant was asked for of it is closed with that. By the counter
    that received the case, or the head of a unit that had a step of it. Raises CaseNotFound,
    NotTheLead, NotInThisState, PaperUnknown, ReasonMissing, TextUnreadable, FileRefused.
    """
    act, _ = open_for_heads(session, ref=ref, person=person, now=now, kind=KIND)
    lacking = {one.component: one for one in lost_papers(session, act.case) if one.lacking}
    if restored not in lacking:
        raise PaperUnknown(name=restored[:60] or "(chưa chọn)")
    words = reason_given(reason, "có lại bằng cách nào")
    came = [FiledDocument(restored, one.name, one.content) for one in files]
    asked, left = _asked(act, restored)
    act.record(
        PaperRestored(
            component=restored,
            name=lacking[restored].name,
            how=words,
            documents=add_documents(act, came, role="filed", store=store),
            answers=asked.number if asked and not left else None,
        )
    )
    if asked and not left:
        go_on_after(act, asked)
    act.save()


def _asked(act: CaseAct, restored: str) -> tuple[SupplementAsked | None, tuple[AskedPaper, ...]]:
    """The open request that asks for this paper, and what it asks for besides."""
    asked, left = left_to_answer(act) if ANSWER in act.stands.state.acts else (None, ())
    if restored not in {one.component for one in left}:
        return None, ()
    return asked, tuple(one for one in left if one.component != restored)
