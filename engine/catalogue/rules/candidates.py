"""The rules that may concern a case, from the database: one indexed read, nothing kept.

All rules of a province are too many for every process's memory, and a case meets a few dozen. The
index (province, target, place, first day) finds these by their exact keys, in the transaction of
the act, so nothing can be stale and memory doesn't grow with the number of rules.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Select, Text, bindparam, cast, func, or_, select, union_all
from sqlalchemy.orm import Session

from engine.catalogue.rules.precedence import Order, Rank
from engine.catalogue.rules.resolution import Key, Resolved
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import EVERYWHERE, Circumstances, Scope
from engine.store.base import table_of
from engine.store.database import connection_of, remembered
from engine.store.prepared import PreparedQuery
from engine.store.rules import RulePeriod

_period = table_of(RulePeriod)
_SAID = ("value", "lock", "basis")
_COLUMNS = ("kind", "target", "place", "valid_from", "since_epoch", "rule_id", "element", "slot")
_REST = ("valid_to", "level")
_decode = msgspec.json.decode


def _known(*, on_day: bool) -> Select[Any]:
    """The rules of a province that are known at an epoch."""
    column = _period.c
    query = select(
        *(column[name] for name in (*_COLUMNS, *_REST)),
        # As text: what a rule says is read for the winners only.
        *(cast(column[name], Text) for name in _SAID),
    ).where(
        column.province_code == bindparam("province"),
        column.since_epoch <= bindparam("epoch"),
        or_(column.until_epoch.is_(None), column.until_epoch > bindparam("epoch")),
    )
    if not on_day:
        return query
    return query.where(
        column.valid_from <= bindparam("day"),
        or_(column.valid_to.is_(None), column.valid_to > bindparam("day")),
    )


@cache
def _query(places: int, *, on_day: bool) -> PreparedQuery:
    """The statement for so many places: of a fixed size, so that it is compiled once."""
    column = _period.c
    query = _known(on_day=on_day).where(
        column.target.in_([bindparam(f"target{number}") for number in range(3)]),
        column.place.in_([bindparam(f"place{number}") for number in range(places)]),
    )
    return PreparedQuery(query)


@cache
def _listed() -> Select[Any]:
    """The statement for a list: many targets, few kinds, any place."""
    column = _period.c
    return _known(on_day=True).where(
        column.target.in_(bindparam("targets", expanding=True)),
        column.kind.in_(bindparam("kinds", expanding=True)),
    )


def rules_for(
    session: Session, province_code: str, case: Circumstances, *, day: date, epoch: int
) -> Resolved:
    """What applies to the case on the day, as the province knew it at ``epoch``."""

    def read() -> Resolved:
        rows = _rows(session, province_code, case, epoch=epoch, day=day)
        return _resolved(rows, case, day, epoch)

    return remembered(session, (rules_for, province_code, case, day, epoch), read)


def ids_of_day(
    session: Session, province_code: str, targets: Collection[str], *, day: date, epoch: int
) -> dict[str, frozenset[str]]:
    """The rules that apply on a day, wherever, by their targets: of very many nothing but that."""
    column = _period.c
    query = _known(on_day=True).with_only_columns(column.target, column.rule_id)
    found: dict[str, set[str]] = {}
    given = {"province": province_code, "day": day, "epoch": epoch}
    for target, rule_id in session.connection().execute(query, given).all():
        found.setdefault(target, set()).add(rule_id)
    return {one: frozenset(found.get(one, ())) for one in targets}


class RulesOfDay:
    """The rules of some kinds that apply to many procedures on a day: one read for a whole list."""

    def __init__(
        self,
        session: Session,
        province_code: str,
        *,
        targets: Collection[str],
        kinds: Collection[str],
        day: date,
        epoch: int,
    ) -> None:
        self.day, self.epoch = day, epoch
        given = {
            "province": province_code,
            "targets": sorted(targets),
            "kinds": sorted(kinds),
            "day": day,
            "epoch": epoch,
        }
        self._rows: dict[str, list[Any]] = {}
        for row in session.connection().execute(_listed(), given):
            self._rows.setdefault(row.target, []).append(row)

    def met(self, case: Circumstances) -> Resolved:
        """What applies to the case of these kinds: the same as ``rules_for`` finds."""
        return _resolved(self._of(case), case, self.day, self.epoch)

    def narrowed(self, case: Circumstances, kinds: Collection[str]) -> bool:
        """Whether some place of the province has a rule of its own about one of these kinds."""
        return any(row.kind in kinds and row.place != EVERYWHERE for row in self._of(case))

    def places(self, case: Circumstances) -> frozenset[str]:
        """Every place of which there is a rule of these kinds for the procedure."""
        return frozenset(row.place for row in self._of(case))

    def concern(self, case: Circumstances) -> bool:
        """Whether there is any rule of these kinds for the procedure, at whatever place."""
        return bool(self._of(case))

    def _of(self, case: Circumstances) -> list[Any]:
        return [row for target in case.targets for row in self._rows.get(target, ())]


def _resolved(rows: Iterable[Any], case: Circumstances, day: date, epoch: int) -> Resolved:
    claim = Order(case).claim
    best: dict[Key, tuple[Rank, Any]] = {}
    for row in rows:
        kind, target, place, valid_from, since_epoch, rule_id, element, slot = row[:8]
        rank = claim(kind, target, place, valid_from, since_epoch, rule_id)
        if rank is None:
            continue
        key = (kind, element, slot)
        known = best.get(key)
        if known is None or rank < known[0]:
            best[key] = (rank, row)
    return Resolved(day, epoch, {key: _rule(row) for key, (_, row) in best.items()})


def known_rules(
    session: Session, province_code: str, case: Circumstances, *, epoch: int
) -> list[Rule]:
    """Every rule that covers the case on some day, as the province knew it at ``epoch``."""
    return [_rule(row) for row in _rows(session, province_code, case, epoch=epoch, day=None)]


def epoch_known_at(session: Session, province_code: str, at: datetime) -> int:
    """The newest epoch whose changes of rules were made by that moment; 0 before the first."""
    made = union_all(
        select(_period.c.since_epoch.label("epoch")).where(
            _period.c.province_code == province_code, _period.c.known_from <= at
        ),
        select(_period.c.until_epoch).where(
            _period.c.province_code == province_code, _period.c.known_to <= at
        ),
    ).subquery()
    return session.scalar(select(func.max(made.c.epoch))) or 0


def _rows(
    session: Session, province_code: str, case: Circumstances, *, epoch: int, day: date | None
) -> Sequence[Any]:
    places = case.places
    given: dict[str, object] = {"province": province_code, "epoch": epoch}
    given |= {f"target{number}": target for number, target in enumerate(case.targets)}
    given |= {f"place{number}": place for number, place in enumerate(places)}
    if day is not None:
        given["day"] = day
    query = _query(len(places), on_day=day is not None)
    return query.all(connection_of(session), given)


def _rule(row: Any) -> Rule:
    kind, target, place, valid_from, since_epoch, rule_id, element, slot = row[:8]
    valid_to, level, value, lock, basis = row[8:]
    return Rule(
        id=rule_id,
        kind=kind,
        scope=Scope.of(target, place, element),
        slot=slot,
        value=_decode(value),
        valid_from=valid_from,
        valid_to=valid_to,
        basis=LegalBasis.of(_decode(basis)),
        level=level,
        lock=_decode(lock) if lock else None,
        since_epoch=since_epoch,
    )


def rule_of(row: Any) -> Rule:
    """The rule behind a row of ``rule_periods`` as the ORM or a plain select reads it."""
    return Rule(
        id=row.rule_id,
        kind=row.kind,
        scope=Scope.of(row.target, row.place, row.element),
        slot=row.slot,
        value=row.value,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=LegalBasis.of(row.basis),
        level=row.level,
        lock=row.lock,
        since_epoch=row.since_epoch,
    )
