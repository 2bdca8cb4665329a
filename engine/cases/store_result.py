"""The result is stored electronically, a compulsory step before it is returned."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved, checked_ending, moved
from engine.cases.act.task_act import Ending, TaskAct, check_state, end_task, open_step
from engine.cases.adding_files import FiledDocument, add_documents
from engine.errors import ResultMissing
from engine.facts.events_of_work import ResultStored
from engine.life import Status
from engine.ports import DocumentStore

KIND = "store_result"
LEGAL_BASIS = "NĐ 118/2025/NĐ-CP, Điều 22"


def store_result(
    session: Session,
    *,
    task_id: str,
    person: Person,
    ending: Ending,
    documents: Sequence[FiledDocument],
    store: DocumentStore,
    now: datetime,
    opened: TaskAct | None = None,
) -> Moved:
    """Keep the signed result; solving ends at this moment (decree 118/2025 art. 22).

    Raises NotInThisState, ResultMissing, FileRefused, and what ``complete_task`` raises.
    """
    opened = open_step(session, task_id=task_id, person=person, now=now, kind=KIND, opened=opened)
    ending = checked_ending(opened, ending)
    check_state(opened.act, KIND)
    _store(opened, documents, store)
    return moved(opened, end_task(opened, person=person, ending=ending), ending.outcome)


def _store(opened: TaskAct, documents: Sequence[FiledDocument], store: DocumentStore) -> None:
    if not documents:
        raise ResultMissing
    act = opened.act
    files = add_documents(act, documents, role="result", store=store)
    act.turn(Status.SOLVED, reason="Lưu kho kết quả", basis=LEGAL_BASIS)
    act.record(ResultStored(documents=files, due_at=act.as_changed["due_at"]))
