"""What another competence touches beside running cases: filings, drafts, rules, accounts, desks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.administration.rules.in_force import published_on
from engine.administration.rules.running.winning import Winning
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.errors import NobodyToAssign
from engine.fees.accounts import KINDS as CHARGES
from engine.organisation.beneficiary_accounts import AccountsOfDay
from engine.organisation.holders import holders
from engine.organisation.tree import Setting
from engine.routing.desks import Desk, desk_of
from engine.routing.filed_at import FiledAt, Spot, filed_on
from engine.routing.local_rules import Standing, circumstances_of
from engine.store.drafts import FormDraft
from engine.store.rules import RulePeriod
from engine.workflow import Step

UNIT = "unit:"


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that the rule touches: what it is, where it is now, where it goes."""

    key: str
    where: str
    before: str
    after: str


@dataclass(slots=True)
class _Moved:
    """A procedure that another unit decides from then on, for filings about some places."""

    filed: FiledAt
    published: PublishedPackage
    before: str
    after: str
    spots: list[Spot] = field(default_factory=list)


def beside_competence(
    session: Session, setting: Setting, rule: Rule, *, replaces: str | None, today: date
) -> tuple[Beside, ...]:
    """Everything of it, as of the rule's first day, beside what applied on the day before."""
    day = max(today, rule.valid_from)
    moved = list(_moves(session, setting, rule, replaces, day))
    return (
        *_filings(setting, moved),
        *_drafts(session, setting, moved),
        *_rules(session, setting, rule, moved, day),
        *_accounts(session, setting, moved, day),
        *_desks(session, setting, moved, day),
    )


def _moves(
    session: Session, setting: Setting, rule: Rule, replaces: str | None, day: date
) -> Iterator[_Moved]:
    winning = Winning(session, setting, rule, replaces, day)
    for published in published_on(session, setting.province_code, day):
        told, target = published.manifest, rule.scope
        if target.procedure not in (None, told.code) or target.sector not in (None, told.sector):
            continue
        filed = filed_on(session, published, setting, day)
        until_then = filed_on(session, published, setting, rule.valid_from - timedelta(days=1))
        found: dict[tuple[str, str], _Moved] = {}
        for spot in filed.spots():
            first, now = filed.competent(spot), until_then.decides(spot)
            if first is None or now is None or spot.centre is None:
                continue
            where = circumstances_of(setting, Standing(told, first, spot.centre))
            named = rule.value["unit"] or spot.about.get(told.area_field or "") or first
            after = str(named)
            if after != now and winning.at(where):
                one = found.setdefault((now, after), _Moved(filed, published, now, after))
                one.spots.append(spot)
        yield from found.values()


def _filings(setting: Setting, moved: Sequence[_Moved]) -> Iterator[Beside]:
    for one in moved:
        told = one.published.manifest
        yield Beside(
            f"package:{told.code}/{one.before}",
            f"Thủ tục {told.short_name}, hồ sơ mới ở {len(one.spots)} nơi",
            setting.unit_name(one.before),
            f"{setting.unit_name(one.after)}, không cần công bố lại",
        )


def _drafts(session: Session, setting: Setting, moved: Sequence[_Moved]) -> Iterator[Beside]:
    """What people are filling in: sent from that day on, the other unit decides it."""
    names = {one.published.manifest.code: one for one in moved}
    rows = session.execute(
        select(FormDraft.target, func.count())
        .where(
            FormDraft.province_code == setting.province_code,
            FormDraft.kind.in_(("filing", "counter")),
            FormDraft.target.in_(names),
        )
        .group_by(FormDraft.target)
        .order_by(FormDraft.target)
    )
    for code, count in rows:
        after = sorted(
            {setting.unit_name(m.after) for m in moved if m.published.manifest.code == code}
        )
        yield Beside(
            f"draft:{code}",
            f"Bản nháp đang điền, thủ tục {names[code].published.manifest.short_name}",
            f"{count} bản",
            f"giữ nguyên; gửi từ ngày ấy thì {', '.join(after)} giải quyết",
        )


def _rules(
    session: Session, setting: Setting, rule: Rule, moved: Sequence[_Moved], day: date
) -> Iterator[Beside]:
    """Rules of the unit that decides no more: they are not taken along."""
    units: dict[str, set[str]] = {}
    targets: dict[str, set[str]] = {}
    for one in moved:
        units.setdefault(one.before, set()).add(one.after)
        told = one.published.manifest
        targets.setdefault(one.before, set()).update(
            (f"procedure:{told.code}", f"sector:{told.sector}")
        )
    for unit, after in sorted(units.items()):
        for row in session.scalars(_about(setting, unit, targets[unit], day)):
            if row.rule_id == rule.id:
                continue
            there = ", ".join(sorted(setting.unit_short_name(one) for one in after))
            yield Beside(
                f"rule:{row.rule_id}",
                f"{KINDS[row.kind].name}, {setting.unit_short_name(unit)}",
                LegalBasis.of(row.basis).words,
                f"không theo sang; hồ sơ mới theo quy định của {there}",
            )


def _about(setting: Setting, unit: str, targets: set[str], day: date) -> Any:
    return (
        select(RulePeriod)
        .where(
            RulePeriod.province_code == setting.province_code,
            RulePeriod.until_epoch.is_(None),
            RulePeriod.place == UNIT + unit,
            RulePeriod.target.in_(targets),
            or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > day),
        )
        .order_by(RulePeriod.kind, RulePeriod.rule_id)
    )


def _accounts(
    session: Session, setting: Setting, moved: Sequence[_Moved], day: date
) -> Iterator[Beside]:
    """Which account receives the fees: that of whoever decides."""
    pairs = {(m.before, m.after) for m in moved if m.published.manifest.fee is not None}
    known = AccountsOfDay(session, setting, day)
    for before, after in sorted(pairs):
        had, has = (known.account_for(unit, CHARGES) for unit in (before, after))
        yield Beside(
            f"account:{before}/{after}",
            f"Tài khoản thu phí, lệ phí, {setting.unit_short_name(before)}",
            had or "chưa có tài khoản",
            has
            or f"{setting.unit_short_name(after)} chưa có tài khoản: chưa nộp được hồ sơ có phí",
        )


def _desks(
    session: Session, setting: Setting, moved: Sequence[_Moved], day: date
) -> Iterator[Beside]:
    """Who does the work of whom: each desk once, with the people there."""
    found: dict[tuple[Desk | None, Desk | None], None] = {}
    for one in moved:
        spot = one.spots[0]
        for step in one.filed.steps.values():
            desks = tuple(_desk(one, spot, step, unit) for unit in (one.before, one.after))
            if desks[0] != desks[1]:
                found[desks[0], desks[1]] = None
    people: dict[Desk, str] = {}
    for before, after in found:
        for desk in filter(None, (before, after)):
            if desk not in people:
                there = holders(
                    session, setting.province_code, desk.unit_code, desk.position_code, day
                )
                people[desk] = ", ".join(there) or "không ai giữ: hồ sơ đến đây sẽ chờ"
        yield Beside(
            f"desk:{before}/{after}",
            "Cán bộ làm bước",
            _words(setting, before, people),
            _words(setting, after, people),
        )


def _desk(one: _Moved, spot: Spot, step: Step, unit: str) -> Desk | None:
    try:
        return desk_of(step, one.filed.units(spot, unit), one.filed.setting, one.filed.day)
    except NobodyToAssign:
        return None


def _words(setting: Setting, desk: Desk | None, people: Mapping[Desk, str]) -> str:
    if desk is None:
        return "chưa có đơn vị làm bước này"
    title = setting.positions.get(desk.position_code, desk.position_code)
    return f"{title}, {setting.unit_short_name(desk.unit_code)}: {people[desk]}"
