"""The one-stop officer receives a case: it gets its code and its clock starts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved, checked_ending, moved
from engine.cases.act.recorded_act import NUMBER_TO_COME
from engine.cases.act.task_act import Ending, TaskAct, check_state, end_task, open_step, said_at
from engine.cases.adding_files import FiledDocument
from engine.cases.confirming_subjects import confirm_subjects
from engine.cases.numbering import case_code
from engine.cases.passing_papers import papers_came
from engine.cases.scanning_papers import scan_papers
from engine.cases.standing_in import check_standing_in
from engine.cases.taking_limits import take_limit_of_step, tell_limit
from engine.cases.taking_money import check_paid, check_paid_of
from engine.cases.taking_rules import take_at_reception
from engine.facts.events_of_filing import CaseReceived, Limit
from engine.life import Status
from engine.ports import DocumentStore
from engine.routing.as_it_stands import day_of

KIND = "receive"
LEGAL_BASIS = "NĐ 118/2025/NĐ-CP, Điều 17.3"


def receive_case(
    session: Session,
    *,
    task_id: str,
    person: Person,
    ending: Ending,
    scans: Sequence[FiledDocument] = (),
    unscanned: Mapping[str, str] | None = None,
    store: DocumentStore,
    now: datetime,
    opened: TaskAct | None = None,
) -> Moved:
    """Receive the dossier as full and valid: code, receipt with due time, clock, next step.

    The solving time runs from here (decree 118/2025 art. 17.3), the code is given here (art. 28).
    Every paper is scanned here (art. 17.1c): ``scans`` are files by component, ``unscanned`` says
    why one is not. A fee that the package puts first is paid before; who stands in for the owner
    has a paper that passes. Raises NotInThisState, FeeOwed, ScansMissing, FileRefused,
    AuthorisationFailed, and what ``complete_task`` raises.
    """
    opened = open_step(session, task_id=task_id, person=person, now=now, kind=KIND, opened=opened)
    ending = checked_ending(opened, ending)
    check_state(opened.act, KIND)
    if opened.act.package.manifest.paid_first:
        check_paid(opened.act)
    papers = scan_papers(opened.act, scans, unscanned or {}, store=store)
    _receive(opened, ending)
    papers_came(opened.act, papers)
    return moved(opened, end_task(opened, person=person, ending=ending), ending.outcome)


def _receive(opened: TaskAct, ending: Ending) -> None:
    act, said = opened.act, said_at(opened.step, ending)
    check_standing_in(act, said)
    due = confirm_subjects(act, said)
    if due is not None and act.package.manifest.paid_first:
        check_paid_of(act, due)  # a claim that falls through leaves a fee that comes first
    take_at_reception(act)
    take_limit_of_step(act, opened.step, said)
    agency, day = act.setting.agency_of(act.case["receiving_unit"]), day_of(act.now)
    act.number_last(lambda: {"code": case_code(act.session, agency_code=agency, day=day)})
    act.turn(Status.RECEIVED, reason="Tiếp nhận đủ hồ sơ", basis=LEGAL_BASIS, code=NUMBER_TO_COME)
    limit = act.stands.limit
    act.record(
        CaseReceived(
            code=NUMBER_TO_COME,
            due_at=act.as_changed["due_at"],
            limit=Limit(
                amount=str(limit.span.amount),
                unit=limit.span.unit,
                basis=limit.basis,
                rule=limit.rule,
            ),
            no_slip=act.taken.no_slip,
        )
    )
    if limit.row is not None:
        tell_limit(act, said)
