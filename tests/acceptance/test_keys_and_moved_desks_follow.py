"""Keys of outside systems and moved desks go where the work of their unit goes (R-87)."""

from datetime import date
from typing import Any

import pytest

from engine.accounts.tokens import hash_of
from engine.organisation.tree import setting_of
from engine.proposing.decide import approve, reviewed
from engine.queries.systems import system_reading
from engine.store.access import SystemToken
from engine.store.organisation import DeskMove
from engine.store.proposals import Proposal
from tests.acceptance.test_a_commune_goes_up_in_another import (
    DAY,
    THERE,
    midnight,
    propose,
    shown,
)
from tests.town import PROVINCE, WARD, Town
from tests.two_people import CHECKER

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRET = "mct_bi-mat"
ELSEWHERE = "xa_con_cuong_kt"


def set_up(town: Town) -> None:
    token = {"id": "t" * 32, "name": "Kho dữ liệu", "role": "monitor", "unit_code": WARD}
    days = {"valid_from": date(2025, 12, 1), "valid_to": date(2026, 12, 1), "basis": "QĐ 1"}
    told = {"proposed_by": "a" * 32, "proposed_name": "A", "proposed_at": town.now}
    with town.act() as session:
        hashed = {"secret_hash": hash_of(SECRET)}
        session.add(SystemToken(province_code=PROVINCE, **token, **days, **told, **hashed))
        session.add(
            DeskMove(
                province_code=PROVINCE,
                unit_code=ELSEWHERE,
                position_code="chuyen_vien",
                day=date(2025, 12, 1),
                to_unit_code=f"{WARD}_kt",
                to_position_code="chuyen_vien",
                valid_to=None,
                basis="QĐ 2",
            )
        )


def approved(town: Town, row: Proposal) -> None:
    told: dict[str, Any] = {"who": CHECKER, "proposal_id": row.id, "now": town.now}
    with town.act() as session:
        approve(session, seen=reviewed(session, **told).digest, **told)


def unit_read(town: Town) -> str:
    with town.database.reading() as session:
        found = system_reading(session, token=SECRET, day=town.now.date(), now=town.now)
    assert found is not None
    return found.person.grants[0].unit_code


def test_the_dry_run_lists_them_and_from_the_day_on_they_go_on_there(town: Town) -> None:
    set_up(town)
    told = shown(town, row := propose(town))
    assert told[f"token:{'t' * 32}"].startswith("Khóa truy cập của hệ thống Kho dữ liệu")
    assert f"desk:{ELSEWHERE}/chuyen_vien/2025-12-01" in told
    approved(town, row)
    assert unit_read(town) == WARD
    midnight(town)
    assert unit_read(town) == THERE
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    desks = [setting.desk_on(ELSEWHERE, "chuyen_vien", day) for day in (date(2025, 12, 7), DAY)]
    assert [unit for unit, _ in desks] == [f"{WARD}_kt", f"{THERE}_kt"]
