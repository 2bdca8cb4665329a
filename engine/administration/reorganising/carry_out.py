"""Units go up in others from a day on: all of the dated configuration in one act."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.reorganising.dated import Dated
from engine.administration.reorganising.mapping import Fault, Plan, Wish, plan_of
from engine.administration.reorganising.named import named_faults
from engine.administration.reorganising.rules_carried import Maker, carry_rule
from engine.administration.reorganising.rules_touched import (
    goes_on,
    rule_faults,
    rules_that_end,
    sectors_of,
)
from engine.administration.reorganising.splitting import split_of
from engine.administration.reorganising.step import Step
from engine.administration.rules.rule_rows import cut_period, drop_end, find_rule, write_event
from engine.errors import PlanIncomplete
from engine.organisation.tree import Setting
from engine.store.organisation import Province, Unit, UnitRenaming

RIGHT = "organisation.successions"


def whole_plan(session: Session, setting: Setting, wish: Wish) -> Plan:
    """The plan with every fault: of the units, of what it names, and of rules that name one."""
    plan = split_of(setting, wish) if wish.parts else plan_of(setting, wish)
    named = named_faults(session, setting.province_code, wish)
    return replace(plan, faults=(*plan.faults, *named, *rule_faults(session, setting, plan)))


def refuse_incomplete(faults: tuple[Fault, ...]) -> None:
    """Raise PlanIncomplete with all of them, if there is any."""
    if faults:
        told = [asdict(one) for one in faults]
        raise PlanIncomplete(count=len(faults), first=faults[0].message, faults=told)


def carry_out(
    session: Session, *, admin: Administrator, wish: Wish, basis: str, by: Maker, now: datetime
) -> tuple[Plan, int]:
    """Write what the plan ends and begins; the plan, and the epoch of its changes.

    ``by``: who proposed it, the maker of rules that go on.

    Cases follow by themselves from the day on (``engine.jobs.following``). Raises
    ProvinceAdminOnly, PlanIncomplete.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(RIGHT)
    plan = whole_plan(session, act.setting, wish)
    refuse_incomplete(plan.faults)
    steps = Dated(session, act.setting, plan, basis).steps()
    for step in steps:
        _end(act, step, plan)
    for step in steps:
        if step.begins is not None:
            act.add(step.entity, step.begins)
            if step.entity is Unit:
                session.flush()  # what follows refers to it
    act.save()
    epoch = session.scalar(select(Province.epoch).where(Province.code == act.province_code)) or 0
    _end_rules(act, plan, basis, by, epoch)
    return plan, epoch


def _end(act: ConfigurationAct, step: Step, plan: Plan) -> None:
    """End the row on the day; one that would begin later never does."""
    if step.row is None:
        return
    if step.entity is UnitRenaming:
        act.remove(step.row)
    else:
        act.end(step.row, plan.wish.day)


def _end_rules(act: ConfigurationAct, plan: Plan, basis: str, by: Maker, epoch: int) -> None:
    """Rules of units that end, end with them or go on in new ones; each by the epoch of the act."""
    day = plan.wish.day
    said = {"ends": f"{day}", "reason": f"Sắp xếp đơn vị theo {basis}", "epoch": epoch}
    sectors = sectors_of(act.session, act.province_code)
    for period in rules_that_end(act.session, act.province_code, plan):
        for unit in goes_on(period, plan, sectors):
            carry_rule(act, period, unit, day=day, by=by, epoch=epoch)
        rule = find_rule(act.session, act.province_code, period.rule_id, lock=True)
        cut_period(act.session, period, day, epoch=epoch, at=act.now)
        rule.state = "ended"
        drop_end(rule)
        write_event(act.session, rule, "rule_ended_early", admin=act.admin, at=act.now, data=said)
