"""Who leaves hands on their work first; then their places end and the account closes for good."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from engine.organisation.changes import raise_epoch
from engine.store.access import AwaitingConfirmation
from engine.store.accounts import Account
from engine.store.drafts import FormDraft
from engine.store.organisation import Appointment, ConfigurationChange
from tests.acceptance.test_heads_hand_work_around import ONE as LEAVER
from tests.acceptance.test_heads_hand_work_around import OTHER, at_the_desk, told
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WARD_ADMIN, WHY = "kien.cv", "Nghỉ hưu theo QĐ 9/QĐ-UBND."
ADDRESS = f"/accounts/{PROVINCE}/{LEAVER}"


def close(person: Api, name: str = LEAVER, **told: Any) -> Any:
    return person.post(f"/accounts/{PROVINCE}/{name}/close", {"reason": WHY, **told})


def test_work_is_handed_on_with_both_names_before_the_account_closes(
    town: Town, app: Flask
) -> None:
    case_id = at_the_desk(town)
    ward, leaver = Api(app, f"{WARD_ADMIN}@{PROVINCE}"), Api(app, f"{LEAVER}@{PROVINCE}")
    found = ward.get(f"{ADDRESS}/leaving").json
    ref = town.case(case_id).code
    assert [task["ref"] for task in found["tasks"]] == [ref]
    assert OTHER in found["tasks"][0]["takers"]
    assert [place["kind"] for place in found["places"]] == ["post"]
    both = close(ward, reason=" ").json["details"]["faults"]
    assert [one["field"] for one in both] == ["reason", "successor"], "told at once"
    refused = close(ward)
    assert refused.json["code"] == "work_not_moved"
    assert refused.json["details"]["tasks"] == [ref]
    assert leaver.get("/session").status_code == 200, "nothing happened"
    assert close(ward, successor="bao.pq").json["code"] == "successor_unfit"
    assert close(ward, successor=OTHER).status_code == 200
    assert town.task(case_id).officer_id == town.officer(OTHER).officer_id
    sentence, comment = told(town, case_id)
    assert "trước đó Nguyễn Thị Hoài giữ" in sentence
    assert comment == WHY
    assert leaver.get("/session").status_code == 401
    assert faults(town, case_id) == []
    province = Api(app, f"quan.dm@{PROVINCE}")
    assert close(province).json["code"] == "account_closed"
    assert province.post(f"{ADDRESS}/unlock").json["code"] == "account_closed"


@ONE
def test_places_end_today_and_what_was_done_keeps_its_name(town: Town, app: Flask) -> None:
    assert close(Api(app, f"{WARD_ADMIN}@{PROVINCE}")).status_code == 200
    with town.database.reading() as session:
        account = session.scalars(
            select(Account).where(Account.username == f"{LEAVER}@{PROVINCE}")
        ).one()
        assert (account.full_name, account.disabled_why) == ("Nguyễn Thị Hoài", "left")
        ends = session.scalars(
            select(Appointment.valid_to).where(Appointment.officer_id == account.officer_id)
        )
        assert list(ends) == [date(2025, 12, 4)]
        change = session.scalars(
            select(ConfigurationChange).where(ConfigurationChange.subject == "accounts")
        ).one()
        assert change.after == {"state": "left", "reason": WHY, "successor": None}


@ONE
def test_forms_that_they_began_go_on_with_who_takes_them(town: Town, app: Flask) -> None:
    with town.act() as session:
        mine = session.scalars(
            select(Account.id).where(Account.username == f"{LEAVER}@{PROVINCE}")
        ).one()
        session.add(
            FormDraft(
                account_id=mine,
                id="a" * 32,
                province_code=PROVINCE,
                kind="counter",
                target="2.002755",
                title="Trợ cấp một lần",
                address="",
                answers={},
                files=[],
                saved_at=town.now,
            )
        )
    ward = Api(app, f"{WARD_ADMIN}@{PROVINCE}")
    assert "Trợ cấp một lần" in ward.client.get(f"/tai-khoan/{LEAVER}/thoi-viec").text
    assert close(ward).json["details"]["drafts"] == ["Trợ cấp một lần"]
    assert close(ward, successor=OTHER).status_code == 200
    with town.database.reading() as session:
        heir = select(Account.id).where(Account.username == f"{OTHER}@{PROVINCE}")
        assert session.scalars(select(FormDraft.account_id)).one() == session.scalar(heir)


@ONE
def test_the_page_lists_moves_and_closes(town: Town, app: Flask) -> None:
    case_id = at_the_desk(town)
    ward = Api(app, f"{WARD_ADMIN}@{PROVINCE}")
    page = f"/tai-khoan/{LEAVER}/thoi-viec"
    post = {"position_code": "lanh_dao_phong", "valid_from": "2025-12-08"}
    with town.act() as session:
        session.add(
            AwaitingConfirmation(
                province_code=PROVINCE,
                id="w1",
                subject="appointments",
                officer_id=town.officer(LEAVER).officer_id,
                unit_code="phuong_truong_vinh_vhxh",
                content=post,
                proposed_by="p",
                proposed_name="p",
                proposed_at=town.now,
            )
        )
    shown = ward.client.get(page).text
    assert (town.case(case_id).code or "?") in shown
    assert f"({OTHER})" in shown.split("</table>")[0]
    for text in (shown, ward.client.get(f"/tai-khoan/{LEAVER}").text):
        assert "Chờ xác nhận" in text
        assert "từ 08/12/2025" in text
    told_here = {"csrf_token": ward.token, "reason": WHY, "ai": ""}
    refused = ward.client.post(page, data=told_here)
    assert (refused.status_code, f'value="{WHY}"' in refused.text) == (409, True)
    assert ward.client.post(page, data={**told_here, "ai": OTHER}).status_code == 303


@ONE
def test_a_province_never_closes_its_second_administrator_and_heads_are_not_the_wards(
    town: Town, app: Flask
) -> None:
    ward = Api(app, f"{WARD_ADMIN}@{PROVINCE}")
    assert close(ward, "hanh.tt").json["code"] == "province_admin_only"
    assert close(ward, WARD_ADMIN).json["code"] == "own_post"
    with town.act() as session:
        session.execute(update(Account).values(signed_in_at=town.now))
    refused = close(Api(app, f"quan.dm@{PROVINCE}"), "hieu.ph")
    assert refused.json["code"] == "operator_only"


@ONE
def test_who_has_nobody_to_hand_work_to_is_led_to_appointing(town: Town, app: Flask) -> None:
    case_id = at_the_desk(town)
    task = town.task(case_id)
    with town.act() as session:
        here = Appointment.unit_code == task.unit_code
        others = Appointment.officer_id != task.officer_id
        session.execute(delete(Appointment).where(here, others))
        raise_epoch(session, PROVINCE)
    page = Api(app, f"{WARD_ADMIN}@{PROVINCE}").client.get(f"/tai-khoan/{LEAVER}/thoi-viec").text
    assert f"dv={task.unit_code}" in page
    assert "Chuyển việc và đóng tài khoản" not in page
