"""The service centre that stands beside the unit which solves a case."""

from collections.abc import Mapping
from datetime import date

from engine.organisation.tree import CENTRE_KIND, Setting


def own_centres(setting: Setting, unit_code: str, day: date) -> tuple[str, ...]:
    """The centres of the agency that the unit is part of: the commune's, or the province's.

    Where a dossier was filed elsewhere they watch it (decree 118/2025 art. 20.1).
    """
    return _above(setting, unit_code, _places(setting, day))


def watched_by(setting: Setting, centre: str, day: date) -> frozenset[str]:
    """The units whose own centre it is; none for a unit that is no centre."""
    found = setting.units.get(centre)
    if found is None or found.kind != CENTRE_KIND:
        return frozenset()
    places = _places(setting, day)

    def watched() -> frozenset[str]:
        return frozenset(unit for unit in setting.units if centre in _above(setting, unit, places))

    return setting.once((watched_by, centre, day), watched)


def _places(setting: Setting, day: date) -> Mapping[str, tuple[str, ...]]:
    """By agency the centres of its own level that stand below it."""
    return setting.once((_places, day), lambda: _placed(setting, day))


def _placed(setting: Setting, day: date) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for centre in setting.centres(day):
        for unit in setting.upwards(centre.code):
            if unit.level == centre.level:
                found[unit.code] = (*found.get(unit.code, ()), centre.code)
    return found


def _above(
    setting: Setting, unit_code: str, places: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    return next(
        (places[unit.code] for unit in setting.upwards(unit_code) if unit.code in places), ()
    )
