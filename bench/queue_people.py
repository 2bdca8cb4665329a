"""Officers with few and with many desks, and what they look for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, text

from bench.queue_town import PROVINCE, desks_of
from engine.store.accounts import Account
from engine.store.base import table_of
from engine.store.database import Database
from engine.store.ids import new_id
from engine.store.organisation import Appointment, Officer

_FOUND = text(
    "SELECT c.code, c.submission_number, d.owner_number, d.names_folded,"
    " EXISTS (SELECT 1 FROM case_events AS e WHERE e.province_code = c.province_code"
    "  AND e.case_id = c.id) AS whole"
    " FROM tasks AS t"
    " JOIN cases AS c ON c.province_code = t.province_code AND c.id = t.case_id"
    " JOIN dossiers AS d ON d.province_code = t.province_code AND d.case_id = t.case_id"
    " WHERE t.state = 'open' AND t.province_code = :province AND t.unit_code = :unit"
    " AND t.position_code = :position ORDER BY whole DESC, md5(t.id) LIMIT 100"
)
Desk = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody with these desks, and what they look for."""

    name: str
    username: str
    codes: list[str]
    numbers: list[str]
    names: list[str]
    refs: list[str]


def viewers(database: Database) -> list[Viewer]:
    """People with one, five and sixty desks, and one at the desk that has most."""
    with database.engine.begin() as connection:
        desks = desks_of(connection, PROVINCE)
        shares = {
            "one_desk": desks[20:21],
            "five_desks": desks[20:25],
            "huge_desk": desks[:1],
            "sixty_desks": desks,
        }
        return [_viewer(connection, name, held) for name, held in shares.items()]


def _viewer(connection: Connection, name: str, desks: list[Desk]) -> Viewer:
    username = f"bench_{name}@{PROVINCE}"
    account = table_of(Account)
    if connection.scalar(select(account.c.id).where(account.c.username == username)) is None:
        _appointed(connection, username, desks)
    unit, position = desks[0]
    at = {"province": PROVINCE, "unit": unit, "position": position}
    found = connection.execute(_FOUND, at).all()
    return Viewer(
        name,
        username,
        [row.code or row.submission_number for row in found],
        [row.owner_number for row in found if row.owner_number],
        [row.names_folded for row in found],
        [row.code or row.submission_number for row in found if row.whole],
    )


def _appointed(connection: Connection, username: str, desks: list[Desk]) -> None:
    """An officer who holds the desks, and signs in as everybody of the demonstration does."""
    officer, account = new_id(), table_of(Account)
    shared = connection.scalar(select(account.c.password_hash).where(account.c.demo).limit(1))
    of = {"province_code": PROVINCE, "full_name": "Bench"}
    connection.execute(
        insert(table_of(Officer)),
        {**of, "id": officer, "username": username.split("@", maxsplit=1)[0]},
    )
    connection.execute(
        insert(account),
        {
            **of,
            "id": new_id(),
            "username": username,
            "password_hash": shared,
            "kind": "officer",
            "officer_id": officer,
            "demo": True,
            "created_at": datetime.now(UTC),
        },
    )
    connection.execute(
        insert(table_of(Appointment)),
        [
            {
                "province_code": PROVINCE,
                "officer_id": officer,
                "unit_code": unit,
                "position_code": position,
                "valid_from": date(2025, 1, 1),
            }
            for unit, position in desks
        ],
    )
