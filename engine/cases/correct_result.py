"""A result that is wrong by the agency's fault is corrected by a case of its own, at no cost."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engine.access import may, of_case
from engine.access.rights import of_act
from engine.accounts import Person
from engine.audit.chain import START
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_heads
from engine.cases.act.recorded_act import NUMBER_TO_COME
from engine.cases.act.turning import at_birth
from engine.cases.numbering import case_code, submission_number
from engine.cases.taking_rules import take_at_reception
from engine.errors import (
    CorrectionOpen,
    CorrectsAnother,
    NotDoneAgain,
    NotSignedAnew,
    NotTheLead,
)
from engine.facts import topics
from engine.facts.events_of_corrections import CorrectionOpened
from engine.facts.events_of_filing import CaseSubmitted
from engine.life import Status
from engine.routing.as_it_stands import day_of
from engine.routing.corrections import (
    corrected_from,
    done_again,
    heads_to_correct,
    open_correction,
)
from engine.routing.definitions import known_of
from engine.routing.dossiers import given
from engine.store.base import table_of
from engine.store.cases import Case, Dossier
from engine.store.ids import new_id
from engine.store.rows import CaseRow
from engine.typed.given import reason_given
from engine.workflow import Run, start_at

KIND = "correct_result"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 23.1"


@dataclass(frozen=True, slots=True)
class Corrected:
    """The case that corrects a result, and until when."""

    case_ref: str
    due_at: datetime | None


def correct_result(
    session: Session, *, ref: str, person: Person, again: str, reason: str, now: datetime
) -> Corrected:
    """Open a case that corrects the result of this one (decree 118/2025 art. 23.1).

    Whatever was paid of the first one: its fee holds back only the corrected paper, as it did the
    wrong one (``engine.routing.giving_results``). It has its own code and limit
    (``correction_days``), no fee, and does the first one's steps anew from ``again`` on; the first
    result is kept. The corrected one is signed anew, unless whoever signed the first has the same
    paper stored once more. By the head of a unit that had a step of the case; of a refusal, of the
    level that refused (``engine.routing.corrections``).
    Raises CaseNotFound, NotTheLead, NotInThisState, CorrectsAnother, CorrectionOpen,
    NotDoneAgain, NotSignedAnew, NobodyToAssign, ReasonMissing, TextUnreadable.
    """
    first, _ = open_for_heads(session, ref=ref, person=person, now=now, kind=KIND)
    _check(first)
    heads = heads_to_correct(session, first.setting, first.stands)
    matter = replace(of_case(first.case, first.setting), led_by=heads)
    if may(person, of_act(KIND), matter) is None:
        raise NotTheLead(unit=first.setting.unit_name(next(iter(heads))))
    words = reason_given(reason, "sai ở đâu, đúng phải là gì")
    linked = _open(first, again, words)
    told = linked.told(first.stands.ref, words)
    first.record(told)
    first.save()
    return Corrected(told.linked, told.due_at)


def _check(first: CaseAct) -> None:
    if first.case["corrects"] is not None:
        original = first.session.get_one(Case, (first.key[0], first.case["corrects"]))
        raise CorrectsAnother(ref=original.code or original.submission_number)
    goes_on = open_correction(first.session, first.case)
    if goes_on is not None:
        raise CorrectionOpen(ref=goes_on.code or goes_on.submission_number)


class _Linked(CaseAct):
    """The case that corrects, in the hands of the act that opens it."""

    def told(self, first: str, reason: str) -> CorrectionOpened:
        """What both cases tell of it."""
        return CorrectionOpened(
            first=first,
            linked=self.as_changed["code"] or NUMBER_TO_COME,
            reason=reason,
            legal_basis=self.stands.limit.basis or BASIS,
            due_at=self.as_changed["due_at"],
        )


def _open(first: CaseAct, again: str, reason: str) -> _Linked:
    session, setting, day = first.session, first.setting, day_of(first.now)
    dossier = session.get_one(Dossier, first.key)
    linked = _Linked(session, _row(first), epoch=first.epoch, actor=first.actor, now=first.now)
    agency = setting.agency_of(first.case["receiving_unit"])
    linked.number_last(lambda: {"code": case_code(session, agency_code=agency, day=day)})
    run = _run(first, linked, again, dossier)
    linked.case["state"] = run.dumps()
    _insert(linked, dossier)
    _record(linked, dossier)
    linked.take_run(run)
    take_at_reception(linked)
    linked.turn(Status.RECEIVED, reason="Đính chính kết quả", basis=BASIS, code=NUMBER_TO_COME)
    told = linked.told(first.stands.ref, reason)
    linked.record(told)
    due_at = told.due_at.isoformat() if told.due_at else None
    linked.announce(topics.CorrectionOpened(first=first.stands.ref, due_at=due_at))
    linked.save()
    return linked


def _row(first: CaseAct) -> CaseRow:
    """The row of a case about the same matter, born now."""
    number = submission_number(
        first.session, agency_code=first.setting.agency_code, day=day_of(first.now)
    )
    return {
        **first.case,
        **at_birth(first.now),
        "id": new_id(),
        "code": None,
        "submission_number": number,
        "corrects": first.case["id"],
        "version": 1,
        "event_seq": START.seq,
        "event_hash": START.hash,
        "open_incidents": 0,
    }


def _run(first: CaseAct, linked: CaseAct, again: str, dossier: Dossier) -> Run:
    """A run that does the first one's steps anew from this one on.

    Raises NotDoneAgain, NotSignedAnew.
    """
    definition, run = first.definition, first.run
    if again not in done_again(first.session, first.stands, run):
        raise NotDoneAgain(step=again[:60] or "(chưa chọn)")
    if again not in corrected_from(first.session, first.stands, run, first.actor.account_id):
        names = [
            one.name for one in definition.steps.values() if one.element_id in definition.signing
        ]
        raise NotSignedAnew(steps=" hoặc ".join(f"“{name}”" for name in names))
    read = given(dossier.answers, dossier.applicant, known_of(linked.case))
    return start_at(
        first.definition,
        again,
        first.run.variables,
        now=first.now,
        dossier=read.case,
        context=read.context,
    )


def _insert(linked: CaseAct, dossier: Dossier) -> None:
    linked.connection.execute(insert(table_of(Case)), linked.case)
    copied = {column.key: getattr(dossier, column.key) for column in table_of(Dossier).columns}
    own = {"case_id": linked.key[1], "papers": [], "papers_gone": False, "confirmed": None}
    linked.connection.execute(insert(table_of(Dossier)), {**copied, **own})


def _record(linked: CaseAct, dossier: Dossier) -> None:
    case = linked.case
    linked.record(
        CaseSubmitted(
            channel=case["channel"],
            procedure=case["procedure_code"],
            package=case["package_digest"],
            receiving=case["receiving_unit"],
            competent=case["competent_unit"],
            returning=case["returning_unit"],
            answers=dossier.answers,
            documents=(),
            papers=(),
            number=case["submission_number"],
            corrects=case["corrects"],
        )
    )
