"""What names a unit that ends and is read where its work goes, so that no row is written anew.

Keys of outside systems (``engine.queries.systems``), and desks whose work is done at a unit that
ends (``Setting.desk_on``). A desk of such a unit itself that was moved is moved on at the unit that
takes over (``engine.administration.people.desks_carried``).
"""

from collections.abc import Iterator, Mapping
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.administration.people.desks_carried import goes_on_at, moves_from
from engine.administration.reorganising.mapping import Plan
from engine.administration.reorganising.step import Step
from engine.organisation.tree import Setting
from engine.store.access import SystemToken
from engine.store.organisation import DeskMove


def that_follow(session: Session, setting: Setting, plan: Plan) -> Iterator[Step]:
    """Each as it is told; nothing of them is written, but of desks of the units that end."""
    yield from _tokens(session, setting, plan)
    yield from _desks(session, setting, plan)
    yield from moved_desks(session, setting, plan)


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
        where = f"Khóa truy cập: {row.name}"
        yield Step(SystemToken, None, None, f"token:{row.id}", where, before, after)


def _desks(session: Session, setting: Setting, plan: Plan) -> Iterator[Step]:
    """Desks of units that stay, whose work is done at one that ends."""
    query = select(DeskMove).where(
        DeskMove.province_code == setting.province_code,
        DeskMove.to_unit_code.in_(plan.to),
        DeskMove.unit_code.not_in(plan.to),
        or_(DeskMove.valid_to.is_(None), DeskMove.valid_to > plan.wish.day),
    )
    for row in session.scalars(query.order_by(DeskMove.unit_code, DeskMove.position_code)):
        before = f"việc do {_words(setting, row.to_unit_code, row.to_position_code)} làm"
        after = f"việc do {_words(setting, plan.to[row.to_unit_code], row.to_position_code)} làm"
        yield Step(DeskMove, None, None, *desk_told(setting, row), before, after)


def moved_desks(session: Session, setting: Setting, plan: Plan) -> Iterator[Step]:
    """Desks of units that end, whose work is done elsewhere: it goes on so, or comes home."""
    for row in moves_from(session, setting.province_code, tuple(plan.to), plan.wish.day):
        before = f"việc do {_words(setting, row.to_unit_code, row.to_position_code)} làm"
        ended: DeskMove | None = row
        for taker in plan.takers:
            new = taker.to[row.unit_code]
            within = partial(_of, taker.to)
            begins = goes_on_at(session, setting, row, new, plan.wish.day, takes_over=within)
            there = _words(setting, new, row.position_code)
            after = f"thôi chuyển; việc do {there} làm"
            if begins is not None:
                to = _words(setting, str(begins["to_unit_code"]), row.to_position_code)
                after = f"việc của {there} do {to} làm"
            key, where = desk_told(setting, row)
            key = key if ended is not None else f"{key}/{new}"
            yield Step(DeskMove, ended, begins, key, where, before, after)
            ended = None


def _of(to: Mapping[str, str], unit: str) -> str:
    """The unit of the same part; any other is itself."""
    return to.get(unit, unit)


def desk_told(setting: Setting, row: DeskMove) -> tuple[str, str]:
    """The key of a moved desk and its words."""
    key = f"desk:{row.unit_code}/{row.position_code}/{row.day}"
    return key, f"Bàn việc đã chuyển: {_words(setting, row.unit_code, row.position_code)}"


def _words(setting: Setting, unit: str, position: str) -> str:
    return f"{setting.positions.get(position, position)}, {setting.unit_short_name(unit)}"
