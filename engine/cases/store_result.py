"""The result is stored electronically, a compulsory step before it is returned."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.moved import Moved, checked_ending, moved
from engine.cases.act.task_act import Ending, TaskAct, check_state, end_task, open_step
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.coding_results import codes_given
from engine.catalogue.document_codes import kind_of_result
from engine.errors import ResultMissing, ResultUnsigned
from engine.facts.events_of_work import ResultStored, StoredFile
from engine.life import Status
from engine.ports import DocumentStore
from engine.routing.moving_on import copy_of_run, dossier_of, end_ahead
from engine.routing.signature import signature_of, work_told

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

    Each file has its document code and tells who signed it: whoever ended the step that signs.
    Raises NotInThisState, ResultMissing, ResultUnsigned, FileRefused, and what ``complete_task``
    raises.
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
    told = work_told(act.session, act.key)
    signed = signature_of(act.session, act.stands, told)
    signing = [
        step.name
        for step in act.definition.steps.values()
        if step.element_id in act.definition.signing
    ]
    if signing and signed is None:
        raise ResultUnsigned(steps=" hoặc ".join(f"“{name}”" for name in signing))
    codes = codes_given(act, told, _kinds(act, documents))
    row = msgspec.to_builtins(signed) if signed else None
    files = add_documents(
        act,
        documents,
        role="result",
        store=store,
        columns=[{"code": code, "signed": row} for code in codes],
    )
    act.turn(Status.SOLVED, reason="Lưu kho kết quả", basis=LEGAL_BASIS)
    stored = tuple(
        StoredFile(**asdict(file), code=code) for file, code in zip(files, codes, strict=True)
    )
    act.record(ResultStored(documents=stored, due_at=act.as_changed["due_at"], signed=signed))


def _kinds(act: CaseAct, documents: Sequence[FiledDocument]) -> list[str]:
    """What each file is, by itself or by where the case goes."""
    manifest = act.package.manifest
    end = _end(act) if len(manifest.results) > 1 else None
    return [kind_of_result(manifest, one.component, end) for one in documents]


def _end(act: CaseAct) -> str | None:
    """The end event to which the case goes: it tells which of several results this is."""
    run = copy_of_run(act.stands, dossier_of(act.session, act.stands))
    return end_ahead(run, act.stands, act.now)
