"""The applicant withdraws the dossier, at any time until the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.proofs import Proof, check_acts_by_secret
from engine.acts.inputs import WHY
from engine.audit import Actor
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_applicant
from engine.cases.act.locking import lock_named_case
from engine.cases.act.task_act import check_state
from engine.cases.adding_files import FiledDocument
from engine.cases.showing_requests import request_of_owner
from engine.errors import NotTheOwner
from engine.facts.events_of_withdrawals import CaseWithdrawn
from engine.life import Status
from engine.ports import DocumentStore
from engine.typed.given import words_given

KIND = "withdraw"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 21"
UNNAMED = Actor(None, "Người có mã tra cứu bí mật")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A case that its applicant gave up; papers and fee are still to be given back."""

    case_ref: str
    status: int


def withdraw_case(
    session: Session,
    *,
    ref: str,
    person: Person,
    reason: str | None = None,
    requester: str | None = None,
    request: str | None = None,
    request_files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> Withdrawn:
    """Stop all work (decree 118/2025 art. 21): status 7, until papers and fee are given back.

    By its owner, or by an officer of the receiving unit to whom the owner came, with who asked and
    the paper by which; who filed it for them may not. Raises CaseNotFound, NotYourCase,
    NotTheOwner, NotInThisState, AlreadyDecided, RequestUnproven, TextUnreadable, FileRefused.
    """
    act = open_for_applicant(session, ref=ref, person=person, now=now, kind=KIND)
    asked = request_of_owner(act, requester, request, request_files, store=store)
    told = CaseWithdrawn(
        by="account" if act.by_applicant else "counter",
        reason=_why(reason),
        requester=asked.requester,
        request=asked.request,
        documents=asked.documents,
    )
    return _withdraw(act, told)


def withdraw_by_secret(
    session: Session, *, ref: str, proof: Proof, reason: str | None = None, now: datetime
) -> Withdrawn:
    """The same for who has the secret code of the receipt and no account.

    A birthday or a phone number shows a case, and does not end it. Raises CaseNotFound,
    OfficerBySecret, ProofMissing, NotTheOwner, NotInThisState, AlreadyDecided, TextUnreadable.
    """
    locked = lock_named_case(session, ref)
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=UNNAMED, now=now)
    check_acts_by_secret(proof, act.case)
    if act.case["authorisation"] is not None:
        # Whoever filed it has the receipt; it is not theirs to end.
        raise NotTheOwner(unit=act.setting.unit_name(act.case["receiving_unit"]))
    check_state(act, KIND)
    return _withdraw(act, CaseWithdrawn(by="secret", reason=_why(reason)))


def _why(reason: str | None) -> str | None:
    return words_given("reason", WHY.label, reason) or None


def _withdraw(act: CaseAct, told: CaseWithdrawn) -> Withdrawn:
    act.stop(Status.WITHDRAWN, reason="người nộp rút hồ sơ", basis=BASIS)
    act.record(told)
    act.save()
    return Withdrawn(act.stands.ref, act.case["status"])
