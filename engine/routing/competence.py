"""Which unit decides a case: the person says what it is about and where, not who decides."""

from collections.abc import Mapping
from datetime import date

from engine.catalogue.manifest import Manifest
from engine.errors import CompetentUnknown, NobodyServes
from engine.organisation.shares import About
from engine.organisation.tree import Setting


def area_of(manifest: Manifest, answers: Mapping[str, object]) -> str | None:
    """The commune that the filing is about; ``None`` when the form asks for none."""
    named = answers.get(manifest.area_field) if manifest.area_field else None
    return str(named) if named else None


def about_of(manifest: Manifest, commune: str | None, refs: frozenset[str] = frozenset()) -> About:
    """What a case of the procedure is about, for units that were split."""
    return About(manifest.code, manifest.sector, commune, refs)


def competent_unit(
    manifest: Manifest,
    setting: Setting,
    *,
    answers: Mapping[str, object],
    receiving: str,
    day: date,
) -> str:
    """The manifest's unit, else the commune of the filing, else the default of the level.

    The default is the highest unit of the procedure's level above the place that receives: the
    commune of its centre, or the provincial committee. Raises CompetentUnknown.
    """
    commune = area_of(manifest, answers)
    if manifest.competent or manifest.competent_by_area:
        code = deciding_unit(manifest, setting, commune, day)
    else:
        code = commune or _default(manifest, setting, receiving)
    unit = setting.units.get(code) if code else None
    if unit is None or not unit.valid(day):
        raise CompetentUnknown(procedure=manifest.short_name)
    return unit.code


def deciding_unit(
    manifest: Manifest, setting: Setting, commune: str | None, day: date
) -> str | None:
    """The unit that the manifest names: fixed, or the one that serves the commune on the day.

    A fixed one that is no more: the one that took over from it.
    """
    if manifest.competent_by_area is None or commune is None:
        fixed = manifest.competent
        about = about_of(manifest, commune)
        return (setting.on_day(fixed, day, about) or fixed) if fixed else None
    return setting.serving_unit(manifest.competent_by_area, commune, day)


def check_served(
    manifest: Manifest,
    setting: Setting,
    answers: Mapping[str, object],
    *,
    receiving: str,
    day: date,
) -> None:
    """Refuse a filing about a commune that nobody serves in a role of the package.

    Raises NobodyServes.
    """
    roles = {*manifest.area_roles.values(), manifest.competent_by_area} - {None}
    commune = area_of(manifest, answers) or _default(manifest, setting, receiving)
    for role in sorted(filter(None, roles)):
        if commune is not None and setting.serving_unit(role, commune, day) is None:
            agency = setting.unit_name(setting.agency_unit(receiving))
            raise NobodyServes(commune=setting.unit_name(commune), role=role, agency=agency)


def _default(manifest: Manifest, setting: Setting, receiving: str) -> str | None:
    above = [unit.code for unit in setting.upwards(receiving) if unit.level == manifest.level]
    return above[-1] if above else None
