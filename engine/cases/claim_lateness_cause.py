"""The head of a unit says why a case is late."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.access import of_case
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.catalogue.rules.law import term_of
from engine.errors import (
    CauseSettled,
    LatenessCauseUnknown,
    NotAnswering,
    NotLate,
    ObjectionTooLate,
)
from engine.facts import topics
from engine.facts.events_of_lateness import (
    LATENESS_CAUSES,
    OF_SYSTEMS,
    CauseClaimed,
    LatenessCause,
)
from engine.routing.answering import units_answering
from engine.routing.as_it_stands import day_of
from engine.store.lateness import LatenessCause as Row
from engine.typed.given import reason_given
from engine.worktime import Span, Unit, due
from engine.worktime.wording import due_text

KIND = "claim_lateness_cause"
OBJECTION = "cause_objection_days"


def claim_lateness_cause(
    session: Session,
    *,
    ref: str,
    person: Person,
    lateness_cause: str,
    reason: str,
    now: datetime,
) -> None:
    """Say why the case is late (requirement R-37); a fault of systems waits for its confirmation.

    A cause that was rejected may be told again, as long as the province lets it
    (``cause_objection_days``). The case stays late whatever is said. Raises CaseNotFound,
    NotAnswering, NotInThisState, NotLate, CauseSettled, ObjectionTooLate, LatenessCauseUnknown,
    ReasonMissing, TextUnreadable.
    """
    act = open_named(session, ref, person, now)
    case = act.case
    matter = replace(of_case(case, act.setting), led_by=units_answering(session, act.setting, case))
    by = act_by(act, person, KIND, ref=ref, refusal=NotAnswering(), matter=matter)
    unit = by.holding.unit_code if by.holding else case["competent_unit"]
    check_state(act, KIND)
    if not act.stands.late(now):
        raise NotLate
    _check_open(act)
    if lateness_cause not in LATENESS_CAUSES:
        raise LatenessCauseUnknown(given=lateness_cause[:60])
    cause: LatenessCause = lateness_cause
    _write(
        act,
        CauseClaimed(
            cause=cause,
            unit=unit,
            unit_name=act.setting.unit_name(unit),
            claimed_by=person.officer_id or "",  # who answers holds a post
            reason=reason_given(reason),
            waits=cause in OF_SYSTEMS,
        ),
    )


def _check_open(act: CaseAct) -> None:
    """Whether a cause may be told now: none is settled, and an objection comes in time."""
    row = act.session.get(Row, act.key)
    if row is None:
        return
    if row.state in ("claimed", "confirmed"):
        raise CauseSettled
    term = term_of(act.taken, OBJECTION, day_of(act.now))
    if row.state == "rejected" and row.decided_at is not None and term is not None:
        span = Span(Decimal(term.value["days"]), Unit.WORKING_DAYS)
        last = due(act.stands.calendar, row.decided_at, span)
        if act.now > last:
            raise ObjectionTooLate(last=due_text(last))


def _write(act: CaseAct, told: CauseClaimed) -> None:
    row = {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "cause": told.cause,
        "state": "claimed" if told.waits else "stated",
        "unit_code": told.unit,
        "claimed_by": told.claimed_by,
        "claimed_at": act.now,
        "decided_at": None,
    }
    act.session.execute(
        delete(Row).where(Row.province_code == act.key[0], Row.case_id == act.key[1])
    )
    act.write(Row, [row])
    act.record(told)
    if told.waits:
        act.announce(topics.CauseClaimed(unit=told.unit, cause=told.cause))
    act.save()
