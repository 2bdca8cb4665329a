"""Whoever decides a dossier refuses it after its appraisal: the refusal is its result."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.task_act import TaskAct, check_state, open_task
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.coding_results import codes_given
from engine.cases.issuing_slips import slip_of
from engine.cases.parting_signers import check_signs_apart
from engine.catalogue.document_codes import REFUSAL
from engine.errors import NotAtDecision, ResultMissing
from engine.facts.events_of_refusals import ResultRefused
from engine.facts.events_of_work import ResultStored, Signature, StoredFile
from engine.life import Status
from engine.ports import DocumentStore
from engine.routing.deciding import decides
from engine.routing.read_before import shown_now
from engine.routing.signature import leads_at
from engine.typed.given import LAW, basis_given, reason_given
from engine.typed.seen import check_seen

KIND = "refuse_result"
SLIP = "PTC"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 19.3"


@dataclass(frozen=True, slots=True)
class ResultIsRefusal:
    """A dossier whose result is the refusal of this number."""

    case_ref: str
    number: str


def refuse_result(
    session: Session,
    *,
    task_id: str,
    person: Person,
    reason: str,
    basis: str,
    seen: str,
    documents: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> ResultIsRefusal:
    """Refuse at the step that decides, whatever its diagram draws (decree 118/2025 art. 19.3).

    The signed refusal is stored as the result, inside the solving time, under its document code:
    the dossier is solved, on time or late, never refused at its reception (status 3). The process
    ends here; the unit that returns results hands it over (``hand_over``). Raises TaskNotFound,
    NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotAtDecision, NotInThisState,
    NotForCorrections, AlreadyDecided, PreparedItYourself, MovedSinceSeen where ``seen`` is not the
    mark of what was prepared, ReasonMissing, BasisMissing, TextUnreadable, ResultMissing,
    FileRefused.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    check_state(act, KIND)
    if not decides(act.definition, opened.task["element_id"]):
        raise NotAtDecision
    check_signs_apart(opened, person)
    check_seen(seen, shown_now(session, KIND, act.key))
    words, law = reason_given(reason), basis_given(basis, what=LAW)
    if not documents:
        raise ResultMissing
    signed = _signature(opened)
    codes = codes_given(act, (), [REFUSAL] * len(documents))  # the first result of the case
    row = msgspec.to_builtins(signed)
    columns = [{"code": code, "signed": row} for code in codes]
    files = add_documents(act, documents, role="result", store=store, columns=columns)
    unit = act.setting.agency_unit(opened.task["unit_code"])  # it decides, whoever received it
    number = slip_of(act, SLIP, unit)
    name = act.setting.unit_name(unit)
    act.record(
        ResultRefused(number=number, reason=words, legal_basis=law, unit=unit, unit_name=name)
    )
    act.stop(Status.SOLVED, reason="Từ chối sau thẩm định", basis=BASIS)
    kept = tuple(
        StoredFile(**asdict(file), code=code) for file, code in zip(files, codes, strict=True)
    )
    act.record(ResultStored(documents=kept, due_at=act.as_changed["due_at"], signed=signed))
    act.save()
    return ResultIsRefusal(act.stands.ref, number)


def _signature(opened: TaskAct) -> Signature:
    act, task = opened.act, opened.task
    return Signature(
        by=act.actor.name,
        post=act.actor.post,
        at=act.now,
        element=task["element_id"],
        step=task["name"],
        leads=leads_at(act.session, act.key[0], task["id"]),
    )
