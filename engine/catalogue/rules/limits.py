"""Which time limit a case has: a local rule's, else what the package has for such a case."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from engine.catalogue.limit_rows import OwnLimit
from engine.catalogue.manifest import LimitRow, Manifest, TimeLimit
from engine.catalogue.rules.kinds.times import size_of
from engine.catalogue.rules.law import term_of
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.taken import Taken
from engine.worktime import Span, Unit

CORRECTION = "correction_days"


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """The limit that is counted, and by what basis.

    ``rule`` is the id of the local rule behind it, ``row`` the package's row with its ``number``;
    neither: the package's own limit. ``since``: when the phase began that it is counted from.
    """

    span: Span
    basis: str
    same_day: bool = False
    cut_off: time | None = None
    rule: str | None = None
    row: LimitRow | None = None
    number: int | None = None
    since: datetime | None = None
    phase: str | None = None
    """The phase that it is about, by name."""


def limit_in_force(own: OwnLimit, taken: Taken) -> LimitInForce:
    """The limit of a case that took these rules; the committed one first (requirement R-24).

    A local limit speaks instead of everything that the package says of limits, rows and "the same
    day" included; only the hour of the cut-off is a rule of its own.
    """
    cut_off, slot = taken.cut_off(own.limit.cut_off), taken.limit_slot
    span = Span(own.limit.amount, own.limit.unit)
    if slot is not None:
        return LimitInForce(
            taken.limit(span),
            taken.basis("time_limit", slot),
            cut_off=cut_off,
            rule=taken.rule_id("time_limit", slot),
        )
    return LimitInForce(
        span,
        own.limit.basis,
        own.limit.same_day,
        cut_off,
        row=own.row,
        number=own.number,
        since=own.since,
        phase=own.row.phase if own.row else None,
    )


def limit_of_phase(
    whole: LimitInForce, package: TimeLimit, *, amount: Decimal, last: bool
) -> LimitInForce:
    """The share of a phase in the limit of a case.

    What the case has more or less than the package's own (a row, a local rule) is the last phase's.
    """
    span = whole.span
    if span.unit != package.unit:
        return replace(whole, span=Span(amount, package.unit))
    more = span.amount - package.amount if last else Decimal(0)
    return replace(whole, span=Span(max(amount + more, Decimal(0)), span.unit))


def correction_limit(taken: Taken, day: date) -> LimitInForce:
    """The limit of a case that corrects a result, opened on the day (decree 118/2025 art. 23.1)."""
    term = term_of(taken, CORRECTION, day)
    if term is None:
        return LimitInForce(Span(Decimal(0), Unit.NOT_COUNTED), "")
    span = Span(Decimal(term.value["days"]), Unit.WORKING_DAYS)
    return LimitInForce(span, term.basis, rule=term.rule)


def longest_limit(manifest: Manifest) -> OwnLimit:
    """The longest limit that any case of the package has from its reception on.

    The steps of the longest way must fit into it. Limits of phases are about a part of the way.
    """
    whole = [row for row in manifest.limits if row.phase is None]
    found = [OwnLimit(manifest.time_limit), *(OwnLimit(row.limit, row=row) for row in whole)]
    return max(found, key=lambda own: size_of(Span(own.limit.amount, own.limit.unit)))


def as_taken(found: Resolved) -> Taken:
    """What a case would take of these rules, for whoever shows ahead what it will be."""
    return Taken(Taken().with_rules(found.winners.values()))
