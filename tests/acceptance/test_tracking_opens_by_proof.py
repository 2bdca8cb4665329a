"""A number shows where a case is; the receipt's code, one more fact or a sign-in shows the rest."""

import re
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.http.guessing import (
    MOST_NUMBERS,
    MOST_WRONG,
    MOST_WRONG_HERE,
    MOST_WRONG_OF_CASE,
    client_of,
)
from engine.accounts.proofs import Proof, proven
from engine.accounts.wrong_facts import MOST, sweep_facts
from engine.errors import FactWrong, TextUnreadable
from engine.store.cases import Case
from engine.store.rows import CaseRow
from tests.acceptance.test_comments_have_readers import signed_in
from tests.client import Api
from tests.town import MAIN_PATH, PROVINCE, Town

RECEIVER = f"bao.pq@{PROVINCE}"
OWNER = str(MAIN_PATH.answers["nguoi_nop_ho_ten"])
PHONE = str(MAIN_PATH.answers["nguoi_nop_dien_thoai"])
BIRTH = "/".join(reversed(str(MAIN_PATH.answers["chu_ho_so_ngay_sinh"]).split("-")))


def solved(town: Town, delivery: str = "dien_tu") -> Case:
    """A case with its result stored, filed with this way of getting it."""
    answers = {**MAIN_PATH.answers, "nhan_ket_qua": delivery}
    case_id = town.file(person=signed_in(town), answers=answers).case_id
    town.until(case_id, "B15")
    return town.case(case_id)


def row_of(case: Case) -> CaseRow:
    return cast("CaseRow", {"id": case.id, "account_id": case.account_id})


def code_of(app: Flask, case: Case) -> str:
    """The code that the case's receipt bears."""
    page = Api(app, "congdan").client.get(f"/ho-so/{case.code}/giay-tiep-nhan").text
    found = re.search(r'id="ma-bi-mat">([A-Z2-7]{16})<', page)
    assert found
    return found[1]


def results(client: FlaskClient, address: str) -> list[str]:
    """The addresses of result files on a page."""
    return re.findall(r'href="(/tra-cuu/[^"]+/ket-qua/[^"]+)" download', client.get(address).text)


def test_a_number_alone_shows_no_name_and_no_result(app: Flask, town: Town) -> None:
    """Trap 9: no link to a result is public."""
    case, visitor = solved(town), Api(app)
    told = visitor.get(f"/tracking/{case.code}").json
    assert (told["opened"], told["applicant_name"], told["results"]) == (False, None, [])
    assert told["has_result"]
    page = visitor.client.get(f"/tra-cuu?ma={case.code}").text
    assert OWNER not in page
    assert OWNER.rsplit(maxsplit=1)[-1] not in page
    assert results(visitor.client, f"/tra-cuu?ma={case.code}&m=AAAAAAAAAAAAAAAA") == []


def test_the_code_of_the_receipt_gives_name_and_result(app: Flask, town: Town) -> None:
    case = solved(town)
    code, visitor = code_of(app, case), Api(app)
    assert OWNER in visitor.client.get(f"/tra-cuu?ma={case.code}&m={code}").text
    [href] = results(visitor.client, f"/tra-cuu?ma={case.code}&m={code}")
    answer = visitor.client.get(href.replace("&amp;", "&"))
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    told = visitor.get(f"/tracking/{case.code}?code={code}").json
    [file] = told["results"]
    path = f"/tracking/{case.code}/results/{file['id']}"
    assert visitor.get(f"{path}?code={code}").data.startswith(b"%PDF")
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_solves_the_case_does_not_get_the_applicants_code(app: Flask, town: Town) -> None:
    """It withdraws and rates: the counter gives it with the receipt, and the applicant has it."""
    case = solved(town)
    code, path = code_of(app, case), f"/ho-so/{case.code}/giay-tiep-nhan"
    for who in ("nam.hs@nghe_an", "dung.hn@nghe_an"):
        page = Api(app, who).client.get(path)
        assert (page.status_code, code in page.text) == (200, False), who
        assert "Giấy tiếp nhận" in page.text
    assert code in Api(app, "congdan").client.get(path).text


def test_the_code_of_one_receipt_opens_no_other_case(app: Flask, town: Town) -> None:
    first, second = solved(town), solved(town)
    code = code_of(app, first)
    assert Api(app).get(f"/tracking/{second.code}?code={code}").json["opened"] is False


def test_papers_that_were_filed_are_no_result(app: Flask, town: Town) -> None:
    """Trap 1: a missing result is none, never the first paper that was filed."""
    case = solved(town)
    papers = Api(app, RECEIVER).get(f"/cases/{case.code}").json["documents"]
    filed = next(one["id"] for one in papers if one["role"] == "filed")
    code = code_of(app, case)
    path = f"/tracking/{case.code}/results/{filed}?code={code}"
    assert Api(app).get(path).status_code == 404


@pytest.mark.parametrize(
    "fact",
    [
        *(PHONE, f"+84 {PHONE[1:]}"),
        *(BIRTH, BIRTH.replace("/", "-"), BIRTH.replace("/", ""), f"{BIRTH[:6]}{BIRTH[8:]}"),
    ],
)
def test_one_more_fact_opens_the_case_not_its_result(app: Flask, town: Town, fact: str) -> None:
    case, visitor = solved(town), Api(app)
    told = visitor.post(f"/tracking/{case.code}", {"fact": fact}).json
    assert (told["applicant_name"], told["has_result"], told["results"]) == (OWNER, True, [])
    form = {"ma": case.code, "biet": fact, "csrf_token": visitor.token}
    answer = visitor.client.post("/tra-cuu", data=form)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert results(visitor.client, address) == []
    assert "Kết quả mở bằng mã tra cứu bí mật" in visitor.client.get(address).text
    [file] = visitor.get(f"/tracking/{case.code}?code={code_of(app, case)}").json["results"]
    path = f"/tracking/{case.code}/results/{file['id']}?code={told['opens_with']}"
    refused = visitor.get(path)
    assert (refused.status_code, refused.json["code"]) == (403, "proof_missing")
    page = f"/tra-cuu/{case.code}/ket-qua/{file['id']}?m={told['opens_with']}"
    assert visitor.client.get(page).status_code == 403


def test_a_wrong_fact_says_what_would_be_right_and_shows_nothing(app: Flask, town: Town) -> None:
    case, visitor = solved(town), Api(app)
    assert visitor.post(f"/tracking/{case.code}", {"fact": "0911111111"}).status_code == 403
    form = {"ma": case.code, "biet": "0911111111", "csrf_token": visitor.token}
    answer = visitor.client.post("/tra-cuu", data=form)
    assert answer.status_code == 403
    assert "Hãy ghi số điện thoại của người nộp" in answer.text
    assert OWNER not in answer.text


def test_the_citizens_own_list_gives_the_result(app: Flask, town: Town) -> None:
    case, citizen = solved(town), Api(app, "congdan")
    [own] = citizen.get("/own-cases").json
    assert (own["ref"], own["headline"].split(",")[0]) == (case.code, "Đã có kết quả")
    page = citizen.client.get("/ho-so-cua-toi").text
    address = f"/ho-so/{case.code}/tep/{own['results'][0]['id']}"
    assert address in page
    assert citizen.client.get(address).data.startswith(b"%PDF")
    assert len(results(citizen.client, f"/tra-cuu?ma={case.code}")) == 1


def test_nobody_finds_the_cases_of_others_in_their_list(app: Flask, town: Town) -> None:
    town.file()  # another account
    assert Api(app, "congdan").get("/own-cases").json == []
    assert Api(app, RECEIVER).get("/own-cases").status_code == 403


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        ("dien_tu", "Bản điện tử, không phải đến nhận"),
        ("buu_chinh", "Bản điện tử, và bản giấy gửi qua bưu chính"),
        ("tai_trung_tam", "Bản điện tử, và bản giấy tại Trung tâm"),
    ],
)
def test_every_page_says_the_way_that_the_filing_asked_for(
    app: Flask, town: Town, delivery: str, words: str
) -> None:
    case, citizen = solved(town, delivery), Api(app, "congdan").client
    doors = {
        door: citizen.get(door).text
        for door in (
            f"/tra-cuu?ma={case.code}",
            f"/da-nop/{case.submission_number}",
            f"/ho-so/{case.code}/giay-tiep-nhan",
            f"/ho-so/{case.code}",
        )
    }
    assert [door for door, page in doors.items() if words not in page] == []
    asked_to_come = "nhận bản giấy tại" in doors[f"/tra-cuu?ma={case.code}"]
    assert asked_to_come == (delivery == "tai_trung_tam")


def test_the_right_fact_is_not_found_by_trying(app: Flask, town: Town) -> None:
    case, visitor = solved(town), Api(app)
    path, right = f"/tracking/{case.code}", {"fact": PHONE}
    for day in range(1, 11):
        assert visitor.post(path, {"fact": f"{day:02}/01/1901"}).json["code"] == "fact_wrong"
    assert visitor.post(path, right).json["code"] == "too_many_facts"
    assert (
        "hãy thử lại sau 30 phút"
        in visitor.client.post(
            "/tra-cuu", data={"ma": case.code, "biet": PHONE, "csrf_token": visitor.token}
        ).text
    )
    code = code_of(app, case)
    for shown in (code, code.lower(), f"{code[:4]} {code[4:8]}-{code[8:]}"):
        assert visitor.get(f"{path}?code={shown}").json["opened"]
    town.wait(minutes=31)
    assert visitor.post(path, right).json["opened"]


def test_a_stranger_who_tries_shuts_out_only_strangers_at_the_same_address(
    app: Flask, town: Town
) -> None:
    case, visitor = solved(town), Api(app)

    def told(fact: str, client: int) -> tuple[int, str | None]:
        form = {"ma": case.code, "biet": fact, "csrf_token": visitor.token}
        elsewhere = {"REMOTE_ADDR": f"203.0.113.{client}"}
        answer = visitor.client.post("/tra-cuu", data=form, environ_base=elsewhere)
        return answer.status_code, answer.headers.get("Retry-After")

    for at in range(MOST_WRONG_OF_CASE):
        assert told(f"01/01/{1901 + at}", at // MOST_WRONG) == (403, None)
        if at == MOST_WRONG:
            assert (told(PHONE, 0), told(PHONE, 9)[0]) == ((429, "1800"), 303)
    assert told(PHONE, 9) == (429, "1800")
    # Day after day, from many addresses and at many processes, which count apart, he gets no
    # further: after half an hour this one counts anew as well.
    town.wait(minutes=30)
    for at in range(MOST - MOST_WRONG_OF_CASE):
        assert told(f"02/02/{1901 + at}", 20 + at // MOST_WRONG) == (403, None)
    assert told(PHONE, 9) == (429, str((23 * 60 + 30) * 60))
    town.wait(hours=24)
    assert sweep_facts(town.database, now=town.now) == MOST
    assert told(PHONE, 9)[0] == 303


def test_a_birth_that_is_known_in_part_is_proved_by_the_part_that_was_filed(
    app: Flask, town: Town
) -> None:
    case = solved(town)
    path, applicant = f"/tracking/{case.code}", {"owner_date_of_birth": "1984"}
    assert Api(app).post(path, {"fact": BIRTH[-4:]}).json["code"] == "fact_wrong", "a day was filed"
    for fact in ("1984", "năm 1984", "01/01/1984", "00/00/1984", "09/1984", "050984"):
        assert proven(Proof(fact=fact), row_of(case), applicant), fact
    for fact in ("1985", "84", "01/01/1985"):
        with pytest.raises(TextUnreadable if fact == "84" else FactWrong):
            proven(Proof(fact=fact), row_of(case), applicant)


def test_the_code_of_the_receipt_is_typed_as_people_type_and_a_wrong_one_is_told(
    app: Flask, town: Town
) -> None:
    case, visitor = solved(town), Api(app)
    code, form = code_of(app, case), {"ma": case.code, "csrf_token": visitor.token}
    typed = f" {code[:4].lower()} {code[4:8]}-{code[8:].lower()}"
    for of_paper in (typed, code.replace("O", "0").replace("I", "1").replace("B", "8")):
        opened = visitor.client.post("/tra-cuu", data={**form, "m": of_paper})
        assert opened.location.endswith(f"m={code}")
    assert len(results(visitor.client, opened.location)) == 1
    for at in range(MOST_WRONG):  # as a wrong QR: no fact was told
        wrong = visitor.client.post("/tra-cuu", data={**form, "m": f"A{at}"})
        assert (wrong.status_code, OWNER in wrong.text) == (403, False)
    old = visitor.client.get(f"/tra-cuu?ma={case.code}&m=AAAAAAAAAAAAAAAA")
    unknown = visitor.client.post("/tra-cuu", data={**form, "ma": "H00-251204-00001", "m": "A"})
    for page in (wrong.text, old.text):
        assert re.search(r'role="alert"[^>]* autofocus.*?<a href="#m">Mã tra cứu bí mật này', page)
        assert 'aria-invalid="true"' in re.findall(r'<input id="m" [^>]*>', page)[0]
    assert ("bí mật này" in unknown.text, "Không tìm thấy hồ sơ" in unknown.text) == (False, True)
    assert visitor.client.post("/tra-cuu", data={**form, "biet": PHONE}).status_code == 303


IMPOSSIBLE = (
    ({"biet": ""}, "biet", "chưa ghi"),
    ({"biet": "31/02/1941"}, "biet", "31"),
    ({"biet": "WYOSD6GJJA6V3U23"}, "biet", "0912 345 678, hoặc 05/09/1990"),
    ({"m": " "}, "m", "“Mã tra cứu bí mật”: chưa ghi"),
)


def test_what_cant_be_is_told_at_its_field_and_is_no_guess(app: Flask, town: Town) -> None:
    case, visitor = solved(town), Api(app)
    form = {"ma": case.code, "csrf_token": visitor.token}
    for given, control, said in IMPOSSIBLE * 4:
        page = visitor.client.post("/tra-cuu", data={**form, **given})
        assert page.status_code == 422
        [(link, words)] = re.findall(r'<li><a href="#(\w+)">(.*?)</a>', page.text)
        assert (link, said in words, f'id="{control}-l"' in page.text) == (control, True, True)
    assert '<a href="#ma">Ô “Mã hồ sơ”: chưa ghi' in visitor.client.get("/tra-cuu?ma=").text
    assert visitor.client.post("/tra-cuu", data={**form, "biet": PHONE}).status_code == 303


def test_a_case_is_one_whatever_names_it_and_one_mistake_made_again_is_one(
    app: Flask, town: Town
) -> None:
    case, visitor = solved(town), Api(app)
    names = [case.code, case.submission_number, f" {str(case.code).lower()} "]
    for day in range(1, 11):
        for _ in range(2):
            wrong = visitor.post(f"/tracking/{names[day % 3]}", {"fact": f"{day:02}/01/1901"})
            assert wrong.json["code"] == ("too_many_facts" if day == 10 and _ else "fact_wrong")
    for name in names:
        assert visitor.post(f"/tracking/{name}", {"fact": PHONE}).json["code"] == "too_many_facts"


def test_numbers_are_not_counted_through_and_whoever_proves_something_goes_on(
    app: Flask, town: Town
) -> None:
    case, seen, visitor = solved(town), town.file().submission_number, Api(app)
    code, path = code_of(app, case), f"/tracking/{case.code}"
    for at in range(MOST_NUMBERS - 1):
        assert visitor.get(f"/tracking/H00-251204-{at:05}").json["code"] == "case_not_found"
    assert visitor.get(f"/tracking/{seen}").status_code == 200
    for number in (case.code, case.submission_number, "H00-251204-99999"):
        refused = visitor.get(f"/tracking/{number}")
        assert (refused.status_code, refused.json["code"]) == (429, "too_many_numbers")
    assert visitor.client.get(f"/da-nop/{case.submission_number}").status_code == 429
    assert visitor.get(f"{path}/results/x").json["code"] == "too_many_numbers"
    assert visitor.get(f"/tracking/{seen}").status_code == 200  # a reload tries nothing new
    assert visitor.get(f"{path}?code={code}").json["opened"]
    assert visitor.get(f"{path}?code=AAAAAAAAAAAAAAAA").json["code"] == "too_many_numbers"
    assert visitor.post(path, {"fact": PHONE}).json["opened"]
    assert Api(app, "congdan").get(path).json["opened"]
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert visitor.client.get(f"/api/v1{path}", environ_base=elsewhere).status_code == 200
    town.wait(minutes=31)
    assert visitor.get(path).status_code == 200


def test_a_page_that_shows_no_more_numbers_asks_for_one_more_fact(app: Flask, town: Town) -> None:
    case, visitor = solved(town), Api(app)
    for at in range(MOST_NUMBERS):
        visitor.client.get(f"/tra-cuu?ma=H00-251204-{at:05}")
    page = visitor.client.get(f"/tra-cuu?ma={case.code}")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "1800")
    assert "Từ mạng này vừa tra nhiều mã" in page.text
    assert 'name="biet"' in page.text
    assert (str(case.code) in page.text, "aria-invalid" in page.text) == (True, False)
    form = {"ma": case.code, "csrf_token": visitor.token}
    wrong = visitor.client.post("/tra-cuu", data={**form, "biet": "0911111111"})
    assert "không khớp với hồ sơ này" in wrong.text
    assert case.submission_number not in wrong.text
    right = visitor.client.post("/tra-cuu", data={**form, "biet": PHONE}, follow_redirects=True)
    assert OWNER in right.text


def test_facts_are_not_tried_on_one_case_after_the_other(app: Flask, town: Town) -> None:
    case, visitor = solved(town), Api(app)
    for at in range(MOST_WRONG_HERE):
        told = visitor.post(f"/tracking/H00-251204-{at:05}", {"fact": PHONE}).json["code"]
        assert told == "case_not_found"
    path = f"/tracking/{case.code}"
    assert visitor.post(path, {"fact": PHONE}).json["code"] == "too_many_facts_here"
    assert visitor.get(f"{path}?code={code_of(app, case)}").json["opened"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("", "", True),
    ],
)
def test_a_network_that_one_person_has_is_one_client(one: str, other: str, *, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same
