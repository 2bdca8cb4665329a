"""The fields of a draft by themselves: scope, dates, legal basis, value."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Draft, Facts
from engine.catalogue.rules.kinds import Kind
from engine.catalogue.rules.kinds.base import ValueReader
from engine.catalogue.rules.rule import LegalBasis
from engine.typed.text import LONGEST_LINE, Unreadable, names_paper, says_something, text_of, within


def check_scope(draft: Draft, kind: Kind, facts: Facts) -> Iterator[Fault]:
    """Whether the scope exists, and is of the width that the kind asks for."""
    scope = draft.scope
    if scope.procedure and scope.sector:
        yield Fault("sector", "Chọn một thủ tục hoặc một lĩnh vực, không chọn cả hai.")
    if kind.needs_procedure and not scope.procedure:
        yield Fault("procedure", f"{kind.name}: hãy chọn thủ tục.")
    if scope.procedure and facts.procedure is None:
        yield Fault("procedure", f"Tỉnh chưa công bố thủ tục {scope.procedure} vào ngày này.")
    if scope.sector and scope.sector not in facts.sectors:
        yield Fault("sector", f"Tỉnh không có thủ tục nào thuộc lĩnh vực {scope.sector}.")
    if scope.unit and scope.area:
        yield Fault("area", "Chọn một đơn vị hoặc một khu vực, không chọn cả hai.")
    if scope.area and scope.area not in facts.areas:
        yield Fault("area", f"Không có khu vực {scope.area}.")
    yield from _check_unit(draft, facts)
    yield from _check_element(draft, kind, facts)


def _check_unit(draft: Draft, facts: Facts) -> Iterator[Fault]:
    code = draft.scope.unit
    if code is None:
        return
    unit = facts.setting.units.get(code)
    if unit is None or not unit.valid(draft.valid_from):
        day = f"{draft.valid_from:%d/%m/%Y}"
        yield Fault("unit", f"Không có đơn vị {code} vào ngày {day}.")
    elif unit.parent is None:
        yield Fault("unit", "Áp dụng cho cả tỉnh thì để trống đơn vị.")


def _check_element(draft: Draft, kind: Kind, facts: Facts) -> Iterator[Fault]:
    element = draft.scope.element
    if not kind.needs_element:
        if element:
            yield Fault("element", f"{kind.name} không gắn với một bước.")
        return
    if not element:
        yield Fault("element", f"{kind.name}: hãy chọn bước của quy trình.")
    elif facts.procedure is not None and element not in facts.procedure.steps:
        yield Fault("element", f"Quy trình của thủ tục không có bước {element}.")


def check_dates(draft: Draft) -> Iterator[Fault]:
    """Whether the days are in order: the legal basis, then the first day, then the last."""
    if draft.valid_to is not None and draft.valid_to <= draft.valid_from:
        day = f"{draft.valid_from:%d/%m/%Y}"
        yield Fault("valid_to", f"Ngày kết thúc phải sau {day}. Bỏ trống nếu chưa biết.")
    if draft.valid_from < draft.basis.date:
        signed = f"{draft.basis.date:%d/%m/%Y}"
        yield Fault(
            "valid_from", f"Ngày hiệu lực phải từ ngày ký văn bản căn cứ ({signed}) trở đi."
        )


def read_basis(basis: LegalBasis, faults: list[Fault]) -> LegalBasis:
    """The basis in its one form; what is wrong is added to ``faults``.

    It is complete but for its file, which the submission asks for.
    """
    asked = {"kind": "Loại văn bản", "number": "Số, ký hiệu", "article": "Điều, khoản"}
    clean = dict.fromkeys(asked, "")
    for name, label in asked.items():
        try:
            clean[name] = within(text_of(getattr(basis, name)), LONGEST_LINE)
        except Unreadable as unreadable:
            faults.append(Fault(f"basis.{name}", f"{label}: {unreadable}."))
            continue
        if not says_something(clean[name]):
            faults.append(Fault(f"basis.{name}", f"{label}: hãy điền căn cứ pháp lý."))
        elif name == "number" and not names_paper(clean[name]):
            faults.append(Fault(f"basis.{name}", f"{label}: hãy ghi như 88/QĐ-UBND."))
    return replace(basis, kind=clean["kind"], number=clean["number"], article=clean["article"])


def read_value(draft: Draft, kind: Kind, faults: list[Fault]) -> dict[str, Any]:
    """The clean value; what is wrong with it is added to ``faults``."""
    reader = ValueReader(draft.value)
    value = kind.read(reader)
    faults += reader.faults
    return value
