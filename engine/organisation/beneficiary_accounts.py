"""Which units have an account that receives fees, on a day (R-73)."""

from collections.abc import Collection, Mapping
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
            *_held(setting.province_code, day),
            BeneficiaryAccount.unit_code.in_(units),
            BeneficiaryAccount.kind.in_({*kinds, BOTH}),
        )
    ).all()
    found = min(rows, key=lambda one: (units.index(one.unit_code), one.kind), default=None)
    return None if found is None else f"{found.number}, {found.bank}, {found.name}"


def _held(province_code: str, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        BeneficiaryAccount.province_code == province_code,
        BeneficiaryAccount.valid_from <= day,
        or_(BeneficiaryAccount.valid_to.is_(None), BeneficiaryAccount.valid_to > day),
    )
