"""The fees and the local rules of a case against the events that tell of them.

Only for a case whose chain of events is whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import rows_agree, rows_of_case
from engine.catalogue.rules.taken import CARRIED
from engine.facts.events_of_filing import CaseSubmitted, FeesComputed
from engine.facts.events_of_rules import RulesTaken
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.rules import CaseFee, CaseRule

_FEE = ("kind", "channel", "full", "exempted", "due", "basis", "explained", "rules")
_OF_ITEM = {"kind", "full", "exempted", "due", "basis", "explained", "rules"}


def taken_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where fees, rules and the words of a rule's basis are not as the events say."""
    if not _same_fees(session, case, history):
        yield "phí, lệ phí khác với nhật ký."
    if not _same_rules(session, case, history):
        yield "quy định hồ sơ đã lấy khác với nhật ký."
    yield from _carried(case, history)


def _same_fees(session: Session, case: Case, history: Iterable[Recorded]) -> bool:
    """Every fee that was ever computed, in đồng."""
    told: dict[object, dict[str, object]] = {
        (entry.event.computed_at or entry.at, fee.item): {
            "channel": entry.event.channel,
            **{
                name: value
                for name in sorted(_OF_ITEM)
                if (value := getattr(fee, name)) is not None
            },
        }
        for entry in history
        if isinstance(entry.event, FeesComputed)
        for fee in entry.event.fees
    }
    return rows_agree(rows_of_case(session, CaseFee, case, "computed_at", "item"), told)


def _same_rules(session: Session, case: Case, history: Iterable[Recorded]) -> bool:
    told: dict[object, dict[str, object]] = {
        (rule.kind, rule.element, rule.slot, entry.at): {
            "moment": entry.event.moment,
            "rule_id": rule.rule,
            "value": rule.value,
            "valid_day": entry.event.day,
            "epoch": entry.event.epoch,
        }
        for entry in history
        if isinstance(entry.event, RulesTaken)
        for rule in entry.event.rules
    }
    kept = rows_of_case(session, CaseRule, case, "kind", "element", "slot", "taken_at")
    return rows_agree(kept, told)


def _carried(case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """What the row carries besides values and rules: the words of each basis, the filed unit."""
    basis = {
        (rule.kind, rule.element or rule.slot, rule.rule): rule.basis
        for entry in history
        if isinstance(entry.event, RulesTaken)
        for rule in entry.event.rules
    }
    filed = history[0].event
    for kind, parts in case.rules.items():
        if kind == "filed_unit":
            right = isinstance(filed, CaseSubmitted) and parts == filed.competent
        else:
            right = kind in CARRIED and _based(kind, parts, basis)
        if not right:
            yield "căn cứ của quy định hồ sơ đang dùng khác với nhật ký."


def _based(kind: str, parts: Any, basis: Mapping[tuple[str, str, str], str]) -> bool:
    return all(
        entry.get("basis") in (None, basis.get((kind, part, entry["rule"])))
        for part, entry in parts.items()
    )
