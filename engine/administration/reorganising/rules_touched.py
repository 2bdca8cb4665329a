"""Local rules of units that end: which end with them, which go on, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.administration.reorganising.mapping import Fault, Plan
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import LegalBasis
from engine.organisation.shares import About
from engine.organisation.tree import Setting
from engine.store.catalogue import Procedure
from engine.store.rules import RulePeriod

PLACE = "unit:"


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that the reorganisation touches.

    ``running``: it changes all the time, so an approver need not have seen just this of it.
    """

    key: str
    what: Literal["moved", "removed", "changed"]
    where: str
    before: str
    after: str
    running: bool = False


def sectors_of(session: Session, province_code: str) -> dict[str, str]:
    """Procedure → its sector."""
    rows = session.execute(
        select(Procedure.code, Procedure.sector).where(Procedure.province_code == province_code)
    )
    return {row.code: row.sector for row in rows}


def goes_on(period: RulePeriod, plan: Plan, sectors: dict[str, str]) -> tuple[str, ...]:
    """The units that begin by a split, in which a rule of the unit goes on.

    A rule for a procedure or sector: the one that takes it, where one does so by name; any other
    rule: all of them. One that says which unit decides is for people to make anew.
    """
    made = {one.code for one in plan.made}
    if period.kind == "competence" or not made:
        return ()
    unit = period.place.removeprefix(PLACE)
    sort, _, named = period.target.partition(":")
    about = About(
        named if sort == "procedure" else None,
        sectors.get(named) if sort == "procedure" else named if sort == "sector" else None,
    )
    by_name = any(
        about.procedure in one.share.procedures or about.sector in one.share.sectors
        for one in plan.takers
        if one.share is not None
    )
    found = (plan.target(unit, about),) if by_name else plan.targets(unit)
    return tuple(one for one in found if one in made)


def rule_faults(session: Session, setting: Setting, plan: Plan) -> tuple[Fault, ...]:
    """Rules by which a unit that ends would still decide cases from the day on."""
    periods = session.scalars(
        select(RulePeriod).where(
            RulePeriod.province_code == setting.province_code,
            RulePeriod.kind == "competence",
            RulePeriod.until_epoch.is_(None),
            RulePeriod.place.not_in([PLACE + unit for unit in plan.to]),
            or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > plan.wish.day),
        )
    )
    return tuple(
        Fault(
            str(one.value["unit"]),
            f"{setting.unit_name(str(one.value['unit']))} được giao giải quyết theo "
            f"{LegalBasis.of(one.basis).words}. Hãy kết thúc hoặc thay quy định đó trước.",
        )
        for one in periods
        if one.value["unit"] in plan.to
    )


def rules_that_end(session: Session, province_code: str, plan: Plan) -> Sequence[RulePeriod]:
    """Approved rules whose place is a unit that ends, and that would apply on the day or later."""
    return session.scalars(
        select(RulePeriod)
        .where(
            RulePeriod.province_code == province_code,
            RulePeriod.until_epoch.is_(None),
            RulePeriod.place.in_([PLACE + unit for unit in plan.to]),
            or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > plan.wish.day),
        )
        .order_by(RulePeriod.place, RulePeriod.kind, RulePeriod.rule_id)
    ).all()


def rules_touched(session: Session, setting: Setting, plan: Plan) -> Iterator[Touched]:
    """What becomes of each of them."""
    there_already = session.execute(
        select(RulePeriod.kind, RulePeriod.target, RulePeriod.element, RulePeriod.place).where(
            RulePeriod.province_code == setting.province_code,
            RulePeriod.until_epoch.is_(None),
            RulePeriod.place.in_([PLACE + unit for unit in plan.to.values()]),
            RulePeriod.valid_from <= plan.wish.day,
            or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > plan.wish.day),
        )
    )
    same = {tuple(row) for row in there_already}
    sectors = sectors_of(session, setting.province_code)
    for one in rules_that_end(session, setting.province_code, plan):
        if on := goes_on(one, plan, sectors):
            yield _carried(setting, one, on)
            continue
        unit = one.place.removeprefix(PLACE)
        new = plan.to[unit]
        has = (one.kind, one.target, one.element, PLACE + new) in same
        there = setting.unit_short_name(new)
        yield Touched(
            f"rule:{one.rule_id}",
            "removed",
            f"{KINDS[one.kind].name}, {setting.unit_short_name(unit)}",
            LegalBasis.of(one.basis).words,
            f"kết thúc; {there} theo quy định của {there}"
            if has
            else f"kết thúc; {there} không có",
        )


def _carried(setting: Setting, one: RulePeriod, on: Sequence[str]) -> Touched:
    unit = one.place.removeprefix(PLACE)
    return Touched(
        f"rule:{one.rule_id}",
        "moved",
        f"{KINDS[one.kind].name}, {setting.unit_short_name(unit)}",
        LegalBasis.of(one.basis).words,
        f"áp dụng tiếp ở {', '.join(map(setting.unit_short_name, on))}",
    )
