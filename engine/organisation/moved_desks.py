"""Desks whose work is done at another desk, by the days on which it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.organisation import DeskMove

Place = tuple[str, str]
"""Unit and position, by their codes."""


@dataclass(frozen=True, slots=True)
class MovedDesk:
    """Where the work of a desk is done from ``day`` up to, not including, ``valid_to``."""

    to: Place
    day: date
    valid_to: date | None
    basis: str

    def valid(self, day: date) -> bool:
        """Whether it is done there on that day."""
        return self.day <= day and (self.valid_to is None or day < self.valid_to)


MovedDesks = Mapping[Place, tuple[MovedDesk, ...]]


def moved_desks_of(session: Session, province_code: str) -> MovedDesks:
    """Every desk of the province that was ever moved, by one statement."""
    rows = session.scalars(
        select(DeskMove).where(DeskMove.province_code == province_code).order_by(DeskMove.day)
    )
    found: dict[Place, tuple[MovedDesk, ...]] = {}
    for row in rows:
        to = (row.to_unit_code, row.to_position_code)
        here = (row.unit_code, row.position_code)
        moved = MovedDesk(to, row.day, row.valid_to, row.basis)
        found[here] = (*found.get(here, ()), moved)
    return found


def moved_on(moved: MovedDesks, desk: Place, day: date) -> MovedDesk | None:
    """The move of the desk that holds on the day."""
    return next((one for one in moved.get(desk, ()) if one.valid(day)), None)


def done_at(moved: MovedDesks, desk: Place, day: date) -> Place:
    """The desk that does the work of this one on the day: itself, or where it was moved.

    One that was moved on from there is followed; never round in a circle.
    """
    seen = set[Place]()
    while desk not in seen and (found := moved_on(moved, desk, day)) is not None:
        seen.add(desk)
        desk = found.to
    return desk
