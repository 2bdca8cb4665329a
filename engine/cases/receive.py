"""The one-stop officer receives a case: it gets its code and its clock starts."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved, answers_of, moved
from engine.cases.act.task_act import Ending, TaskAct, end_task, open_task
from engine.cases.numbering import case_code
from engine.cases.taking_rules import take_at_reception
from engine.catalogue.rules.limits import limit_in_force
from engine.catalogue.status import Status
from engine.deadlines import case_due
from engine.facts.events_of_filing import CaseReceived, Limit
from engine.facts.topics import StatusChanged
from engine.worktime import ZONE

LEGAL_BASIS = "NĐ 118/2025/NĐ-CP, Điều 17.3"


def receive_case(
    session: Session, *, task_id: str, person: Person, ending: Ending, now: datetime
) -> Moved:
    """Receive the dossier as full and valid: code, receipt with due time, clock, next step.

    The solving time runs from here (decree 118/2025 art. 17.3), the code is given here (art. 28).
    Raises what ``complete_task`` raises.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now)
    ending = answers_of(opened, ending)
    if opened.step.act == "receive":
        _receive(opened)
    return moved(opened, end_task(opened, person=person, ending=ending, expected_act="receive"))


def _receive(opened: TaskAct) -> None:
    act = opened.act
    drawn = act.package.manifest.time_limit
    limit = limit_in_force(drawn, take_at_reception(act))
    calendar = act.setting.calendar_of(act.case["competent_unit"])
    due_at = case_due(
        calendar,
        act.now,
        limit.span,
        cut_off=act.taken.cut_off(drawn.cut_off),
        # A local rule that sets a limit speaks instead of "the same day" too.
        same_day=drawn.same_day and limit.rule_id is None,
    )
    code = case_code(
        act.session,
        agency_code=act.setting.agency_of(act.case["receiving_unit"]),
        day=act.now.astimezone(ZONE).date(),
    )
    act.change(code=code, received_at=act.now, due_at=due_at, status=int(Status.RECEIVED))
    act.stop_clock("answer")
    act.start_clock("case", "Tiếp nhận đủ hồ sơ", LEGAL_BASIS)
    act.record(
        CaseReceived(
            code=code,
            due_at=due_at,
            limit=Limit(
                amount=str(limit.span.amount),
                unit=limit.span.unit,
                basis=limit.basis,
                rule=limit.rule_id,
            ),
        )
    )
    act.announce(StatusChanged(status=Status.RECEIVED, code=code))
