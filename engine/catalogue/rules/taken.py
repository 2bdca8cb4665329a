"""What a case took from rules, as its row carries it from step to step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Any

from engine.catalogue.rules.kinds.times import span_of
from engine.catalogue.rules.rule import Rule
from engine.worktime import Span

CARRIED = frozenset(
    {
        "time_limit",
        "step_hours",
        "step_skipped",
        "assignment",
        "cut_off",
        "answer_hours",
        "supplement_days",
        "supplement_days_before",
        "supplement_ask_days",
        "unpaid_days",
        "extension_notice_days",
        "extension_most_days",
        "cause_objection_days",
        "correction_days",
        "rating_change_days",
        "result_wait_days",
        "reminder_steps",
        "printed_forms",
        "no_slip",
        "signs_apart",
    }
)
"""Kinds whose values later acts need; the others are used at once."""

LIMITS_BY_RANK = ("committed", "statutory")
"""The committed limit is counted before the law's (requirement R-24)."""
LOCAL_BASIS = "quy định riêng của địa phương"

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """Reads the ``rules`` column of a case: kind → element (or slot) → value and rule."""

    plain: Plain = field(default_factory=dict)

    @property
    def filed_unit(self) -> str | None:
        """The unit that the filing named, when a competence rule moved the case elsewhere."""
        return self.plain.get("filed_unit")

    def value(self, kind: str, element: str = "") -> Plain | None:
        """The value that the case took; ``None`` when the package speaks."""
        entry = self.plain.get(kind, {}).get(element)
        return entry["value"] if entry else None

    def rule_id(self, kind: str, element: str = "") -> str | None:
        """The rule behind the value."""
        entry = self.plain.get(kind, {}).get(element)
        return entry["rule"] if entry else None

    def basis(self, kind: str, element: str = "") -> str:
        """The legal basis of the value, in words."""
        entry = self.plain.get(kind, {}).get(element) or {}
        # A case that took its rules before they were kept with their basis.
        return str(entry.get("basis") or LOCAL_BASIS)

    def hours(self, element: str, otherwise: Decimal | None) -> Decimal | None:
        """Working hours of a step; ``None`` when it is not counted."""
        value = self.value("step_hours", element)
        if value is None:
            return otherwise
        return None if value["hours"] is None else Decimal(value["hours"])

    @property
    def limit_slot(self) -> str | None:
        """Which of the limits that the case took is counted (R-24); ``None``: the package's."""
        limits: Plain = self.plain.get("time_limit", {})
        return next((slot for slot in LIMITS_BY_RANK if slot in limits), None)

    def limit(self, otherwise: Span) -> Span:
        """The time limit that the case has."""
        slot = self.limit_slot
        taken = self.value("time_limit", slot) if slot else None
        return span_of(taken) if taken else otherwise

    @property
    def skipped(self) -> frozenset[str]:
        """The steps that the case passes over."""
        entries: Plain = self.plain.get("step_skipped", {})
        return frozenset(step for step, entry in entries.items() if entry["value"]["skip"])

    @property
    def no_slip(self) -> bool:
        """Whether it is done while one waits, without a receipt (decree 118/2025 art. 17.4)."""
        value = self.value("no_slip")
        return value is not None and value["no_slip"] is True

    @property
    def signs_apart(self) -> bool:
        """Whether somebody else decides than who prepared."""
        value = self.value("signs_apart")
        return value is not None and value["apart"] is True

    def cut_off(self, otherwise: time | None) -> time | None:
        """The hour from which a reception counts as the next working day's."""
        value = self.value("cut_off")
        return time.fromisoformat(value["hour"]) if value else otherwise

    def without_assignments(self) -> "Taken":
        """What is left when another unit decides, which assigns its work by its own rules."""
        return Taken({kind: value for kind, value in self.plain.items() if kind != "assignment"})

    def with_rules(self, rules: Iterable[Rule]) -> dict[str, Any]:
        """The column after the case also took these rules."""
        column: dict[str, Any] = {
            kind: dict(values) if isinstance(values, Mapping) else values
            for kind, values in self.plain.items()
        }
        for rule in rules:
            if rule.kind in CARRIED:
                values = column.setdefault(rule.kind, {})
                part = rule.scope.element or rule.slot
                values[part] = {
                    "value": dict(rule.value),
                    "rule": rule.id,
                    "basis": rule.basis.words,
                }
        return column
