"""How far a right goes, for lists: the units and cases of a province that it reaches. Pure.

The same question as of one matter, asked of each unit: what a list holds, the right reaches in each
of its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.access.asking import By, Matter, held, reaches
from engine.access.roles import Reach
from engine.accounts import Person
from engine.organisation.tree import Setting

Asked = Callable[[str], Matter]
"""What is asked of each unit, by its code."""


@dataclass(frozen=True, slots=True)
class UnitsReached:
    """The units that one post or role reaches.

    ``procedures``: those that it is narrowed to; ``None``: all.
    """

    units: frozenset[str]
    procedures: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class CasesReached:
    """The cases that one post or role reaches: those that ``deciding`` units decide, and those of
    which ``working`` units have or had a step; ``deciding`` is ``None`` for the whole province.

    ``procedures``: those that it is narrowed to; ``None``: all.
    """

    deciding: frozenset[str] | None
    working: frozenset[str]
    procedures: tuple[str, ...] | None


def units_reached(
    person: Person, right: str, setting: Setting, asked: Asked
) -> tuple[UnitsReached, ...]:
    """The units of which the answer is yes, by everything that gives the person the right."""
    found = (
        UnitsReached(_units(by, reach, person, setting, asked), _narrowed(by))
        for by, reach in held(person, right)
    )
    return tuple(dict.fromkeys(one for one in found if one.units))


def units_led(person: Person, right: str, setting: Setting) -> tuple[UnitsReached, ...]:
    """The units whose work the right reaches, as that of who leads them."""
    return units_reached(person, right, setting, lambda unit: _led(unit, setting))


def cases_reached(person: Person, right: str, setting: Setting) -> tuple[CasesReached, ...]:
    """The cases of lists, by everything that gives the person the right; none: it reaches none."""
    found = (_cases(by, reach, person, setting) for by, reach in held(person, right))
    return tuple(
        dict.fromkeys(one for one in found if one.deciding is None or one.deciding | one.working)
    )


def _cases(by: By, reach: Reach, person: Person, setting: Setting) -> CasesReached:
    procedures = _narrowed(by)
    everywhere = Matter(setting.province_code, setting, procedure_code=_one_of(procedures))
    if by.holding is not None and reaches(by, reach, person, everywhere):
        return CasesReached(None, frozenset(), procedures)

    def decided(unit: str) -> Matter:
        return replace(_led(unit, setting), setting=setting, unit_code=unit, units={unit})

    def worked(unit: str) -> Matter:
        return replace(_led(unit, setting), units={unit})

    deciding, working = (_units(by, reach, person, setting, one) for one in (decided, worked))
    return CasesReached(deciding, working, procedures)


def _led(unit: str, setting: Setting) -> Matter:
    return Matter(setting.province_code, led_by=setting.led_from(unit))


def _units(by: By, reach: Reach, person: Person, setting: Setting, asked: Asked) -> frozenset[str]:
    if by.holding is None:
        return frozenset()
    one = _one_of(by.holding.procedures)
    return frozenset(
        unit
        for unit in setting.units
        if reaches(by, reach, person, replace(asked(unit), procedure_code=one))
    )


def _narrowed(by: By) -> tuple[str, ...] | None:
    return by.holding.procedures if by.holding else None


def _one_of(procedures: tuple[str, ...] | None) -> str | None:
    """Any of them: what is narrowed reaches each of them alike."""
    return procedures[0] if procedures else None
