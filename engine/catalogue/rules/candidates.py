"""The rules that may concern a case, from the database: one indexed read, nothing kept.

All rules of a province are too many for every process's memory, and a case meets a few dozen. The
index (province, target, place, first day) finds these by their exact keys, in the transaction of
the act, so no cache can be stale.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from engine.catalogue.rules.resolution import Resolved, resolve
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Circumstances, Scope
from engine.store.base import table_of
from engine.store.rules import RulePeriod

_period = table_of(RulePeriod)
_KNOWN = (
    select(_period)
    .where(
        _period.c.province_code == bindparam("province"),
        _period.c.target.in_(bindparam("targets", expanding=True)),
        _period.c.place.in_(bindparam("places", expanding=True)),
        _period.c.since_epoch <= bindparam("epoch"),
        or_(_period.c.until_epoch.is_(None), _period.c.until_epoch > bindparam("epoch")),
    )
    .order_by(_period.c.rule_id)
)
_ON_DAY = _KNOWN.where(
    _period.c.valid_from <= bindparam("day"),
    or_(_period.c.valid_to.is_(None), _period.c.valid_to > bindparam("day")),
)


def rules_for(
    session: Session, province_code: str, case: Circumstances, *, day: date, epoch: int
) -> Resolved:
    """What applies to the case on the day, as the province knew it at ``epoch``."""
    found = _read(session, _ON_DAY, province_code, case, {"epoch": epoch, "day": day})
    return resolve(found, case, day=day, epoch=epoch)


def known_rules(
    session: Session, province_code: str, case: Circumstances, *, epoch: int
) -> list[Rule]:
    """Every rule that covers the case on some day, as the province knew it at ``epoch``."""
    return _read(session, _KNOWN, province_code, case, {"epoch": epoch})


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


def _read(
    session: Session,
    query: Select[Any],
    province_code: str,
    case: Circumstances,
    moment: dict[str, object],
) -> list[Rule]:
    given: dict[str, object] = {
        "province": province_code,
        "targets": list(case.targets),
        "places": list(case.places),
        **moment,
    }
    return rules_of(session.connection().execute(query, given).all())


def rules_of(rows: Sequence[Any]) -> list[Rule]:
    """The rules behind rows of ``rule_periods`` or ``local_rules``."""
    return [rule_of(row) for row in rows]


def rule_of(row: Any, *, rule_id: str | None = None, since_epoch: int | None = None) -> Rule:
    """The rule behind one row."""
    return Rule(
        id=rule_id or row.rule_id,
        kind=row.kind,
        scope=Scope.of(row.target, row.place, row.element),
        slot=row.slot,
        value=row.value,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=LegalBasis.of(row.basis),
        level=row.level,
        lock=row.lock,
        since_epoch=row.since_epoch if since_epoch is None else since_epoch,
    )
