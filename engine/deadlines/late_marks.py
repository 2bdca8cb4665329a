"""That a case was late is kept, whatever becomes of its time afterwards. Pure.

Asked once at the end of every act, and again of the audit when a case is verified, so that no act
has to remember it and none can forget it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, cast

from engine.life import LIFE, Status

_MOVES_TIME = ("status", "due_at", "first_due_at", "competent_unit")


LATE = (
    *("late_first_since", "late_first_unit"),
    *("late_since", "late_unit"),
    *("counted_late_since", "counted_late_unit"),
)
"""The columns of a case that say so: since when, and with which unit, of each mark its own."""


class LateMarks(TypedDict, total=False):
    """Marks of a case; once set, nothing takes one away.

    ``late_first_since``: by its first due time; ``late_since``: by the due time in force;
    ``counted_late_since``: no due time was missed, and it counts as late. Each with the unit that
    decided the case then.
    """

    late_first_since: datetime
    late_first_unit: str
    late_since: datetime
    late_unit: str
    counted_late_since: datetime
    counted_late_unit: str


def late_marks(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime) -> LateMarks:
    """What has to be kept of a case's being late, when an act leaves it so and not as before.

    A due time that was missed, before the solving time stops, begins anew or goes on with another
    unit. A supplement that is asked more than once counts as late from then on, as the index of
    decision 766/QĐ-TTg does: by a mark of its own, for no due time was missed.
    """
    found: dict[str, Any] = {}
    if after["supplements"] > max(1, before["supplements"]):
        found = {"counted_late_since": now}
    if LIFE[Status(before["status"])].counts and any(
        before[name] != after[name] for name in _MOVES_TIME
    ):
        stops = not LIFE[Status(after["status"])].counts
        for row in (after, before) if stops else (before,):
            found |= _missed(row, now)
    found = {name: value for name, value in found.items() if after[name] is None}
    units = {name.replace("since", "unit"): before["competent_unit"] for name in found}
    return cast("LateMarks", {**found, **units})


def _missed(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    due_at = row["due_at"]
    if due_at is None:
        return {}
    first = min(due_at, row["first_due_at"] or due_at)
    marks = {"late_first_since": first, "late_since": due_at}
    return {name: since for name, since in marks.items() if now > since}
