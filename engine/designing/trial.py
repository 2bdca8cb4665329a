"""A filing tried on paper: what a dossier of a day would pay and how long it may take. Nothing is
stored, nobody is sent anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from engine.catalogue.forms import checked, keys_of_communes, keys_of_files
from engine.catalogue.limit_rows import row_for
from engine.catalogue.manifest import CHANNEL_WORDS, CHANNELS
from engine.catalogue.rules.scope import site_of
from engine.designing.explained import Explained, Form
from engine.designing.pages import QUOTED
from engine.errors import (
    ChannelClosed,
    DesignNotFound,
    DesignRefused,
    FeeUndecided,
    FormInvalid,
    TextUnreadable,
)
from engine.fees import FeeLine, base_fees, fees_due
from engine.fees.subjects import claimed, filing_form
from engine.publishing.given import FILE
from engine.queries.filing_terms import filing_terms, spot_of
from engine.queries.wording import package_limit_words
from engine.store.rows import Channel


@dataclass(frozen=True, slots=True)
class Tried:
    """What was found. ``faults``: of the answers, by question; then fees are as far as they go.

    ``variant`` says of which cases the limit is, where it is not that of all.
    """

    competent: str | None
    limit: str
    limit_basis: str | None
    variant: str | None
    fees: tuple[FeeLine, ...]
    due: Decimal
    undecided: str | None
    faults: Mapping[str, str]


def try_filing(
    session: Session,
    found: Explained,
    *,
    channel: Channel,
    day: date,
    answers: Mapping[str, object],
) -> Tried:
    """As if it were filed on the day at the place. Raises ChannelClosed, DesignRefused,
    ActTooDear."""
    published, setting = found.published, found.setting
    manifest, place = published.manifest, found.place
    if channel not in manifest.channels:
        raise ChannelClosed(channel=CHANNEL_WORDS[channel])
    if place is not None and not setting.units[place].valid(day):
        name = setting.unit_short_name(place)
        raise DesignRefused(reason=f"ngày {day:%d/%m/%Y} chưa có, hoặc không còn {name}.")
    clean, faults = _checked(found, answers, day)
    if manifest.area_field and place:
        clean = {**clean, manifest.area_field: place}
    terms = filing_terms(session, published, setting, spot_of(setting, place, None, day), day)
    shown = terms.shown
    areas = list(site_of(setting, place).areas) if place else []
    number = None
    if not shown.limit.local:
        names = {**clean, "kenh": channel, "khu_vuc": areas}
        number = row_for(manifest, after=None, channel=channel, names=names)
    row = manifest.limits[number - 1] if number else None
    lines: tuple[FeeLine, ...] = ()
    undecided = None
    try:
        rules = [*terms.at_filing.of_kind("fee_amount"), *terms.at_filing.of_kind("fee_exemption")]
        subjects = claimed(published, clean)
        base = base_fees(
            manifest.fee,
            published.files,
            channel=channel,
            day=day,
            areas=areas,
            subjects=subjects,
            answers=clean,
        )
        lines = fees_due(base, rules, channel=channel, subjects=subjects, answers=clean)
    except FeeUndecided as refusal:
        undecided = str(refusal)
    return Tried(
        competent=shown.competent.name if shown.competent else None,
        limit=package_limit_words(row.limit) if row else shown.limit.words,
        limit_basis=(row.limit.basis if row else shown.limit.basis) or None,
        variant=row.variant if row else None,
        fees=lines,
        due=sum((line.due for line in lines), Decimal(0)),
        undecided=undecided,
        faults=faults,
    )


def _checked(
    found: Explained, answers: Mapping[str, object], day: date
) -> tuple[dict[str, object], Mapping[str, str]]:
    """The answers as the form takes them; as they came, with what is wrong, where it doesn't."""
    form = filing_form(found.published) or {"components": []}
    files = {key: [FILE] for key in keys_of_files(form)}  # no paper is sent anywhere
    try:
        clean = checked(form, answers, _choices(found, form), today=day, files=files)
        return {key: value for key, value in clean.items() if key not in files}, {}
    except FormInvalid as refused:
        return dict(answers), _faults_of(refused)


def check_step_form(
    found: Explained, key: str, answers: Mapping[str, object], *, day: date
) -> Mapping[str, str]:
    """What is wrong with an officer's answers to the form of a step, by question: of a dossier that
    was filed on the day and is worked on then. Raises DesignNotFound, ActTooDear."""
    form = next((one.schema for one in found.forms if one.key == key and one.steps), None)
    if form is None:
        raise DesignNotFound(what=f"biểu mẫu “{key[:QUOTED]}” ở bước nào")
    files = {one: [FILE] for one in keys_of_files(form)}
    try:
        checked(form, answers, _choices(found, form), today=day, files=files, filed=day)
    except FormInvalid as refused:
        return _faults_of(refused)
    return {}


def _choices(found: Explained, form: Form) -> dict[str, frozenset[str]]:
    communes = frozenset(code for code, _ in found.places)
    return dict.fromkeys(keys_of_communes(form), communes)


def _faults_of(refused: FormInvalid) -> Mapping[str, str]:
    listed = refused.details["faults"]
    told = listed if isinstance(listed, list | tuple) else ()
    return {str(one["field"]): str(one["message"]) for one in reversed(told)}


def channel_given(field: str, typed: str | None, taken: Sequence[Channel] = CHANNELS) -> Channel:
    """A way of filing; the first one that is taken where nothing was chosen. Raises
    TextUnreadable."""
    usual = next(one for one in CHANNELS if one in taken)
    channel = next((one for one in CHANNELS if one == (typed or usual)), None)
    if channel is None:
        raise TextUnreadable(field=field, label="Cách nộp", reason=f"không có cách “{typed}”")
    return channel
