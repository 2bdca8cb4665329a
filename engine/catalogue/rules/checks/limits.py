"""Limits against each other: committed ≤ statutory, the hours of the steps ≤ the limit.

A rule may be narrower or wider than those it meets, and begin before or after them, so the values
are resolved and compared at every place and on every day at which something changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Facts, ProcedureFacts
from engine.catalogue.rules.kinds.times import hours_of, size_of, span_of, span_words
from engine.catalogue.rules.limits import as_taken, limit_in_force, longest_limit
from engine.catalogue.rules.resolution import Resolved, resolve
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import Circumstances, Site, site_of
from engine.worktime.wording import amount_text

LIMITS = frozenset({"time_limit", "step_hours"})


def check_limits(
    rule: Rule, facts: Facts, others: Sequence[Rule], *, replaces: bool = False
) -> Iterator[Fault]:
    """The first place and day at which the rule would break a limit.

    A rule that ``replaces`` another leaves nothing behind when it ends: the day after counts too.
    """
    if rule.kind not in LIMITS or facts.procedure is None:
        return
    around = [other for other in others if other.kind in LIMITS]
    field = "value.amount" if rule.kind == "time_limit" else "value.hours"
    turns = [day for day in _turns([rule, *around]) if rule.applies_on(day)]
    message = _first(rule, around, facts, turns, wins=True)
    if message is None and replaces and rule.valid_to is not None:
        field, message = "valid_to", _first(rule, around, facts, [rule.valid_to])
    if message is not None:
        yield Fault(field, message)


def check_end(ended: Rule, facts: Facts, others: Sequence[Rule]) -> Iterator[Fault]:
    """The first place and day at which a limit would be broken because ``ended`` ends."""
    if ended.kind not in LIMITS or facts.procedure is None or ended.valid_to is None:
        return
    around = [other for other in others if other.kind in LIMITS]
    turns = [day for day in _turns([ended, *around]) if ended.valid_to <= day]
    message = _first(ended, around, facts, turns)
    if message is not None:
        yield Fault("ends", message)


def _turns(rules: Sequence[Rule]) -> list[date]:
    """The days on which something changes."""
    days = {rule.valid_from for rule in rules} | {r.valid_to for r in rules if r.valid_to}
    return sorted(days)


def _first(
    rule: Rule,
    around: Sequence[Rule],
    facts: Facts,
    days: Iterable[date],
    *,
    wins: bool = False,
) -> str | None:
    """What is broken first; with ``wins`` only where the rule itself applies."""
    assert facts.procedure is not None  # noqa: S101 - the callers looked
    for day in days:
        for where in _places(rule, around, facts):
            found = resolve([rule, *around], where, day=day, epoch=0)
            # A place that only a narrower rule reaches keeps what it has.
            if not wins or found.winners.get(rule.key) is rule:
                message = _broken(found, facts.procedure)
                if message is not None:
                    return message
    return None


def _broken(found: Resolved, procedure: ProcedureFacts) -> str | None:
    committed = found.one("time_limit", slot="committed")
    statutory = found.one("time_limit", slot="statutory")
    if committed and statutory:
        most, given = span_of(statutory.value), span_of(committed.value)
        if size_of(given) > size_of(most):
            message = f"{span_words(given)} dài hơn thời hạn theo luật {span_words(most)}"
            return f"{message} ({statutory.basis.words})."
    limit = limit_in_force(longest_limit(procedure.manifest), as_taken(found))
    hours = {
        element: hours_of(changed.value) if changed else step.hours
        for element, step in procedure.steps.items()
        for changed in (found.one("step_hours", element),)
    }
    total = procedure.total(hours)
    if not limit.span.counted or total <= size_of(limit.span):
        return None
    return (
        f"Tổng thời gian các bước {_hours(total)} vượt thời hạn {span_words(limit.span)}"
        f" ({limit.basis}). Hãy giảm giờ các bước trước."
    )


def _hours(amount: Decimal) -> str:
    return f"{amount_text(amount)} giờ làm việc"


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
