"""Where a package can be filed and where not, each reason once with the units where it lacks.

One answer for the refusal of a publication, the designer's page of sending and the approver's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.organisation.tree import Setting
from engine.publishing.fileable import FoundReason, Mended, ground_of, look_over
from engine.routing.closures import ClosingReason

NAMED = 3
"""How many units a reason names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class GroupedReason:
    """A reason with all the places where it holds.

    ``units``: the first units that lack it, none where it holds at every place alike; ``more``: how
    many there are besides. ``mended``: where it is mended; empty: in the package itself.
    """

    code: str
    words: str
    units: tuple[str, ...]
    more: int
    places: int
    mended: Mended

    @property
    def told(self) -> str:
        """The reason in a line, without a full stop."""
        if not self.units:
            return f"{self.words} (ở cả {self.places} nơi)" if self.places > 1 else self.words
        at = ", ".join(self.units) + (f" và {self.more} nơi khác" if self.more else "")
        wider = self.places > len(self.units) + self.more
        return f"{self.words}: {at}{f' (cho {self.places} nơi)' if wider else ''}"


def grouped(
    setting: Setting, places: Mapping[str, tuple[ClosingReason, ...]]
) -> tuple[GroupedReason, ...]:
    """The reasons of all places; first those that keep back the places nearest to passing."""
    found: dict[tuple[str, str, Mended], dict[str, set[str]]] = {}
    for unit, reasons in sorted(places.items(), key=lambda one: len(one[1])):
        for one in reasons:
            what, lacks = one.words, ""
            if isinstance(one, FoundReason):
                what, lacks = one.what, one.lacks
            held = found.setdefault((one.code, what, _mended(one)), {})
            held.setdefault(lacks or setting.unit_name(unit), set()).add(unit)
    return tuple(_group(*key, held, len(places)) for key, held in found.items())


def _mended(reason: ClosingReason) -> Mended:
    return reason.mended if isinstance(reason, FoundReason) else ""


def _group(
    code: str, what: str, mended: Mended, held: dict[str, set[str]], of: int
) -> GroupedReason:
    places = len(set().union(*held.values()))
    names = [] if not mended and places == of else list(held)
    first, more = tuple(names[:NAMED]), max(0, len(names) - NAMED)
    return GroupedReason(code, what, first, more, places, mended)


@dataclass(frozen=True, slots=True)
class UnfileablePlace:
    """A place, and why nothing could be filed there."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a package could be filed on a day, of how many places; the nearest to passing first.

    ``dossier``: whether a dossier was brought to its result too, or people, units, accounts and
    forms alone were looked at.
    """

    day: date
    closed: tuple[UnfileablePlace, ...]
    total: int
    reasons: tuple[GroupedReason, ...]
    dossier: bool

    @property
    def nowhere(self) -> bool:
        """Whether it can't be filed at all, so that nobody can approve it."""
        return len(self.closed) == self.total

    @classmethod
    def of(
        cls,
        setting: Setting,
        day: date,
        places: Mapping[str, tuple[ClosingReason, ...]],
        *,
        dossier: bool,
    ) -> Self:
        """From what was found place by place."""
        kept_back = sorted((one for one in places.items() if one[1]), key=lambda one: len(one[1]))
        closed = tuple(
            UnfileablePlace(setting.unit_short_name(unit), tuple(one.words for one in reasons))
            for unit, reasons in kept_back
        )
        return cls(day, closed, len(places), grouped(setting, places), dossier)


def places_seen(
    session: Session, province_code: str, published: PublishedPackage, day: date
) -> Places:
    """Where a package could be filed as far as is seen without a dossier: cheap enough to read."""
    ground = ground_of(session, province_code, day, [published])
    looked = look_over(published, ground)
    places = {unit: (*looked.everywhere, *reasons) for unit, reasons in looked.places.items()}
    return Places.of(ground.setting, day, places, dossier=False)
