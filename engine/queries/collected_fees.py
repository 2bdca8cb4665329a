"""What is collected where, by which basis, who is let off, which account receives it (R-71, R-73).

Places at which a procedure costs the same, by the same rules, are one row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.catalogue.forms import questions
from engine.catalogue.manifest import CHANNEL_NAMES, Manifest
from engine.catalogue.packages import PublishedPackage, current_packages, package, versions_on
from engine.catalogue.rules.admission import open_channels
from engine.catalogue.rules.candidates import RulesOfDay
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import EVERYWHERE, Scope, site_of
from engine.errors import CompetentUnknown, ConfigurationUnreadable, FeeUndecided, UnitNotFound
from engine.fees import FeeLine, base_fees, fees_due
from engine.fees.subjects import subject_words, subjects_of
from engine.organisation.beneficiary_accounts import AccountsOfDay
from engine.organisation.tree import CENTRE_KIND, Setting, setting_of
from engine.queries.fees import BY_ANSWERS, FREE
from engine.queries.fees import KINDS as CHARGES
from engine.queries.views.collected import (
    ChannelDue,
    CollectedFee,
    CollectedItem,
    FeePage,
    LetOff,
)
from engine.queries.views.parts import UnitName
from engine.routing.competence import competent_unit
from engine.routing.local_rules import Standing, circumstances_of
from engine.store.rows import Channel
from engine.typed.folding import finder

RULED = ("fee_amount", "fee_exemption", "channels")
"""The kinds of rules that change what is collected, or by which ways it is filed."""
OF_TABLE = "biểu phí của quy trình"
NO_TABLE = "Quy trình để biểu phí cho tỉnh, chưa quy định nào đặt mức thu"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a filing may be about, and where it then stands."""

    unit: str
    standing: Standing


def collected_fees(
    session: Session,
    *,
    person: Person,
    province_code: str,
    day: date,
    unit: str | None = None,
    search: str | None = None,
    after: int = 0,
    limit: int = 30,
) -> FeePage:
    """The fees of the published procedures on ``day``, for all staff of the province.

    ``unit``: only where that unit, or one below it, decides or is filed about; ``search``: words
    of a procedure. ``after`` procedures are left out. Raises ConfigurationUnreadable, UnitNotFound.
    """
    if not may(person, "catalogue.read", Matter(province_code)):
        raise ConfigurationUnreadable
    setting = setting_of(session, province_code)
    if unit is not None and unit not in setting.units:
        raise UnitNotFound(unit_code=unit)
    holds = finder(search or "")
    versions = [
        one
        for one in versions_on(session, day, province_code)
        if holds(f"{one.manifest.code} {one.manifest.name} {one.manifest.short_name}")
    ]
    digests = current_packages(session, day, province_code).get(province_code, {})
    shown = versions[after : after + limit]
    found = [
        (package(session, province_code, digests[one.manifest.code]), one.valid_from)
        for one in shown
    ]
    rows = fees_of(session, setting, found, day, unit=unit)
    more = after + limit if len(versions) > after + limit else None
    return FeePage(day, len(versions), tuple(rows), more)


def fees_of(
    session: Session,
    setting: Setting,
    versions: Sequence[tuple[PublishedPackage, date]],
    day: date,
    *,
    unit: str | None = None,
    epoch: int | None = None,
) -> list[CollectedFee]:
    """The same of these versions, each with its first day, in their order.

    ``epoch``: by the rules that were known then.
    """
    rules = _rules(session, setting, day, [one.manifest for one, _ in versions], epoch)
    told = _Telling(session, setting, day, rules, unit)
    for published, since in versions:
        told.add(published, since)
    return told.rows


def _rules(
    session: Session, setting: Setting, day: date, manifests: Sequence[Manifest], epoch: int | None
) -> RulesOfDay:
    targets = {EVERYWHERE}
    for one in manifests:
        targets |= {Scope(procedure=one.code).target, Scope(sector=one.sector).target}
    known = setting.epoch if epoch is None else epoch
    code = setting.province_code
    return RulesOfDay(session, code, targets=targets, kinds=RULED, day=day, epoch=known)


class _Telling:
    """The rows of a page, by one read of all rules and one of all accounts."""

    def __init__(
        self,
        session: Session,
        setting: Setting,
        day: date,
        rules: RulesOfDay,
        unit: str | None,
    ) -> None:
        self.setting, self.day, self.unit, self.rules = setting, day, unit, rules
        self.accounts = AccountsOfDay(session, setting, day)
        self.rows: list[CollectedFee] = []

    def add(self, published: PublishedPackage, since: date) -> None:
        """A row for each group of places at which the procedure costs the same."""
        groups: dict[object, list[_Place]] = {}
        every = list(self._places(published))
        for place in every:
            groups.setdefault(self._key(published, place), []).append(place)
        alike: dict[CollectedFee, list[_Place]] = {}
        for places in groups.values():
            found = self._told(published, since, places[0])
            alike.setdefault(found, []).extend(places)
        for row, places in alike.items():
            names = tuple(self._named(one.unit) for one in places)
            items = tuple(self._received(item, places) for item in row.items)
            whole = len(places) == len(every)
            self.rows.append(replace(row, units=names, everywhere=whole, items=items))

    def _places(self, published: PublishedPackage) -> Iterator[_Place]:
        manifest, setting, area = published.manifest, self.setting, published.manifest.area_field
        for one in setting.communes(self.day) if area else setting.centres(self.day):
            centre = setting.division(one.code, CENTRE_KIND, self.day) if area else one
            receiving = centre.code if centre else one.code
            try:
                decides = competent_unit(
                    manifest,
                    setting,
                    answers={area: one.code} if area else {},
                    receiving=receiving,
                    day=self.day,
                )
            except CompetentUnknown:
                continue
            asked = self.unit
            if asked and not any(setting.within(code, [asked]) for code in (one.code, decides)):
                continue
            yield _Place(one.code, Standing(manifest, decides, receiving))

    def _key(self, published: PublishedPackage, place: _Place) -> object:
        """The same for places between which no rule and no area tells a difference."""
        case = circumstances_of(self.setting, place.standing)
        named = self.rules.places(case)
        sites = (case.competent.places, case.receiving.places)
        areas = site_of(self.setting, place.unit).areas if published.manifest.fee else ()
        return areas, *(tuple(one for one in site if one in named) for site in sites)

    def _told(self, published: PublishedPackage, since: date, place: _Place) -> CollectedFee:
        manifest = published.manifest
        found = self.rules.met(circumstances_of(self.setting, place.standing))
        lines, by_answers = self._lines(published, found, place.unit)
        items = tuple(_items(lines, found, since))
        said = None
        if not items:
            said = FREE if manifest.free else BY_ANSWERS if manifest.fee else NO_TABLE
        return CollectedFee(
            procedure_code=manifest.code,
            procedure_name=manifest.short_name,
            sector=manifest.sector,
            said=said,
            by_answers=by_answers and bool(items),
            everywhere=True,
            units=(),
            items=items,
            let_off=tuple(_let_off(published, found, since)),
        )

    def _lines(
        self, published: PublishedPackage, found: Resolved, unit: str
    ) -> tuple[Mapping[Channel, Sequence[FeeLine]], bool]:
        """The items by each open channel, and whether answers of 1 were taken for them."""
        manifest = published.manifest
        answers = ones(published)
        if answers is None:
            return {}, False
        rules = [*found.of_kind("fee_amount"), *found.of_kind("fee_exemption")]
        lines: dict[Channel, Sequence[FeeLine]] = {}
        try:
            for channel in open_channels(manifest, found):
                base = base_fees(
                    manifest.fee,
                    published.files,
                    channel=channel,
                    day=self.day,
                    areas=site_of(self.setting, unit).areas,
                    subjects=(),
                    answers=answers,
                )
                lines[channel] = fees_due(
                    base, rules, channel=channel, subjects=(), answers=answers
                )
        except FeeUndecided:
            return {}, False
        return lines, bool(answers)

    def _received(self, item: CollectedItem, places: Sequence[_Place]) -> CollectedItem:
        """The item with the accounts of those who decide at these places."""
        kinds = {item.kind} if item.kind in CHARGES else set(CHARGES)
        accounts: dict[str, None] = {}
        without: dict[str, None] = {}
        for unit in dict.fromkeys(one.standing.competent or one.unit for one in places):
            account = self.accounts.account_for(unit, kinds)
            if account:
                accounts[account] = None
            else:
                without[unit] = None
        lacking = tuple(self._named(unit) for unit in without)
        return replace(item, accounts=tuple(accounts), without_account=lacking)

    def _named(self, unit: str) -> UnitName:
        return UnitName(unit, self.setting.unit_name(unit))


def ones(published: PublishedPackage) -> Mapping[str, object] | None:
    """The answers that the table needs, each 1; ``None`` where one of them is no number."""
    table = published.manifest.fee
    if table is None or not table.inputs:
        return {}
    form = published.form(published.manifest.filing_form) or {}
    numbers = {one["key"] for one in questions(form) if one.get("type") == "number"}
    wanted = set(table.inputs.values())
    return dict.fromkeys(wanted, Decimal(1)) if wanted <= numbers else None


def _items(
    lines: Mapping[Channel, Sequence[FeeLine]], found: Resolved, since: date
) -> Iterator[CollectedItem]:
    """Each item once, with what is due of it by every way of filing."""
    by_item: dict[str, dict[Channel, FeeLine]] = {}
    for channel, told in lines.items():
        for line in told:
            by_item.setdefault(line.item, {})[channel] = line
    for item, ways in by_item.items():
        line = next(iter(ways.values()))
        rule = found.one("fee_amount", slot=item)
        name = CHARGES.get(line.kind, line.kind)
        yield CollectedItem(
            item=item,
            name=name if item == line.kind else f"{name} ({item})",
            kind=line.kind,
            full=line.full,
            channels=tuple(
                ChannelDue(channel, CHANNEL_NAMES[channel], one.due)
                for channel, one in ways.items()
            ),
            basis=rule.basis.words if rule else _own_basis(line) or OF_TABLE,
            valid_from=rule.valid_from if rule else since,
            valid_to=rule.valid_to if rule else None,
            rule_id=rule.id if rule else None,
            times=rule.value.get("quantity") if rule else None,
            accounts=(),
            without_account=(),
        )


def _own_basis(line: FeeLine) -> str:
    """What the package's table itself says of an item; exemptions have their own column."""
    return line.basis.split("; ", maxsplit=1)[0]


def _let_off(published: PublishedPackage, found: Resolved, since: date) -> Iterator[LetOff]:
    manifest = published.manifest
    groups = subjects_of(manifest.fee, published.files)
    if groups:
        words = f"miễn, giảm cho {subject_words(groups)}"
        yield LetOff(words, OF_TABLE, since, None, None)
    if manifest.free and not found.of_kind("fee_amount"):
        return
    for rule in found.of_kind("fee_exemption"):
        words = KINDS[rule.kind].words(rule.value)
        yield LetOff(words, rule.basis.words, rule.valid_from, rule.valid_to, rule.id)
