"""Load a province's folder: its units, positions, officers and registers.

Loading the same folder again changes nothing, so what administrators set meanwhile stays; a changed
folder is laid over it and raises the province's configuration epoch once.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import DataFolderInvalid
from engine.organisation.changes import raise_epoch
from engine.organisation.demo_officers import refuse_demo_officers
from engine.organisation.province_folder import code_of, digest_of, read_province
from engine.organisation.still_open import Ended, ended_by, refuse_open_work
from engine.store.base import Base, table_of
from engine.store.counted_rows import count_rows
from engine.store.organisation import Appointment, Province

PROVINCE_ADMIN = "quan_tri_tinh"
"""Who holds it administers the whole province (``engine.access``)."""
LEAST_ADMINISTRATORS = 2


def load_province(session: Session, folder: Path) -> bool:
    """Lay a folder that is new, or has changed since it was last loaded, over the tables.

    The answer is whether anything changed.

    Raises DataFolderInvalid with every fault found, DemoDataRefused for a demonstration's officers,
    and WorkStillOpen for a unit or an officer that the folder ends while work lies there; then
    nothing was changed.
    """
    code = code_of(folder)
    known = session.get(Province, code)
    if known is not None and known.loaded == digest_of(folder):
        return False
    tables = read_province(folder)
    if known is None:
        _check_administrators(folder, dict(tables)[Appointment])
    changed, ended = False, list[Ended]()
    for entity, rows in tables:
        changed |= _merge(session, entity, rows, code, ended)
        session.flush()
    refuse_open_work(session, code, ended)
    refuse_demo_officers(session, code)
    if changed:
        raise_epoch(session, code)
        count_rows(session, [table_of(entity).name for entity, _ in tables])
    return changed


def _check_administrators(folder: Path, posts: Iterable[Mapping[str, Any]]) -> None:
    """A province that brings its officers begins with two who may check one another."""
    held = [(post["position_code"], post["officer_id"]) for post in posts]
    administrators = {officer for position, officer in held if position == PROVINCE_ADMIN}
    if held and len(administrators) < LEAST_ADMINISTRATORS:
        fault = f"officers.toml: cần ít nhất {LEAST_ADMINISTRATORS} người giữ {PROVINCE_ADMIN}."
        raise DataFolderInvalid(folder=folder.name, count=1, faults=[fault])


def _merge(
    session: Session,
    entity: type[Base],
    rows: Iterable[Mapping[str, Any]],
    province_code: str,
    ended: list[Ended],
) -> bool:
    """Insert what is missing, change what differs; rows that the folder lacks stay.

    What ends earlier than it did is added to ``ended``.
    """
    keys = [column.name for column in table_of(entity).primary_key]
    # The province's code leads every primary key.
    query = select(entity).where(getattr(entity, keys[0]) == province_code)
    known = {tuple(getattr(row, key) for key in keys): row for row in session.scalars(query)}
    changed = False
    for values in rows:
        row = known.get(tuple(values[key] for key in keys))
        if row is None:
            session.add(entity(**values))
            changed = True
            continue
        before = {name: getattr(row, name) for name in values}
        if (end := ended_by(entity, before, values, date.min)) is not None:
            ended.append(end)
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                changed = True
    return changed
