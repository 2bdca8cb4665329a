"""Gaps and overlaps of decision tables whose cells are constants."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from engine.feel.check.findings import Finding, Severity
from engine.feel.check.regions import Cell, Region, constant_cell, cut
from engine.feel.dmn.boxes import InputClause, TableBox, Text
from engine.feel.dmn.table import misfits
from engine.feel.errors import FeelSyntaxError
from engine.feel.parser import parse_unary_tests
from engine.feel.typeref import FeelType
from engine.feel.values import BOOLEAN, Value

_WHOLE: Final = frozenset({"integer", "long"})
_MAX_RULES: Final = 300
_MAX_STEPS: Final = 20_000
_MAX_GAPS: Final = 10
_MAX_OVERLAPS: Final = 20
_SINGLE_HIT: Final[dict[str, Severity]] = {"UNIQUE": "error", "ANY": "warning"}


@dataclass(slots=True)
class _Search:
    """Goes through the regions column by column, for combinations no rule covers."""

    columns: list[list[Region]]
    free_from: list[int]
    """For each rule the column from which on its cells are all ``-``."""
    gaps: list[str]
    steps: int = 0

    def go(self, column: int, rules: frozenset[int], words: tuple[str, ...]) -> None:
        self.steps += 1
        if self.steps > _MAX_STEPS or len(self.gaps) >= _MAX_GAPS:
            return
        if not rules:
            self.gaps.append(", ".join(words) or "mọi trường hợp")
            return
        if any(self.free_from[rule] <= column for rule in rules):
            return
        for region in self.columns[column]:
            self.go(column + 1, rules & region.rules, (*words, region.words))


def check_table(
    box: TableBox, label: str, inputs: Sequence[FeelType], names: tuple[str, ...] = ()
) -> list[Finding]:
    """Gaps and overlaps of a table. ``inputs`` are the types of its columns.

    A table with a default output has no gaps. Null inputs are not considered.
    """
    wrong = _cell_counts(box, label)
    if wrong or not box.rules or not box.inputs:
        return wrong
    if len(box.rules) > _MAX_RULES:
        return [_unsearched(box, label)]
    rows = [[_cell(text, names) for text in rule.conditions] for rule in box.rules]
    columns = [
        _column(clause, [row[place] for row in rows], inputs[place], names)
        for place, clause in enumerate(box.inputs)
    ]
    return [*_gaps(box, label, rows, columns), *_overlaps(box, rows, columns)]


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


def _cell(text: Text, names: tuple[str, ...]) -> Cell | None:
    if text.blank:
        return Cell(None, negated=False)
    try:
        return constant_cell(parse_unary_tests(text.text, names))
    except FeelSyntaxError:
        return None


def _column(
    clause: InputClause, cells: list[Cell | None], type_: FeelType, names: tuple[str, ...]
) -> list[Region] | None:
    """The regions of a column; None when a cell is no constant or kinds are mixed."""
    sure = [cell for cell in cells if cell is not None]
    if len(sure) < len(cells):
        return None
    label = clause.label or clause.expression.text.strip()
    allowed = _allowed(clause, type_, names)
    return cut(sure, allowed=allowed, label=label, whole=type_.name in _WHOLE)


def _allowed(
    clause: InputClause, type_: FeelType, names: tuple[str, ...]
) -> Sequence[Value] | None:
    if clause.allowed is not None:
        cell = _cell(clause.allowed, names)
        return None if cell is None or cell.negated else cell.tests
    if type_.values is not None:
        return type_.values
    return (True, False) if type_.name == BOOLEAN else None


def _gaps(
    box: TableBox,
    label: str,
    rows: list[list[Cell | None]],
    columns: list[list[Region] | None],
) -> list[Finding]:
    if any(clause.default is not None for clause in box.outputs):
        return []
    sure = [column for column in columns if column is not None]
    search = _Search(sure, [_free_from(row) for row in rows], [])
    if len(sure) == len(columns):
        search.go(0, frozenset(range(len(rows))), ())
    if len(sure) < len(columns) or search.steps > _MAX_STEPS:
        return [_unsearched(box, label)]
    return [
        Finding(
            "dmn.gap",
            f"Bảng “{label}” chưa có dòng nào cho: {words}.",
            box.line,
            1,
            "warning",
            box.element_id,
        )
        for words in search.gaps
    ]


def _unsearched(box: TableBox, label: str) -> Finding:
    message = (
        f"Bảng “{label}”: không dò được các trường hợp bỏ sót vì có ô phụ thuộc dữ liệu hoặc "
        "quá nhiều dòng, nhiều tổ hợp."
    )
    return Finding("dmn.not_analysed", message, box.line, 1, "warning", box.element_id)


def _free_from(row: list[Cell | None]) -> int:
    last = -1
    for place, cell in enumerate(row):
        if cell is None or cell.tests is not None:
            last = place
    return last + 1


def _overlaps(
    box: TableBox, rows: list[list[Cell | None]], columns: list[list[Region] | None]
) -> list[Finding]:
    """Pairs of rules that hit together; columns that are no constants can't tell them apart."""
    severity = _SINGLE_HIT.get(box.hit_policy)
    sure = [column for column in columns if column is not None]
    if severity is None or len(sure) < len(columns):
        return []
    masks = [_masks(column, len(rows)) for column in sure]
    found: list[Finding] = []
    for one, other in combinations(range(len(rows)), 2):
        common = [mask[one] & mask[other] for mask in masks]
        if not all(common) or (severity == "warning" and _same_outputs(box, one, other)):
            continue
        where = ", ".join(
            column[(bits & -bits).bit_length() - 1].words
            for column, bits in zip(sure, common, strict=True)
        )
        message = f"Dòng {one + 1} và dòng {other + 1} cùng khớp khi {where}."
        rule = box.rules[other]
        line = _line(rule.conditions, box)
        found.append(Finding("dmn.overlap", message, line, 1, severity, rule.element_id))
        if len(found) >= _MAX_OVERLAPS:
            break
    return found


def _masks(column: list[Region], rules: int) -> list[int]:
    """For each rule a number whose bits are the regions it holds in."""
    masks = [0] * rules
    for bit, region in enumerate(column):
        for rule in region.rules:
            masks[rule] |= 1 << bit
    return masks


def _same_outputs(box: TableBox, one: int, other: int) -> bool:
    def texts(rule: int) -> list[str]:
        return [text.text.strip() for text in box.rules[rule].outputs]

    return texts(one) == texts(other)
