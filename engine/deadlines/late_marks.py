"""That a case was late is kept, whatever becomes of its time afterwards. Pure.

Asked once at the end of every act, and again of the audit when a case is verified, so that no act
has to remember it and none can forget it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, cast

from engine.life import LIFE, Status

_MOVES_TIME = ("status", "due_at", "first_due_at", "competent_unit")


class LateMarks(TypedDict, total=False):
    """Columns of a case that say that it was late; once set, nothing takes one away.

    ``late_first_since``: by its first due time; ``late_since``: by the due time in force;
    ``late_unit``: the unit that decided it then.
    """

    late_first_since: datetime
    late_since: datetime
    late_unit: str


def late_marks(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime) -> LateMarks:
    """What has to be kept of a case's being late, when an act leaves it so and not as before.

    A due time that was missed, before the solving time stops, begins anew or goes on with another
    unit. A supplement that is asked more than once counts as late from then on, as the index of
    decision 766/QĐ-TTg does.
    """
    found: dict[str, Any] = {}
    if after["supplements"] > max(1, before["supplements"]):
        found = {"late_first_since": now, "late_since": now}
    ran = LIFE[Status(before["status"])].counts
    if ran and any(before[name] != after[name] for name in _MOVES_TIME):
        stops = not LIFE[Status(after["status"])].counts
        for row in (after, before) if stops else (before,):
            found |= _missed(row, now)
    found = {name: value for name, value in found.items() if after[name] is None}
    if ran and after["late_unit"] is None and (found or after["late_first_since"] is not None):
        found["late_unit"] = before["competent_unit"]
    return cast("LateMarks", found)


def _missed(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    due_at = row["due_at"]
    if due_at is None:
        return {}
    first = min(due_at, row["first_due_at"] or due_at)
    marks = {"late_first_since": first, "late_since": due_at}
    return {name: since for name, since in marks.items() if now > since}
