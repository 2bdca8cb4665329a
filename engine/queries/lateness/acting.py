"""Who must do what next about a late case: say why, confirm it, apologise."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from engine.access import Matter, may, of_case, offered
from engine.accounts import Person
from engine.life import state
from engine.organisation.tree import Setting
from engine.queries.offering import ActedOn, seen
from engine.queries.views.lateness import LatenessTodo
from engine.routing.answering import answering, charged
from engine.routing.as_it_stands import day_of

CLAIM, APOLOGISE = "claim_lateness_cause", "apologise"
APOLOGISE_LATE = "apologise_late"
APOLOGIES = frozenset({APOLOGISE, APOLOGISE_LATE})
CONFIRM, REJECT = "confirm_lateness_cause", "reject_lateness_cause"
ABOUT = frozenset({CLAIM, CONFIRM, REJECT, APOLOGISE_LATE})


class CauseActedOn(ActedOn):
    """The columns of a late case and its cause that acts about it look at."""

    competent_unit: str
    late_unit: str | None
    late_since: datetime | None
    due_at: datetime
    cause_state: str | None
    claimed_by: str | None


def late_acts(
    row: CauseActedOn,
    setting: Setting,
    person: Person,
    worked: Collection[str],
    now: datetime,
) -> tuple[str, ...]:
    """The acts about the lateness of a late case that the person may do, none on a step of it.

    ``worked``: the units that had a step of it.
    """
    unit = row["late_unit"] or row["competent_unit"]
    matter = replace(
        of_case(row, setting),
        led_by=answering(setting, {unit, row["competent_unit"], *worked}),
        late_led_by=charged(setting, unit, worked),
        cause_told=row["cause_state"] is not None,
    )
    late = replace(
        seen(row, setting),
        matter=matter,
        late=True,
        missed=missed(row, now),
        late_elsewhere=late_elsewhere(row, setting, now),
        cause=row["cause_state"],
        cause_by=row["claimed_by"],
    )
    return tuple(act.kind for act in offered(late, person) if act.kind in ABOUT)


def late_elsewhere(row: CauseActedOn, setting: Setting, now: datetime) -> bool:
    """Whether it fell late with another unit than has it (``CaseAsItStands.late_elsewhere``)."""
    unit = row["late_unit"] or row["competent_unit"]
    return not setting.goes_on_as(unit, row["competent_unit"], day_of(now))


def missed(row: CauseActedOn, now: datetime) -> bool:
    """Whether a due time in force is over, or was once: that is apologised for."""
    running = state(row["status"]).counts and row["due_at"] < now
    return row["late_since"] is not None or running


def to_do(
    row: CauseActedOn, unit_name: str, acts: Collection[str], *, apologised: bool
) -> tuple[LatenessTodo, ...]:
    """What is open about the case, by whom; ``mine``: the viewer may do it now."""
    found = []
    if row["cause_state"] is None:
        mine = CLAIM in acts
        found.append(LatenessTodo(CLAIM, "nêu nguyên nhân", f"Lãnh đạo {unit_name}", mine))
    if row["cause_state"] == "claimed":
        mine = CONFIRM in acts
        found.append(LatenessTodo(CONFIRM, "xác nhận nguyên nhân", "Cơ quan kỹ thuật", mine))
    if not apologised:
        mine = not APOLOGIES.isdisjoint(acts)
        found.append(LatenessTodo(APOLOGISE, "xin lỗi", f"Lãnh đạo {unit_name}", mine))
    return tuple(found)


def reads_told(unit: str, cause: str | None, setting: Setting, person: Person) -> bool:
    """Whether the person reads a case that this unit decides because its cause was told."""
    case = Matter(setting.province_code, setting, unit, cause_told=cause is not None)
    return may(person, "cases.read", case) is not None
