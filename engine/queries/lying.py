"""Where the open work of cases lies, and with whom."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypedDict, cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.cases import Task
from engine.store.organisation import Officer


class Lies(TypedDict):
    """An open task of a case."""

    unit_code: str
    position_code: str
    officer_id: str | None
    act: str | None
    holder: str | None


def where_it_lies(setting: Setting, task: Lies) -> str:
    """The unit of an open task, and who has it."""
    position = setting.positions.get(task["position_code"], task["position_code"])
    who = task["holder"] or f"{position}, chưa ai nhận"
    return f"{setting.unit_short_name(task['unit_code'])}: {who}"


def lying(
    session: Session, province_code: str, ids: Collection[str]
) -> Mapping[str, Sequence[Lies]]:
    """The open tasks of each case."""
    query = (
        select(
            Task.case_id,
            Task.unit_code,
            Task.position_code,
            Task.officer_id,
            Task.act,
            Officer.full_name.label("holder"),
        )
        .outerjoin(
            Officer,
            and_(Officer.province_code == Task.province_code, Officer.id == Task.officer_id),
        )
        .where(Task.province_code == province_code, Task.case_id.in_(ids), Task.state == "open")
        .order_by(Task.created_at, Task.id)
    )
    found: dict[str, list[Lies]] = {}
    for row in session.execute(query) if ids else ():
        told: dict[str, Any] = row._asdict()
        found.setdefault(told.pop("case_id"), []).append(cast("Lies", told))
    return found
