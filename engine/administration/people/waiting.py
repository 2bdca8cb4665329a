"""What waits for a second person, told wherever its object is shown: posts, stand-ins, roles, the
work of a desk that signs, which is to go to another desk, and another calendar of a unit.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, select
from sqlalchemy.orm import Session

from engine.access import ROLES
from engine.administration.working_days.other_hours import by_choice
from engine.organisation.tree import Setting
from engine.store.access import AccessGrant, AwaitingConfirmation
from engine.store.base import Base, table_of
from engine.store.organisation import Appointment, DeskMove, Officer, Substitution, Unit
from engine.worktime import ZONE

GIVEN: Mapping[str, type[Base]] = {
    entity.__tablename__: entity
    for entity in (Appointment, Substitution, AccessGrant, DeskMove, Unit)
}
"""What may wait, by its table."""
WAITS = "chờ xác nhận"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is to have what, where, from when, once a second person confirms it.

    ``position_code``: the desk; ``None`` of a role. Nobody is named where a desk is moved, or a
    unit chooses a calendar: then ``username`` and ``full_name`` are empty.
    """

    id: str
    username: str
    full_name: str
    unit_code: str
    unit_name: str
    position_code: str | None
    what: str
    valid_from: date
    proposed_name: str

    @property
    def words(self) -> str:
        """As a line: who, what, from when."""
        who = f"{self.full_name}, " if self.full_name else ""
        return f"{who}{self.what}, từ {self.valid_from:%d/%m/%Y}: {WAITS}"

    @property
    def what_where(self) -> str:
        """As a line on a page of the person: what, where, from when."""
        return f"{self.what}, {self.unit_name}, từ {self.valid_from:%d/%m/%Y}"


def waiting(
    session: Session,
    setting: Setting,
    *,
    units: Collection[str] | None = None,
    officer_id: str | None = None,
) -> tuple[Waiting, ...]:
    """What waits in these units, or for an officer; the oldest first."""
    query = waiting_rows(setting.province_code)
    if units is not None:
        query = query.where(AwaitingConfirmation.unit_code.in_(units))
    if officer_id is not None:
        query = query.where(AwaitingConfirmation.officer_id == officer_id)
    return tuple(_waiting(session, setting, *row) for row in session.execute(query))


def waiting_rows(province_code: str) -> Select[AwaitingConfirmation, Officer]:
    """What waits in a province, each with the officer who is named, the oldest first."""
    return (
        select(AwaitingConfirmation, Officer)
        .outerjoin(
            Officer,
            (Officer.province_code == AwaitingConfirmation.province_code)
            & (Officer.id == AwaitingConfirmation.officer_id),
        )
        .where(AwaitingConfirmation.province_code == province_code)
        .order_by(AwaitingConfirmation.proposed_at, AwaitingConfirmation.id)
    )


def _waiting(
    session: Session, setting: Setting, row: AwaitingConfirmation, officer: Officer | None
) -> Waiting:
    given = given_by(row)
    return Waiting(
        id=row.id,
        username=officer.username if officer else "",
        full_name=officer.full_name if officer else "",
        unit_code=row.unit_code,
        unit_name=setting.unit_name(row.unit_code),
        position_code=given.get("position_code"),
        what=what_waits(session, setting, given),
        valid_from=begins(row, given),
        proposed_name=row.proposed_name,
    )


def given_by(row: AwaitingConfirmation) -> dict[str, Any]:
    """The values that it would write."""
    columns = table_of(GIVEN[row.subject]).columns
    content: Mapping[str, Any] = row.content
    return {
        name: date.fromisoformat(value) if isinstance(columns[name].type, Date) and value else value
        for name, value in content.items()
    }


def begins(row: AwaitingConfirmation, given: Mapping[str, Any]) -> date:
    """From when it would hold; a calendar holds from when it is confirmed."""
    first: date | None = given.get("day") or given.get("valid_from")
    return first or row.proposed_at.astimezone(ZONE).date()


def what_waits(session: Session, setting: Setting, given: Mapping[str, Any]) -> str:
    """The post or role in words, with whom it stands in for; the calendar beside that of now."""
    if "calendar_code" in given:
        return _calendars(setting, given["code"], given["calendar_code"])
    position = given.get("position_code")
    what = setting.positions.get(position, position) if position else ROLES[given["role"]].title
    if to := given.get("to_position_code"):
        there = f"{setting.positions.get(to, to)}, {setting.unit_name(given['to_unit_code'])}"
        return f"Chuyển sang {there} việc của {what}"
    if given.get("manner"):
        what = f"{given['manner']}. {what}"
    if given.get("absent_id"):
        away = session.get_one(Officer, (setting.province_code, given["absent_id"]))
        what = f"{what}, thay {away.full_name} vắng"
    return str(what)


def _calendars(setting: Setting, unit_code: str, code: str | None) -> str:
    before, after = by_choice(setting, unit_code, code)
    return f"Làm việc theo lịch “{after.name}” thay cho “{before.name}”"
