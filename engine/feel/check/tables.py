"""Gaps and overlaps of decision tables whose cells are constants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.feel.check.findings import Finding, Severity
from engine.feel.check.regions import PLACES_PER_UNIT, Cell, Column, Region, constant_cell, cut
from engine.feel.dmn.boxes import InputClause, TableBox, Text
from engine.feel.dmn.table import misfits
from engine.feel.errors import FeelSyntaxError, LimitExceeded
from engine.feel.limits import Run, within_an_act
from engine.feel.parser import parse_unary_tests
from engine.feel.typeref import FeelType
from engine.feel.values import BOOLEAN, Value

_WHOLE: Final = frozenset({"integer", "long"})
_MAX_RULES: Final = 300
_MAX_STEPS: Final = 20_000
_MAX_GAPS: Final = 10
_MAX_OVERLAPS: Final = 20
_SINGLE_HIT: Final[dict[str, Severity]] = {"UNIQUE": "error", "ANY": "warning"}
_CELL: Final = 240
_STEP: Final = 10
"""Units of fuel for reading the constants of a cell, and for one step of a search."""


@dataclass(slots=True)
class _Search:
    """Goes through the regions column by column, for combinations no rule covers."""

    columns: list[Column]
    free: list[int]
    """For each column the rules whose cells are all ``-`` from there on, as bits."""
    gaps: list[tuple[Region, ...]]
    run: Run
    steps: int = 0
    covered: set[tuple[int, int]] = field(default_factory=set)
    """Columns with the rules left in them, behind which nothing was missing."""

    def go(self, column: int, rules: int, way: tuple[Region, ...]) -> None:
        self.steps += 1
        self.run.spend(_STEP)
        if self.steps > _MAX_STEPS or len(self.gaps) >= _MAX_GAPS:
            return
        if not rules:
            self.gaps.append(way)
            return
        if rules & self.free[column] or (column, rules) in self.covered:
            return
        before = len(self.gaps)
        for region in self.columns[column].regions:
            self.go(column + 1, rules & region.rules, (*way, region))
        if len(self.gaps) == before:
            self.covered.add((column, rules))


def check_table(
    box: TableBox, label: str, inputs: Sequence[FeelType], names: tuple[str, ...] = ()
) -> list[Finding]:
    """Gaps and overlaps of a table. ``inputs`` are the types of its columns.

    A table with a default output has no gaps. Null inputs are not considered. The search is paid
    for by the budget at hand: of a table that it has nothing left for, only that is told.
    """
    wrong = _cell_counts(box, label)
    if wrong or not box.rules or not box.inputs:
        return wrong
    if len(box.rules) > _MAX_RULES:
        return [_unsearched(box, label)]
    with within_an_act() as budget:
        run = Run(budget)
        try:
            return _Table(box, label, inputs, names, run).findings()
        except LimitExceeded:
            return [_unsearched(box, label)]
        finally:
            run.close()


def _cell_counts(box: TableBox, label: str) -> list[Finding]:
    return [
        Finding(
            misfit.code,
            misfit.message,
            _line(rule.conditions, box),
            1,
            element_id=rule.element_id,
        )
        for rule, misfit in misfits(box, label)
    ]


def _line(texts: Sequence[Text], box: TableBox) -> int:
    return texts[0].line if texts else box.line


def _unsearched(box: TableBox, label: str) -> Finding:
    message = (
        f"Bảng “{label}”: không dò được các trường hợp bỏ sót vì có ô phụ thuộc dữ liệu hoặc "
        "quá nhiều dòng, nhiều tổ hợp."
    )
    return Finding("dmn.not_analysed", message, box.line, 1, "warning", box.element_id)


class _Table:
    """The search of one table, its columns cut into regions. Raises :class:`LimitExceeded`."""

    def __init__(
        self,
        box: TableBox,
        label: str,
        inputs: Sequence[FeelType],
        names: tuple[str, ...],
        run: Run,
    ) -> None:
        self.box = box
        self.label = label
        self.names = names
        self.run = run
        run.spend(_CELL * len(box.rules) * len(box.inputs))
        self.rows = [[self._cell(text) for text in rule.conditions] for rule in box.rules]
        self.labels = [one.label or one.expression.text.strip() for one in box.inputs]
        cut_at = [self._column(place, inputs[place]) for place in range(len(box.inputs))]
        self.columns = [column for column in cut_at if column is not None]
        self.whole = len(self.columns) == len(cut_at)

    def findings(self) -> list[Finding]:
        return [*self._gaps(), *self._overlaps()]

    def _cell(self, text: Text) -> Cell | None:
        if text.blank:
            return Cell(None, negated=False)
        try:
            return constant_cell(parse_unary_tests(text.text, self.names), self.run)
        except FeelSyntaxError:
            return None

    def _column(self, place: int, type_: FeelType) -> Column | None:
        """The regions of a column; None when a cell is no constant or kinds are mixed."""
        sure = [cell for row in self.rows if (cell := row[place]) is not None]
        if len(sure) < len(self.rows):
            return None
        allowed = self._allowed(self.box.inputs[place], type_)
        return cut(sure, allowed=allowed, run=self.run, whole=type_.name in _WHOLE)

    def _allowed(self, clause: InputClause, type_: FeelType) -> Sequence[Value] | None:
        if clause.allowed is not None:
            cell = self._cell(clause.allowed)
            return None if cell is None or cell.negated else cell.tests
        if type_.values is not None:
            return type_.values
        return (True, False) if type_.name == BOOLEAN else None

    def _words(self, regions: Sequence[Region]) -> str:
        named = zip(self.labels, regions, strict=False)
        return ", ".join(region.words(label, self.run) for label, region in named)

    def _gaps(self) -> list[Finding]:
        box = self.box
        if any(clause.default is not None for clause in box.outputs):
            return []
        if not self.whole:
            return [_unsearched(box, self.label)]
        search = _Search(self.columns, self._free(), [], self.run)
        search.go(0, (1 << len(self.rows)) - 1, ())
        if search.steps > _MAX_STEPS:
            return [_unsearched(box, self.label)]
        return [
            Finding(
                "dmn.gap",
                f"Bảng “{self.label}” chưa có dòng nào cho: "
                f"{self._words(regions) or 'mọi trường hợp'}.",
                box.line,
                1,
                "warning",
                box.element_id,
            )
            for regions in search.gaps
        ]

    def _free(self) -> list[int]:
        free = [0] * (len(self.columns) + 1)
        for number, row in enumerate(self.rows):
            last = max(
                (n for n, cell in enumerate(row) if cell and cell.tests is not None), default=-1
            )
            for column in range(last + 1, len(free)):
                free[column] |= 1 << number
        return free

    def _overlaps(self) -> list[Finding]:
        """Pairs of rules that hit together; columns that are no constants can't tell them apart."""
        severity = _SINGLE_HIT.get(self.box.hit_policy)
        if severity is None or not self.whole:
            return []
        found: list[Finding] = []
        for one, other, common in self._pairs(differing=severity == "warning"):
            regions = [
                column.first(places) for column, places in zip(self.columns, common, strict=True)
            ]
            message = f"Dòng {one + 1} và dòng {other + 1} cùng khớp khi {self._words(regions)}."
            rule = self.box.rules[other]
            line = _line(rule.conditions, self.box)
            found.append(Finding("dmn.overlap", message, line, 1, severity, rule.element_id))
            if len(found) >= _MAX_OVERLAPS:
                break
        return found

    def _pairs(self, *, differing: bool) -> Iterator[tuple[int, int, list[int]]]:
        """Two rules with the places of each column in which both hold, as bits; only those whose
        outputs differ, if so wished."""
        rows = list(zip(*(column.held for column in self.columns), strict=True))
        outputs = [tuple(text.text.strip() for text in rule.outputs) for rule in self.box.rules]
        alike: dict[tuple[str, ...], int] = {}
        output = [alike.setdefault(texts, len(alike)) for texts in outputs]
        price = 1 + max(len(column.at) for column in self.columns) // PLACES_PER_UNIT
        for one, mine in enumerate(rows):
            for other in range(one + 1, len(rows)):
                if differing and output[one] == output[other]:
                    continue
                common = []
                for left, right in zip(mine, rows[other], strict=True):
                    if not left & right:
                        break
                    common.append(left & right)
                self.run.spend(4 + len(common) * price)
                if len(common) == len(mine):
                    yield one, other, common
