"""Under which code a commune stood on another day: shares of splits name those of theirs. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from engine.organisation.records import Succession, UnitRecord
from engine.organisation.shares import Share, spread

Units = Mapping[str, UnitRecord]
Successions = Mapping[str, tuple[Succession, ...]]


def commune_then(code: str, day: date, units: Units, successions: Successions) -> str:
    """The code that what is told of the commune had on the day.

    Of one that had ended: who alone took over. Of one that had not begun: the one that it began
    from. Itself where neither is known.
    """
    seen: set[str] = set()
    while (unit := units.get(code)) is not None and code not in seen:
        seen.add(code)
        if unit.valid_to is not None and unit.valid_to <= day:
            took = [one.unit for one in successions.get(code, ()) if one.day == unit.valid_to]
            other = took[0] if len(took) == 1 else None
        elif unit.valid_from > day:
            other = _began_from(unit, successions)
        else:
            break
        code = other or code
    return code


def _began_from(unit: UnitRecord, successions: Successions) -> str | None:
    came = (
        old
        for old, took in successions.items()
        for one in took
        if (one.unit, one.day) == (unit.code, unit.valid_from)
    )
    return next(came, None)


def spread_on(share: Share, units: Units, successions: Successions, day: date) -> Share:
    """The share of a split on the day, with every code of the communes that it names."""
    if not share.communes:
        return share
    known = {*successions, *(one.unit for took in successions.values() for one in took)}
    return spread(share, lambda code: commune_then(code, day, units, successions), known)


def spread_all(units: Units, successions: Successions) -> dict[str, tuple[Succession, ...]]:
    """All successions, the shares of splits with every code of their communes."""
    return {
        old: tuple(
            replace(one, share=spread_on(one.share, units, successions, one.day))
            if one.share is not None
            else one
            for one in took
        )
        for old, took in successions.items()
    }
