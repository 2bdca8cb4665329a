"""The procedures that can be filed, each with the limit and channels that hold at the place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import MANIFESTS_KEPT, manifests_on
from engine.catalogue.rules.admission import elsewhere, open_channels
from engine.catalogue.rules.candidates import RulesOfDay
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import EVERYWHERE, Scope
from engine.errors import CursorInvalid
from engine.organisation.tree import Setting, setting_of
from engine.queries.filing_terms import Spot, limit_line, spot_of, standing_at
from engine.queries.views.service import CardPage, ServiceCard
from engine.queries.wording import local
from engine.routing.closures import Closure, closed_at
from engine.routing.local_rules import Standing, circumstances_of, received_under
from engine.typed.folding import findable, finder

SHOWN = ("time_limit", "cut_off", "competence", "channels", "filing_place", "handling_system")
"""The kinds of rules that change what a card says."""

VARIES = "có nơi quy định riêng"
PAGE = 50
"""Procedures of a page, unless somebody asks for fewer or more: a province has 2,300."""


def services(
    session: Session,
    *,
    now: datetime,
    search: str | None = None,
    province_code: str | None = None,
    place: str | None = None,
    receiving: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> CardPage:
    """A page of the procedures with a package valid today, whose name or code has the words.

    The search is blind to how words are spelt (``engine.typed.folding``). Cards say what holds at
    the place of ``province_code``, as the procedure's page does; ``place`` and ``receiving`` are
    read as there. ``cursor`` is the ``next`` of the page before. A page costs a few statements for
    each province that it shows, however long the list is. Raises ProvinceNotFound, UnitNotFound,
    CursorInvalid.
    """
    day = local(now).date()
    asked = setting_of(session, province_code) if province_code else None
    spot = spot_of(asked, place, receiving, day) if asked else Spot()
    found = _matching(session, search, province_code, day)
    first = _place_after(found, cursor)
    shown = found[first : first + limit]
    rows: list[ServiceCard] = []
    for province, group in groupby(shown, lambda row: row[0]):
        setting = asked or setting_of(session, province)
        rows += cards(session, setting, [manifest for _, manifest in group], spot, day)
    more = first + limit < len(found)
    return CardPage(tuple(rows), len(found), _named(shown[-1]) if more else None)


def _matching(
    session: Session, search: str | None, province_code: str | None, day: date
) -> list[tuple[str, Manifest]]:
    every = manifests_on(session, day, province_code)
    if not search:
        return every
    holds = finder(search, _read)
    return [row for row in every if holds(_told(row[1]))]


def _named(row: tuple[str, Manifest]) -> str:
    return f"{row[0]}/{row[1].code}"


def _place_after(found: Sequence[tuple[str, Manifest]], cursor: str | None) -> int:
    if cursor is None:
        return 0
    place = next((place for place, row in enumerate(found) if _named(row) == cursor), None)
    if place is None:
        raise CursorInvalid
    return place + 1


def cards(
    session: Session, setting: Setting, manifests: Sequence[Manifest], spot: Spot, day: date
) -> Iterator[ServiceCard]:
    """The cards of these procedures, by one read of all their rules."""
    targets = {EVERYWHERE}
    for manifest in manifests:
        targets |= {Scope(procedure=manifest.code).target, Scope(sector=manifest.sector).target}
    rules = RulesOfDay(
        session, setting.province_code, targets=targets, kinds=SHOWN, day=day, epoch=setting.epoch
    )
    closed = closed_at(session, setting.province_code, (spot.commune, spot.receiving))
    for manifest in manifests:
        shut = closed.get(manifest.code)
        card = _card(rules, setting, manifest, spot, day)
        yield replace(card, not_taken=words_of_closure(setting, shut)) if shut else card


_read = lru_cache(MANIFESTS_KEPT)(findable)
"""What procedures are called, read for searching once as long as it is the same."""


def _told(manifest: Manifest) -> str:
    return f"{manifest.code} {manifest.name} {manifest.short_name} {manifest.sector}"


def _card(
    rules: RulesOfDay, setting: Setting, manifest: Manifest, spot: Spot, day: date
) -> ServiceCard:
    def met(one: Standing) -> Resolved:
        return rules.met(circumstances_of(setting, one))

    standing, answers = standing_at(manifest, setting, spot, day)
    at_filing = met(standing)
    received, decides = received_under(at_filing, met, standing, answers)
    line = limit_line(manifest, received)
    if rules.narrowed(circumstances_of(setting, standing), _undecided(standing, decides)):
        line = f"{line}; {VARIES}"
    return ServiceCard(
        province_code=setting.province_code,
        code=manifest.code,
        name=manifest.name,
        short_name=manifest.short_name,
        sector=manifest.sector,
        time_limit=line,
        online="online" in open_channels(manifest, at_filing)
        and elsewhere(at_filing, "online") is None,
    )


def words_of_closure(setting: Setting, closed: Closure) -> str:
    """Where a procedure takes no filing now, and why, for whoever files."""
    return f"chưa nhận hồ sơ ở {setting.unit_short_name(closed.unit_code)}, vì {closed.short}"


def _undecided(standing: Standing, decides: str | None) -> set[str]:
    """The kinds about the limit whose place nobody has named yet: a narrower rule may speak."""
    units = {
        "cut_off": standing.receiving,
        "competence": standing.competent,
        "time_limit": decides,
    }
    return {kind for kind, unit in units.items() if unit is None}
