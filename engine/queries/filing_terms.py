"""What applies to a filing of today at a place: by the functions that the filing itself goes by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from sqlalchemy.orm import Session

from engine.catalogue.limit_rows import OwnLimit
from engine.catalogue.manifest import CHANNEL_WORDS, LimitRow, Manifest
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.rules.admission import (
    agency_needs_ground,
    elsewhere,
    no_paper,
    online_level,
    open_channels,
    paper_grounds,
)
from engine.catalogue.rules.kinds.channels import LEVELS, weekday_words
from engine.catalogue.rules.kinds.people import MODES
from engine.catalogue.rules.kinds.times import span_of, span_words
from engine.catalogue.rules.limits import LimitInForce, as_taken, limit_in_force
from engine.catalogue.rules.resolution import Resolved
from engine.errors import CompetentUnknown, UnitNotFound
from engine.organisation.tree import CENTRE_KIND, Setting
from engine.queries.fees import fees_told
from engine.queries.views.parts import UnitName
from engine.queries.views.service import (
    FilingTerms,
    LimitOfSome,
    OtherSystem,
    PaperTold,
    Told,
)
from engine.queries.wording import limit_words, package_limit_words
from engine.routing.competence import competent_unit
from engine.routing.local_rules import Standing, received_under, rules_met
from engine.worktime import Span


@dataclass(frozen=True, slots=True)
class Spot:
    """The commune that a filing is about and the centre that receives it, as far as chosen."""

    commune: str | None = None
    receiving: str | None = None


def spot_of(setting: Setting, place: str | None, receiving: str | None, day: date) -> Spot:
    """The spot behind the code of a commune or of a centre. Raises UnitNotFound.

    A commune's own centre receives unless ``receiving`` names another; a commune's centre is
    asked about its commune.
    """
    for code in (place, receiving):
        unit = setting.units.get(code) if code else None
        if code and (unit is None or not unit.valid(day)):
            raise UnitNotFound(unit_code=code)
    communes = {unit.code for unit in setting.communes(day)}
    chosen = place or receiving
    if not chosen:
        return Spot()
    if chosen in communes:
        own = setting.division(chosen, CENTRE_KIND, day)
        return Spot(chosen, receiving or (own.code if own else None))
    above = setting.units[chosen].parent
    return Spot(above if above in communes else None, receiving or chosen)


def standing_at(
    manifest: Manifest, setting: Setting, spot: Spot, day: date
) -> tuple[Standing, Mapping[str, object]]:
    """Where a filing at the spot would stand, and the answer that says so."""
    answers = {manifest.area_field: spot.commune} if manifest.area_field and spot.commune else {}
    try:
        competent = competent_unit(
            manifest, setting, answers=answers, receiving=spot.receiving or "", day=day
        )
    except CompetentUnknown:
        competent = None
    return Standing(manifest, competent, spot.receiving), answers


@dataclass(frozen=True)
class Terms:
    """What a filing at the spot meets, and the rules that its submission meets."""

    at_filing: Resolved
    shown: FilingTerms


def filing_terms(
    session: Session, published: PublishedPackage, setting: Setting, spot: Spot, day: date
) -> Terms:
    """What a filing of that day would be taken under; of the whole province without a spot."""
    manifest = published.manifest
    standing, answers = standing_at(manifest, setting, spot, day)

    def met(one: Standing) -> Resolved:
        return rules_met(session, setting, one, day=day, epoch=setting.epoch)

    found = met(standing)
    received, decides = received_under(found, met, standing, answers)
    channels = open_channels(manifest, found)
    rule, level = found.one("channels"), online_level(manifest, found)
    fees = fees_told(published, setting, found, unit=spot.commune or standing.competent)
    shown = FilingTerms(
        commune=_unit(setting, spot.commune),
        receiving=_unit(setting, spot.receiving),
        competent=_unit(setting, decides),
        competence=_competence(received),
        channels=channels,
        channels_told=Told(
            ", ".join(CHANNEL_WORDS[one] for one in channels),
            rule.basis.words if rule else None,
            local=rule is not None,
        ),
        online_level=level,
        online_words=LEVELS.get(level or ""),
        closed=_other(found, "counter"),
        online_elsewhere=_other(found, "online"),
        limit=_limit(manifest, received),
        statutory=_statutory(received),
        package_limit=_package_limit(manifest, received),
        limits=_rows(manifest, received, channels),
        cut_off=_cut_off(manifest, received),
        paper=_paper(found),
        agency_needs_ground=agency_needs_ground(found, channels, "counter"),
        paper_grounds=paper_grounds(found),
        no_slip=_no_slip(found),
        fees=fees if spot.receiving else (),
    )
    return Terms(found, shown)


def _unit(setting: Setting, code: str | None) -> UnitName | None:
    return UnitName(code, setting.unit_name(code)) if code else None


def _competence(found: Resolved) -> Told | None:
    rule = found.one("competence")
    if rule is None:
        return None
    return Told(MODES[rule.value["mode"]], rule.basis.words, local=True)


def _other(found: Resolved, channel: str) -> OtherSystem | None:
    other = elsewhere(found, channel)
    return OtherSystem(other.where, other.address, other.basis) if other else None


def _in_force(manifest: Manifest, found: Resolved) -> LimitInForce:
    """The limit of a case of which nothing is known yet that a row of limits asks."""
    return limit_in_force(OwnLimit(manifest.time_limit), as_taken(found))


def _limit(manifest: Manifest, found: Resolved) -> Told:
    """The limit that is counted: the rule's, else the package's without its cut-off hour."""
    limit = _in_force(manifest, found)
    if limit.rule is None:
        return _own_limit(manifest)
    return Told(span_words(limit.span), limit.basis, local=True)


def _rows(
    manifest: Manifest, found: Resolved, channels: tuple[str, ...]
) -> tuple[LimitOfSome, ...]:
    """The limits of some cases, where no local rule speaks instead of them."""
    if _in_force(manifest, found).rule is not None:
        return ()
    return tuple(
        _row(row)
        for row in manifest.limits
        if not row.channels or set(row.channels) & set(channels)
    )


def _row(row: LimitRow) -> LimitOfSome:
    return LimitOfSome(
        variant=row.variant,
        words=limit_words(Span(row.limit.amount, row.limit.unit), same_day=row.limit.same_day),
        basis=row.limit.basis,
        clock=row.clock,
        channels=row.channels,
        phase=row.phase,
    )


def _statutory(found: Resolved) -> Told | None:
    """The law's limit beside a shorter committed one."""
    rule = found.one("time_limit", slot="statutory")
    if rule is None or found.one("time_limit", slot="committed") is None:
        return None
    return Told(span_words(span_of(rule.value)), rule.basis.words, local=True)


def _package_limit(manifest: Manifest, found: Resolved) -> Told | None:
    """The approved process's own limit where a local rule speaks instead of it."""
    return None if _in_force(manifest, found).rule is None else _own_limit(manifest)


def _own_limit(manifest: Manifest) -> Told:
    own = manifest.time_limit
    return Told(package_limit_words(replace(own, cut_off=None)), own.basis or None, local=False)


def limit_line(manifest: Manifest, found: Resolved) -> str:
    """The limit in one line, with the package's own way of saying the cut-off hour."""
    limit = _limit(manifest, found)
    if limit.local:
        return limit.words
    own = package_limit_words(replace(manifest.time_limit, cut_off=_hour(manifest, found)))
    rows = _rows(manifest, found, open_channels(manifest, found))
    return "; ".join([own, *(row.line for row in rows)])


def _hour(manifest: Manifest, found: Resolved) -> time | None:
    # The hour of the cut-off stays the package's where a local rule has another limit.
    return as_taken(found).cut_off(manifest.time_limit.cut_off)


def _cut_off(manifest: Manifest, found: Resolved) -> Told | None:
    rule, own = found.one("cut_off"), manifest.time_limit
    hour = _hour(manifest, found)
    if hour is None:
        return None
    words = f"Nhận từ {hour:%H:%M} thì tính từ ngày làm việc tiếp theo"
    return Told(words, rule.basis.words if rule else own.basis or None, local=rule is not None)


def _no_slip(found: Resolved) -> Told | None:
    rule = found.one("no_slip")
    if rule is None or not rule.value["no_slip"]:
        return None
    return Told("trả ngay trong lúc chờ, không giấy hẹn", rule.basis.words, local=True)


def _paper(found: Resolved) -> PaperTold | None:
    """What a paperless rule says; ``None`` where paper is taken on every day."""
    rule = found.one("paperless")
    if rule is None or not rule.value["paperless"]:
        return None
    days = rule.value.get("weekdays")
    words = weekday_words(days) if days else "mọi ngày"
    return PaperTold(no_paper(found) is not None, words, rule.basis.words)
