"""How far a right goes, for lists: the units and cases of a province that it reaches. Pure.

The same question as of one matter, asked of each unit: what a list holds, the right reaches in each
of its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.access.asking import By, Matter, held, in_the_past, of_the_past, reaches
from engine.access.roles import Reach
from engine.accounts import Person
from engine.organisation.keeping_past import Cuts
from engine.organisation.tree import Setting

Asked = Callable[[Setting, str], Matter]
"""What is asked of each unit, by its code. A function of a module: what it is answered is kept."""


@dataclass(frozen=True, slots=True)
class UnitsReached:
    """The units that one post or role reaches.

    ``procedures``: those that it is narrowed to; ``None``: all. ``cuts``: of units that are no
    more, what is reached of their past.
    """

    units: frozenset[str]
    procedures: tuple[str, ...] | None
    cuts: Cuts = ()


@dataclass(frozen=True, slots=True)
class CasesReached:
    """The cases that one post or role reaches: those that ``deciding`` units decide, and those of
    which ``working`` units have or had a step; ``deciding`` is ``None`` for the whole province.

    ``procedures``: those that it is narrowed to; ``None``: all. ``cuts``: of units that are no
    more, what is reached of their past.
    """

    deciding: frozenset[str] | None
    working: frozenset[str]
    procedures: tuple[str, ...] | None
    cuts: Cuts = ()


def units_reached(
    person: Person, right: str, setting: Setting, asked: Asked
) -> tuple[UnitsReached, ...]:
    """The units of which the answer is yes, by everything that gives the person the right.

    A right to cases also reaches what is kept of units that are no more.
    """
    found = (
        UnitsReached(_units(one, reach, person, setting, asked), _narrowed(one), one.cuts)
        for by, reach in held(person, right)
        for one in (by, *(in_the_past(by, person, setting) if of_the_past(right) else ()))
    )
    return tuple(dict.fromkeys(one for one in found if one.units))


def units_led(person: Person, right: str, setting: Setting) -> tuple[UnitsReached, ...]:
    """The units whose open work the right reaches, as that of who leads them: it lies with none
    that is no more."""
    found = (
        UnitsReached(_units(by, reach, person, setting, _led), _narrowed(by))
        for by, reach in held(person, right)
    )
    return tuple(dict.fromkeys(one for one in found if one.units))


def cases_reached(person: Person, right: str, setting: Setting) -> tuple[CasesReached, ...]:
    """The cases of lists, by everything that gives the person the right; none: it reaches none."""
    found = (
        _cases(one, reach, person, setting)
        for by, reach in held(person, right)
        for one in (by, *in_the_past(by, person, setting))
    )
    return tuple(
        dict.fromkeys(one for one in found if one.deciding is None or one.deciding | one.working)
    )


def _cases(by: By, reach: Reach, person: Person, setting: Setting) -> CasesReached:
    procedures = _narrowed(by)
    everywhere = Matter(setting.province_code, setting, procedure_code=_one_of(procedures))
    if by.holding is not None and reaches(by, reach, person, everywhere):
        return CasesReached(None, frozenset(), procedures, by.cuts)
    deciding, working = (_units(by, reach, person, setting, one) for one in (_decided, _worked))
    return CasesReached(deciding, working, procedures, by.cuts)


def _led(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, led_by=setting.led_from(unit))


def _decided(setting: Setting, unit: str) -> Matter:
    led = setting.led_from(unit)
    return Matter(setting.province_code, setting, unit, led_by=led, units={unit})


def _worked(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, led_by=setting.led_from(unit), units={unit})


def _units(by: By, reach: Reach, person: Person, setting: Setting, asked: Asked) -> frozenset[str]:
    """The units of one post or role, of which nothing but it and the setting decides."""
    if by.holding is None or person.province_code != setting.province_code:
        return frozenset()
    one = _one_of(by.holding.procedures)

    def found() -> frozenset[str]:
        matters = ((unit, asked(setting, unit)) for unit in setting.units)
        if one is not None:
            matters = ((unit, replace(matter, procedure_code=one)) for unit, matter in matters)
        return frozenset(unit for unit, matter in matters if reaches(by, reach, person, matter))

    return setting.once((asked, by, reach), found)


def _narrowed(by: By) -> tuple[str, ...] | None:
    return by.holding.procedures if by.holding else None


def _one_of(procedures: tuple[str, ...] | None) -> str | None:
    """Any of them: what is narrowed reaches each of them alike."""
    return procedures[0] if procedures else None
