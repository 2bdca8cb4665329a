"""Fees: items that the procedure knows, and units with a beneficiary account (R-73)."""

from collections.abc import Iterator
from decimal import Decimal

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Facts
from engine.catalogue.rules.rule import Rule


def check_accounts(rule: Rule, facts: Facts) -> Iterator[Fault]:
    """Whether the unit that would take the fee has an account on the first day.

    A rule for an area or the whole province is not refused for the units that still lack one: the
    list of these is a report of its own.
    """
    unit, name = _taker(rule, facts)
    if unit is not None and not facts.setting.within(unit, facts.accounts):
        yield Fault(
            name,
            f"{facts.setting.unit_name(unit)} chưa có tài khoản thụ hưởng vào ngày"
            f" {rule.valid_from:%d/%m/%Y} nên chưa thu được phí. Hãy khai báo tài khoản trước.",
        )


def _taker(rule: Rule, facts: Facts) -> tuple[str | None, str]:
    """The unit that the rule lets take a fee, and the field that says so."""
    if rule.kind == "fee_amount" and Decimal(rule.value["amount"]) > 0:
        return rule.scope.unit, "unit"
    bearing = facts.procedure is not None and facts.procedure.manifest.fee is not None
    if rule.kind == "competence" and bearing:
        return rule.value["unit"], "value.unit"
    if rule.kind == "channels" and bearing:
        return rule.scope.unit, "unit"
    return None, ""


def check_item(rule: Rule, facts: Facts) -> Iterator[Fault]:
    """Whether the item is one of the package's fee table, or is added to it on purpose.

    A misspelt item would be charged beside the one that it was to change. What a table tells only
    at a filing is not checked; a package that leaves its fee to the province has any item.
    """
    if rule.kind != "fee_amount" or facts.procedure is None:
        return
    known = frozenset() if facts.procedure.manifest.free else facts.procedure.fee_items
    if known is None:
        return
    item, added = rule.value["item"], rule.value["added"]
    if item in known and added:
        yield Fault("value.added", f"Khoản {item} đã có trong biểu phí, không phải khoản thu thêm.")
    elif item not in known and not added:
        has = f"chỉ có khoản thu: {', '.join(sorted(known))}" if known else "không thu khoản nào"
        yield Fault(
            "value.item",
            f"Thủ tục này {has}. Nếu văn bản căn cứ đặt thêm một khoản, hãy chọn khoản thu thêm.",
        )


def check_quantity(rule: Rule, facts: Facts) -> Iterator[Fault]:
    """Whether the answer that multiplies the rate is one of the form: without, it counts once."""
    if rule.kind != "fee_amount" or facts.procedure is None:
        return
    asked, numbers = rule.value["quantity"], facts.procedure.numbers
    if asked and asked not in numbers:
        known = f"có: {', '.join(sorted(numbers))}" if numbers else "không có câu hỏi nào như vậy"
        yield Fault(
            "value.quantity",
            f"Số lượng phải là một câu hỏi trả lời bằng số của mẫu đơn; mẫu đơn {known}.",
        )


def check_subject(rule: Rule, facts: Facts) -> Iterator[Fault]:
    """Whether a filing is asked about the group that is to be let off."""
    if rule.kind != "fee_exemption" or facts.procedure is None or not rule.value["subject"]:
        return
    if rule.value["subject"] not in facts.procedure.subjects:
        known = ", ".join(sorted(facts.procedure.subjects)) or "không diện nào"
        yield Fault(
            "value.subject",
            f"Bảng phí của thủ tục không có diện này nên phiếu khai không hỏi; chỉ hỏi: {known}.",
        )
