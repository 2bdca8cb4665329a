"""How a rule fits beside others: equal ranks, gaps in competence, what the package leaves open."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Facts
from engine.catalogue.rules.precedence import covers
from engine.catalogue.rules.rule import Rule


def check_replaced(rule: Rule, replaced: str | None, facts: Facts) -> Iterator[Fault]:
    """Whether the rule may end the one it replaces: same value and scope, not of a higher level."""
    if replaced is None:
        return
    old = next((other for other in facts.others if other.id == replaced), None)
    if old is None:
        yield Fault("replaces", "Không có quy định đang có hiệu lực nào với mã này để thay thế.")
    elif (old.key, old.scope) != (rule.key, rule.scope):
        yield Fault("replaces", "Chỉ thay thế được quy định cùng loại và cùng phạm vi.")
    elif old.level == "province" and rule.level != "province":
        yield Fault("replaces", "Quy định đó do tỉnh ban hành, đơn vị không thay thế được.")


def check_overlap(rule: Rule, facts: Facts, others: Sequence[Rule]) -> Iterator[Fault]:
    """Two rules of equal rank may not share a day: nobody could say which is meant."""
    for other in others:
        equal = (other.key, other.scope.target) == (rule.key, rule.scope.target)
        if equal and _same_place(rule, other, facts) and shared_days(rule, other):
            yield Fault(
                "valid_from",
                f"Trùng thời gian và phạm vi với quy định theo {other.basis.words}"
                f" ({days_words(other)}). Hãy chọn thay thế quy định đó, hoặc đổi ngày.",
            )


def _same_place(rule: Rule, other: Rule, facts: Facts) -> bool:
    if rule.scope.area and other.scope.area:
        nowhere: frozenset[str] = frozenset()
        mine = facts.areas.get(rule.scope.area, nowhere)
        return bool(mine & facts.areas.get(other.scope.area, nowhere))
    return rule.scope.place == other.scope.place


def shared_days(one: Rule, other: Rule) -> bool:
    """Whether the two apply on a common day."""
    return (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )


def days_words(rule: Rule) -> str:
    """The days of a rule in words, the last one included."""
    begin = f"từ {rule.valid_from:%d/%m/%Y}"
    if rule.valid_to is None:
        return begin
    return f"{begin} đến {rule.valid_to - timedelta(days=1):%d/%m/%Y}"


def check_gap(rule: Rule, facts: Facts, others: Sequence[Rule]) -> Iterator[Fault]:
    """Competence may not fall to nobody: not after the last day, not by a unit that ends.

    An authorisation is meant to end; what it was given from takes over.
    """
    if rule.kind != "competence":
        return
    yield from _check_holder(rule, facts)
    if rule.value["mode"] == "authorisation" or rule.valid_to is None:
        return
    if not any(_takes_over(other, rule, rule.valid_to, facts) for other in others):
        day = f"{rule.valid_to:%d/%m/%Y}"
        yield Fault(
            "valid_to",
            f"Từ {day} không có quy định nào nói ai giải quyết. Hãy bỏ ngày kết thúc,"
            " hoặc duyệt trước quy định tiếp theo.",
        )


def _takes_over(other: Rule, rule: Rule, day: date, facts: Facts) -> bool:
    return (
        other.key == rule.key
        and other.applies_on(day)
        and covers(other.scope, rule.scope, facts.setting)
    )


def _check_holder(rule: Rule, facts: Facts) -> Iterator[Fault]:
    code = rule.value["unit"]
    if code is None:
        return
    unit = facts.setting.units.get(code)
    own = {facts.setting.agency_unit(rule.scope.unit)} if rule.scope.unit else set()
    if rule.level == "unit" and unit is not None and not facts.setting.within(code, own):
        yield Fault("value.unit", f"Chỉ cấp tỉnh mới giao được việc cho {unit.name}.")
    if unit is None or not unit.valid(rule.valid_from):
        yield Fault("value.unit", f"Không có đơn vị {code} vào ngày {rule.valid_from:%d/%m/%Y}.")
    elif unit.valid_to is not None and (rule.valid_to is None or unit.valid_to < rule.valid_to):
        day = f"{unit.valid_to:%d/%m/%Y}"
        yield Fault("value.unit", f"{unit.name} chỉ có đến {day}, sau đó không ai giải quyết.")


def check_document(rule: Rule, facts: Facts) -> Iterator[Fault]:
    """Whether the procedure asks for the paper that data is to replace."""
    if rule.kind != "document_replaced" or facts.procedure is None:
        return
    asked = [one.code for one in facts.procedure.manifest.documents]
    if rule.value["document"] not in asked:
        known = ", ".join(asked) or "không có giấy tờ nào"
        yield Fault("value.document", f"Thủ tục chỉ có các giấy tờ: {known}.")


def check_position(rule: Rule, facts: Facts) -> Iterator[Fault]:
    """Whether the package leaves open what the rule changes about a step."""
    step = facts.procedure.steps.get(rule.scope.element) if facts.procedure else None
    if rule.kind == "step_skipped" and step is not None and rule.value["skip"]:
        if step.is_act:
            yield Fault("element", f"Bước {step.name} là thao tác bắt buộc, không bỏ qua được.")
        elif not step.may_skip:
            yield Fault(
                "element",
                f"Gói thủ tục không cho bỏ qua bước {step.name}. Muốn bỏ, hãy công bố bản mới.",
            )
    if rule.kind == "assignment" and facts.procedure is not None:
        if rule.value["unit"] not in facts.procedure.manifest.role_names:
            roles = ", ".join(sorted(facts.procedure.manifest.role_names))
            yield Fault("value.unit", f"Thủ tục chỉ có các vai trò: {roles}.")
        if rule.value["position"] not in facts.setting.positions:
            yield Fault("value.position", f"Không có chức danh {rule.value['position']}.")
