"""Which units have an account that receives fees, on a day (R-73)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.rules import BeneficiaryAccount

Accounts = Mapping[str, frozenset[str]]
"""Unit → the kinds of charge (phi, le_phi) that an account of its own receives."""
BOTH, EACH = "both", frozenset({"phi", "le_phi"})


def accounts_on(session: Session, province_code: str, day: date) -> Accounts:
    """The accounts that a province has on that day, by one statement."""
    rows = session.execute(
        select(BeneficiaryAccount.unit_code, BeneficiaryAccount.kind).where(
            *_held(province_code, day)
        )
    )
    found: dict[str, frozenset[str]] = {}
    for unit, kind in rows:
        received = EACH if kind == BOTH else frozenset({kind})
        found[unit] = found.get(unit, frozenset()) | received
    return found


def account_for(
    session: Session, setting: Setting, unit: str, kinds: Collection[str], day: date
) -> str | None:
    """The account for one of the kinds of charge at the unit, or the nearest above it, in words."""
    units = [one.code for one in setting.upwards(unit)]
    rows = session.scalars(
        select(BeneficiaryAccount).where(
            *_held(setting.province_code, day), BeneficiaryAccount.unit_code.in_(units)
        )
    ).all()
    return _nearest(rows, units, kinds)


class AccountsOfDay:
    """The accounts of a province on a day: one read for a whole list."""

    def __init__(self, session: Session, setting: Setting, day: date) -> None:
        self._setting = setting
        self._rows: dict[str, list[BeneficiaryAccount]] = {}
        for row in session.scalars(
            select(BeneficiaryAccount).where(*_held(setting.province_code, day))
        ):
            self._rows.setdefault(row.unit_code, []).append(row)

    def account_for(self, unit: str, kinds: Collection[str]) -> str | None:
        """The same as ``account_for`` finds."""
        units = [one.code for one in self._setting.upwards(unit)]
        rows = [row for code in units for row in self._rows.get(code, ())]
        return _nearest(rows, units, kinds)


def _nearest(
    rows: Iterable[BeneficiaryAccount], units: Sequence[str], kinds: Collection[str]
) -> str | None:
    wanted = {*kinds, BOTH}
    fitting = [row for row in rows if row.kind in wanted]
    fitting.sort(key=lambda one: one.valid_from, reverse=True)  # a new account follows the old one
    found = min(fitting, key=lambda one: (units.index(one.unit_code), one.kind), default=None)
    return None if found is None else f"{found.number}, {found.bank}, {found.name}"


def _held(province_code: str, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        BeneficiaryAccount.province_code == province_code,
        BeneficiaryAccount.valid_from <= day,
        or_(BeneficiaryAccount.valid_to.is_(None), BeneficiaryAccount.valid_to > day),
    )
