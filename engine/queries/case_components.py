"""How each component of a case was handed in, or what stands in its place."""

from collections.abc import Sequence

from engine.catalogue.components import Component, components
from engine.queries.case_rows import CaseRows
from engine.queries.views import ComponentRow
from engine.store.cases import CaseDocument, Dossier


def component_rows(
    rows: CaseRows, dossier: Dossier, documents: Sequence[CaseDocument]
) -> tuple[ComponentRow, ...]:
    """The components that the dossier has, in the package's order; what nobody owed is left out."""
    filed = {one.component for one in documents if one.role == "filed"}
    found = (_row(one, dossier, filed) for one in components(rows.package.manifest))
    return tuple(row for row in found if row is not None)


def _row(one: Component, dossier: Dossier, filed: set[str | None]) -> ComponentRow | None:
    code, name = one.asked.code, one.asked.name
    if code in filed:
        return ComponentRow(code, name, "file", "Tệp đính kèm", None)
    if code in dossier.papers:
        return ComponentRow(code, name, "paper", "Bản giấy, nhận tại quầy", None)
    if one.source is not None:
        return ComponentRow(code, name, "data", f"Lấy từ {one.source}", one.basis)
    if one.asked.how == "form":
        return ComponentRow(code, name, "form", "Điền ở bước khai", None)
    if one.asked.how == "shown":
        return ComponentRow(code, name, "shown", "Xem bản chính rồi trả lại", None)
    return None
