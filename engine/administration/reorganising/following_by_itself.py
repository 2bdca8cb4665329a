"""What names a unit that ends and is read where its work goes, so that no row is written anew.

Keys of outside systems (``engine.queries.systems``), and desks whose work is done at a unit that
ends (``Setting.desk_on``). Desks of such a unit itself are those of the unit that takes over.
"""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.administration.reorganising.mapping import Plan
from engine.administration.reorganising.step import Step
from engine.organisation.tree import Setting
from engine.store.access import SystemToken
from engine.store.organisation import DeskMove


def that_follow(session: Session, setting: Setting, plan: Plan) -> Iterator[Step]:
    """Each as it is told; nothing of them is written."""
    yield from _tokens(session, setting, plan)
    yield from _desks(session, setting, plan)


def _tokens(session: Session, setting: Setting, plan: Plan) -> Iterator[Step]:
    query = select(SystemToken).where(
        SystemToken.province_code == setting.province_code,
        SystemToken.unit_code.in_(plan.to),
        SystemToken.valid_to > plan.wish.day,
        SystemToken.ended_at.is_(None),
    )
    for row in session.scalars(query.order_by(SystemToken.name, SystemToken.id)):
        title = ROLES[row.role].title
        before, after = (
            f"{title}, {setting.unit_short_name(one)}"
            for one in (row.unit_code, plan.to[row.unit_code])
        )
        where = f"Khóa truy cập của hệ thống {row.name}"
        yield Step(SystemToken, None, None, f"token:{row.id}", where, before, after)


def _desks(session: Session, setting: Setting, plan: Plan) -> Iterator[Step]:
    query = select(DeskMove).where(
        DeskMove.province_code == setting.province_code,
        or_(DeskMove.unit_code.in_(plan.to), DeskMove.to_unit_code.in_(plan.to)),
        or_(DeskMove.valid_to.is_(None), DeskMove.valid_to > plan.wish.day),
    )
    for row in session.scalars(query.order_by(DeskMove.unit_code, DeskMove.position_code)):
        desk = _words(setting, row.unit_code, row.position_code)
        before = f"việc do {_words(setting, row.to_unit_code, row.to_position_code)} làm"
        if row.unit_code in plan.to:
            there = _words(setting, plan.to[row.unit_code], row.position_code)
            after = f"thôi chuyển; việc do {there} làm, cần chuyển tiếp thì ghi lại"
        else:
            there = _words(setting, plan.to[row.to_unit_code], row.to_position_code)
            after = f"việc do {there} làm"
        key = f"desk:{row.unit_code}/{row.position_code}/{row.day}"
        yield Step(DeskMove, None, None, key, f"Bàn việc đã chuyển: {desk}", before, after)


def _words(setting: Setting, unit: str, position: str) -> str:
    return f"{setting.positions.get(position, position)}, {setting.unit_short_name(unit)}"
