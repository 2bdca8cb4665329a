"""Collects what the checks of a rule look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.forms import questions
from engine.catalogue.packages import current_digest, package
from engine.catalogue.rules.candidates import rule_of
from engine.catalogue.rules.checks import Draft, Facts, ProcedureFacts
from engine.catalogue.rules.checks.facts import StepFacts
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import LegalBasis, Level, Rule
from engine.catalogue.rules.scope import EVERYWHERE, Scope
from engine.diagnosis.total import total_hours
from engine.errors import ProcedureNotFound
from engine.fees import items_of
from engine.fees.subjects import filing_form, subjects_of
from engine.organisation.beneficiary_accounts import accounts_on
from engine.organisation.tree import Setting
from engine.routing.definitions import definition_of
from engine.store.catalogue import Procedure
from engine.store.rules import AreaUnit, LocalRule, RulePeriod

TOGETHER: Mapping[str, tuple[str, ...]] = {
    "time_limit": ("time_limit", "step_hours"),
    "step_hours": ("time_limit", "step_hours"),
}
"""Kinds that are checked against each other; every other kind only against itself."""


def facts_for(
    session: Session,
    setting: Setting,
    level: Level,
    draft: Draft,
    *,
    rule_id: str,
    today: date,
    beside: Sequence[LocalRule] = (),
) -> Facts:
    """All that the draft must fit to, as it is known in this transaction.

    ``beside`` are the other rules of its decision, which are not approved yet.
    """
    province_code = setting.province_code
    procedure = _procedure(session, province_code, draft, today)
    return Facts(
        setting=setting,
        level=level,
        others=_others(session, province_code, draft, procedure),
        procedure=procedure,
        sectors=_sectors(session, province_code),
        areas=areas_of(session, province_code),
        accounts=frozenset(accounts_on(session, province_code, draft.valid_from)),
        rule_id=rule_id,
        beside=[written(row) for row in beside],
        replaced=frozenset(row.replaces for row in beside if row.replaces),
    )


def written(row: LocalRule) -> Rule:
    """The rule as its maker wrote it, approved or not."""
    return Rule(
        id=row.id,
        kind=row.kind,
        scope=Scope.of(row.target, row.place, row.element),
        slot=row.slot,
        value=row.value,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=LegalBasis.of(row.basis),
        level=cast("Level", row.level),
        lock=row.lock,
    )


def procedure_facts(
    session: Session, province_code: str, procedure_code: str, days: Sequence[date]
) -> ProcedureFacts | None:
    """The package of the first of these days that has one; ``None`` when none has."""
    for day in days:
        try:
            digest = current_digest(
                session, province_code=province_code, procedure_code=procedure_code, day=day
            )
        except ProcedureNotFound:
            continue
        published = package(session, province_code, digest)
        definition = definition_of(published)

        def total(hours: Mapping[str, Decimal | None]) -> Decimal:
            steps = {
                element: replace(step, hours=hours[element])
                for element, step in definition.steps.items()  # noqa: B023 - returned at once
            }
            files, manifest = published.files, published.manifest  # noqa: B023
            return total_hours(files, manifest.process, definition.process_id, steps)  # noqa: B023

        steps = {
            element: StepFacts(step.name, step.hours, step.may_skip, step.act is not None)
            for element, step in definition.steps.items()
        }
        items = items_of(published.manifest.fee, published.files)
        form = filing_form(published) or {}
        numbers = frozenset(str(q["key"]) for q in questions(form) if q.get("type") == "number")
        subjects = frozenset(subjects_of(published.manifest.fee, published.files))
        return ProcedureFacts(published.manifest, steps, total, items, numbers, subjects)
    return None


def _procedure(
    session: Session, province_code: str, draft: Draft, today: date
) -> ProcedureFacts | None:
    if draft.scope.procedure is None:
        return None
    days = (draft.valid_from, today)
    return procedure_facts(session, province_code, draft.scope.procedure, days)


def _others(
    session: Session, province_code: str, draft: Draft, procedure: ProcedureFacts | None
) -> list[Rule]:
    """Approved rules, as known now, that may meet the draft's."""
    targets = [draft.scope.target, EVERYWHERE]
    if procedure is not None:
        targets.append(f"sector:{procedure.manifest.sector}")
    kinds = TOGETHER.get(draft.kind, (draft.kind,))
    rows = session.execute(
        select(*RulePeriod.__table__.columns).where(
            RulePeriod.province_code == province_code,
            RulePeriod.target.in_(targets),
            RulePeriod.kind.in_([kind for kind in kinds if kind in KINDS]),
            RulePeriod.until_epoch.is_(None),
        )
    )
    return [rule_of(row) for row in rows]


def _sectors(session: Session, province_code: str) -> frozenset[str]:
    query = select(Procedure.sector).where(Procedure.province_code == province_code)
    return frozenset(session.scalars(query.distinct()))


def areas_of(session: Session, province_code: str) -> dict[str, frozenset[str]]:
    """The areas of a province with their units."""
    rows = session.execute(
        select(AreaUnit.area_code, AreaUnit.unit_code).where(
            AreaUnit.province_code == province_code
        )
    )
    found: dict[str, frozenset[str]] = {}
    for area, unit in rows:
        found[area] = found.get(area, frozenset()) | {unit}
    return found
