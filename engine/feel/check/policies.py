"""Hit policies that lack what they need: values in order, numbers to add (DMN 1.5, 8.2.10)."""

from collections.abc import Iterator, Sequence
from typing import Final

from engine.feel.check.findings import Finding, type_words
from engine.feel.dmn.boxes import TableBox
from engine.feel.typeref import FeelType
from engine.feel.values import BOOLEAN, CONTEXT, DAYS, FUNCTION, LIST, MONTHS, NUMBER, RANGE

_ORDERED: Final = frozenset({"PRIORITY", "OUTPUT ORDER"})
_ADDED: Final = frozenset({NUMBER, DAYS, MONTHS})
_UNORDERED: Final = frozenset({BOOLEAN, CONTEXT, LIST, FUNCTION, RANGE})


def check_policy(box: TableBox, label: str, kinds: Sequence[set[str]]) -> Iterator[Finding]:
    """What the policy of a table lacks. ``kinds`` are those of the values in each output column."""
    if box.hit_policy in _ORDERED and all(clause.values is None for clause in box.outputs):
        yield _finding(
            box,
            f"Bảng “{label}” chọn dòng theo thứ tự ưu tiên ({box.hit_policy}) nhưng cột kết quả"
            " chưa liệt kê các giá trị từ cao đến thấp (outputValues), nên thứ tự ấy không có.",
        )
    if box.aggregation not in ("SUM", "MIN", "MAX"):
        return
    for clause, found in zip(box.outputs, kinds, strict=True):
        wrong = found - _ADDED if box.aggregation == "SUM" else found & _UNORDERED
        for kind in sorted(wrong):
            column = clause.name or label
            yield _finding(
                box,
                f"Bảng “{label}” gộp các dòng bằng {box.aggregation} nhưng cột “{column}” có"
                f" {type_words(FeelType(kind))}, không tính được.",
            )


def _finding(box: TableBox, message: str) -> Finding:
    return Finding("dmn.policy", message, box.line, 1, element_id=box.element_id)
