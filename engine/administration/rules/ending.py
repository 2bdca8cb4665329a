"""Which rules end soon, and nothing goes on after them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from engine.catalogue.rules.kinds import KINDS
from engine.organisation.tree import setting_of
from engine.store.database import remembered
from engine.store.rules import LocalRule, RulePeriod, undecided

MOST = 1_000
"""Up to how many rules a part of the list is counted."""
FIRST_ENDING = 10 * MOST
"""How many of the rules that end first are gone through for those that nothing follows."""
SOON = timedelta(days=60)
"""How long before its end a rule without one that follows it is told."""


def ending_rules(session: Session, province_code: str, today: date) -> Sequence[str]:
    """The ``MOST`` rules that end first, soon and without one that follows.

    What approved rules do is kept with the province's epoch: thousands of rules that end with the
    year are looked at once, not with every page. What is on its way is asked each time.
    """

    def read() -> Sequence[str]:
        ending = setting_of(session, province_code).once(
            (ending_rules, today), lambda: _ending_alone(session, province_code, today)
        )
        coming = _coming(session, province_code) if ending else {}
        left = (
            one.rule_id for one in ending if not any(map(_follows(one), coming.get(_at(one), ())))
        )
        return list(islice(left, MOST))

    return remembered(session, (ending_rules, province_code, today), read)


def _ending_alone(session: Session, province_code: str, today: date) -> Sequence[Any]:
    """The periods that end soon and that no approved rule of the same scope goes on after."""
    columns = (RulePeriod.rule_id, RulePeriod.valid_from, RulePeriod.valid_to, *_scope(RulePeriod))
    query = select(*columns).where(
        RulePeriod.province_code == province_code,
        RulePeriod.until_epoch.is_(None),
        RulePeriod.valid_to > today,
        RulePeriod.valid_to <= today + SOON,
        RulePeriod.kind.not_in(code for code, kind in KINDS.items() if kind.for_one_time),
        ~_followed(),
    )
    return session.execute(query.order_by(RulePeriod.valid_to).limit(FIRST_ENDING)).all()


def _coming(session: Session, province_code: str) -> Mapping[tuple[str, ...], list[Any]]:
    """The rules that are drafted or wait for approval, by what they are about."""
    columns = (LocalRule.id, LocalRule.valid_from, LocalRule.valid_to, *_scope(LocalRule))
    query = select(*columns).where(LocalRule.province_code == province_code, undecided())
    found: dict[tuple[str, ...], list[Any]] = {}
    for row in session.execute(query):
        found.setdefault(_at(row), []).append(row)
    return found


def _scope(of: type[LocalRule | RulePeriod]) -> tuple[Any, ...]:
    return (of.kind, of.target, of.place, of.element, of.slot)


def _at(row: Any) -> tuple[str, ...]:
    return (row.kind, row.target, row.place, row.element, row.slot)


def _follows(ending: Any) -> Callable[[Any], bool]:
    """Whether a rule of the same scope goes on after a period, as ``_followed`` asks the store.

    One that begins later leaves days between without any: it doesn't go on.
    """

    def follows(later: Any) -> bool:
        goes_on = later.valid_to is None or later.valid_to > ending.valid_to
        at_once = ending.valid_from <= later.valid_from <= ending.valid_to
        return later.id != ending.rule_id and at_once and goes_on

    return follows


def _followed() -> ColumnElement[bool]:
    """Whether another approved rule of the same scope goes on after the period, with no gap."""
    later = aliased(LocalRule)
    return exists().where(
        later.province_code == RulePeriod.province_code,
        later.id != RulePeriod.rule_id,
        later.state == "approved",
        later.kind == RulePeriod.kind,
        later.target == RulePeriod.target,
        later.place == RulePeriod.place,
        later.element == RulePeriod.element,
        later.slot == RulePeriod.slot,
        later.valid_from >= RulePeriod.valid_from,
        later.valid_from <= RulePeriod.valid_to,
        or_(later.valid_to.is_(None), later.valid_to > RulePeriod.valid_to),
    )
