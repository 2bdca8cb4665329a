"""A unit has another name from a day on; what was printed before keeps the old one (R-87)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.access import operator
from engine.administration.people.rename_unit import Renaming, rename_unit
from engine.administration.people.units import UnitEntry, end_unit, put_unit
from engine.errors import EntryInvalid
from engine.jobs.renaming import rename_units
from engine.organisation.named import units_named
from engine.organisation.tree import setting_of
from engine.queries.case_file import case_file
from engine.queries.signing import signing_page
from engine.queries.tracking import track
from engine.store.organisation import UnitRenaming
from tests.acceptance.test_a_commune_goes_up_in_another import (
    propose,
    shown,
    undo,
)
from tests.acceptance.test_keys_and_moved_desks_follow import approved
from tests.acceptance.test_supplements import ask, received
from tests.at_once import done_once
from tests.client import Api
from tests.town import CENTRE, PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = date(2025, 12, 8)
NEW = Renaming(WARD, "Ủy ban nhân dân phường Vinh", "phường Vinh", DAY, "NQ 16/NQ-HĐND")
OLD_CENTRE = "Trung tâm Phục vụ hành chính công phường Trường Vinh"
NEW_CENTRE = "Trung tâm Phục vụ hành chính công phường Vinh"


def rename(town: Town, entry: Renaming = NEW) -> None:
    with town.act() as session:
        rename_unit(session, admin=operator(PROVINCE), entry=entry, now=town.now)


def name(town: Town, code: str) -> str:
    with town.database.reading() as session:
        return setting_of(session, PROVINCE).unit_name(code)


def test_papers_keep_the_name_of_their_day_and_everything_else_has_the_new_one(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B3")
    ask(town, case_id)
    rename(town)
    assert (name(town, WARD), name(town, CENTRE)) == (
        "Ủy ban nhân dân phường Trường Vinh",
        OLD_CENTRE,
    )
    town.now = datetime(2025, 12, 8, 0, 1, tzinfo=town.now.tzinfo)
    assert done_once(rename_units, town.database, now=town.now) == 1, "by two workers at once"
    assert rename_units(town.database, now=town.now) == 0
    assert (name(town, WARD), name(town, CENTRE)) == (NEW.name, NEW_CENTRE)
    later = town.file().case_id
    clerk = town.officer("bao.pq")
    with town.database.reading() as session:
        told: dict[str, Any] = {"person": clerk, "now": town.now}
        before = case_file(session, ref=town.case(case_id).code or "", **told)
        after = case_file(session, ref=town.case(later).submission_number, **told)
    assert (before.receipt_unit, before.receiving_unit.name) == (OLD_CENTRE, NEW_CENTRE)
    assert before.supplement is not None
    assert before.supplement.unit_name == OLD_CENTRE
    assert after.receipt_unit == NEW_CENTRE


def test_steps_that_were_done_keep_the_name_of_their_day_wherever_they_are_told(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B4")
    rename(town)
    town.now = datetime(2025, 12, 8, 0, 1, tzinfo=town.now.tzinfo)
    rename_units(town.database, now=town.now)
    with town.database.reading() as session:
        told: dict[str, Any] = {"person": town.officer("hanh.tt"), "now": town.now}
        file = case_file(session, ref=town.case(case_id).code or "", **told)
        [waiting] = signing_page(session, **told).rows
        public = track(session, ref=town.case(case_id).code or "", now=town.now)
    old = "ường Trường Vinh"
    done, now = ({one.unit_name for one in file.steps if one.state == s} for s in ("done", "now"))
    assert all(one and one.endswith(old) for one in done)
    assert [one and one.endswith(" phường Vinh") for one in now] == [True]
    assert {one.unit_name.endswith(old) for one in (*file.findings, *waiting.found)} == {True}
    told_of = [step.sentence for step in public.steps if step.state == "done"]
    assert all(old in one for one in told_of)
    assert file.receipt_delivery.endswith(OLD_CENTRE)


def test_a_name_that_was_corrected_by_hand_later_stays(town: Town) -> None:
    rename(town, Renaming(WARD, "UBND phường Vinh", "phường Vinh", town.now.date(), "NQ 16"))
    assert name(town, WARD) == "UBND phường Vinh"
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    assert setting.name_on(WARD, date(2025, 12, 3)) == "Ủy ban nhân dân phường Trường Vinh"
    assert setting.name_on(WARD, town.now.date()) == "UBND phường Vinh"
    assert rename_units(town.database, now=town.now) == 0


def test_over_the_api_and_on_the_page_with_its_faults(app: Flask, town: Town) -> None:
    admin = Api(app, f"quan.dm@{PROVINCE}")
    body = {"name": NEW.name, "short_name": NEW.short_name, "day": "2025-12-08", "basis": "NQ 16"}
    where = f"/organisation/{PROVINCE}/units/{WARD}/rename"
    assert admin.post(where, {**body, "day": "2025-12-01"}).status_code == 422
    assert admin.post(where, body).status_code == 200
    shown = admin.client.get(f"/quan-tri/don-vi?dv={WARD}").text
    assert "Từ 08/12/2025 sẽ là Ủy ban nhân dân phường Vinh (NQ 16)" in shown
    sent = {**body, "day": "09/12/2025", "basis": "", "csrf_token": admin.token}
    page = admin.client.post(f"/quan-tri/don-vi/{WARD}/doi-ten", data=sent)
    assert "Hãy ghi văn bản" in page.text
    assert f'value="{NEW.name}"' in page.text
    ward = Api(app, f"kien.cv@{PROVINCE}")
    assert ward.post(where, body).status_code == 403
    with pytest.raises(EntryInvalid):
        rename(town, Renaming(WARD, "", "", DAY, "x"))


def test_a_name_of_a_day_is_read_by_that_day_and_the_new_one_too(town: Town) -> None:
    rename(town)
    town.now = datetime(2025, 12, 8, 0, 1, tzinfo=town.now.tzinfo)
    assert rename_units(town.database, now=town.now) == 1
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    old = "Ủy ban nhân dân phường Trường Vinh"
    assert [code for code, _ in units_named(setting, old, date(2025, 12, 1))] == [WARD]
    assert [code for code, _ in units_named(setting, NEW.name, DAY)] == [WARD]
    assert units_named(setting, old, DAY) == ()


def waiting(town: Town) -> dict[str, str]:
    with town.database.reading() as session:
        rows = session.scalars(select(UnitRenaming).order_by(UnitRenaming.unit_code)).all()
        return {row.unit_code: row.name for row in rows}


def test_a_name_that_waits_is_taken_back_by_the_present_one_for_its_day(town: Town) -> None:
    present = replace(NEW, name=name(town, WARD), short_name="phường Trường Vinh")
    rename(town)
    assert {WARD, CENTRE} <= set(waiting(town))
    with pytest.raises(EntryInvalid):  # another day names nothing that waits
        rename(town, replace(present, day=date(2025, 12, 5)))
    rename(town, present)
    assert waiting(town) == {}
    town.now = datetime(2025, 12, 8, 0, 1, tzinfo=town.now.tzinfo)
    assert rename_units(town.database, now=town.now) == 0


def test_the_same_day_again_replaces_what_waits_below_too(town: Town) -> None:
    rename(town)
    rename(town, replace(NEW, short_name="phường Trường Vinh"))
    assert waiting(town) == {WARD: NEW.name}


def test_a_name_that_waits_is_in_the_plan_of_a_merger_ends_with_it_and_comes_back(
    town: Town,
) -> None:
    rename(town, replace(NEW, day=date(2025, 12, 9)))
    row, before = propose(town), waiting(town)
    found = shown(town, row)
    assert found[f"renaming:{WARD}/2025-12-09"] == (
        "Đổi tên phường Trường Vinh: từ 09/12/2025 sẽ là Ủy ban nhân dân phường Vinh →"
        " không đổi tên nữa: đơn vị kết thúc trước ngày đó"
    )
    approved(town, row)
    assert waiting(town) == {}
    undo(town, row)
    assert waiting(town) == before


def test_a_unit_that_ends_by_hand_never_bears_the_name_that_waited(town: Town) -> None:
    with town.act() as session:
        told: dict[str, Any] = {"admin": operator(PROVINCE), "now": town.now}
        kind = setting_of(session, PROVINCE).units[f"{WARD}_vhxh"].kind
        entry = UnitEntry("to_moi", "Tổ mới", "tổ mới", kind, "commune", DAY, WARD)
        put_unit(session, entry=entry, **told)
        entry_of = Renaming("to_moi", "Tổ khác", "tổ khác", date(2025, 12, 20), "QĐ 1")
        rename_unit(session, entry=entry_of, **told)
        end_unit(session, code="to_moi", day=date(2025, 12, 15), **told)
    assert waiting(town) == {}
