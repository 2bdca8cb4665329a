"""That a case was late is kept, whatever becomes of its time afterwards. Pure.

Asked once at the end of every act, and again of the audit when a case is verified, so that no act
has to remember it and none can forget it.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from operator import eq, itemgetter
from typing import Any, TypedDict, cast

from engine.life import LIFE, Status

_MOVES_TIME = ("status", "due_at", "first_due_at", "competent_unit")


LATE = (
    *("late_first_since", "late_first_unit"),
    *("late_since", "late_unit"),
    *("counted_late_since", "counted_late_unit"),
)
"""The columns of a case that say so: since when, and with which unit, of each mark its own."""
LET_LIE = "own_late"
"""The column of those that got the case late and let it lie: unit → since when, as text."""


class LateMarks(TypedDict, total=False):
    """Marks of a case; once set, nothing takes one away.

    ``late_first_since``: by its first due time; ``late_since``: by the due time in force;
    ``counted_late_since``: no due time was missed, and it counts as late. Each with the unit that
    decided the case then. ``own_late``: every unit that got the case late and let it lie beyond its
    own time, with when that was over first.
    """

    late_first_since: datetime
    late_first_unit: str
    late_since: datetime
    late_unit: str
    counted_late_since: datetime
    counted_late_unit: str
    own_late: dict[str, str]


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
    return cast("LateMarks", {**found, **units, **_let_lie(before, after, now)})


def _let_lie(
    before: Mapping[str, Any], after: Mapping[str, Any], now: datetime
) -> dict[str, dict[str, str]]:
    """The units that let the case lie, once one more did; each is kept, whatever comes after it."""
    own, unit = before["own_due_at"], before["competent_unit"]
    goes_on = unit == after["competent_unit"] and after["own_due_at"] == own
    if own is None or now <= own or goes_on or unit in after[LET_LIE]:
        return {}
    return {LET_LIE: {**after[LET_LIE], unit: own.astimezone(UTC).isoformat()}}


def _missed(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    due_at = row["due_at"]
    if due_at is None:
        return {}
    first = min(due_at, row["first_due_at"] or due_at)
    marks = {"late_first_since": first, "late_since": due_at}
    return {name: since for name, since in marks.items() if now > since}


def own_due(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    step_due_at: datetime | None,
    now: datetime,
    *,
    same: Callable[[str, str], bool] = eq,
) -> datetime | None:
    """Until when the unit that has the case, and got it late, has to be done with what lies there.

    ``None`` of any other case, and while the time stands still. It is when the step there is due
    (``step_due_at``): the hours of the approved table are the one share that a unit has of a time
    that is over. A due time in force that is still to come, as after a supplement, is the case's
    again, and stays the unit's own once it is missed.

    ``same``: whether the second unit goes on as the first; one that took over got nothing late, and
    has no part in what the other had let lie by then.
    """
    if not LIFE[Status(after["status"])].counts:
        return None
    counts_with, competent = _counts_with(after), after["competent_unit"]
    if counts_with is None or same(counts_with, competent):
        return None
    due_at: datetime | None = after["due_at"]
    if due_at is None or due_at > now:
        return due_at
    same_unit = same(before["competent_unit"], competent)
    own = due_at if same_unit and before["own_due_at"] == due_at else step_due_at
    lain = (
        since
        for unit, since in let_lie_in(after[LET_LIE])
        if unit != competent and same(unit, competent)
    )
    return None if own is not None and any(own <= since for since in lain) else own


def marks_moved(row: Mapping[str, Any], to: Mapping[str, str]) -> dict[str, Any]:
    """What changes of the marks when they count with other units; ``to``: unit → the other."""
    units = {name: row[name] for name in LATE if name.endswith("unit")}
    found: dict[str, Any] = {name: to[unit] for name, unit in units.items() if unit in to}
    lie: dict[str, str] = {}
    for unit, since in row[LET_LIE].items():
        now = to.get(unit, unit)
        lie[now] = min(since, lie.get(now, since), key=datetime.fromisoformat)
    return found if lie == row[LET_LIE] else {**found, LET_LIE: lie}


def marks_back(row: Mapping[str, Any], to: Mapping[str, str]) -> dict[str, Any]:
    """The same where a case comes back as if it had never been elsewhere.

    What fell late meanwhile fell late with the units of before; a time of one's own that goes on
    there was never left behind.
    """
    found = marks_moved(row, to)
    own, lie = row["own_due_at"], found.get(LET_LIE, row[LET_LIE])
    here = row["competent_unit"]
    if own is None or here not in lie or own > datetime.fromisoformat(lie[here]):
        return found
    return {**found, LET_LIE: {unit: since for unit, since in lie.items() if unit != here}}


def _counts_with(row: Mapping[str, Any]) -> str | None:
    """The unit with which the case counts as late, if its marks name one."""
    late, counted = row["late_since"], row["counted_late_since"]
    if counted is not None and (late is None or counted < late):
        return cast("str", row["counted_late_unit"])
    return cast("str | None", row["late_unit"])


def let_lie_in(kept: Mapping[str, str]) -> list[tuple[str, datetime]]:
    """The units that let a case lie, with since when, the first first."""
    moments = ((unit, datetime.fromisoformat(since)) for unit, since in kept.items())
    return sorted(moments, key=itemgetter(1, 0))
