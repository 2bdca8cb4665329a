"""What officers hold from today on, as far as it says who may keep their accounts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS
from engine.organisation.loading import PROVINCE_ADMIN
from engine.store.access import AccessGrant
from engine.store.organisation import Appointment, Position, Substitution


@dataclass(slots=True)
class Standing:
    """The units in which an officer works or will, and whether they sign, or administer.

    ``signs``: they lead a unit, stand in for who does, administer, or were given a role.
    ``governs``: they administer the province.
    """

    units: list[str] = field(default_factory=list)
    signs: bool = False
    governs: bool = False

    def add(self, unit_code: str, position_code: str, *, signs: bool) -> None:
        """One post, substitution or grant more."""
        if unit_code not in self.units:
            self.units.append(unit_code)
        self.signs = self.signs or signs or position_code in ADMIN_POSITIONS
        self.governs = self.governs or position_code == PROVINCE_ADMIN


def standings(
    session: Session, province_code: str, day: date, officer_id: str | None = None
) -> Mapping[str, Standing]:
    """Of every officer who holds anything on the day or later; of one only, if named."""
    found: defaultdict[str, Standing] = defaultdict(Standing)
    leads = {
        row.code: row.leads
        for row in session.execute(
            select(Position.code, Position.leads).where(Position.province_code == province_code)
        )
    }
    for officer, unit, position in _rows(session, Appointment, province_code, day, officer_id):
        found[officer].add(unit, position, signs=leads.get(position, False))
    for officer, unit, position in _rows(session, Substitution, province_code, day, officer_id):
        found[officer].add(unit, position, signs=leads.get(position, False))
    for officer, unit, _ in _rows(session, AccessGrant, province_code, day, officer_id):
        found[officer].add(unit, "", signs=True)
    return found


def _rows(
    session: Session, entity: Any, province_code: str, day: date, officer_id: str | None
) -> list[Any]:
    position = AccessGrant.role if entity is AccessGrant else entity.position_code
    query = select(entity.officer_id, entity.unit_code, position).where(
        entity.province_code == province_code,
        entity.valid_to.is_(None) | (entity.valid_to > day),
    )
    if officer_id is not None:
        query = query.where(entity.officer_id == officer_id)
    return list(session.execute(query.order_by(entity.valid_from, entity.unit_code)))
