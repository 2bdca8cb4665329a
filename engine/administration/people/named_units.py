"""A unit as people name it: by its code, else by a name that only one has."""

from datetime import date

from engine.organisation.tree import Setting
from engine.typed import folded


def units_named(setting: Setting, text: str, day: date) -> tuple[str, ...]:
    """The codes of the units that are meant; none where nobody is called so.

    A paper of ``day`` names a unit as it was called then, or by its name of now: what was called
    so that day goes before what is called so now.
    """
    if text in setting.units:
        return (text,)
    wanted = folded(text)
    if not wanted:
        return ()
    then = [code for code in setting.units if folded(setting.name_on(code, day)) == wanted]
    return tuple(then) or tuple(
        unit.code
        for unit in setting.units.values()
        if wanted in (folded(unit.name), folded(unit.short_name))
    )


def several(text: str, found: tuple[str, ...]) -> str:
    """What is said of a name that more than one unit has."""
    return f"Có {len(found)} đơn vị tên “{text}”; hãy ghi mã: {', '.join(found)}."
