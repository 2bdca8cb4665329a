"""What applied before a rule, or would without it: the other half of "before and after"."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.rules.collecting_facts import procedure_facts
from engine.administration.rules.read_rules import RuleRow, RuleView, check_reader
from engine.catalogue.desk_names import names_in
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.packages import current_packages, package
from engine.catalogue.rules.candidates import known_rules
from engine.catalogue.rules.checks import ProcedureFacts
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.money import money_words
from engine.catalogue.rules.kinds.times import span_words
from engine.catalogue.rules.law import law_on
from engine.catalogue.rules.limits import longest_limit
from engine.catalogue.rules.resolution import resolve
from engine.catalogue.rules.scope import Circumstances, Site, site_of
from engine.errors import FeeUndecided
from engine.fees.tables import base_fees
from engine.organisation.tree import setting_of
from engine.queries.collected_fees import ones
from engine.queries.fees import FREE
from engine.store.rules import LocalRule
from engine.worktime import Span
from engine.worktime.wording import amount_text

OF_PACKAGE = "theo quy trình đã công bố"
OF_OTHERS = ", trừ nơi có quy định khác"
"""Behind what the law says of many procedures: rules of some of them say something else."""


def said_by_law(kind: str, day: date) -> str | None:
    """What the law says where no rule does, with its basis; ``None``: nothing, or the package."""
    law = law_on(kind, day) if kind in KINDS else None
    return f"{KINDS[kind].words(law.value)}, {law.basis}" if law else None


def values_before(
    session: Session, *, person: Person, province_code: str, view: RuleView
) -> dict[str, str]:
    """By rule of the decision: what applies at its place on its first day without any of them.

    Of rules about more than one procedure only what the law says: all else differs from one to the
    other. Raises ConfigurationUnreadable.
    """
    check_reader(person, province_code)
    first = view.row
    if first.procedure is None:
        told = {one.id: said_by_law(one.kind, first.valid_from) for one in _rows(view)}
        return {rule_id: words + OF_OTHERS for rule_id, words in told.items() if words}
    facts = procedure_facts(session, province_code, first.procedure, (first.valid_from,))
    if facts is None:
        return {}
    setting = setting_of(session, province_code)
    site = site_of(setting, first.unit) if first.unit else _site(first.area)
    where = Circumstances(first.procedure, facts.manifest.sector, site, site)
    rows = {row.id: session.get_one(LocalRule, (province_code, row.id)) for row in _rows(view)}
    known = known_rules(session, province_code, where, epoch=setting.epoch)
    others = [rule for rule in known if rule.id not in rows]
    found = resolve(others, where, day=first.valid_from, epoch=setting.epoch)
    said, names = {}, names_in(setting)
    for rule_id, row in rows.items():
        winner = found.winners.get((row.kind, row.element, row.slot))
        if winner is not None:
            said[rule_id] = f"{KINDS[row.kind].told(winner.value, names)}, {winner.basis.number}"
        elif row.kind == "fee_amount":
            said[rule_id] = _fee(session, province_code, row, where, first.valid_from)
        else:
            said[rule_id] = _of_package(row, facts)
    return said


def _rows(view: RuleView) -> tuple[RuleRow, ...]:
    return (view.row, *view.beside)


def _site(area: str | None) -> Site:
    return Site((), (area,) if area else ())


def _fee(session: Session, code: str, row: LocalRule, where: Circumstances, day: date) -> str:
    """What the package's table takes for the item, where no answer but a number decides."""
    digest = current_packages(session, day, code)[code][where.procedure]
    published = package(session, code, digest)
    answers, manifest = ones(published), published.manifest
    if manifest.fee is None or answers is None:
        return FREE if manifest.free else OF_PACKAGE
    amounts: dict[str, str] = {}
    try:
        for channel in manifest.channels:
            told: dict[str, Any] = {"channel": channel, "areas": where.competent.areas}
            items = base_fees(
                manifest.fee, published.files, day=day, subjects=(), answers=answers, **told
            )
            due = [one.full for one in items if one.item == row.slot]
            amounts[channel] = money_words(due[0]) if due else "không thu"
    except FeeUndecided:
        return OF_PACKAGE
    if len(set(amounts.values())) == 1:
        return f"{next(iter(amounts.values()))}, biểu phí của quy trình"
    return "; ".join(f"nộp {CHANNEL_WORDS[one]}: {words}" for one, words in amounts.items())


def _of_package(row: LocalRule, facts: ProcedureFacts) -> str:
    if (law := said_by_law(row.kind, row.valid_from)) is not None:
        return law
    if row.kind == "time_limit":
        limit = longest_limit(facts.manifest).limit
        return f"{span_words(Span(limit.amount, limit.unit))}, {limit.basis}"
    step = facts.steps.get(row.element)
    if row.kind != "step_hours" or step is None:
        return OF_PACKAGE
    return f"{amount_text(step.hours)} giờ làm việc" if step.hours else "không tính thời gian"
