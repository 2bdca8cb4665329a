"""Where a rule applies, and what of that a case stands in."""

from dataclasses import dataclass

from engine.organisation.tree import Setting

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule is narrowed to. Nothing given: every procedure, the whole province.

    A rule names a procedure or a group of procedures (a sector), never both; a unit (with all
    below it) or an area, never both. ``element`` is a step of the procedure's diagram.
    """

    procedure: str | None = None
    sector: str | None = None
    unit: str | None = None
    area: str | None = None
    element: str = ""

    @property
    def target(self) -> str:
        """Which procedures, as the database indexes it."""
        if self.procedure:
            return f"procedure:{self.procedure}"
        return f"sector:{self.sector}" if self.sector else EVERYWHERE

    @property
    def place(self) -> str:
        """Which units, as the database indexes it."""
        if self.unit:
            return f"unit:{self.unit}"
        return f"area:{self.area}" if self.area else EVERYWHERE

    @classmethod
    def of(cls, target: str, place: str, element: str) -> "Scope":
        """The scope behind its two index keys."""
        kind, _, name = target.partition(":")
        where, _, code = place.partition(":")
        return cls(
            procedure=name if kind == "procedure" else None,
            sector=name if kind == "sector" else None,
            unit=code if where == "unit" else None,
            area=code if where == "area" else None,
            element=element,
        )


@dataclass(frozen=True, slots=True)
class Site:
    """A unit with all above it, from below, and the areas of any of these."""

    units: tuple[str, ...]
    areas: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The index keys, narrowest first: units from below, areas, the province."""
        units = (f"unit:{code}" for code in self.units)
        return *units, *(f"area:{code}" for code in self.areas), EVERYWHERE


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a case stands in: its procedure, where it is decided and where it was received.

    Most kinds of rules look at the competent unit; those about filing at the receiving one.
    """

    procedure: str
    sector: str
    competent: Site
    receiving: Site

    @property
    def targets(self) -> tuple[str, ...]:
        """The index keys of procedures, narrowest first."""
        return f"procedure:{self.procedure}", f"sector:{self.sector}", EVERYWHERE

    @property
    def places(self) -> tuple[str, ...]:
        """The index keys of both sites, for the one read of all kinds."""
        return tuple(dict.fromkeys((*self.competent.places, *self.receiving.places)))


def circumstances(
    setting: Setting,
    *,
    procedure: str,
    sector: str,
    competent_unit: str,
    receiving_unit: str | None = None,
) -> Circumstances:
    """What a case of this procedure stands in; received where it is decided unless said."""
    competent = site_of(setting, competent_unit)
    received = site_of(setting, receiving_unit) if receiving_unit else competent
    return Circumstances(procedure, sector, competent, received)


def site_of(setting: Setting, unit_code: str) -> Site:
    """The unit with all above it and their areas."""
    units = tuple(unit.code for unit in setting.upwards(unit_code))
    areas = dict.fromkeys(area for unit in units for area in setting.areas.get(unit, ()))
    return Site(units, tuple(areas))
