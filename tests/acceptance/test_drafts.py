"""Forms that are not sent are kept: found again on any device, after the session, until sent."""

import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.demo import PASSWORD
from engine.drafts import keep
from engine.drafts.draft import Draft
from engine.drafts.drop import drop_old_drafts
from engine.errors import TooManyDrafts
from engine.store.accounts import Account
from tests.acceptance.test_acts import brought_to, officers
from tests.acceptance.test_forms_act_once import KEY, key_on
from tests.browser.acts import ANSWERED, FLAGSHIP, PDF, PROOF
from tests.client import Api
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database tells apart."""
SAVED = re.compile(r'name="giu" value="([^"]+)"')


def form(person: Api, key: str, **more: Any) -> dict[str, Any]:
    """A full filing form with its file."""
    proof = {PROOF: (BytesIO(PDF), "giay-to.pdf")}
    return {**ANSWERED, **proof, "khoa": key, "csrf_token": person.token, **more}


def kept(person: Api, **more: Any) -> str:
    """Keep a full filing form; the address of its draft."""
    sent = form(person, key_on(person, FLAGSHIP), **{"luu-nhap": "1", **more})
    return str(person.client.post(FLAGSHIP, data=sent).location)


def test_a_draft_is_found_on_another_device_with_its_answers_and_files(
    app: Flask, town: Town
) -> None:
    address = kept(Api(app, "congdan"))
    elsewhere = Api(app, "congdan")
    town.wait(days=2)
    pages = ("/thu-tuc", "/", "/ho-so-cua-toi", FLAGSHIP.replace("/nop/", "/thu-tuc/"))
    for one in pages:
        first = elsewhere.client.get(one).text
        assert "Chưa nộp" in first
        assert address in unescape(first), one
    page = elsewhere.client.get(address).text
    assert "Khối 7" in page
    assert "Giữ tệp đã gửi: giay-to.pdf" in page
    assert "<b>Chưa nộp.</b>" in page


def test_a_draft_is_nobody_elses(app: Flask, town: Town) -> None:
    address = kept(Api(app, "congdan"))
    page = Api(app, "congdan2").client.get(address).text
    assert "Khối 7" not in page
    assert "Không còn bản nháp này" in page


def test_a_draft_that_was_sent_is_gone_and_its_late_saving_is_left_alone(
    app: Flask, town: Town
) -> None:
    """Trap 12."""
    citizen = Api(app, "congdan")
    address = kept(citizen)
    page = citizen.client.get(address).text
    key, note = key_on(citizen, address), SAVED.findall(page)[0]
    sent = {**form(citizen, key), PROOF: (BytesIO(b""), ""), "giu": note}
    number = citizen.client.post(FLAGSHIP, data=sent).location.rpartition("/")[2]
    case = citizen.get(f"/cases/{number}").json
    assert [file["name"] for file in case["documents"]] == ["giay-to.pdf"]
    citizen.client.post(FLAGSHIP, data=form(citizen, key, **{"luu-nhap": "tu-dong"}))
    assert "Chưa nộp" not in citizen.client.get("/thu-tuc").text


def test_a_form_typed_on_after_it_was_sent_is_kept_under_a_new_key(app: Flask, town: Town) -> None:
    """Back in the browser: the script says so, and goes on with the key that it is answered."""
    citizen = Api(app, "congdan")
    key = key_on(citizen, FLAGSHIP)
    first = citizen.client.post(FLAGSHIP, data=form(citizen, key)).location
    more = {"luu-nhap": "tu-dong", "go-tiep": "1", "dia_chi": "Khối 9"}
    saved = citizen.client.post(FLAGSHIP, data=form(citizen, key, **more)).json
    assert saved["key"] != key
    assert "Khối 9" in citizen.client.get(saved["address"]).text
    once_more = {"luu-nhap": "tu-dong", "dia_chi": "Khối 10"}
    citizen.client.post(FLAGSHIP, data=form(citizen, saved["key"], **once_more))
    assert "Khối 10" in citizen.client.get(saved["address"]).text
    second = citizen.client.post(FLAGSHIP, data=form(citizen, saved["key"], dia_chi="Khối 10"))
    assert second.status_code == 303
    assert second.location != first
    assert "Chưa nộp, chưa gửi" not in citizen.client.get("/thu-tuc").text


@ONE
def test_without_script_a_form_that_was_sent_is_kept_as_another(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    key = key_on(citizen, FLAGSHIP)
    citizen.client.post(FLAGSHIP, data=form(citizen, key))
    saved = citizen.client.post(FLAGSHIP, data=form(citizen, key, **{"luu-nhap": "1"}))
    assert saved.status_code == 303
    assert "Giữ tệp đã gửi: giay-to.pdf" in citizen.client.get(saved.location).text


@ONE
def test_other_words_under_a_key_that_was_sent_are_kept_before_they_are_sent_again(
    app: Flask, town: Town
) -> None:
    citizen = Api(app, "congdan")
    key = key_on(citizen, FLAGSHIP)
    citizen.client.post(FLAGSHIP, data=form(citizen, key))
    for wrong in ("Khối 9", ""):  # refused as sent before, and refused for what is missing
        refused = citizen.client.post(FLAGSHIP, data=form(citizen, key, dia_chi=wrong))
        assert refused.status_code in (409, 422)
    assert citizen.client.get("/thu-tuc").text.count("Chưa nộp, chưa gửi") == 2


@ONE
def test_a_step_refused_after_it_was_sent_is_kept_to_be_read(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    officer = officers(app, town, filed)[0]
    key = key_on(officer, f"/ho-so/{filed.ref}")
    sent = {"hs": filed.ref, "khoa": key, "csrf_token": officer.token}
    sent |= {"outcome": "", "xac-nhan": "1"}
    assert officer.client.post(filed.form("receive"), data=sent).status_code == 303
    again = officer.client.post(filed.form("receive"), data={**sent, "y-kien": "Còn một ý"})
    assert again.status_code == 409
    [draft] = officer.get("/drafts").json
    assert draft["answers"]["y-kien"] == ["Còn một ý"]


def test_two_windows_keep_two_drafts(app: Flask, town: Town) -> None:
    """Trap 12: a form keeps one draft, however often it is saved."""
    citizen = Api(app, "congdan")
    one, two = kept(citizen, dia_chi="Khối 1"), kept(citizen, dia_chi="Khối 2")
    assert one != two
    assert "Khối 1" in citizen.client.get(one).text
    assert "Khối 2" in citizen.client.get(two).text


def test_a_full_form_of_an_ended_session_is_kept_and_sent_after_signing_in(
    app: Flask, town: Town
) -> None:
    """Trap 12."""
    before = Api(app, "congdan")
    key, later = key_on(before, FLAGSHIP), Api(app)
    answer = later.client.post(FLAGSHIP, data=form(before, key))
    assert answer.status_code == 303
    asked = later.client.get(answer.location).text
    assert "Phiên đăng nhập đã hết" in asked
    found = re.search(r'name="ve" value="(/nop[^"]+)"', asked)
    assert found
    signing = {"ten": "congdan", "mat-khau": PASSWORD, "ve": unescape(found[1])}
    back = later.client.post("/dang-nhap", data={**signing, "csrf_token": later.token})
    page = later.client.get(back.location).text
    assert "Khối 7" in page
    assert "Giữ tệp đã gửi: giay-to.pdf" in page
    sent = {**form(later, KEY.findall(page)[0]), PROOF: (BytesIO(b""), "")}
    token = later.get("/csrf").json["csrf_token"]
    sent |= {"giu": SAVED.findall(page)[0], "csrf_token": token}
    assert "/da-nop/" in later.client.post(FLAGSHIP, data=sent).location


def test_what_another_person_sends_goes_to_whom_the_form_was_made_for(
    app: Flask, town: Town
) -> None:
    owner, other = Api(app, "congdan"), Api(app, "congdan2")
    sent = form(owner, key_on(owner, FLAGSHIP))
    assert "het-phien" in other.client.post(FLAGSHIP, data=sent).location
    assert "Chưa nộp" not in other.client.get("/thu-tuc").text
    assert "Chưa nộp" in owner.client.get("/thu-tuc").text


def test_without_a_key_of_ours_nothing_goes_into_anybodys_drafts(app: Flask, town: Town) -> None:
    owner = Api(app, "congdan")
    for key in ("", "khong-phai", key_on(owner, FLAGSHIP)[:-1]):
        assert Api(app).client.post(FLAGSHIP, data=form(owner, key)).status_code == 303
    assert "Chưa nộp" not in owner.client.get("/thu-tuc").text


def test_an_officer_finds_the_step_as_it_was_typed_until_it_is_done(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    officer = officers(app, town, filed)[0]
    key = key_on(officer, f"/ho-so/{filed.ref}")
    sent = {"hs": filed.ref, "khoa": key, "csrf_token": officer.token, "y-kien": "Đã xem bản gốc"}
    typed = officer.client.post(filed.form("receive"), data={**sent, "luu-nhap": "tu-dong"})
    assert "Đã lưu nháp" in typed.json["words"]
    assert "Đã xem bản gốc" in officer.client.get(f"/ho-so/{filed.ref}").text
    assert "Chưa gửi" in officer.client.get("/viec").text
    assert town.case(filed.case_id).received_at is None
    done = {**sent, "outcome": "", "xac-nhan": "1"}
    assert officer.client.post(filed.form("receive"), data=done).status_code == 303
    assert "Chưa gửi" not in officer.client.get("/viec").text


def test_a_draft_is_given_up_by_hand_or_after_its_days(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    address = kept(citizen)
    kept(citizen)
    gone = f"/nhap/{address.rpartition('=')[2]}/bo"
    citizen.client.post(gone, data={"csrf_token": citizen.token})
    assert citizen.client.get("/thu-tuc").text.count("Chưa nộp, chưa gửi") == 1
    assert drop_old_drafts(town.database, until=town.now - timedelta(days=30)) == 0
    town.wait(days=31)
    assert "Chưa nộp" not in citizen.client.get("/thu-tuc").text
    assert drop_old_drafts(town.database, until=town.now - timedelta(days=30)) == 1


def test_the_api_and_the_pages_keep_the_same_drafts(app: Flask, town: Town) -> None:
    citizen, other, draft = Api(app, "congdan"), Api(app, "congdan2"), "a" * 32
    body = {
        "kind": "filing",
        "province_code": "nghe_an",
        "target": "2.002755",
        "title": "Trợ cấp một lần",
        "answers": {"dia_chi": ["Khối 7"]},
    }
    sent = {"json": body, "headers": {"X-CSRF-Token": citizen.token}}
    assert citizen.client.put(f"/api/v1/drafts/{draft}", **sent).status_code == 200
    assert citizen.client.put("/api/v1/drafts/1", **sent).json["code"] == "draft_invalid"
    nowhere = {**sent, "json": {**body, "province_code": None}}  # no page could open it
    refused = citizen.client.put(f"/api/v1/drafts/{draft}", **nowhere)
    assert refused.json["code"] in ("draft_invalid", "request_invalid")
    assert citizen.client.get("/ho-so-cua-toi").status_code == 200
    for field in ("title", "target"):
        turned = {**sent, "json": {**sent["json"], field: "\u202eđơn"}}
        refused = citizen.client.put(f"/api/v1/drafts/{draft}", **turned).json
        assert (refused["code"], refused["details"]["field"]) == ("text_unreadable", field)
    assert "Khối 7" in citizen.client.get(f"{FLAGSHIP}?nhap={draft}").text
    assert [one["id"] for one in citizen.get("/drafts").json] == [draft]
    assert other.get(f"/drafts/{draft}").json["code"] == "draft_not_found"
    citizen.client.delete(f"/api/v1/drafts/{draft}", headers={"X-CSRF-Token": citizen.token})
    assert citizen.get("/drafts").json == []


@ONE
def test_one_person_s_drafts_fill_no_disk(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused in words before any bytes are stored; what is kept may be kept again."""
    citizen = Api(app, "congdan")
    files = [{"component": None, "name": "a.pdf", "content": b64encode(PDF).decode()}]
    body = {"kind": "filing", "province_code": "nghe_an", "target": "2.002755", "title": "Đơn"}
    body |= {"answers": {}, "files": files}

    def put(draft: str, more: Any = (), typed: str = "") -> Any:
        words = {"answers": {"a": [typed]}} if typed else {}
        sent = {"json": {**body, **words, "files": [*files, *more]}}
        return citizen.client.put(
            f"/api/v1/drafts/{draft * 32}", **sent, headers={"X-CSRF-Token": citizen.token}
        )

    monkeypatch.setattr(keep, "MOST", 2)
    assert [put(one).status_code for one in "aba"] == [200, 200, 200]
    assert put("c").json["code"] == "too_many_drafts"
    assert put("a", typed="ệ" * 100).status_code == 200
    # A letter with its tone is three bytes; {"a":["…"]} around what is kept ten more.
    monkeypatch.setattr(keep, "MOST_TYPED", 310 + 151)
    assert put("b", typed="ệ" * 51).json["code"] == "too_many_drafts"
    assert put("b", typed="ệ" * 50).status_code == 200
    assert put("a", typed="ệ" * 100).status_code == 200
    monkeypatch.setattr(keep, "MOST_BYTES", 1)
    assert put("b").status_code == 200
    other = b64encode(PDF + b" other").decode()
    more = {"component": None, "name": "b.pdf", "content": other}
    there = list(town.documents.put_before(datetime.max.replace(tzinfo=UTC)))
    assert put("b", [more]).json["code"] == "too_many_drafts"
    assert list(town.documents.put_before(datetime.max.replace(tzinfo=UTC))) == there
    page = citizen.client.post(
        FLAGSHIP, data=form(citizen, key_on(citizen, FLAGSHIP), **{"luu-nhap": "1"})
    )
    assert "Hãy nộp hoặc bỏ bớt" in page.text


def test_drafts_that_come_at_once_share_the_room(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app
    monkeypatch.setattr(keep, "MOST_TYPED", 150)
    with town.database.reading() as session:
        account = session.scalars(select(Account.id).where(Account.username == "congdan")).one()

    def put(session: Session, key: str) -> None:
        typed = {"a": ("x" * 100,)}
        draft = Draft(key * 32, "step", "nghe_an", "task", "Bước", "", typed, ())
        keep.keep_draft(session, account_id=account, draft=draft, now=town.now)

    def put_alone() -> None:
        with town.database.writing() as session:
            put(session, "b")

    with ThreadPoolExecutor(1) as other:
        with town.database.writing() as session:
            put(session, "a")
            waits = other.submit(put_alone)
            sleep(0.3)
        with pytest.raises(TooManyDrafts):
            waits.result(30)


def test_who_files_again_is_told_of_the_open_dossier_and_may_file(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    assert "đang có hồ sơ thủ tục này" not in citizen.client.get(FLAGSHIP).text
    filed = brought_to(town, ("B1", False), citizen)
    page = citizen.client.get(FLAGSHIP).text
    assert "Bạn đang có hồ sơ thủ tục này chưa xong" in page
    assert f'href="/ho-so/{filed.ref}"' in page
    sent = form(citizen, key_on(citizen, FLAGSHIP))
    assert "/da-nop/" in citizen.client.post(FLAGSHIP, data=sent).location


def test_a_draft_of_a_step_that_others_have_done_can_still_be_read(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    officer = officers(app, town, filed)[0]
    sent = {"hs": filed.ref, "khoa": key_on(officer, f"/ho-so/{filed.ref}"), "luu-nhap": "1"}
    typed = {**sent, "csrf_token": officer.token, "y-kien": "Đã gọi cho người nộp"}
    address = officer.client.post(filed.form("receive"), data=typed).location
    town.end(filed.task)
    page = officer.client.get(address).text
    assert "Đã gọi cho người nộp" in page
    assert "không còn ở chỗ bạn" in page
