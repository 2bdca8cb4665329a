"""Which units have an account that receives fees, on a day (R-73)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.store.rules import BeneficiaryAccount

Accounts = Mapping[str, frozenset[str]]
"""Unit → the kinds of charge (phi, le_phi) that an account of its own receives."""
BOTH, EACH = "both", frozenset({"phi", "le_phi"})


def accounts_on(session: Session, province_code: str, day: date) -> Accounts:
    """The accounts that a province has on that day, by one statement."""
    rows = session.execute(
        select(BeneficiaryAccount.unit_code, BeneficiaryAccount.kind).where(
            BeneficiaryAccount.province_code == province_code,
            BeneficiaryAccount.valid_from <= day,
            or_(BeneficiaryAccount.valid_to.is_(None), BeneficiaryAccount.valid_to > day),
        )
    )
    found: dict[str, frozenset[str]] = {}
    for unit, kind in rows:
        received = EACH if kind == BOTH else frozenset({kind})
        found[unit] = found.get(unit, frozenset()) | received
    return found
