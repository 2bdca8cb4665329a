"""Decision tables: which rules hit (DMN 1.5, chapter 8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.feel.closures.matching import TESTED, Test
from engine.feel.counted import counted_around
from engine.feel.dmn.boxes import InputClause, Rule, TableBox
from engine.feel.dmn.compiling import TextCompiler
from engine.feel.dmn.errors import CellCount, NotUnique, ValueNotAllowed
from engine.feel.dmn.hitpolicy import Outcome, Priorities, settle
from engine.feel.rendering import to_text
from engine.feel.scope import Closure, Scope
from engine.feel.trace import RuleHit, TableTrace
from engine.feel.values import Value

_HIT: Final = 4
"""Units of fuel for a rule that hits, besides what its outputs cost."""
_BLOCK: Final = 50
_ALWAYS: Final = frozenset({"", "-"})


@dataclass(frozen=True, slots=True)
class _Input:
    clause: InputClause
    value: Closure
    allowed: Test | None


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    source: Rule
    tests: tuple[tuple[int, Test], ...]
    outputs: tuple[Closure, ...]
    price: int
    """Of the tests, in units of fuel."""
    output_price: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Rules that are paid for at once."""

    price: int
    rules: tuple[_Rule, ...]


def misfits(box: TableBox, label: str) -> Iterator[tuple[Rule, CellCount]]:
    """The rules with more or fewer cells than there are columns, each with its refusal."""
    columns = (len(box.inputs), len(box.outputs))
    for number, rule in enumerate(box.rules, 1):
        cells = (len(rule.conditions), len(rule.outputs))
        if cells != columns:
            yield (
                rule,
                CellCount(
                    table=label,
                    rule=number,
                    conditions=cells[0],
                    outputs=cells[1],
                    inputs=columns[0],
                    results=columns[1],
                ),
            )


class DecisionTable:
    """A compiled table. Holds no state of evaluations: threads may share it."""

    def __init__(
        self, box: TableBox, compiler: TextCompiler, names: tuple[str, ...], label: str
    ) -> None:
        self.box = box
        self.label = label
        place = box.element_id
        self._inputs = [
            _Input(
                clause,
                compiler.text(clause.expression, names, place),
                compiler.cell(clause.allowed, names, place) if clause.allowed else None,
            )
            for clause in box.inputs
        ]
        rules = [
            self._compiled(number, rule, compiler, names)
            for number, rule in enumerate(box.rules, 1)
        ]
        blocks = [rules[at : at + _BLOCK] for at in range(0, len(rules), _BLOCK)]
        self._blocks = [_Block(sum(rule.price for rule in part), tuple(part)) for part in blocks]
        self._defaults = [compiler.text(clause.default, names, place) for clause in box.outputs]
        self._has_default = any(clause.default for clause in box.outputs)
        self._misfit = any(misfits(box, label))
        self._priorities = Priorities(box, compiler, names)

    def _compiled(
        self, number: int, rule: Rule, compiler: TextCompiler, names: tuple[str, ...]
    ) -> _Rule:
        tests, price = compiler.apart(
            lambda: tuple(
                (column, compiler.cell(text, names, rule.element_id))
                for column, text in enumerate(rule.conditions[: len(self.box.inputs)])
                if text.text.strip() not in _ALWAYS
            )
        )
        outputs, output_price = compiler.apart(
            lambda: tuple(
                compiler.typed(
                    compiler.text(text, names, rule.element_id),
                    clause.type_ref,
                    clause.name or self.label,
                )
                for text, clause in zip(rule.outputs, self.box.outputs, strict=False)
            )
        )
        return _Rule(number, rule, tests, outputs, 1 + price, _HIT + output_price)

    def decide(self, scope: Scope) -> Value:
        """The table's value; raises :class:`CellCount`, ValueNotAllowed, NotUnique, NotAny."""
        if self._misfit:
            raise next(misfits(self.box, self.label))[1]
        values = [self._input_value(item, scope) for item in self._inputs]
        hits = self._hits(values, scope)
        trace = self._traced(values, hits, scope)
        if (counted := counted_around()) is not None:
            counted.rows.update((self.label, self.box.element_id, hit.number) for hit in hits)
        if self.box.hit_policy == "UNIQUE" and len(hits) > 1:
            raise NotUnique(table=self.label, rules=tuple(hit.number for hit in hits))
        if not hits and self._has_default:
            if trace is not None:
                trace.defaulted = True
            return self._pack([default(scope) for default in self._defaults])
        outcomes = [Outcome(hit.number, [output(scope) for output in hit.outputs]) for hit in hits]
        if trace is not None:
            for hit, outcome in zip(trace.hits, outcomes, strict=True):
                hit.outputs = tuple(outcome.values)
        return settle(self.box, self.label, outcomes, self._priorities, scope)

    def _pack(self, values: list[Value]) -> Value:
        if len(values) == 1:
            return values[0]
        names = [clause.name or "" for clause in self.box.outputs]
        return dict(zip(names, values, strict=True))

    def _input_value(self, item: _Input, scope: Scope) -> Value:
        value = item.value(scope)
        if item.allowed is None or value is None:
            return value
        if item.allowed(scope.inner({TESTED: value}), value) is not True:
            raise ValueNotAllowed(
                table=self.label,
                input=item.clause.label,
                value=to_text(value, scope.run),
                allowed=item.clause.allowed.text.strip() if item.clause.allowed else "",
            )
        return value

    def _hits(self, values: list[Value], scope: Scope) -> list[_Rule]:
        """The rules whose tests all hold; of a FIRST table, the first."""
        inside = [scope.inner({TESTED: value}) for value in values]
        first_only = self.box.hit_policy == "FIRST"
        hits: list[_Rule] = []
        for block in self._blocks:
            scope.run.spend(block.price)
            for rule in block.rules:
                for column, test in rule.tests:
                    if test(inside[column], values[column]) is not True:
                        break
                else:
                    hits.append(rule)
                    scope.run.spend(rule.output_price)
                    if first_only:
                        return hits
        return hits

    def _traced(self, values: list[Value], hits: list[_Rule], scope: Scope) -> TableTrace | None:
        if scope.run.trace is None:
            return None
        trace = TableTrace(
            decision=self.label,
            hit_policy=self.box.hit_policy,
            inputs=[
                (item.clause.expression.text.strip(), value)
                for item, value in zip(self._inputs, values, strict=True)
            ],
            hits=[
                RuleHit(
                    number=hit.number,
                    rule_id=hit.source.element_id,
                    conditions=tuple(text.text.strip() for text in hit.source.conditions),
                    annotation=hit.source.annotation,
                )
                for hit in hits
            ],
        )
        scope.run.trace.tables.append(trace)
        return trace
