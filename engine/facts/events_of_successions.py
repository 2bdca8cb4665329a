"""A unit ended and another took over its work: the case follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from engine.facts.base import APPLICANT, INTERNAL, Event
from engine.facts.words import Words

Role = Literal[
    "competent_unit",
    "receiving_unit",
    "returning_unit",
    "commune",
    "papers_at",
    "papers_to",
    "late_unit",
    "late_first_unit",
    "counted_late_unit",
    "own_late_unit",
]
"""Columns of the case that name a unit; marks of lateness moved along once, and are still read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleFollowed:
    """A role of the case, that another unit plays from now on."""

    role: Role
    before: str
    before_name: str
    after: str
    after_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkFollowed:
    """An open step, opinion or meeting, that lies with another unit from now on.

    ``officer``: with whom the step lay; ``kept``: they have it there too.
    """

    what: Literal["task", "consultation", "meeting"]
    id: str
    before: str
    before_name: str
    after: str
    after_name: str
    officer: str | None = None
    claimed_at: datetime | None = None
    kept: bool = False


class UnitSucceeded(Event, kind="unit_succeeded", icon="next", audience=APPLICANT):
    """Units of the case ended: those that took over play their parts from now on.

    Code, received and due times stay. ``back``: the reorganisation was undone, and the case is
    where it was before. ``late_stays``: marks of lateness are with the units of then; of older
    events they moved along.
    """

    day: date
    basis: str
    roles: tuple[RoleFollowed, ...]
    work: Annotated[tuple[WorkFollowed, ...], INTERNAL]
    back: bool = False
    late_stays: Annotated[bool, INTERNAL] = False

    @property
    def ended(self) -> frozenset[str]:
        """The units that others took over from."""
        return frozenset((*(r.before for r in self.roles), *(w.before for w in self.work)))

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - nobody did it by hand
        moves = " · ".join(dict.fromkeys(self._moves()))
        what = f"Sắp xếp đơn vị từ {self.day:%d/%m/%Y} theo {self.basis}"
        if self.back:
            what = "Hoàn tác việc sắp xếp đơn vị"
        return f"{what}: {moves}. Mã hồ sơ, hẹn trả giữ nguyên"

    def _moves(self) -> Iterator[str]:
        """Each unit beside the one that took over, the deciding one first."""
        for one in self.roles or self.work:
            yield f"{one.after_name} nhận việc của {one.before_name}"
