"""A rule of a unit that is split goes on in a new one: the same words, the same legal basis."""

from datetime import date
from typing import NamedTuple

from engine.administration.configuring import ConfigurationAct
from engine.administration.rules.rule_rows import write_event
from engine.store.ids import new_id
from engine.store.rules import LocalRule, RulePeriod


class Maker(NamedTuple):
    """Who proposed a reorganisation."""

    account_id: str | None
    name: str


def carry_rule(
    act: ConfigurationAct, period: RulePeriod, unit: str, *, day: date, by: Maker, epoch: int
) -> None:
    """Write it for the unit, from the day or from its own later one, as one of two people."""
    told = {
        "province_code": act.province_code,
        "valid_from": max(period.valid_from, day),
        "valid_to": period.valid_to,
        "place": f"unit:{unit}",
        **{name: getattr(period, name) for name in _SAME},
    }
    checker = act.admin
    rule = LocalRule(
        **told,
        id=new_id(),
        state="approved",
        made_by=by.account_id,
        made_by_name=by.name,
        made_at=act.now,
        checked_by=checker.account_id,
        checked_by_name=checker.name,
        checked_at=act.now,
    )
    act.session.add(rule)
    act.session.flush()
    act.session.add(RulePeriod(**told, rule_id=rule.id, since_epoch=epoch, known_from=act.now))
    said = {"from": period.rule_id, "epoch": epoch}
    write_event(act.session, rule, "rule_carried", admin=checker, at=act.now, data=said)


_SAME = ("kind", "target", "element", "slot", "value", "lock", "basis", "level")
"""Columns that both tables have."""
