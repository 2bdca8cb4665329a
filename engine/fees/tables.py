"""The fee table of a package: a DMN decision over channel, day, areas, groups of people, answers.

The decision answers a context, or a list of contexts when there are several items: ``so_tien`` (due
by the table), ``so_tien_goc`` (full), ``loai`` (phi, le_phi), ``can_cu``, ``dien_giai`` and ``ma``
(the item's code; ``loai`` where there is one item). Amounts are đồng.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.catalogue.manifest import FeeTable
from engine.errors import FeeUndecided
from engine.feel import FeelError
from engine.feel.dmn import DmnModel, parse_dmn
from engine.feel.dmn.errors import DmnError


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
        answer: Any = _model(files[table.file]).evaluate(table.decision, inputs)
    except (FeelError, DmnError) as error:
        raise FeeUndecided(reason=str(error)) from error
    rows = answer if isinstance(answer, list) else [answer]
    return tuple(_base(row) for row in rows)


@lru_cache(maxsize=512)
def _model(content: bytes) -> DmnModel:
    return parse_dmn(content)


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
