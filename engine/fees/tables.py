"""The fee table of a package: a DMN decision over channel, day, areas, groups of people, answers.

The decision answers a context, or a list of contexts when there are several items: ``so_tien`` (due
by the table), ``so_tien_goc`` (full), ``loai`` (phi, le_phi), ``can_cu``, ``dien_giai`` and ``ma``
(the item's code; ``loai`` where there is one item). Amounts are đồng.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.catalogue.manifest import FeeTable
from engine.errors import FeeUndecided
from engine.feel import FeelError, refuse_over_budget
from engine.feel.dmn import DmnModel
from engine.feel.dmn.boxes import Box, ContextBox, ListBox, LiteralBox, TableBox
from engine.feel.dmn.errors import DmnError
from engine.files.kept import Kept
from engine.files.limits import MiB
from engine.workflow.reading.faults.refusals import DocumentRefused
from engine.workflow.reading.models import ModelRefused, read_models

GIVEN = frozenset({"kenh", "ngay_nop", "khu_vuc", "doi_tuong"})
"""Inputs that the product gives every table; all others come from answers of the form."""
ANSWERED = ("loai", "so_tien_goc", "so_tien")
"""What every item of the answer must have."""


@dataclass(frozen=True, slots=True)
class BaseFee:
    """An item as the package's table gives it. ``due`` is ``full`` less the table's exemptions."""

    item: str
    kind: str
    full: Decimal
    due: Decimal
    basis: str
    explained: str


def base_fees(
    table: FeeTable | None,
    files: Mapping[str, bytes],
    *,
    channel: str,
    day: date,
    areas: Iterable[str],
    subjects: Iterable[str],
    answers: Mapping[str, object],
) -> tuple[BaseFee, ...]:
    """The items of the package's table for a filing; none without a table.

    ``subjects`` are the groups of people whom the law lets off. Raises FeeUndecided.
    """
    if table is None:
        return ()
    inputs: dict[str, object] = {
        "kenh": channel,
        "ngay_nop": day,
        "khu_vuc": list(areas),
        "doi_tuong": list(subjects),
        **{name: answers.get(key) for name, key in table.inputs.items()},
    }
    try:
        answer: Any = model_of(table, files).evaluate(table.decision, inputs)
    except (FeelError, DmnError) as error:
        refuse_over_budget(error, element_name="bảng phí, lệ phí", expression=table.decision)
        raise FeeUndecided(reason=str(error)) from error
    rows = answer if isinstance(answer, list) else [answer]
    return tuple(_base(row) for row in rows)


def model_of(table: FeeTable, files: Mapping[str, bytes]) -> DmnModel:
    """The model of the table's file, among those it may import. Raises FeeUndecided."""
    tables = {path: content for path, content in files.items() if path.endswith(".dmn")}
    try:
        return _models(tables)[table.file]
    except (KeyError, DocumentRefused, ModelRefused) as error:
        raise FeeUndecided(reason=f"gói không có bảng phí {table.file} đọc được") from error


_Tables = tuple[tuple[str, bytes], ...]
_read: Kept[_Tables, tuple[int, Mapping[str, DmnModel]]] = Kept(16 * MiB, lambda one: one[0])
"""Models by the files that they were read from, of so many bytes together."""


def _models(tables: Mapping[str, bytes]) -> Mapping[str, DmnModel]:
    key = tuple(sorted(tables.items()))
    found = _read.get(key)
    return (found or _read.keep(key, (sum(map(len, tables.values())), read_models(tables))))[1]


def _base(row: Any) -> BaseFee:
    """Raises FeeUndecided unless the row has an item with both amounts."""
    found = row if isinstance(row, Mapping) else {}
    kind, full, due = found.get("loai"), found.get("so_tien_goc"), found.get("so_tien")
    if not (isinstance(kind, str) and isinstance(full, Decimal) and isinstance(due, Decimal)):
        raise FeeUndecided(reason="bảng phí không có dòng nào cho trường hợp này")
    return BaseFee(
        item=str(found.get("ma") or kind),
        kind=kind,
        full=full,
        due=due,
        basis=str(found.get("can_cu") or ""),
        explained=str(found.get("dien_giai") or ""),
    )


def inputs_of(model: DmnModel, decision: str) -> frozenset[str]:
    """The input data that a decision and those below it require, by name."""
    elements = model.document.elements
    waiting, seen = [model.element(decision)], set()
    found: set[str] = set()
    while waiting:
        element = waiting.pop()
        if element.element_id in seen:
            continue
        seen.add(element.element_id)
        if element.kind == "inputData":
            found.add(element.name)
        ids = (address.rpartition("#")[2] for address in element.information)
        waiting += [elements[one] for one in ids if one in elements]
    return frozenset(found)


_STRING = re.compile(r'\s*"([^"\\]+)"\s*')


def items_of(table: FeeTable | None, files: Mapping[str, bytes]) -> frozenset[str] | None:
    """The items that the package's table may answer, so that rules name none by mistake.

    Read from the decision itself: a context, a list of contexts or a decision table that writes
    ``ma``, else ``loai``, as plain text. ``None`` without a table, and where only a filing tells.
    """
    return _written(table, files, "ma", "loai")


def kinds_of(table: FeeTable | None, files: Mapping[str, bytes]) -> frozenset[str] | None:
    """The kinds of charge (phi, le_phi) that it may answer; ``None`` where only a filing tells."""
    return _written(table, files, "loai")


def _written(
    table: FeeTable | None, files: Mapping[str, bytes], *names: str
) -> frozenset[str] | None:
    """The plain texts that the decision writes under the first of the names that it has."""
    if table is None:
        return None
    try:
        box = model_of(table, files).element(table.decision).box
    except (FeelError, DmnError, FeeUndecided):
        return None
    parts = box.items if isinstance(box, ListBox) else (box,)
    codes = [code for part in parts for code in _texts(part, names)]
    named = [found[1] for found in (_STRING.fullmatch(code) for code in codes) if found]
    return frozenset(named) if named and len(named) == len(codes) else None


def _texts(box: Box | None, names: Iterable[str]) -> Iterator[str]:
    """The FEEL texts under the first of the names; an empty one where there is none to read."""
    written: dict[str | None, list[str]] = {}
    if isinstance(box, ContextBox):
        for name, _, part in box.entries:
            written[name] = [part.text.text if isinstance(part, LiteralBox) else ""]
    elif isinstance(box, TableBox):
        for column, output in enumerate(box.outputs):
            written[output.name] = [rule.outputs[column].text for rule in box.rules]
    yield from next((written[name] for name in names if written.get(name)), [""])
