"""``due = full rate × product of what is left by each exemption``, kept item by item.

The full rate is the package's, or that of the local rule for the item. What the package's table
lets off and what each local exemption lets off multiply; what was let off in all is kept, for the
reports, with the rules that did it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from engine.catalogue.rules.kinds.money import money_words
from engine.catalogue.rules.rule import Rule
from engine.fees.tables import BaseFee

DONG = Decimal(1)
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """An item of a case in đồng: ``full = exempted + due``. ``rules`` are ids of local rules."""

    item: str
    kind: str
    full: Decimal
    exempted: Decimal
    due: Decimal
    basis: str
    explained: str
    rules: tuple[str, ...]

    @property
    def words(self) -> str:
        """As the receipt says it: "0 đồng (miễn theo …)"."""
        if not self.exempted:
            return money_words(self.due)
        verb = "miễn" if not self.due else f"giảm {money_words(self.exempted)}"
        return f"{money_words(self.due)} ({verb} theo {self.basis})"


def fees_due(
    base: Sequence[BaseFee],
    rules: Iterable[Rule],
    *,
    channel: str,
    subjects: Collection[str],
    answers: Mapping[str, object],
) -> tuple[FeeLine, ...]:
    """The items that a filing pays under the winning fee rules, in the order of the table.

    ``rules`` holds at most one rule for each slot. Items that only a rule names come last.
    """
    winners = list(rules)
    amounts = {rule.slot: rule for rule in winners if rule.kind == "fee_amount"}
    exemptions = [
        rule for rule in winners if rule.kind == "fee_exemption" and _meets(rule, channel, subjects)
    ]
    named = {fee.item for fee in base}
    added = [_added(rule) for item, rule in sorted(amounts.items()) if item not in named]
    return tuple(_line(fee, amounts.get(fee.item), exemptions, answers) for fee in [*base, *added])


def _meets(rule: Rule, channel: str, subjects: Collection[str]) -> bool:
    value = rule.value
    return value["channel"] in (None, channel) and (
        value["subject"] is None or value["subject"] in subjects
    )


def _added(rule: Rule) -> BaseFee:
    """An item that the package's table doesn't have."""
    amount = Decimal(rule.value["amount"])
    return BaseFee(rule.slot, rule.slot, amount, amount, rule.basis.words, "")


def _line(
    fee: BaseFee, amount: Rule | None, exemptions: Sequence[Rule], answers: Mapping[str, object]
) -> FeeLine:
    full, left = fee.full, fee.due / fee.full if fee.full else Decimal(1)
    bases, used = [fee.basis], []
    if amount is not None:
        full = Decimal(amount.value["amount"]) * _quantity(amount, answers)
        bases[0] = amount.basis.words
        used.append(amount.id)
    if full:
        for rule in exemptions:
            left *= Decimal(rule.value["rate"]) / WHOLE
            bases.append(rule.basis.words)
            used.append(rule.id)
    full = full.quantize(DONG, ROUND_HALF_UP)
    due = (full * left).quantize(DONG, ROUND_HALF_UP)
    return FeeLine(
        item=fee.item,
        kind=fee.kind,
        full=full,
        exempted=full - due,
        due=due,
        basis="; ".join(text for text in bases if text),
        explained=fee.explained,
        rules=tuple(used),
    )


def _quantity(amount: Rule, answers: Mapping[str, object]) -> Decimal:
    """How many times the rate is taken; once when the filing says nothing."""
    field = amount.value.get("quantity")
    given = answers.get(field) if field else None
    return Decimal(str(given)) if isinstance(given, int | float | Decimal) else Decimal(1)
