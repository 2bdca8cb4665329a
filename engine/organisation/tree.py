"""A province as one act sees it: its units on any day, and their calendars.

Read once per configuration epoch and process. The epoch is read in the transaction of the act, so a
cached setting is exact: a change of the configuration raises it.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.util import memoized_property

from engine.errors import ProvinceNotFound
from engine.organisation.changes import is_configuring
from engine.organisation.communes_then import spread_all
from engine.organisation.keeping_past import Past, Taken, TookOver, cut_of, past_of
from engine.organisation.moved_desks import MovedDesks, done_at, moved_desks_of
from engine.organisation.records import Renamed, Serving, Succession, UnitRecord
from engine.organisation.setting_rows import (
    areas_of,
    by_parent_and_kind,
    calendars_of,
    renamed_of,
    sectors_of,
    serving_of,
    successions_of,
    units_of,
)
from engine.organisation.shares import ANYTHING, About, taking
from engine.store.base import Code, table_of
from engine.store.database import connection_of, remembered
from engine.store.organisation import (
    Position,
    Province,
)
from engine.store.prepared import PreparedQuery
from engine.worktime import Calendar

COMMUNE_KIND = "ubnd_xa"
"""The kind of unit that stands for a commune or ward."""
CENTRE_KIND = "ttphcc"
"""The kind of unit that receives and returns: a public administration service centre."""
MOST_KEPT = 2_000
"""Answers that a setting keeps."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Setting:
    """A province at one epoch."""

    province_code: str
    name: str
    agency_code: str
    epoch: int
    calendar: Calendar
    """The province's own: the calendar of every unit that names none."""
    calendars: Mapping[str, Calendar]
    units: Mapping[str, UnitRecord]
    divisions: Mapping[tuple[str, str], tuple[UnitRecord, ...]]
    """(parent, kind) → units of that kind under that parent, in code order."""
    positions: Mapping[str, str]
    """Position code → title."""
    areas: Mapping[str, tuple[str, ...]]
    """Unit code → the areas that it belongs to."""

    serving: Mapping[tuple[str, str], tuple[Serving, ...]] = field(default_factory=dict)
    """(role, commune) → the units that serve the commune in the role, each in its time."""

    successions: Mapping[str, tuple[Succession, ...]] = field(default_factory=dict)
    """Unit → the units that took over from it, each on its day."""

    renamed: Mapping[str, tuple[Renamed, ...]] = field(default_factory=dict)
    """Unit → the days on which it got another name, each with the names before."""

    moved_desks: MovedDesks = field(default_factory=dict)
    """Desk → where its work is done, each in its time."""

    sectors: Mapping[str, str] = field(default_factory=dict)
    """Procedure → its sector, where a unit was split by sectors."""

    _worked_out: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((self.province_code, self.epoch))

    def once(self, key: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """What follows from the setting and the key alone, worked out the first time it is asked.

        Full, it forgets everything: a province has more posts and days than need be kept.
        """
        kept = self._worked_out
        found: Answer | None = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[key] = work_out()
        return found

    def name_on(self, code: str, day: date) -> str:
        """The name that the unit had on the day, for what was printed then."""
        before = (one.name for one in self.renamed.get(code, ()) if day < one.day)
        return next(before, None) or self.unit_name(code)

    def short_name_on(self, code: str, day: date) -> str:
        """The short name that the unit had on the day, for what was done then."""
        before = (one.short_name for one in self.renamed.get(code, ()) if day < one.day)
        return next(before, None) or self.unit_short_name(code)

    def succession(self, unit_code: str, about: About = ANYTHING) -> Succession | None:
        """Who took over from a unit when it ended; ``None``: nobody, or several did.

        Of one that was split: who took what it is about.
        """
        took = self._took(unit_code)
        if len(took) == 1:
            return took[0]
        return taking(((one, one.share) for one in took if one.share is not None), about)

    @memoized_property
    def split(self) -> bool:
        """Whether a unit was ever split: then it is asked what a matter is about."""
        return any(one.share for several in self.successions.values() for one in several)

    def _took(self, unit_code: str) -> list[Succession]:
        unit = self.units.get(unit_code)
        return [s for s in self.successions.get(unit_code, ()) if unit and s.day == unit.valid_to]

    def on_day(self, unit_code: str, day: date, about: About = ANYTHING) -> str | None:
        """The unit that stands for it on the day: itself, else the only one that took over.

        Chains are followed, and splits by what it is about; ``None`` where nobody alone took over.
        """
        code: str | None = unit_code
        for _ in self.units:
            unit = self.units.get(code) if code else None
            if unit is None or unit.valid_to is None or day < unit.valid_to:
                return code if unit else None
            took = self.succession(unit.code, about)
            code = took.unit if took else None
        return None

    def past_of(self, unit_code: str, day: date) -> Past:
        """The units whose past the unit keeps by the day (``engine.organisation.keeping_past``)."""
        if unit_code not in self.took_over:
            return ()
        return self.once(("past", unit_code, day), lambda: past_of(self.took_over, unit_code, day))

    def goes_on_as(self, unit_code: str, other: str, day: date) -> bool:
        """Whether the other unit is the same or took over from it, in whole or in part."""
        return unit_code == other or any(unit_code == old for old, _ in self.past_of(other, day))

    @memoized_property
    def took_over(self) -> TookOver:
        """Unit → what it took over from which, and when."""
        found: dict[str, list[Taken]] = {}
        for old in self.successions:
            took = self._took(old)
            for one in took:
                others = [each.share for each in took if each.share and each is not one]
                cut = cut_of(one.share, others, self.sectors) if one.share else None
                found.setdefault(one.unit, []).append(Taken(old, one.day, cut))
        return found

    def serving_unit(self, role: str, commune: str, day: date) -> str | None:
        """The unit that serves the commune in the role on the day; ``None``: nobody does."""
        found = self.served(role, commune, day)
        return found.unit if found else None

    def served(self, role: str, commune: str, day: date) -> Serving | None:
        """The same, with since when, until when and by which paper."""
        found = (one for one in self.serving.get((role, commune), ()) if one.valid(day))
        return next(found, None)

    def desk_on(self, unit_code: str, position_code: str, day: date) -> tuple[str, str]:
        """The unit and position that do the work of a desk on the day.

        Where the unit that it was moved to is no more, the one that took over does.
        """
        desk = (unit_code, position_code)
        unit, position = done_at(self.moved_desks, desk, day)
        if (unit, position) == desk:
            return desk
        return self.on_day(unit, day) or unit, position

    def unserved(self, role: str, day: date) -> tuple[str, ...]:
        """The communes of the day that no unit serves in the role."""
        communes = (unit.code for unit in self.communes(day))
        return tuple(one for one in communes if self.serving_unit(role, one, day) is None)

    def division(
        self, parent: str, kind: str, day: date, about: About = ANYTHING
    ) -> UnitRecord | None:
        """The unit of that kind directly under ``parent`` on that day.

        Where one was split, the one that took what it is about; where there is none any more, the
        one that took over from the last.
        """
        known = self.divisions.get((parent, kind), ())
        found = [unit for unit in known if unit.valid(day)]
        gone = [unit for unit in known if unit.valid_to is not None and unit.valid_to <= day]
        for unit in sorted(gone, key=lambda one: str(one.valid_to), reverse=True):
            if not found or len(self._took(unit.code)) > 1:
                code = self.on_day(unit.code, day, about)
                if code is not None:
                    return self.units[code]
        return found[0] if found else None

    def communes(self, day: date) -> Iterator[UnitRecord]:
        """The committees of the communes and wards of that day."""
        return (u for u in self.units.values() if u.kind == COMMUNE_KIND and u.valid(day))

    def centres(self, day: date) -> Iterator[UnitRecord]:
        """The service centres of that day, of the communes and of the province."""
        return (u for u in self.units.values() if u.kind == CENTRE_KIND and u.valid(day))

    def agency_of(self, unit_code: str) -> str:
        """The agency identifier of a unit: its own, or that of the nearest unit above it."""
        codes = (unit.agency_code for unit in self.upwards(unit_code) if unit.agency_code)
        return next(codes, self.agency_code)

    def calendar_of(self, unit_code: str) -> Calendar:
        """The calendar of a unit: its own, that of the nearest unit above it, the province's."""
        for unit in self.upwards(unit_code):
            if unit.calendar_code is not None:
                return self.calendars[unit.calendar_code]
        return self.calendar

    @memoized_property
    def units_by_other_calendar(self) -> Mapping[str, tuple[str, ...]]:
        """Calendar code → the units that go by it, for every calendar but the province's own."""
        found: dict[str, tuple[str, ...]] = {}
        others = {code: one for code, one in self.calendars.items() if one is not self.calendar}
        for unit in self.units if others else ():
            code = next((u.calendar_code for u in self.upwards(unit) if u.calendar_code), None)
            if code in others:
                found[code] = (*found.get(code, ()), unit)
        return found

    def agency_unit(self, unit_code: str) -> str:
        """The agency that a unit is part of: the nearest unit at or above it with an identifier."""
        found = (unit.code for unit in self.upwards(unit_code) if unit.agency_code)
        return next(found, unit_code)

    def led_from(self, unit_code: str) -> tuple[str, ...]:
        """The units whose heads lead the unit: itself and those above it in the same agency.

        The centre of a commune has an identifier of its own, and the commune's chair leads it too.
        """
        return self._led_from.get(unit_code) or self._climbed(unit_code)

    def led_by(self, unit_code: str) -> tuple[str, ...]:
        """The units that the head of the unit leads: it and those below it in the same agency."""
        return self._led_by.get(unit_code, ())

    @memoized_property
    def _led_from(self) -> Mapping[str, tuple[str, ...]]:
        return {code: self._climbed(code) for code in self.units}

    @memoized_property
    def _led_by(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, leading in self._led_from.items():
            for one in leading:
                found[one] = (*found.get(one, ()), code)
        return found

    def _climbed(self, unit_code: str) -> tuple[str, ...]:
        agency, found = self.agency_unit(unit_code), []
        for unit in self.upwards(unit_code):
            found.append(unit.code)
            if unit.code == agency:
                if not self._is_of_commune(unit):
                    break
                agency = self.agency_unit(unit.parent or agency)
        return tuple(found)

    def _is_of_commune(self, unit: UnitRecord) -> bool:
        parent = self.units.get(unit.parent) if unit.parent else None
        return unit.kind == CENTRE_KIND and parent is not None and parent.kind == COMMUNE_KIND

    def within(self, unit_code: str, roots: Collection[str]) -> bool:
        """Whether the unit is one of ``roots`` or stands below one of them."""
        return any(unit.code in roots for unit in self.upwards(unit_code))

    def upwards(self, unit_code: str) -> Iterator[UnitRecord]:
        """The unit and every unit above it; nothing for an unknown one."""
        unit = self.units.get(unit_code)
        while unit is not None:
            yield unit
            unit = self.units.get(unit.parent) if unit.parent else None

    def unit_name(self, code: str) -> str:
        """The unit's name, or its code if it is no longer known."""
        unit = self.units.get(code)
        return unit.name if unit else code

    def unit_short_name(self, code: str) -> str:
        """The unit's short name, or its code if it is no longer known."""
        unit = self.units.get(code)
        return unit.short_name if unit else code


def under_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    """Whether climbing from a unit never reaches the top."""
    seen: set[str] = set()
    at: str | None = code
    while at is not None and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return at is not None


_province = table_of(Province)
_EPOCH = PreparedQuery(
    select(_province.c.epoch).where(_province.c.code == bindparam("province", type_=Code))
)


def setting_of(session: Session, province_code: str) -> Setting:
    """The province at its present epoch. Raises ProvinceNotFound."""
    epoch = remembered(session, ("epoch", province_code), lambda: epoch_now(session, province_code))
    if epoch is None:
        raise ProvinceNotFound(province_code=province_code)
    return setting_at(session, province_code, epoch)


def epoch_now(session: Session, province_code: str) -> int | None:
    """The epoch as this statement finds it; ``None``: there is no such province."""
    found = _EPOCH.one_or_none(connection_of(session), {"province": province_code})
    return found[0] if found else None


def known_epoch(session: Session, province_code: str, epoch: int) -> None:
    """Let a session that only reads take this for the province's present epoch."""
    remembered(session, ("epoch", province_code), lambda: epoch)


_known: WeakKeyDictionary[Engine, dict[tuple[str, int], Setting]] = WeakKeyDictionary()


def setting_at(session: Session, province_code: str, epoch: int) -> Setting:
    """The province at ``epoch``, which the caller read in this transaction."""
    if is_configuring(session):
        # What this transaction changed may still be rolled back: not for anyone else's eyes.
        return _load(session, province_code, epoch)
    known = _known.setdefault(session.get_bind().engine, {})
    setting = known.get((province_code, epoch))
    if setting is None:
        setting = _load(session, province_code, epoch)
        for old in [key for key in known if key[0] == province_code]:
            del known[old]
        known[province_code, epoch] = setting
    return setting


def _load(session: Session, province_code: str, epoch: int) -> Setting:
    province = session.execute(
        select(Province.name, Province.agency_code, Province.calendar_code).where(
            Province.code == province_code
        )
    ).one()
    own, calendars = calendars_of(session, province_code, province.calendar_code)
    units = units_of(session, province_code)
    successions = spread_all(units, successions_of(session, province_code))
    positions = session.execute(
        select(Position.code, Position.title).where(Position.province_code == province_code)
    )
    return Setting(
        province_code=province_code,
        name=province.name,
        agency_code=province.agency_code,
        epoch=epoch,
        calendar=own,
        calendars=calendars,
        units=units,
        divisions=by_parent_and_kind(units),
        positions={row.code: row.title for row in positions},
        areas=areas_of(session, province_code),
        serving=serving_of(session, province_code),
        successions=successions,
        sectors=sectors_of(session, province_code, successions),
        renamed=renamed_of(session, province_code),
        moved_desks=moved_desks_of(session, province_code),
    )
