"""Which unit decides a case: the person says what it is about and where, not who decides."""

from collections.abc import Mapping
from datetime import date

from engine.catalogue.manifest import Manifest
from engine.errors import CompetentUnknown
from engine.organisation.tree import Setting


def area_of(manifest: Manifest, answers: Mapping[str, object]) -> str | None:
    """The commune that the filing is about; ``None`` when the form asks for none."""
    named = answers.get(manifest.area_field) if manifest.area_field else None
    return str(named) if named else None


def competent_unit(
    manifest: Manifest,
    setting: Setting,
    *,
    answers: Mapping[str, object],
    receiving: str,
    day: date,
) -> str:
    """The manifest's fixed unit, else the commune of the filing, else the default of the level.

    The default is the highest unit of the procedure's level above the place that receives: the
    commune of its centre, or the provincial committee. Raises CompetentUnknown.
    """
    code = (
        manifest.competent or area_of(manifest, answers) or _default(manifest, setting, receiving)
    )
    unit = setting.units.get(code) if code else None
    if unit is None or not unit.valid(day):
        raise CompetentUnknown(procedure=manifest.short_name)
    return unit.code


def _default(manifest: Manifest, setting: Setting, receiving: str) -> str | None:
    above = [unit.code for unit in setting.upwards(receiving) if unit.level == manifest.level]
    return above[-1] if above else None
