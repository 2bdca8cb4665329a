"""Limits against each other: committed ≤ statutory, the hours of the steps ≤ the limit.

A rule may be narrower or wider than those it meets, and begin before or after them, so the values
are resolved and compared at every place and on every day at which something changes.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Facts, ProcedureFacts
from engine.catalogue.rules.checks.fitting import shared_days
from engine.catalogue.rules.kinds.times import hours_of, size_of, span_of, span_words
from engine.catalogue.rules.limits import limit_in_force
from engine.catalogue.rules.resolution import Resolved, resolve
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import Circumstances, Site, site_of
from engine.worktime.wording import amount_text

LIMITS = frozenset({"time_limit", "step_hours"})


def check_limits(rule: Rule, facts: Facts, others: Sequence[Rule]) -> Iterator[Fault]:
    """The first place and day at which a limit would be broken."""
    if rule.kind not in LIMITS or facts.procedure is None:
        return
    around = [o for o in others if o.kind in LIMITS and shared_days(rule, o)]
    for day in _days(rule, around):
        for where in _places(rule, around, facts):
            found = resolve([rule, *around], where, day=day, epoch=0)
            # A place that only a narrower rule reaches keeps what it has.
            if found.winners.get(rule.key) is rule:
                faults = list(_broken(rule, found, facts.procedure))
                if faults:
                    yield from faults
                    return


def _broken(rule: Rule, found: Resolved, procedure: ProcedureFacts) -> Iterator[Fault]:
    field = "value.amount" if rule.kind == "time_limit" else "value.hours"
    committed = found.one("time_limit", slot="committed")
    statutory = found.one("time_limit", slot="statutory")
    if committed and statutory:
        most, given = span_of(statutory.value), span_of(committed.value)
        if size_of(given) > size_of(most):
            message = f"{span_words(given)} dài hơn thời hạn theo luật {span_words(most)}"
            yield Fault(field, f"{message} ({statutory.basis.words}).")
            return
    limit = limit_in_force(procedure.manifest.time_limit, found)
    hours = {
        element: hours_of(changed.value) if changed else step.hours
        for element, step in procedure.steps.items()
        for changed in (found.one("step_hours", element),)
    }
    total = procedure.total(hours)
    if limit.span.counted and total > size_of(limit.span):
        yield Fault(
            field,
            f"Tổng thời gian các bước {_hours(total)} vượt thời hạn {span_words(limit.span)}"
            f" ({limit.basis}). Hãy giảm giờ các bước trước.",
        )


def _hours(amount: Decimal) -> str:
    return f"{amount_text(amount)} giờ làm việc"


def _days(rule: Rule, around: Sequence[Rule]) -> list[date]:
    """The rule's first day, and each of its days on which another rule begins or ends."""
    turns = {other.valid_from for other in around} | {o.valid_to for o in around if o.valid_to}
    return sorted({rule.valid_from} | {day for day in turns if rule.applies_on(day)})


def _places(rule: Rule, around: Sequence[Rule], facts: Facts) -> Iterator[Circumstances]:
    """The rule's own place, and each place of others: a case may stand in both."""
    sites = dict.fromkeys(_site(other, facts) for other in (rule, *around))
    assert facts.procedure is not None  # noqa: S101 - the caller looked
    manifest = facts.procedure.manifest
    for site in sites:
        yield Circumstances(manifest.code, manifest.sector, site, site)


def _site(rule: Rule, facts: Facts) -> Site:
    if rule.scope.unit:
        return site_of(facts.setting, rule.scope.unit)
    return Site((), (rule.scope.area,) if rule.scope.area else ())
