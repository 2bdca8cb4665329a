"""Lists offer what is there and may be done: counts, links, days, pages, forms."""

import re
from pathlib import Path

import pytest
from flask import Flask

from engine.queries import signing
from tests.acceptance.test_heads_hand_work_around import CHAIR, HEAD
from tests.acceptance.test_late_cases import give_role, late
from tests.acceptance.test_leaders_sign import prepared
from tests.acceptance.test_results_are_returned_centrally import ready
from tests.client import Api
from tests.town import PROVINCE, Town
from web.forms.act_inputs import control_of

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def page(app: Flask, who: str, path: str, status: int = 200) -> str:
    answer = Api(app, f"{who}@{PROVINCE}").client.get(path)
    assert answer.status_code == status
    return answer.text


@ONE
def test_what_stands_still_links_only_to_what_the_reader_may_open(app: Flask, town: Town) -> None:
    give_role(town)
    told = page(app, "phuoc.hh", "/su-co")
    assert "/su-co" in told
    assert "Nơi chưa nhận hồ sơ" not in told
    assert "Nơi chưa nhận hồ sơ" in page(app, "quan.dm", "/su-co")
    assert "Bạn chưa có quyền xem danh sách này" in page(app, "bao.pq", "/su-co", 403)


@ONE
def test_a_search_of_the_queue_goes_along_to_other_tabs_and_is_counted_nowhere(
    app: Flask, town: Town
) -> None:
    town.file()
    plain = page(app, "bao.pq", "/viec")
    sought = page(app, "bao.pq", "/viec?q=khong-co-ai")
    assert '<span class="n">1</span>' in plain
    assert '<span class="n">' not in sought.split('id="ds"')[1].split("</nav>")[0]
    assert "<b class=" not in sought.split('id="han"')[1].split("</nav>")[0]
    assert "ds=xong&amp;q=khong-co-ai" in sought
    assert "tìm tiếp ở" in sought


@ONE
def test_no_new_day_is_asked_for_once_a_case_is_late(app: Flask, town: Town) -> None:
    ref = town.case(late(town)).code
    told = page(app, HEAD, f"/qua-han?hs={ref}")
    assert "Văn bản xin lỗi đã ký" in told
    assert "Ngày hẹn trả mới" not in told
    assert "Xin lỗi, gia hạn" not in told


@ONE
def test_a_button_of_the_lateness_desk_opens_its_own_form(app: Flask, town: Town) -> None:
    ref = town.case(late(town)).code
    told = page(app, HEAD, "/qua-han")
    for act, words in (("claim_lateness_cause", "Nêu nguyên nhân"), ("apologise", "Xin lỗi")):
        (address,) = re.findall(rf'href="(/qua-han[^"]*{ref}[^"]*lam={act})#viec"', told)
        opened = page(app, HEAD, address.replace("&amp;", "&")).split('id="viec"')[1]
        (shown,) = re.findall(r"<details open><summary><b>([^<]+)", opened)
        assert shown.startswith(words)


@ONE
def test_who_keeps_one_agency_is_offered_only_its_accounts_of_fees(app: Flask, town: Town) -> None:
    own = page(app, "kien.cv", "/quan-tri/phi/tai-khoan")
    assert (own.count(">Sửa<"), "Sở Nội vụ" in own.split('id="unit_code"')[1]) == (1, False)
    whole = page(app, "quan.dm", "/quan-tri/phi/tai-khoan")
    assert whole.count(">Sửa<") > 1
    assert 'id="unit_code"' not in page(app, "thuy.ttb", "/quan-tri/phi/tai-khoan")


@ONE
def test_days_that_nobody_can_read_or_that_are_the_wrong_way_round_are_told(
    app: Flask, town: Town
) -> None:
    page(app, CHAIR, "/giam-sat/tu-choi?ngay=zz", 422)
    told = page(app, CHAIR, "/ai-nop-ho-so?ngay=zz", 422)
    assert 'value="zz"' in told
    wrong = page(app, CHAIR, "/tat-ca-ho-so?tu-ngay=2026-11-10&den-ngay=2026-11-01", 422)
    assert "đứng sau" in wrong
    assert 'value="2026-11-10"' in wrong
    days = "submitted_from=2026-11-10&submitted_to=2026-11-01"
    for path in ("/all-cases", "/all-cases.csv"):
        answer = Api(app, f"{CHAIR}@{PROVINCE}").get(f"{path}?{days}")
        assert (answer.status_code, answer.json["code"]) == (422, "days_reversed")


def test_what_waits_to_be_signed_goes_on_behind_its_first_page(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [prepared(town), prepared(town), prepared(town)]
    monkeypatch.setattr(signing, "MOST", 2)
    head = Api(app, f"{HEAD}@{PROVINCE}")
    first = head.get("/signing").json
    rest = head.get(f"/signing?cursor={first['next_cursor']}").json
    refs = [row["ref"] for row in (*first["rows"], *rest["rows"])]
    assert sorted(refs) == sorted(str(town.case(one).code) for one in ids)
    assert (first["count"], len(first["rows"]), rest["next_cursor"]) == (3, 2, None)
    assert "Xem các hồ sơ sau" in head.client.get("/trinh-ky").text


def test_a_result_is_found_by_a_name_and_by_the_end_of_its_code(app: Flask, town: Town) -> None:
    case = town.case(ready(town))
    desk = Api(app, "bao.pq@nghe_an").client
    for text in (case.applicant_name, case.applicant_name.split()[-1], str(case.code)[-4:]):
        assert str(case.code) in desk.get("/tra-ket-qua", query_string={"q": text}).text
    assert "bốn số cuối" in desk.get("/tra-ket-qua?q=khong-co-ai").text


@ONE
def test_a_refused_apology_stays_on_the_list_of_late_cases(app: Flask, town: Town) -> None:
    case_id = late(town)
    head = Api(app, f"{HEAD}@{PROVINCE}")
    sent = {
        "csrf_token": head.token,
        "hs": town.case(case_id).code,
        control_of("reason"): "Thiếu người.",
    }
    task_id = town.task(case_id).id
    answer = head.client.post(f"/viec/{task_id}/xin-loi?ve=qua-han", data=sent)
    assert answer.status_code == 422
    assert "hồ sơ quá hạn đang xử lý" in answer.text
    assert "Thiếu người." in answer.text


def test_a_setting_is_described_once() -> None:
    text = Path("docs/reference/settings.md").read_text(encoding="utf-8")
    names = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `MOTCUA_")]
    assert sorted(set(names)) == sorted(names)
