"""A limit is cut: what it is now, and how the hours of the steps fit the new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal

from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.administration.rules.collecting_facts import procedure_facts
from engine.catalogue.rules.candidates import epoch_known_at, known_rules
from engine.catalogue.rules.checks import ProcedureFacts
from engine.catalogue.rules.kinds.times import hours_of, size_of, span_words
from engine.catalogue.rules.limits import as_taken, limit_in_force, longest_limit
from engine.catalogue.rules.resolution import Resolved, resolve
from engine.catalogue.rules.scope import Circumstances, Site, site_of
from engine.errors import ConfigurationUnreadable, ProcedureNotFound, UnitNotFound
from engine.organisation.tree import Setting, setting_of
from engine.worktime import Span

HALF = Decimal("0.5")
"""Hours of steps are cut to halves of an hour, and never below one half."""


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step with the working hours that it has; ``None``: its time isn't counted."""

    element: str
    name: str
    hours: Decimal | None


@dataclass(frozen=True)
class LimitNow:
    """What a procedure has on a day at a place: its limit, whose basis, and its steps' hours.

    ``total`` are the working hours of the longest way.
    """

    procedure: str
    name: str
    span: Span
    basis: str
    steps: tuple[StepNow, ...]
    total: Decimal
    facts: ProcedureFacts

    def longer(self, span: Span) -> str | None:
        """What is said of a limit that is longer than the one in force: that is no cut."""
        if span.counted and self.span.counted and size_of(span) <= size_of(self.span):
            return None
        now = span_words(self.span)
        return f"Thời hạn mới: không được dài hơn thời hạn đang áp dụng ({now}, {self.basis})."

    def cut_hours(self, span: Span) -> dict[str, Decimal]:
        """The hours of the steps that change so that the longest way fits into ``span``.

        All are shortened in the same proportion, to halves of an hour: what rounding takes goes
        to nobody, a step that has time keeps half an hour. Empty where they fit as they are.
        """
        room = size_of(span)
        if not span.counted or self.total <= room:
            return {}
        hours = {step.element: step.hours for step in self.steps}
        share = room / self.total
        while share > 0:
            tried = {one: _shorter(had, share) for one, had in hours.items()}
            if self.facts.total(tried) <= room:
                return {
                    one: now for one, now in tried.items() if now is not None and now != hours[one]
                }
            share -= Decimal("0.02")
        return {}


def _shorter(hours: Decimal | None, share: Decimal) -> Decimal | None:
    if not hours:
        return hours
    halves = (hours * share / HALF).to_integral_value(ROUND_FLOOR)
    return min(hours, max(halves * HALF, HALF))


def limit_now(
    session: Session,
    *,
    person: Person,
    province_code: str,
    procedure_code: str,
    unit_code: str | None,
    day: date,
    known_at: datetime | None = None,
) -> LimitNow:
    """What the procedure has on that day in the unit, or anywhere else in the province.

    ``known_at``: by the rules that were known then; by default now. Raises
    ConfigurationUnreadable, ProcedureNotFound, UnitNotFound.
    """
    if not may(person, "rules.read", Matter(province_code)):
        raise ConfigurationUnreadable
    setting = setting_of(session, province_code)
    facts = procedure_facts(session, province_code, procedure_code, (day, date.max))
    if facts is None:
        raise ProcedureNotFound(procedure_code=procedure_code)
    where = _where(setting, facts, unit_code)
    epoch = epoch_known_at(session, province_code, known_at) if known_at else setting.epoch
    rules = known_rules(session, province_code, where, epoch=epoch)
    found = resolve(rules, where, day=day, epoch=epoch)
    limit = limit_in_force(longest_limit(facts.manifest), as_taken(found))
    hours = _hours(facts, found)
    steps = tuple(StepNow(one, step.name, hours[one]) for one, step in facts.steps.items())
    told = (facts.manifest.code, facts.manifest.name, limit.span, limit.basis, steps)
    return LimitNow(*told, facts.total(hours), facts)


def _where(setting: Setting, facts: ProcedureFacts, unit_code: str | None) -> Circumstances:
    if unit_code is not None and unit_code not in setting.units:
        raise UnitNotFound(unit_code=unit_code)
    site = site_of(setting, unit_code) if unit_code else Site(())
    return Circumstances(facts.manifest.code, facts.manifest.sector, site, site)


def _hours(facts: ProcedureFacts, found: Resolved) -> Mapping[str, Decimal | None]:
    """The hours of each step, by its rule where there is one."""
    return {
        element: hours_of(rule.value) if rule else step.hours
        for element, step in facts.steps.items()
        for rule in (found.one("step_hours", element),)
    }
