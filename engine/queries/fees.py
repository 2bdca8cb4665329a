"""What a procedure costs before it is filed, and what a case has to pay."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from engine.catalogue.manifest import CHANNEL_NAMES, CHANNEL_WORDS, Manifest
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.rules.admission import open_channels
from engine.catalogue.rules.kinds.money import money_words
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import site_of
from engine.errors import FeeUndecided
from engine.facts.words import capital
from engine.fees import FeeLine, base_fees, fees_due
from engine.fees.owing import Owing
from engine.organisation.tree import Setting
from engine.queries.filing_places import FilingPlaces
from engine.queries.kept_rows import kept_rows
from engine.queries.views.parts import FeeRow, MoneyView
from engine.queries.views.service import ChannelFee
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.competence import deciding_unit
from engine.routing.local_rules import Standing, rules_met
from engine.routing.owing import newest
from engine.store.rows import CaseRow, Channel
from engine.store.rules import CaseFee

FREE = "Không thu phí, lệ phí"
BY_ANSWERS = "Tính theo nội dung khai; số tiền hiện ra khi nộp"
NOT_RECORDED, PARTLY, GIVEN_BACK = "chưa ghi nhận thu", "mới thu một phần", "đã hoàn"
PAID, NOTHING_DUE = "đã thu", "không phải thu"
KINDS = {"phi": "Phí", "le_phi": "Lệ phí"}


def fee_words(
    session: Session, published: PublishedPackage, setting: Setting, places: FilingPlaces, day: date
) -> str:
    """What is to pay on that day by channel and place: "Trực tuyến 0 đồng; trực tiếp 75.000 đồng".

    Local rules count as they apply in one commune of each area of the province.
    """
    manifest = published.manifest
    if words := _fixed_words(manifest):
        return words
    found: dict[Channel, set[Decimal]] = {}
    try:
        for commune in _one_of_each_area(setting, places):
            for channel, amount in _amounts(session, published, setting, commune, day):
                found.setdefault(channel, set()).add(amount)
    except FeeUndecided:
        return BY_ANSWERS
    return _told(found) or BY_ANSWERS


def fees_told(
    published: PublishedPackage, setting: Setting, found: Resolved, *, unit: str | None
) -> tuple[ChannelFee, ...]:
    """What each open channel pays under these rules when the filing is about the unit.

    Empty without a unit, and where only the answers of the form tell.
    """
    manifest, ruled = published.manifest, found.of_kind("fee_amount")
    by_answers = manifest.fee is not None and manifest.fee.inputs
    if unit is None or by_answers or any(rule.value["quantity"] for rule in ruled):
        return ()
    if _fixed_words(manifest) and not ruled:
        return ()
    try:
        return tuple(
            _channel_fee(channel, _lines(published, setting, found, channel, unit))
            for channel in open_channels(manifest, found)
        )
    except FeeUndecided:
        return ()


def _fixed_words(manifest: Manifest) -> str | None:
    """What there is to say of the fee without computing it."""
    if manifest.free:
        return FREE
    if manifest.fee is None:
        return "Theo biểu phí của tỉnh"
    return BY_ANSWERS if manifest.fee.inputs else None


def _channel_fee(channel: Channel, lines: Sequence[FeeLine]) -> ChannelFee:
    bases = dict.fromkeys(line.basis for line in lines if line.basis)
    return ChannelFee(
        channel=channel,
        name=CHANNEL_NAMES[channel],
        due=sum((line.due for line in lines), Decimal(0)),
        words="; ".join(line.words for line in lines) or FREE,
        basis="; ".join(bases) or None,
    )


def case_fees(
    session: Session, case: CaseRow, standing: Owing, *, why: bool = True
) -> tuple[FeeRow, ...]:
    """The fees of a case as they were last computed; empty when it pays none.

    Without ``why`` only how much: that somebody is let off, and by which law, says who they are.
    """
    return tuple(
        FeeRow(
            name=KINDS.get(row.kind, row.item),
            due=row.due,
            words=line_of(row).words if why else money_words(row.due),
            basis=row.basis if why else "",
            explained=row.explained if why else "",
            paid_words=_paid_words(row, standing),
        )
        for row in newest(case, kept_rows(session, case).fees)
    )


def _paid_words(row: CaseFee, standing: Owing) -> str:
    """What is recorded of an item: money is recorded for the case, not for each item."""
    if not row.due:
        return NOTHING_DUE
    if not standing.kept:
        return GIVEN_BACK if standing.waived and not standing.owed else NOT_RECORDED
    return PAID if standing.kept >= standing.due else PARTLY


def fee_back(stands: CaseAsItStands, standing: Owing) -> str | None:
    """What becomes of the fee of a filing that nobody received: nothing was done for it."""
    if not stands.state.over or stands.row["received_at"] is not None or not standing.kept:
        return None
    return f"Phí, lệ phí đã nộp {money_words(standing.kept)} được hoàn lại"


def money_view(stands: CaseAsItStands, standing: Owing) -> MoneyView:
    """How a case stands with its fees, as pages and the API show it."""
    return MoneyView(
        due=standing.due,
        paid=standing.paid,
        refunded=standing.refunded,
        kept=standing.kept,
        owed=standing.owed,
        awaited=standing.awaited,
        first=stands.package.manifest.paid_first and stands.row["received_at"] is None,
        words=capital(standing.words),
        back=fee_back(stands, standing),
    )


def line_of(row: CaseFee) -> FeeLine:
    """The item as it was computed."""
    return FeeLine(
        item=row.item,
        kind=row.kind,
        full=row.full,
        exempted=row.exempted,
        due=row.due,
        basis=row.basis,
        explained=row.explained,
        rules=tuple(row.rules),
    )


def _one_of_each_area(setting: Setting, places: FilingPlaces) -> list[str]:
    """Units that between them stand in every area where a filing may come from."""
    units = [place.commune_code for place in places.communes] or [
        centre.code for centre in places.centres
    ]
    return list({site_of(setting, code).areas: code for code in units}.values())


def _amounts(
    session: Session, published: PublishedPackage, setting: Setting, unit: str, day: date
) -> Iterator[tuple[Channel, Decimal]]:
    """Each open channel with what is due there when the filing comes from the unit."""
    manifest = published.manifest
    standing = Standing(manifest, deciding_unit(manifest, setting, unit, day) or unit, unit)
    found = rules_met(session, setting, standing, day=day, epoch=setting.epoch)
    for channel in open_channels(manifest, found):
        lines = _lines(published, setting, found, channel, unit)
        yield channel, sum((line.due for line in lines), Decimal(0))


def _lines(
    published: PublishedPackage, setting: Setting, found: Resolved, channel: Channel, unit: str
) -> tuple[FeeLine, ...]:
    """The items that a filing about the unit pays, as far as no answer decides. FeeUndecided."""
    base = base_fees(
        published.manifest.fee,
        published.files,
        channel=channel,
        day=found.day,
        areas=site_of(setting, unit).areas,
        subjects=(),
        answers={},
    )
    rules = [*found.of_kind("fee_amount"), *found.of_kind("fee_exemption")]
    return fees_due(base, rules, channel=channel, subjects=(), answers={})


def _told(found: Mapping[Channel, set[Decimal]]) -> str:
    words = {channel: _range(amounts) for channel, amounts in found.items()}
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    told = "; ".join(f"{CHANNEL_WORDS[one]} {words[one]}" for one in words)
    return told[:1].upper() + told[1:]


def _range(amounts: set[Decimal]) -> str:
    low, high = min(amounts), max(amounts)
    if low == high:
        return money_words(low)
    return f"từ {money_words(low)} đến {money_words(high)} tùy nơi"
