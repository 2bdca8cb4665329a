"""A unit as people name it: by its code, else by a name that only one has."""

from engine.organisation.tree import Setting
from engine.typed import folded


def units_named(setting: Setting, text: str) -> tuple[str, ...]:
    """The codes of the units that are meant; none where nobody is called so."""
    if text in setting.units:
        return (text,)
    wanted = folded(text)
    return tuple(
        unit.code
        for unit in setting.units.values()
        if wanted and wanted in (folded(unit.name), folded(unit.short_name))
    )


def several(text: str, found: tuple[str, ...]) -> str:
    """What is said of a name that more than one unit has."""
    return f"Có {len(found)} đơn vị tên “{text}”; hãy ghi mã: {', '.join(found)}."
