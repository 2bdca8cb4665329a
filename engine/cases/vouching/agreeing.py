"""Whether the rows of a case hold what its events told; what was never told is not compared."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.base import Base, table_of
from engine.store.cases import Case


def same(stored: object, told: object) -> bool:
    """Whether a row's value is what the event, which keeps it as text, told."""
    if stored is None or told is None:
        return stored is told
    if isinstance(stored, datetime):
        return stored == datetime.fromisoformat(str(told))
    if isinstance(stored, Decimal):
        return stored == Decimal(str(told))
    if isinstance(stored, Mapping | list):
        return bool(plain(stored) == plain(told))
    return str(stored) == str(told)


def rows_agree(
    stored: Mapping[object, Mapping[str, object]], told: Mapping[object, Mapping[str, object]]
) -> bool:
    """Whether the rows by key are those that were told, with the values of all told columns."""
    return stored.keys() == told.keys() and all(
        same(stored[key][column], value)
        for key, columns in told.items()
        for column, value in columns.items()
    )


def rows_of_case(
    session: Session, entity: type[Base], case: Case, *key: str
) -> dict[object, dict[str, object]]:
    """What a table holds of the case, by a column of it, or by some as a tuple."""
    table = table_of(entity)
    query = select(table).where(
        table.c.province_code == case.province_code, table.c.case_id == case.id
    )
    rows = [dict(row) for row in session.execute(query).mappings()]
    if len(key) == 1:
        return {row[key[0]]: row for row in rows}
    return {tuple(row[name] for name in key): row for row in rows}


def plain(value: Any) -> Any:
    """A value as both the event and the row can tell it: the event keeps decimals as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, bool | str) or value is None:
        return value
    return str(value)
