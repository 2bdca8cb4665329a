"""The service centre that stands beside the unit which solves a case."""

from datetime import date

from engine.organisation.tree import Setting


def own_centres(setting: Setting, unit_code: str, day: date) -> tuple[str, ...]:
    """The centres of the agency that the unit is part of: the commune's, or the province's.

    Where a dossier was filed elsewhere they watch it (decree 118/2025 art. 20.1).
    """
    for unit in setting.upwards(unit_code):
        found = tuple(
            one.code
            for one in setting.centres(day)
            if one.level == unit.level and setting.within(one.code, {unit.code})
        )
        if found:
            return found
    return ()
