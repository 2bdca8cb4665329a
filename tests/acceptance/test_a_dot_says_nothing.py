"""A dot where a paper or a name is asked counts as nothing, in every act of administration."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from engine.administration.accounts.tokens import TokenEntry, propose_token
from engine.administration.people.calendars import begin_calendar
from engine.administration.people.granting import GrantEntry, grant_role
from engine.administration.people.move_desk import DeskMoving, move_desk
from engine.administration.people.move_officer import Moving, Post, move_officer
from engine.administration.people.officers import (
    OfficerEntry,
    PositionEntry,
    appoint,
    put_position,
)
from engine.administration.people.rename_unit import Renaming, rename_unit
from engine.administration.people.substitutes import stand_in
from engine.administration.people.units import UnitEntry, put_unit
from engine.administration.registers.serve_communes import (
    ServingEnd,
    ServingEntry,
    end_serving,
    serve_communes,
)
from engine.errors import EntryInvalid
from tests.acceptance.test_a_head_is_absent import DIVISION, absent_head
from tests.town import WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY, PAPER = date(2025, 12, 4), "QĐ 1"
HEAD = "lanh_dao_phong"
ASKED = frozenset(("basis", "paper", "name", "short_name", "full_name"))
ENTRIES: dict[Any, Any] = {
    propose_token: TokenEntry("Cổng", "monitor", WARD, DAY, date(2026, 1, 1), PAPER),
    grant_role: GrantEntry("nam.hs", "monitor", WARD, DAY, PAPER),
    stand_in: absent_head(),
    appoint: OfficerEntry("long.td", "Thái Doãn Long", DIVISION, HEAD, DAY, paper=PAPER),
    put_position: PositionEntry("moi", "Mới"),
    rename_unit: Renaming(DIVISION, "Phòng Mới", "P. Mới", DAY, PAPER),
    move_officer: Moving(
        Post("nam.hs", DIVISION, "chuyen_vien"), f"{WARD}_kt", "chuyen_vien", DAY, PAPER
    ),
    move_desk: DeskMoving(DIVISION, HEAD, f"{WARD}_kt", HEAD, DAY, PAPER),
    put_unit: UnitEntry("to_moi", "Tổ Mới", "Tổ", "kinh_te", "commune", DAY, WARD),
    serve_communes: ServingEntry("tax_office", "so_noi_vu", (WARD,), DAY, PAPER),
    end_serving: ServingEnd("tax_office", "so_noi_vu", (WARD,), DAY, PAPER),
}


@pytest.mark.parametrize("act", ENTRIES, ids=lambda act: act.__name__)
def test_a_dot_is_refused_where_a_paper_or_a_name_is_asked(town: Town, act: Any) -> None:
    entry = ENTRIES[act]
    names = {one.name for one in fields(entry)} & ({"title"} if act is put_position else ASKED)
    assert names
    for name in names:
        dotted = replace(entry, **{name: "."})
        with pytest.raises(EntryInvalid) as refused, town.act() as session:
            act(session, admin=town.administrator("quan.dm"), entry=dotted, now=town.now)
        told: Any = refused.value.details["faults"]
        assert name in {one["field"] for one in told}, told


def test_a_calendar_likewise(town: Town) -> None:
    admin: dict[str, Any] = {"admin": town.administrator("quan.dm"), "now": town.now}
    with pytest.raises(EntryInvalid, match="Hãy ghi tên lịch"), town.act() as session:
        begin_calendar(session, code="moi", name=" . ", **admin)
