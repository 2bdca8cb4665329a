"""How each component of a case was handed in, or what stands in its place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.catalogue.components import Component, components
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import ComponentRow
from engine.store.cases import CaseDocument, Dossier
from engine.store.rules import CaseRule, LocalRule


def component_rows(
    session: Session, rows: CaseRows, dossier: Dossier, documents: Sequence[CaseDocument]
) -> tuple[ComponentRow, ...]:
    """The components that the dossier has, in the package's order; what nobody owed is left out."""
    filed = Counter(one.component for one in documents if one.role == "filed")
    parts = components(rows.package.manifest, _replaced(session, rows.case))
    found = (_row(one, dossier, filed) for one in parts)
    return tuple(row for row in found if row is not None)


def _replaced(session: Session, case: Mapping[str, Any]) -> list[Rule]:
    """The rules by which the case has data in place of papers, the newest last."""
    found = session.execute(
        select(CaseRule.value, LocalRule)
        .join(
            LocalRule,
            and_(
                LocalRule.province_code == CaseRule.province_code,
                LocalRule.id == CaseRule.rule_id,
            ),
        )
        .where(
            CaseRule.province_code == case["province_code"],
            CaseRule.case_id == case["id"],
            CaseRule.kind == "document_replaced",
        )
        .order_by(CaseRule.taken_at)
    )
    return [
        Rule(
            id=rule.id,
            kind=rule.kind,
            scope=Scope.of(rule.target, rule.place, rule.element),
            slot=rule.slot,
            value=value,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            basis=LegalBasis.of(rule.basis),
        )
        for value, rule in found
    ]


def _row(one: Component, dossier: Dossier, filed: Counter[str | None]) -> ComponentRow | None:
    code, name = one.asked.code, one.asked.name
    if code in filed:
        return ComponentRow(code, name, "file", "Tệp đính kèm", None, filed[code])
    if code in dossier.papers:
        return ComponentRow(code, name, "paper", "Bản giấy, nhận tại quầy", None, 1)
    if one.source is not None:
        return ComponentRow(code, name, "data", f"Lấy từ {one.source}", one.basis, None)
    if one.asked.how == "form":
        return ComponentRow(code, name, "form", "Điền ở bước khai", None, 1)
    if one.asked.how == "shown":
        return ComponentRow(code, name, "shown", "Xem bản chính rồi trả lại", None, 1)
    return None
