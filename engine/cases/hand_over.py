"""The result of a case whose process is over is handed over all the same."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.cases.naming_takers import BY_INPUT, Shown, taker_named
from engine.cases.return_result import LEGAL_BASIS
from engine.cases.taking_money import check_paid
from engine.errors import NotYourDesk, StepReturnsResult
from engine.facts.events_of_work import ResultReturned
from engine.life import Status

KIND = "hand_over"


def hand_over_result(
    session: Session,
    *,
    ref: str,
    person: Person,
    taker: str | None = None,
    taker_name: str | None = None,
    taker_number: str | None = None,
    taker_paper: str | None = None,
    now: datetime,
) -> None:
    """Return a stored result to the applicant though no step of the diagram does so any more.

    The result is owed whatever the diagram did (decree 118/2025 art. 22). For an officer of the
    unit that returns results; who takes it is as the filing asked for, unless ``taker`` says:
    another by name, identity number and the paper that they bring. Raises CaseNotFound,
    NotYourDesk, NotInThisState, StepReturnsResult, FeeOwed, TakerNotChosen, TakerUnknown,
    TakerUnproven, TakerNumberWrong, TakerIsOwner, TextUnreadable.
    """
    act = open_named(session, ref, person, now)
    returning = act.setting.unit_name(act.case["returning_unit"])
    refusal = NotYourDesk(position="Cán bộ trả kết quả", unit=returning)
    act_by(act, person, KIND, ref=ref, refusal=refusal)
    check_state(act, KIND)
    if not act.run.finished:
        raise StepReturnsResult
    check_paid(act)
    named = Shown(taker_name or "", taker_number or "", taker_paper or "")
    took = taker_named(act, taker or "", named, fields=BY_INPUT)
    act.turn(Status.RETURNED, reason="Trả kết quả", basis=LEGAL_BASIS)
    act.record(ResultReturned(due_at=act.case["due_at"], taker=took))
    act.save()
