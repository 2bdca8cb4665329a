"""Locks: a package or a higher level fixes a value or bounds it, and lower rules stay inside.

A lock is ``{"fixed": true}``, or ``{"least": …, "most": …}`` with values of the same kind. A rule
of the province binds rules of units; a lock of a package binds everyone, and so do terms of the law
that a sector's law alone makes longer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Facts
from engine.catalogue.rules.checks.fitting import shared_days
from engine.catalogue.rules.kinds import KINDS, Kind
from engine.catalogue.rules.kinds.base import Value, ValueReader
from engine.catalogue.rules.law import law_on
from engine.catalogue.rules.precedence import covers
from engine.catalogue.rules.rule import Rule
from engine.typed.folding import folded


def read_lock(
    told: Mapping[str, Any] | None, kind: Kind, faults: list[Fault]
) -> dict[str, Any] | None:
    """The clean lock of a draft or package; what is wrong with it is added to ``faults``."""
    if not told:
        return None
    if told.get("fixed") is True:
        return {"fixed": True}
    clean: dict[str, Any] = {}
    for name in ("least", "most"):
        given = told.get(name)
        if given is None:
            continue
        if not isinstance(given, Mapping):
            faults.append(Fault(f"lock.{name}", f"Khóa: hãy ghi giá trị của {kind.name}."))
            continue
        reader = ValueReader(given)
        clean[name] = kind.read(reader)
        faults += [Fault(f"lock.{name}", fault.message) for fault in reader.faults]
        if not reader.faults and kind.measure(clean[name]) is None:
            faults.append(Fault(f"lock.{name}", f"{kind.name} chỉ khóa hẳn được, không chặn mức."))
    if not clean and not any(fault.field.startswith("lock.") for fault in faults):
        faults.append(Fault("lock", "Khóa: hãy chọn khóa hẳn, hoặc mức thấp nhất, cao nhất."))
    if not faults and clean.keys() == {"least", "most"} and _crossed(kind, clean):
        faults.append(Fault("lock.most", "Khóa: mức cao nhất phải từ mức thấp nhất trở lên."))
    return clean


def lock_words(kind: Kind, lock: Mapping[str, Any]) -> str:
    """What a lock of the province leaves to units, for who decides and who is bound."""
    if lock.get("fixed"):
        return "đơn vị không đặt khác được"
    bounds = [
        f"{words} {kind.words(lock[name])}"
        for name, words in (("least", "từ"), ("most", "đến"))
        if lock.get(name) is not None
    ]
    return f"đơn vị chỉ đặt được {' '.join(bounds)}"


def _crossed(kind: Kind, lock: Mapping[str, Value]) -> bool:
    least, most = kind.measure(lock["least"]), kind.measure(lock["most"])
    same = kind.slot(lock["least"]) == kind.slot(lock["most"])
    return same and least is not None and most is not None and least > most


def check_locks(rule: Rule, facts: Facts, others: Sequence[Rule]) -> Iterator[Fault]:
    """Every lock that the rule breaks, each citing where the lock comes from."""
    for source, lock in _locks(rule, facts, others):
        said = broken(rule, lock)
        if said:
            yield Fault("value", f"{source} {said}.")
    yield from _already_outside(rule, facts, others)


_OF_SECTORS = ("luat", "bo luat", "phap lenh", "nghi dinh", "thong tu")
"""Kinds of papers that are law beyond a province, as they are typed, folded."""


def check_law(rule: Rule) -> Iterator[Fault]:
    """A term of the law that only the law of a sector makes longer, as the basis of the rule."""
    law, kind = law_on(rule.kind, rule.valid_from), KINDS[rule.kind]
    if law is None or not law.most or folded(rule.basis.kind).startswith(_OF_SECTORS):
        return
    said = broken(rule, {"most": law.value})
    if said:
        field = next(iter(kind.fields)).name
        yield Fault(
            f"value.{field}",
            f"{law.basis} {said}; dài hơn chỉ theo luật chuyên ngành: hãy ghi luật, nghị định hoặc "
            "thông tư ấy làm văn bản căn cứ.",
        )


def _already_outside(rule: Rule, facts: Facts, others: Sequence[Rule]) -> Iterator[Fault]:
    """Rules of units that the new lock would not have let in: they must end first."""
    if rule.level != "province" or rule.lock is None:
        return
    for other in others:
        below = other.level != "province" and other.key == rule.key and shared_days(rule, other)
        if below and covers(rule.scope, other.scope, facts.setting) and broken(other, rule.lock):
            unit = facts.setting.unit_name(other.scope.unit or "")
            message = f"Quy định của {unit} ({other.basis.words}) đang ở ngoài khóa này."
            yield Fault("lock", f"{message} Hãy kết thúc quy định đó trước.")


def _locks(
    rule: Rule, facts: Facts, others: Sequence[Rule]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for lock in facts.procedure.manifest.locks if facts.procedure else ():
        if lock.kind == rule.kind and lock.element in ("", rule.scope.element):
            yield f"Gói thủ tục ({lock.basis})", lock.lock
    if rule.level == "province":
        return
    for other in others:
        above = other.level == "province" and other.lock is not None
        if above and other.key == rule.key and shared_days(rule, other):
            assert other.lock is not None  # noqa: S101 - just looked
            if covers(other.scope, rule.scope, facts.setting):
                yield f"Quy định của tỉnh ({other.basis.words})", other.lock


def broken(rule: Rule, lock: Mapping[str, Any]) -> str | None:
    """What the lock says against the rule's value; ``None`` when the value is inside."""
    if lock.get("fixed"):
        return "đã khóa giá trị này"
    kind = KINDS[rule.kind]
    size = kind.measure(rule.value)
    for name, words, sign in (("least", "thấp nhất là", 1), ("most", "cao nhất là", -1)):
        bound: Value | None = lock.get(name)
        if bound is None or size is None or kind.slot(bound) != rule.slot:
            continue
        limit = kind.measure(bound)
        if limit is not None and (size - limit) * sign < 0:
            return f"cho phép {words} {kind.words(bound)}"
    return None
