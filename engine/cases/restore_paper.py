"""A lost paper of which no copy was held is there again, by the agency's care."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_for_heads
from engine.cases.adding_files import FiledDocument, add_documents
from engine.errors import PaperUnknown
from engine.facts.events_of_papers import PaperRestored
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

    ``reason`` says how. By the counter that received the case, or the head of a unit that had a
    step of it. Raises CaseNotFound, NotTheLead, NotInThisState, PaperUnknown, ReasonMissing,
    TextUnreadable, FileRefused.
    """
    act, _ = open_for_heads(session, ref=ref, person=person, now=now, kind=KIND)
    lacking = {one.component: one for one in lost_papers(session, act.case) if one.lacking}
    if restored not in lacking:
        raise PaperUnknown(name=restored[:60] or "(chưa chọn)")
    words = reason_given(reason, "có lại bằng cách nào")
    came = [FiledDocument(restored, one.name, one.content) for one in files]
    act.record(
        PaperRestored(
            component=restored,
            name=lacking[restored].name,
            how=words,
            documents=add_documents(act, came, role="filed", store=store),
        )
    )
    act.save()
