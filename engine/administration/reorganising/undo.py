"""A reorganisation is taken back: the configuration as it was, and the cases with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct, keys_of, shown
from engine.administration.people.row_words import SUBJECTS, row_words
from engine.administration.reorganising.carry_out import RIGHT
from engine.administration.rules.rule_rows import find_rule, write_event
from engine.audit.chain import SYSTEM
from engine.errors import NotToBeUndone
from engine.routing.as_it_stands import day_of
from engine.routing.lying_with import cases_of
from engine.routing.moved_cases import events_since, moved
from engine.store.audit import CaseEvent
from engine.store.base import Base, table_of
from engine.store.cases import Case
from engine.store.organisation import ConfigurationChange, Province, Unit, UnitSuccession
from engine.store.proposals import Reorganisation
from engine.store.rules import RuleEvent, RulePeriod

SHOWN = 5


class _Back(ConfigurationAct):
    """What the whole act ended goes on, also on the days since; the record keeps that it was."""

    rewrites = True


def undo(
    session: Session,
    *,
    admin: Administrator,
    row: Reorganisation,
    reason: str,
    now: datetime,
) -> None:
    """Put the configuration back as it was; the cases follow by themselves.

    A case that moved and whose papers were given back since is acted on like any other. One that
    had ended moved nowhere: whoever gave its papers back meanwhile gave them, and that stays.
    Raises ProvinceAdminOnly, and NotToBeUndone once somebody acted on a case that moved or changed
    what the reorganisation had set up.
    """
    act = _Back(session, admin=admin, now=now)
    act.require(RIGHT)
    if (why := why_not(session, row)) is not None:
        raise why
    changes = session.scalars(
        select(ConfigurationChange)
        .where(
            ConfigurationChange.province_code == act.province_code,
            ConfigurationChange.epoch == row.epoch,
        )
        .order_by(ConfigurationChange.seq.desc())
    ).all()
    begun = []
    for change in changes:
        if _has_begun(row, change, now):
            begun.append(change.subject_key)
            _end_again(act, row, change.subject_key)
        else:
            _take_back(act, change)
    try:
        act.save(leaving=[*moved(session, row), *cases_of(session, act.province_code, begun)])
    except IntegrityError as broken:
        told = "ở đơn vị mới đã có cấu hình khác: hãy bỏ trước"
        raise NotToBeUndone(why=told, cases=[]) from broken
    _rules_again(session, admin, row, now)
    row.undone_at, row.undone_by, row.undone_by_name = now, admin.account_id, admin.name
    row.reason = reason
    session.flush()


def why_not(session: Session, row: Reorganisation) -> NotToBeUndone | None:
    """Why it stays; ``None``: it may be taken back."""
    if row.undone_at is not None:
        return NotToBeUndone(why="đã hoàn tác rồi", cases=[])
    acted = _acted_on(session, row)
    if not acted:
        return None
    shown_refs = ", ".join(acted[:SHOWN]) + (" …" if len(acted) > SHOWN else "")
    why = f"đã có người làm tiếp {len(acted)} hồ sơ chuyển đi: {shown_refs}"
    return NotToBeUndone(why=why, cases=acted)


def _acted_on(session: Session, row: Reorganisation) -> list[str]:
    """The codes of moved cases in which a person did something since."""
    went = moved(session, row)
    later = events_since(session, row, CaseEvent.case_id.in_(went))
    acted = {case for case, told in later if told.seq > went[case] and told.actor != SYSTEM}
    query = select(func.coalesce(Case.code, Case.submission_number)).where(
        Case.province_code == row.province_code, Case.id.in_(acted)
    )
    return list(session.scalars(query.order_by(Case.submitted_at, Case.id)))


def _take_back(act: ConfigurationAct, change: ConfigurationChange) -> None:
    """Undo one change, if the row still is as the reorganisation left it."""
    entity = _entities()[change.subject]
    told = change.after or change.before or {}
    row = act.find(entity, _typed(entity, {name: told[name] for name in keys_of(entity)}))
    present = None if row is None else shown(row)
    if present != change.after:
        words = row_words(act.session, act.province_code)
        what, which = SUBJECTS.get(change.subject, change.subject), words.thing(change.subject_key)
        why = f"cấu hình đã được sửa từ khi sắp xếp ({what} {which})"
        raise NotToBeUndone(why=why, cases=[])
    if change.before is None:
        act.remove(row)  # type: ignore[arg-type]
        act.session.flush()
    elif row is None:
        act.add(entity, _typed(entity, change.before))
    else:
        act.change(row, _typed(entity, change.before))


def _has_begun(row: Reorganisation, change: ConfigurationChange, now: datetime) -> bool:
    """Whether it is a unit that the reorganisation made, and that is there by now."""
    made = change.subject == Unit.__tablename__ and change.before is None
    return made and day_of(now) >= row.day


def _end_again(act: ConfigurationAct, row: Reorganisation, code: str) -> None:
    """A unit that has begun was there for a while; what is left in it follows back.

    Its first day can't be taken from what happened on it, so it ends the day after at the earliest.
    """
    unit: Unit | None = act.find(Unit, {"code": code})
    if unit is None or unit.valid_to is not None:
        name = act.setting.unit_name(code)
        raise NotToBeUndone(why=f"{name} đã được sửa từ khi sắp xếp", cases=[])
    ends = max(day_of(act.now), row.day + timedelta(days=1))
    act.change(unit, {"valid_to": ends})
    back = {"old_code": code, "new_code": _came_from(act, row, code), "day": ends}
    act.put(UnitSuccession, {**back, "basis": "hoàn tác sắp xếp đơn vị", "share": None})


def _came_from(act: ConfigurationAct, row: Reorganisation, code: str) -> str:
    """The unit from which one that began with the reorganisation took over."""
    found = act.session.scalars(
        select(ConfigurationChange.after).where(
            ConfigurationChange.province_code == act.province_code,
            ConfigurationChange.epoch == row.epoch,
            ConfigurationChange.subject == UnitSuccession.__tablename__,
        )
    )
    return next(str(told["old_code"]) for told in found if told and told["new_code"] == code)


def _entities() -> Mapping[str, type[Base]]:
    return {table_of(mapper.class_).name: mapper.class_ for mapper in Base.registry.mappers}


def _typed(entity: type[Base], values: Mapping[str, object]) -> dict[str, Any]:
    """Values of the record of the configuration as columns have them."""
    columns = table_of(entity).columns
    return {
        name: value
        if value is None or isinstance(value, dict | list)
        else msgspec.convert(value, columns[name].type.python_type)
        for name, value in values.items()
    }


def _rules_again(
    session: Session, admin: Administrator, row: Reorganisation, now: datetime
) -> None:
    """Rules that it ended apply as before; what was believed meanwhile stays on record."""
    code = row.province_code
    epoch = session.scalar(select(Province.epoch).where(Province.code == code)) or 0
    places = [f"unit:{unit}" for unit in row.units]
    _carried_end(session, admin, row, epoch, now)
    cut = session.scalars(
        select(RulePeriod).where(
            RulePeriod.province_code == code,
            RulePeriod.until_epoch == row.epoch,
            RulePeriod.place.in_(places),
        )
    ).all()
    for period in cut:
        since = session.get(RulePeriod, (code, period.rule_id, row.epoch))
        if since is not None:
            if since.until_epoch is not None:
                raise NotToBeUndone(why="quy định đã được sửa từ khi sắp xếp", cases=[])
            since.until_epoch, since.known_to = epoch, now
        kept = {c.key: getattr(period, c.key) for c in table_of(RulePeriod).columns}
        again = {"since_epoch": epoch, "until_epoch": None, "known_from": now, "known_to": None}
        session.add(RulePeriod(**{**kept, **again}))
        rule = find_rule(session, code, period.rule_id, lock=True)
        rule.state = "approved"
        write_event(session, rule, "rule_end_undone", admin=admin, at=now, data={"epoch": epoch})


def _carried_end(
    session: Session, admin: Administrator, row: Reorganisation, epoch: int, now: datetime
) -> None:
    """Rules that it let go on in new units never apply there."""
    carried = session.scalars(
        select(RuleEvent.rule_id).where(
            RuleEvent.province_code == row.province_code,
            RuleEvent.kind == "rule_carried",
            RuleEvent.data["epoch"].as_integer() == row.epoch,
        )
    ).all()
    for rule_id in carried:
        period = session.get(RulePeriod, (row.province_code, rule_id, row.epoch))
        if period is None or period.until_epoch is not None:
            raise NotToBeUndone(why="quy định đã được sửa từ khi sắp xếp", cases=[])
        period.until_epoch, period.known_to = epoch, now
        rule = find_rule(session, row.province_code, rule_id, lock=True)
        rule.state = "ended"
        said = {"ends": f"{row.day}", "reason": "Hoàn tác sắp xếp đơn vị", "epoch": epoch}
        write_event(session, rule, "rule_ended_early", admin=admin, at=now, data=said)
