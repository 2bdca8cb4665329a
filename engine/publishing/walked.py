"""What was done on the way of a walk, as people read it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.catalogue.scenario_acts import label_of
from engine.catalogue.scenarios import MESSAGE
from engine.publishing.delivering import OUTSIDE


@dataclass(frozen=True, slots=True)
class WalkedStep:
    """A step as it was taken, by an officer or, an act, by the applicant: then without unit and
    position. ``hours`` are working hours; ``status`` is the portal's code."""

    number: int
    element_id: str
    name: str
    level: str | None
    unit: str
    position: str
    officer: str
    hours: Decimal | None
    due_at: datetime | None
    done_at: datetime
    status: int
    act: str | None = None
    """An act beside the way of the diagram: the step is still open. A message that came is one of
    nobody, at the event that waited."""

    @property
    def words(self) -> str:
        """What was done, as people call it."""
        return label_of(self.act) if self.act else self.name


def come(number: int, element: str, name: str, *, status: int, at: datetime) -> WalkedStep:
    """A message that came to the event ``element``, which people call ``name``."""
    return WalkedStep(
        number=number,
        element_id=element,
        name=name,
        level=None,
        unit="",
        position="",
        officer=OUTSIDE.name,
        hours=None,
        due_at=None,
        done_at=at,
        status=status,
        act=MESSAGE,
    )
