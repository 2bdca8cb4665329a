"""Groups whom the law lets off a fee: asked at the filing, confirmed at the reception, told."""

import pytest
from flask import Flask

from engine.cases.act.task_act import Ending
from engine.cases.vouching.verify import case_faults
from engine.errors import FormInvalid, SubjectDenied, SubjectProofMissing
from engine.publishing.diagnose import diagnose
from engine.publishing.folders import read_package_folder
from engine.queries.case_file import case_file
from engine.queries.services import service
from engine.queries.views.case import CaseFile
from engine.store.cases import Dossier
from engine.store.organisation import Officer
from tests.client import Api
from tests.rulebook import PERMIT, PERMIT_FOLDER
from tests.shipped import FOLDERS, file, publish
from tests.town import PROVINCE, Town


@pytest.fixture
def claims(town: Town) -> str:
    """A permit filed at the counter by somebody of a poor household, with children."""
    scenario = publish(town, PERMIT_FOLDER)
    answers = {"doi_tuong": ["ho_ngheo", "nguoi_co_cong"]}
    return file(town, PERMIT, scenario, channel="counter", answers=answers)


def receive(town: Town, case_id: str, poor: str, child: str) -> CaseFile:
    answers = {"xac_nhan_ho_ngheo": poor, "xac_nhan_nguoi_co_cong": child}
    for key, said in tuple(answers.items()):
        if said == "dung":
            answers |= {f"{key}_giay": "Giấy xác nhận", f"{key}_so": "12/GXN"}
            answers |= {f"{key}_ngay": "2025-01-15"}
    town.end(town.task(case_id, "B1"), ending=Ending(answers=answers))
    return seen(town, case_id)


def seen(town: Town, case_id: str) -> CaseFile:
    case = town.case(case_id)
    clerk = town.officers(case.receiving_unit, "can_bo_mot_cua")[0]
    with town.database.reading() as session:
        assert list(case_faults(session, case)) == []
        return case_file(session, ref=case.submission_number, person=clerk, now=town.now)


def test_the_filing_form_asks_what_the_fee_table_lets_off_and_the_proof_of_it(town: Town) -> None:
    publish(town, PERMIT_FOLDER)
    with town.database.reading() as session:
        page = service(session, province_code=PROVINCE, code=PERMIT, now=town.now)
    asked = page.answers_schema["properties"]
    assert set(asked["doi_tuong"]["items"]["enum"]) >= {"ho_ngheo", "nguoi_co_cong"}
    assert "giay_to_doi_tuong" in str(page.form)


def test_until_the_reception_the_claim_counts_and_says_that_it_waits(
    town: Town, claims: str
) -> None:
    (fee,) = seen(town, claims).fees
    assert fee.due == 0
    assert fee.explained.endswith(
        "khai thuộc diện người có công, hộ nghèo, chờ xác nhận khi tiếp nhận"
    )
    assert "Luật Phí và lệ phí" in (fee.basis or "")


@pytest.mark.parametrize(
    ("said", "due", "told"),
    [
        (("dung", "khong"), 0, "đã xác nhận diện hộ nghèo; không xác nhận diện người có công"),
        (("khong", "khong"), 75000, "không xác nhận diện người có công, hộ nghèo"),
        (("dung", "dung"), 0, "đã xác nhận diện người có công, hộ nghèo"),
    ],
)
def test_the_fee_follows_what_the_reception_confirmed_and_the_history_says_who(
    town: Town, claims: str, said: tuple[str, str], due: int, told: str
) -> None:
    file_ = receive(town, claims, *said)
    (fee,) = file_.fees
    assert (fee.due, fee.explained.endswith(told)) == (due, True), fee.explained
    (row,) = (one for one in file_.timeline if one.kind == "subjects_confirmed")
    assert row.sentence.startswith(("Chị", "Anh", "Bà", "Ông"))
    assert ("(đã xem Giấy xác nhận số 12/GXN ngày 15/01/2025" in row.sentence) == ("dung" in said)
    with town.database.reading() as session:
        dossier = session.get_one(Dossier, (PROVINCE, claims))
    poor, child = (one == "dung" for one in said)
    assert dossier.confirmed == ["nguoi_co_cong"] * child + ["ho_ngheo"] * poor


def test_a_claim_has_its_proof_and_is_refused_where_the_date_of_birth_denies_it(
    town: Town,
) -> None:
    """The owner of the scenario is grown up, and no sixty."""
    scenario = publish(town, PERMIT_FOLDER)
    for claim, channel, refusal in (
        ("tre_em", "counter", SubjectDenied),
        ("nguoi_cao_tuoi", "online", SubjectDenied),
        ("ho_ngheo", "online", SubjectProofMissing),
    ):
        with pytest.raises(refusal):
            file(town, PERMIT, scenario, channel=channel, answers={"doi_tuong": [claim]})


def test_a_reception_that_says_nothing_of_a_claim_is_asked_for_it(town: Town, claims: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        town.end(town.task(claims, "B1"), ending=Ending(answers={"xac_nhan_nguoi_co_cong": "dung"}))
    assert "hộ nghèo" in str(refused.value.details["faults"])
    assert town.case(claims).received_at is None


def test_a_case_without_claims_is_received_without_a_question(town: Town) -> None:
    case_id = file(town, PERMIT, publish(town, PERMIT_FOLDER), channel="counter")
    town.end(town.task(case_id, "B1"), ending=Ending())
    (fee,) = seen(town, case_id).fees
    assert (fee.due, "diện" in fee.explained) == (75000, False)


def test_what_is_confirmed_counts_for_the_way_of_filing_however_papers_are_handled(
    town: Town, claims: str
) -> None:
    centre = town.officers("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")[0]
    filed = town.case(claims).channel
    town.switch(claims, centre, "counter" if filed == "online" else "online")
    receive(town, claims, "khong", "khong")
    (fee,) = seen(town, claims).fees
    assert "không xác nhận diện người có công, hộ nghèo" in fee.explained
    assert town.case(claims).channel == filed


def test_the_officer_s_page_asks_about_each_claim_and_the_receipt_says_why(
    town: Town, claims: str, app: Flask
) -> None:
    task = town.task(claims, "B1")
    town.claim(task)
    with town.database.reading() as session:
        name = session.get_one(Officer, (PROVINCE, town.desk(task).officer_id)).username
    officer = Api(app, f"{name}@{PROVINCE}")
    ref = town.case(claims).submission_number
    page = officer.client.get(f"/ho-so/{ref}").text
    assert "Khai thuộc diện hộ nghèo: giấy tờ chứng minh" in page
    receive(town, claims, "dung", "khong")
    receipt = officer.client.get(f"/ho-so/{town.case(claims).code}/giay-tiep-nhan").text
    assert "đã xác nhận diện hộ nghèo" in receipt


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_number_alone_tells_nobody_who_is_poor(
    town: Town, claims: str, app: Flask, confirmed: bool
) -> None:
    """Numbers run on: who stands behind somebody in the queue knows theirs."""
    if confirmed:
        receive(town, claims, "dung", "dung")
    number = town.case(claims).submission_number
    for who in (Api(app), Api(app, "congdan2")):
        told = who.get(f"/tracking/{number}").json
        assert told["opened"] is False
        (fee,) = told["fees"]
        assert (fee["words"], fee["basis"], fee["explained"]) == ("0 đồng", "", "")
        pages = [who.client.get(f"/tra-cuu?ma={number}"), who.client.get(f"/da-nop/{number}")]
        for text in (str(told), *(page.text for page in pages)):
            assert "hộ nghèo" not in text
            assert "trẻ em" not in text
            assert "miễn" not in text


@pytest.mark.parametrize(
    ("file_name", "old", "new", "code"),
    [
        ("fees.dmn", '"ho_ngheo"', '"ho_giau"', "fee.subject_unknown"),
        ("forms/filing.json", '"key": "dia_chi"', '"key": "doi_tuong"', "fee.subjects_asked"),
    ],
)
def test_a_group_that_nobody_knows_and_a_question_asked_twice_are_errors(
    town: Town, file_name: str, old: str, new: str, code: str
) -> None:
    files = read_package_folder(FOLDERS / PERMIT_FOLDER)
    changed = files[file_name].decode().replace(old, new)
    assert changed != files[file_name].decode()
    with town.database.reading() as session:
        found = diagnose(session, PROVINCE, files | {file_name: changed.encode()})
    assert code in {one.code for one in found.errors}
