"""Proposals to suspend or stop: of a case, and those that wait for a head."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session

from engine.access import of_act, units_led
from engine.accounts import Person
from engine.facts.events_of_halts import HALT_WORDS, CaseSuspended, HaltProposed
from engine.facts.reading import Recorded
from engine.life import states_with
from engine.organisation.tree import setting_of
from engine.queries.first_of_each import MOST
from engine.queries.own_work import others_alone
from engine.queries.reach import at_units
from engine.queries.views.halts import HaltToApprove, HaltView
from engine.store.base import Key
from engine.store.cases import Case, Task
from engine.store.database import connection_of
from engine.store.prepared import Selected, built
from engine.store.rows import CaseRow

_of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)


def proposed_halt(case: CaseRow, history: Sequence[Recorded]) -> HaltView | None:
    """What waits for its approval, from a history with the newest first."""
    if case["proposed"] is None:
        return None
    told = next((one for one in history if isinstance(one.event, HaltProposed)), None)
    if told is None or not isinstance(told.event, HaltProposed):
        return None
    event = told.event
    return HaltView(
        words=HALT_WORDS[event.halt],
        ground=event.ground_name,
        reason=event.reason,
        legal_basis=event.legal_basis,
        at=told.at,
        by=told.actor.name,
    )


def suspension(history: Sequence[Recorded]) -> HaltView | None:
    """Why a suspended case stands still, from a history with the newest first."""
    told = next((one for one in history if isinstance(one.event, CaseSuspended)), None)
    if told is None or not isinstance(told.event, CaseSuspended):
        return None
    event = told.event
    return HaltView(
        words=HALT_WORDS["suspend"],
        ground=event.ground_name,
        reason=event.reason,
        legal_basis=event.legal_basis,
        at=told.at,
        by=told.actor.name,
    )


def halts_to_approve(session: Session, *, person: Person) -> tuple[HaltToApprove, ...]:
    """What others proposed at the desks that the officer leads."""
    if person.province_code is None:
        return ()
    led = units_led(person, of_act("approve_halt"), setting_of(session, person.province_code))
    if not led:
        return ()

    def query() -> Selected:
        return (
            select(Case.code, Case.applicant_name)
            .where(
                Case.province_code == person.province_code,
                Case.proposed.is_not(None),
                Case.proposed_by != bindparam("me", type_=Key),
                Case.status.in_(states_with("approve_halt")),
                others_alone(person),
                exists().where(_of_case, Task.state == "open", at_units(Task.unit_code, led)),
            )
            .order_by(Case.code)
            .limit(MOST)
        )

    connection = connection_of(session)
    key = (halts_to_approve, person.province_code, led, person.identity_number)
    found = built(connection, key, query)
    rows = found.all(connection, {"me": person.officer_id})
    return tuple(HaltToApprove(*row) for row in rows)
