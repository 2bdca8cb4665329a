"""What applied to a case, or would apply, on a day, as it was known at some moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.administration.rules.collecting_facts import procedure_facts
from engine.catalogue.desk_names import names_in
from engine.catalogue.rules.candidates import epoch_known_at, known_rules
from engine.catalogue.rules.explanation import Explained, explain
from engine.catalogue.rules.scope import circumstances
from engine.catalogue.rules.taken import Taken
from engine.errors import (
    ConfigurationUnreadable,
    ProcedureNotFound,
    UnitNotFound,
    UnitNotThatDay,
)
from engine.organisation.tree import Setting, setting_of
from engine.queries.case_file import check_readable
from engine.queries.fees_explained import TakenFee, fees_taken, fees_there
from engine.queries.views.collected import CollectedFee
from engine.routing.named_cases import case_key
from engine.store.cases import Case
from engine.store.rules import CaseRule, LocalRule
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rules for one procedure at one unit. ``known_epoch`` is what was known.

    ``fees``: what is collected there that day, by which rules, before anybody's answers; of a case
    what it was asked for stands beside it.
    """

    province_code: str
    procedure_code: str
    competent_unit: str
    receiving_unit: str
    day: date
    known_epoch: int
    values: tuple[Explained, ...]
    fees: tuple[CollectedFee, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenValue:
    """A value that a case took, with its rule and both times."""

    kind: str
    element: str
    slot: str
    moment: str
    taken_at: datetime
    valid_day: date
    epoch: int
    rule_id: str
    value: Mapping[str, Any]
    basis: str


@dataclass(frozen=True, slots=True)
class CaseExplanation:
    """What a case took, what it pays by which rules, and all rules that could have spoken at its
    submission and reception."""

    ref: str
    taken: tuple[TakenValue, ...]
    fees: tuple[TakenFee, ...]
    submission: Explanation
    reception: Explanation | None


def explain_rules(
    session: Session,
    *,
    province_code: str,
    procedure_code: str,
    unit_code: str,
    day: date,
    known_at: datetime | None = None,
    receiving_unit: str | None = None,
) -> Explanation:
    """The candidates for a case of this procedure decided by this unit on that day.

    ``known_at`` asks what was believed then; by default what is known now. Raises ProvinceNotFound,
    ProcedureNotFound, UnitNotFound, UnitNotThatDay.
    """
    epoch = None if known_at is None else epoch_known_at(session, province_code, known_at)
    units = (unit_code, receiving_unit or unit_code)
    found = _explained(session, province_code, procedure_code, units, day=day, epoch=epoch)
    for code in units:
        _there(setting_of(session, province_code), code, day)
    fees = fees_there(
        session,
        province_code=province_code,
        procedure_code=procedure_code,
        unit=unit_code,
        day=day,
        epoch=found.known_epoch,
    )
    return replace(found, fees=fees)


def _there(setting: Setting, code: str, day: date) -> None:
    """Raises UnitNotThatDay."""
    unit = setting.units[code]
    if unit.valid(day):
        return
    ended = unit.valid_to is not None and unit.valid_to <= day
    why = (
        f"đã kết thúc từ {unit.valid_to:%d/%m/%Y}" if ended else f"có từ {unit.valid_from:%d/%m/%Y}"
    )
    heirs = sorted(
        setting.unit_name(one.unit)
        for one in setting.successions.get(code, ())
        if ended and one.day == unit.valid_to
    )
    now_at = f" Việc của đơn vị này do {', '.join(heirs)} nhận." if heirs else ""
    raise UnitNotThatDay(day=f"{day:%d/%m/%Y}", unit=unit.name, why=why, now_at=now_at)


def explain_rules_for(
    session: Session, *, person: Person, province_code: str, **asked: Any
) -> Explanation:
    """``explain_rules`` for anyone of the province's staff. Raises ConfigurationUnreadable too."""
    if not may(person, "rules.read", Matter(province_code)):
        raise ConfigurationUnreadable
    return explain_rules(session, province_code=province_code, **asked)


def _explained(
    session: Session,
    province_code: str,
    procedure_code: str,
    units: tuple[str, str],
    *,
    day: date,
    epoch: int | None,
) -> Explanation:
    setting = setting_of(session, province_code)
    facts = procedure_facts(session, province_code, procedure_code, (day, date.max))
    if facts is None:
        raise ProcedureNotFound(procedure_code=procedure_code)
    for code in units:
        if code not in setting.units:
            raise UnitNotFound(unit_code=code)
    where = circumstances(
        setting,
        procedure=procedure_code,
        sector=facts.manifest.sector,
        competent_unit=units[0],
        receiving_unit=units[1],
    )
    known = setting.epoch if epoch is None else epoch
    rules = known_rules(session, province_code, where, epoch=known)
    values = explain(rules, where, day, names_in(setting))
    if values and known == setting.epoch:
        values = _with_pending_ends(session, province_code, values)
    return Explanation(province_code, procedure_code, *units, day, known, values)


def _with_pending_ends(
    session: Session, province_code: str, values: tuple[Explained, ...]
) -> tuple[Explained, ...]:
    """The same, and which candidates are to end early: asked only of what is known now."""
    ids = {candidate.rule_id for value in values for candidate in value.candidates}
    rows = session.execute(
        select(LocalRule.id, LocalRule.end_day).where(
            LocalRule.province_code == province_code,
            LocalRule.id.in_(ids),
            LocalRule.end_day.is_not(None),
        )
    )
    ends = {row.id: row.end_day for row in rows}
    if not ends:
        return values
    return tuple(
        replace(
            value,
            candidates=tuple(
                replace(one, pending_end=ends.get(one.rule_id)) for one in value.candidates
            ),
        )
        for value in values
    )


def explain_case(session: Session, *, province_code: str, ref: str) -> CaseExplanation:
    """What the case took and from where. ``ref`` is its code or submission number.

    Raises CaseNotFound, CaseCodeTwoWays.
    """
    case = _named(session, province_code, ref)
    taken = _taken(session, case)
    submission = _at(session, case, case.submitted_at, _epoch_of(taken, "submission"))
    reception = None
    if case.received_at is not None:
        reception = _at(session, case, case.received_at, _epoch_of(taken, "reception"))
    fees = fees_taken(session, case.province_code, case.id)
    ref = case.code or case.submission_number
    return CaseExplanation(ref, taken, fees, submission, reception)


def explain_case_for(
    session: Session, *, person: Person, province_code: str, ref: str
) -> CaseExplanation:
    """``explain_case`` for whoever may open the case's file, and for who sees the way of cases.

    Raises CaseNotFound: what may not be seen is not found.
    """
    case = _named(session, province_code, ref)
    setting = setting_of(session, province_code)
    way = Matter(*(province_code, setting, case.competent_unit), procedure_code=case.procedure_code)
    if not may(person, "cases.read_way", way):
        check_readable(session, ref=ref, person=person)
    return explain_case(session, province_code=province_code, ref=ref)


def _named(session: Session, province_code: str, ref: str) -> Case:
    return session.get_one(Case, case_key(session, ref, province_code))


def _taken(session: Session, case: Case) -> tuple[TakenValue, ...]:
    rows = session.execute(
        select(CaseRule, LocalRule.basis)
        .join(
            LocalRule,
            (LocalRule.province_code == CaseRule.province_code)
            & (LocalRule.id == CaseRule.rule_id),
        )
        .where(CaseRule.province_code == case.province_code, CaseRule.case_id == case.id)
        .order_by(CaseRule.taken_at, CaseRule.kind, CaseRule.element, CaseRule.slot)
    )
    return tuple(
        TakenValue(
            kind=row.kind,
            element=row.element,
            slot=row.slot,
            moment=row.moment,
            taken_at=row.taken_at,
            valid_day=row.valid_day,
            epoch=row.epoch,
            rule_id=row.rule_id,
            value=row.value,
            basis=f"{basis['kind']} {basis['number']}",
        )
        for row, basis in rows
    )


def _epoch_of(taken: tuple[TakenValue, ...], moment: str) -> int | None:
    return next((value.epoch for value in taken if value.moment == moment), None)


def _at(session: Session, case: Case, at: datetime, epoch: int | None) -> Explanation:
    """What could speak at that moment; by the epoch the case kept, else by the clock."""
    if epoch is None:
        epoch = epoch_known_at(session, case.province_code, at)
    competent = Taken(case.rules).filed_unit or case.competent_unit
    units = (competent, case.receiving_unit)
    day = at.astimezone(ZONE).date()
    return _explained(session, case.province_code, case.procedure_code, units, day=day, epoch=epoch)
