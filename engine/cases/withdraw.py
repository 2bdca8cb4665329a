"""The applicant withdraws the dossier, at any time until the decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.proofs import Proof, proven
from engine.audit import Actor
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_applicant
from engine.cases.act.locking import lock_named_case
from engine.cases.act.task_act import check_state
from engine.errors import NotTheOwner, ProofMissing
from engine.facts.events_of_withdrawals import By, CaseWithdrawn
from engine.life import Status
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
    session: Session, *, ref: str, person: Person, reason: str | None = None, now: datetime
) -> Withdrawn:
    """Stop all work (decree 118/2025 art. 21): status 7, until papers and fee are given back.

    By its owner, or by an officer of the receiving unit to whom the owner came; who filed it for
    them may not. Raises CaseNotFound, NotYourCase, NotTheOwner, NotInThisState, AlreadyDecided,
    TextUnreadable.
    """
    act = open_for_applicant(session, ref=ref, person=person, now=now, kind=KIND)
    return _withdraw(act, "account" if act.by_applicant else "counter", reason)


def withdraw_by_secret(
    session: Session, *, ref: str, proof: Proof, reason: str | None = None, now: datetime
) -> Withdrawn:
    """The same for who has the secret code of the receipt and no account.

    A birthday or a phone number shows a case, and does not end it. Raises CaseNotFound,
    ProofMissing, NotTheOwner, NotInThisState, AlreadyDecided, TextUnreadable.
    """
    locked = lock_named_case(session, ref)
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=UNNAMED, now=now)
    shown = Proof(key=proof.key, receipt=proof.receipt)
    if not proven(shown, act.case, act.dossier.applicant):
        raise ProofMissing
    if act.case["authorisation"] is not None:
        # Whoever filed it has the receipt; it is not theirs to end.
        raise NotTheOwner(unit=act.setting.unit_name(act.case["receiving_unit"]))
    check_state(act, KIND)
    return _withdraw(act, "secret", reason)


def _withdraw(act: CaseAct, by: By, reason: str | None) -> Withdrawn:
    words = words_given("reason", "Vì sao rút", reason) or None
    act.stop(Status.WITHDRAWN, reason="người nộp rút hồ sơ", basis=BASIS)
    act.record(CaseWithdrawn(by=by, reason=words))
    act.save()
    return Withdrawn(act.stands.ref, act.case["status"])
