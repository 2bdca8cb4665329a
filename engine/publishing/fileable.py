"""Really fileable (R-20): does a published procedure take a dossier, and bring it to its result?

Per place: somebody holds every desk on that day, and the fee has an account. Once per procedure:
every form takes its sample, and a synthetic dossier comes from its filing to its result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from sqlalchemy.orm import Session

from engine.catalogue.forms import checked, keys_of_communes
from engine.catalogue.forms.replaying import as_it_happened
from engine.catalogue.forms.sampling import sample
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.rules.admission import elsewhere, open_channels
from engine.catalogue.rules.candidates import RulesOfDay
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import EVERYWHERE, Scope
from engine.catalogue.scenarios import moved_to, read_scenarios
from engine.errors import FormInvalid
from engine.fees.accounts import KINDS, has_account, kinds_without_account
from engine.fees.subjects import filing_form
from engine.organisation.beneficiary_accounts import Accounts, accounts_on
from engine.organisation.holders import Staff, staff_on
from engine.organisation.tree import Setting, setting_of
from engine.publishing.every_way import stuck_way
from engine.publishing.rehearsing import Occasion, Trying, rehearse
from engine.routing.closures import ClosingReason
from engine.routing.definitions import definition_of
from engine.routing.filed_at import DESK_RULES, FiledAt, Spot
from engine.routing.local_rules import Standing, circumstances_of
from engine.store.rows import Channel

TRIED = 2
"""At how many of the places that pass a dossier is tried until one comes to its result."""
FILING_RULES = ("channels", "filing_place", "handling_system", "fee_amount")
"""Those that decide whether a filing is taken here, and whether it costs something."""


Mended = Literal["desks", "units", "accounts", ""]
"""Where a reason is mended; empty: in the package itself."""


@dataclass(frozen=True, slots=True)
class FoundReason(ClosingReason):
    """A reason of a place: ``what`` it is without the unit that lacks it, which is ``lacks``."""

    what: str
    lacks: str
    mended: Mended


@dataclass(frozen=True)
class Ground:
    """What places are looked at by: the people, accounts and rules of a province on a day."""

    setting: Setting
    day: date
    staff: Staff
    accounts: Accounts
    rules: RulesOfDay


@dataclass(frozen=True)
class Fileable:
    """What was found of a procedure: reasons by place, none where it can be filed.

    ``everywhere``: those that hold at every place; they stand with each place as well.
    """

    procedure_code: str
    places: Mapping[str, tuple[ClosingReason, ...]]
    everywhere: tuple[ClosingReason, ...]

    @property
    def anywhere(self) -> bool:
        """Whether it can be filed at some place at least."""
        return any(not reasons for reasons in self.places.values())

    @property
    def closed(self) -> Mapping[str, tuple[ClosingReason, ...]]:
        """The places where it can't, each with its reasons."""
        return {unit: reasons for unit, reasons in self.places.items() if reasons}


def ground_of(
    session: Session, province_code: str, day: date, packages: Iterable[PublishedPackage]
) -> Ground:
    """The ground for these packages: a few statements, however many they are."""
    setting = setting_of(session, province_code)
    targets = {EVERYWHERE}
    for one in packages:
        told = one.manifest
        targets |= {Scope(procedure=told.code).target, Scope(sector=told.sector).target}
    return Ground(
        setting,
        day,
        staff_on(session, province_code, day),
        accounts_on(session, province_code, day),
        RulesOfDay(
            session,
            province_code,
            targets=targets,
            kinds=(*DESK_RULES, *FILING_RULES),
            day=day,
            epoch=setting.epoch,
        ),
    )


def fileable(
    session: Session, published: PublishedPackage, ground: Ground, *, every_way: bool = False
) -> Fileable:
    """Look at every place, and rehearse a dossier where all is there. Leaves nothing behind.

    ``every_way``: once one has come to its result, walk the other outcomes of the steps too.

    Only in a session that may write, such as of ``Database.rehearsing``: all of it is undone.
    """

    def stuck(occasion: Occasion) -> str | None:
        return stuck_way(session, published, occasion) if every_way else None

    looked = look_over(published, ground)
    return tried(looked, published, lambda: nullcontext(session), stuck)


@dataclass(frozen=True)
class LookedOver:
    """What is seen without a dossier: reasons by place, those that hold everywhere, and where a
    dossier is tried if anything is to be filed."""

    places: Mapping[str, tuple[ClosingReason, ...]]
    everywhere: tuple[ClosingReason, ...]
    occasions: tuple[Occasion, ...]


def look_over(published: PublishedPackage, ground: Ground) -> LookedOver:
    """Look at every place; nothing is written."""
    at = FiledAt(published, ground.setting, ground.day, ground.staff, ground.rules)
    spots = list(at.spots())
    places = {spot.unit: tuple(_lacking(at, published, ground, spot)) for spot in spots}
    whole = [spot for spot in spots if not places[spot.unit]]
    everywhere = tuple(refused_forms(published, ground))
    first = [] if everywhere else _preferred(published, whole)[:TRIED]
    occasions = (
        Occasion(ground.setting, spot, ground.day, _channels(published, ground, spot))
        for spot in first
    )
    return LookedOver(places, everywhere, tuple(occasions))


def tried(
    looked: LookedOver,
    published: PublishedPackage,
    trying: Trying,
    stuck: Callable[[Occasion], str | None] = lambda _: None,
) -> Fileable:
    """What was seen, with what a dossier comes to; each dossier in a session of its own.

    ``stuck``: where a dossier stops that leaves the main way, asked once one has arrived.
    """
    places, everywhere = dict(looked.places), looked.everywhere
    for unit, reasons in _stopping(looked.occasions, published, trying, stuck).items():
        if unit is None:
            everywhere += reasons
        else:
            places[unit] = reasons
    return Fileable(
        published.manifest.code,
        {unit: (*everywhere, *reasons) for unit, reasons in places.items()},
        everywhere,
    )


def open_spots(published: PublishedPackage, ground: Ground) -> Iterator[Spot]:
    """The places that have all a filing needs: desks that are held, and an account for its fee;
    then those whose counter at least is there to receive."""
    at = FiledAt(published, ground.setting, ground.day, ground.staff, ground.rules)
    spots = list(at.spots())
    yield from (one for one in spots if next(_lacking(at, published, ground, one), None) is None)
    yield from (one for one in spots if one.centre and at.counter(one.centre))


def _lacking(
    at: FiledAt, published: PublishedPackage, ground: Ground, spot: Spot
) -> Iterator[ClosingReason]:
    for one in at.lacking(spot):
        mended: Mended = "desks" if one.desk else "units"
        yield FoundReason("nobody_at_desk", one.words, one.what or one.words, one.at, mended)
    unit = at.competent(spot)
    if unit is None:
        return
    accounts, setting = ground.accounts, ground.setting
    name, lacks = setting.unit_name(unit), "chưa có tài khoản thụ hưởng"
    lacking = kinds_without_account(
        published.manifest.fee, published.files, accounts=accounts, setting=setting, unit=unit
    )
    missing = [f"{lacks} để thu {KINDS[kind]}" for kind in lacking]
    if not lacking and not has_account(accounts, setting, unit):
        standing = Standing(published.manifest, unit, spot.centre)
        if _charged_by_rules(ground.rules.met(circumstances_of(setting, standing))):
            missing.append(f"{lacks} cho khoản thu theo quy định của tỉnh")
    for what in missing:
        yield FoundReason("no_account", f"{name} {what}", what, name, "accounts")


def _charged_by_rules(found: Resolved) -> bool:
    """Whether a local rule of the day charges something, with the package's table or without."""
    return any(Decimal(rule.value["amount"]) > 0 for rule in found.of_kind("fee_amount"))


def refused_forms(published: PublishedPackage, ground: Ground) -> Iterator[ClosingReason]:
    """The forms of the package that take neither a sample of their own nor a scenario's answers."""
    told = list(_told(published, ground.day))
    steps = definition_of(published).steps.values()
    keys = dict.fromkeys([published.manifest.filing_form, *(one.form for one in steps if one.form)])
    for key in keys:
        form = filing_form(published) if key == published.manifest.filing_form else None
        form = form or published.form(key)
        if form is None:
            continue
        first = _refusal(form, ground)
        told_here = [values for name, values in told if name == key]
        if first and not any(_takes(form, values, ground) for values in told_here):
            yield ClosingReason(
                "form_refused", f"biểu mẫu {key} không nhận câu trả lời mẫu: {first}"
            )


def _told(
    published: PublishedPackage, day: date
) -> Iterator[tuple[str | None, Mapping[str, object]]]:
    """What scenarios answer to which form, as if they were filed on the day."""
    steps = definition_of(published).steps
    for scenario in read_scenarios(published.files):
        moved = moved_to(scenario, day)
        yield published.manifest.filing_form, moved.answers
        for step in moved.steps:
            if step.act is None and step.element in steps:
                key = steps[step.element].form
                form = published.form(key) if key else None
                yield key, as_it_happened(form, step.answers or {}, today=day, filed=day)


def _refusal(form: Mapping[str, object], ground: Ground) -> str | None:
    """What the form says of the sample; ``None``: it takes it."""
    setting, day = ground.setting, ground.day
    communes = [unit.code for unit in setting.communes(day)]
    choices = dict.fromkeys(keys_of_communes(form), communes)
    given = sample(form, choices, today=day)
    allowed = {key: frozenset(values) for key, values in choices.items()}
    try:
        checked(form, given.answers, allowed, today=day, files=given.files)
    except FormInvalid as refused:
        return str(refused.details["first"]).rstrip(".")
    return None


def _takes(form: Mapping[str, object], values: Mapping[str, object], ground: Ground) -> bool:
    setting, day = ground.setting, ground.day
    allowed = frozenset(unit.code for unit in setting.communes(day))
    try:
        checked(
            form,
            values,
            dict.fromkeys(keys_of_communes(form), allowed),
            today=day,
            files=sample(form, {}, today=day).files,
        )
    except FormInvalid:
        return False
    return True


def _stopping(
    occasions: Sequence[Occasion],
    published: PublishedPackage,
    trying: Trying,
    stuck: Callable[[Occasion], str | None],
) -> dict[str | None, tuple[ClosingReason, ...]]:
    """Where a dossier stops: the places tried, or ``None`` (everywhere) if it does at all of them.

    Nothing where local rules have every filing made in another system: none is taken here.
    """
    stopped: dict[str | None, tuple[ClosingReason, ...]] = {}
    for occasion in occasions:
        if not occasion.channels:
            return {}
        why = rehearse(trying, published, occasion)
        if why is None:
            other = stuck(occasion)
            return {None: (ClosingReason("dossier_stops", other),)} if other else stopped
        stopped[occasion.spot.unit] = (ClosingReason("dossier_stops", why),)
    return {None: stopped[occasions[0].spot.unit]} if occasions else {}


def _preferred(published: PublishedPackage, whole: list[Spot]) -> list[Spot]:
    """The places of the package's own scenarios first."""
    told = {one.commune for one in read_scenarios(published.files)}
    told |= {one.receiving or "" for one in read_scenarios(published.files)}
    return sorted(whole, key=lambda spot: spot.unit not in told)


def _channels(published: PublishedPackage, ground: Ground, spot: Spot) -> tuple[Channel, ...]:
    """The ways in which a filing is taken at the spot, as local rules of the day have it."""
    at = FiledAt(published, ground.setting, ground.day, ground.staff)
    standing = Standing(published.manifest, at.competent(spot), spot.centre)
    found: Resolved = ground.rules.met(circumstances_of(ground.setting, standing))
    return tuple(
        one for one in open_channels(published.manifest, found) if elsewhere(found, one) is None
    )
