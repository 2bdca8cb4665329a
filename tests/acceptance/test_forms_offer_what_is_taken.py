"""Forms of units and rights offer only what the act behind them takes."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.administration.people.confirming import awaiting, confirm
from engine.administration.people.granting import GrantEntry, grant_role
from engine.administration.people.units import kind_fits, kinds_known
from engine.errors import EntryInvalid
from engine.organisation.tree import setting_of
from tests.acceptance.test_a_commune_goes_up_in_another import carry_out, midnight
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def choices(page: str, name: str) -> set[str]:
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    assert select is not None
    return set(re.findall(r'<option value="([^"]+)"', select[0]))


def test_below_a_ward_only_its_kinds_and_levels_are_offered(app: Flask, town: Town) -> None:
    page = Api(app, f"quan.dm@{PROVINCE}").client.get(f"/quan-tri/don-vi?dv={WARD}").text
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
        known = kinds_known(session, setting)
    ward = setting.units[WARD]
    assert choices(page, "level") == {"commune"}
    assert choices(page, "kind") == {one for one in known if kind_fits(setting, ward, one)}
    assert {ward.kind, setting.units["ubnd_tinh"].kind}.isdisjoint(choices(page, "kind"))


def test_what_waits_for_a_unit_that_is_no_more_can_only_be_dropped(town: Town) -> None:
    giver, other = (town.administrator(one) for one in ("quan.dm", "hieu.ph"))
    entry = GrantEntry("hung.nt", "auditor", WARD, date(2025, 12, 20), "7/QĐ-UBND")
    with town.act() as session:
        grant_role(session, admin=giver, entry=entry, now=town.now)
    carry_out(town)
    midnight(town)
    with town.act() as session:
        told: dict[str, Any] = {"admin": other, "now": town.now}
        (one,) = awaiting(session, **told)
        assert (one.ended, one.may_confirm, one.may_drop) == (True, False, True)
        with pytest.raises(EntryInvalid):
            confirm(session, awaiting_id=one.id, seen=one.seen, **told)
