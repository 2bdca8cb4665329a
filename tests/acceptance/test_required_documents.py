"""A filing brings every compulsory component, as a file or, over the counter, on paper."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.adding_files import FiledDocument
from engine.errors import (
    ChannelNotYours,
    DocumentsMissing,
    NotYourDesk,
    PackageRefused,
    PaperRefused,
)
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.store.cases import Case, CaseDocument, Dossier
from tests import shipped
from tests.client import Api
from tests.papers import AUTHORISED, PDF
from tests.town import CENTRE, CITIZEN, FLAGSHIP, MAIN_PATH, PROVINCE, Town

PROOF = "giay_to_chung_minh"
BY_PROXY = {**MAIN_PATH.answers, "nop_thay": "uy_quyen"}
BENEFIT = "1.001776"
PAGE = f"/nop/{PROVINCE}/{FLAGSHIP}"


def paper(component: str | None, name: str = "giay-to.pdf") -> FiledDocument:
    return FiledDocument(component, name, PDF)


def receiver(town: Town) -> Person:
    return town.officer("bao.pq")


def cases(town: Town) -> list[Case]:
    with town.database.reading() as session:
        return list(session.scalars(select(Case)))


def test_a_filing_that_lacks_a_compulsory_paper_is_refused_and_names_it(town: Town) -> None:
    with pytest.raises(DocumentsMissing) as refused:
        town.file(documents=[paper(None)])
    name = "Giấy tờ chứng minh thời gian tham gia"
    assert str(refused.value) == f"Hồ sơ còn thiếu 1 giấy tờ: {name}."
    assert refused.value.details["faults"] == [
        {"field": f"documents.{PROOF}", "message": f"Còn thiếu: {name}."}
    ]
    assert cases(town) == []


def test_the_filing_form_itself_is_no_paper_to_hand_in(town: Town) -> None:
    town.file(documents=[paper(PROOF)])


def test_a_paper_that_only_some_answers_need_is_asked_of_those(town: Town) -> None:
    answers = dict(BY_PROXY) | {
        "chu_ho_so_ho_ten": "Lê Văn Thành",
        "chu_ho_so_so_dinh_danh": "040061054321",
    }
    with pytest.raises(DocumentsMissing) as refused:
        town.file(documents=[paper(PROOF)], answers=answers, authorisation=AUTHORISED)
    assert "Giấy ủy quyền" in str(refused.value)
    both = [paper(PROOF), paper("giay_uy_quyen")]
    town.file(documents=both, answers=answers, authorisation=AUTHORISED)


def test_over_the_counter_the_officer_may_have_it_on_paper(town: Town) -> None:
    done = town.file(person=receiver(town), channel="counter", papers=[PROOF], documents=[])
    with town.database.reading() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.case_id == done.case_id)).one()
        assert dossier.papers == [PROOF]
    assert cases(town)[0].account_id is None


def test_only_an_officer_of_the_receiving_centre_says_that_a_paper_is_there(town: Town) -> None:
    for person, refusal in ((CITIZEN, ChannelNotYours), (town.officer("hanh.tt"), NotYourDesk)):
        with pytest.raises(refusal):
            town.file(person=person, channel="counter", papers=[PROOF], documents=[])


def test_online_there_are_no_papers(town: Town) -> None:
    with pytest.raises(PaperRefused) as refused:
        town.file(person=receiver(town), papers=[PROOF], documents=[])
    assert "trực tuyến" in str(refused.value)


def test_a_paper_that_the_procedure_does_not_know_is_refused(town: Town) -> None:
    with pytest.raises(PaperRefused):
        town.file(person=receiver(town), channel="counter", papers=["la"], documents=[paper(PROOF)])


def test_the_case_tells_how_each_component_came(town: Town, app: Flask) -> None:
    number = town.file(
        person=receiver(town), channel="counter", papers=[PROOF], documents=[]
    ).submission_number
    file = Api(app, f"bao.pq@{PROVINCE}").get(f"/cases/{number}").json
    states = {part["code"]: part["state"] for part in file["components"]}
    assert states == {"ban_khai": "form", PROOF: "paper", "can_cuoc": "data"}
    data = next(part for part in file["components"] if part["state"] == "data")
    assert data["words"] == "Lấy từ Cơ sở dữ liệu quốc gia về dân cư"
    assert data["basis"] == "Nghị định 118/2025/NĐ-CP, Điều 17.1b"
    assert file["timeline"][0]["sentence"] == (
        "Lê Văn Thành nộp hồ sơ trực tiếp kèm 1 bản giấy; anh Phan Quốc Bảo nhận tại quầy"
    )


def test_the_api_refuses_with_every_missing_paper(app: Flask) -> None:
    body = {
        "province_code": PROVINCE,
        "procedure_code": FLAGSHIP,
        "channel": "online",
        "receiving_unit": CENTRE,
        "returning_unit": CENTRE,
        "answers": dict(MAIN_PATH.answers),
    }
    refused = Api(app, "congdan").post("/cases", body)
    assert (refused.status_code, refused.json["code"]) == (422, "documents_missing")
    assert refused.json["details"]["faults"][0]["field"] == f"documents.{PROOF}"


def posted(app: Flask, **files: Any) -> tuple[Api, Any]:
    """The flagship's form posted by a citizen, without the compulsory paper unless given."""
    citizen = Api(app, "congdan")
    return citizen, send(citizen, {f"giay-{code}": file for code, file in files.items()})


def send(citizen: Api, extra: dict[str, Any]) -> Any:
    form = {key: value for key, value in MAIN_PATH.answers.items() if value is not False}
    form |= {"chua_huong": "on", "cam_ket": "on"}
    for key in ("chu_ho_so_ngay_sinh", "tu_ngay", "den_ngay"):
        form[key] = "/".join(reversed(str(form[key]).split("-")))
    return citizen.client.post(PAGE, data={**form, "csrf_token": citizen.token, **extra})


def pdf(name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(PDF), name


def test_the_page_says_it_at_the_field_and_keeps_answers_and_files(app: Flask, town: Town) -> None:
    citizen, refused = posted(app, giay_uy_quyen=pdf("uy-quyen.pdf"))
    assert refused.status_code == 422
    assert "Còn thiếu: Giấy tờ chứng minh thời gian tham gia." in refused.text
    assert f'id="f-giay-{PROOF}-l"' in refused.text
    assert 'value="Trung đoàn 2, Mặt trận 579"' in refused.text
    assert "Giữ tệp đã gửi: uy-quyen.pdf" in refused.text

    note = refused.text.split('name="giu" value="')[1].split('"')[0]
    filed = send(citizen, {"giu": note, f"giay-{PROOF}": pdf("quyet-dinh.pdf")})
    assert filed.status_code == 303
    with town.database.reading() as session:
        names = sorted(session.scalars(select(CaseDocument.name)))
    assert names == ["quyet-dinh.pdf", "uy-quyen.pdf"]


def test_nobody_sends_a_file_that_another_person_kept(app: Flask, town: Town) -> None:
    _, refused = posted(app, giay_uy_quyen=pdf("uy-quyen.pdf"))
    note = refused.text.split('name="giu" value="')[1].split('"')[0]
    other = Api(app, "congdan2")
    for said in (note, note[:-3] + "abc"):
        assert send(other, {"giu": said, f"giay-{PROOF}": pdf("cua-toi.pdf")}).status_code == 303
    with town.database.reading() as session:
        assert set(session.scalars(select(CaseDocument.name))) == {"cua-toi.pdf"}


def test_the_counter_page_takes_papers_that_lie_there(app: Flask, town: Town) -> None:
    officer = Api(app, f"bao.pq@{PROVINCE}")
    form = {key: value for key, value in MAIN_PATH.answers.items() if value is not False}
    form |= {"chua_huong": "on", "cam_ket": "on", "csrf_token": officer.token}
    for key in ("chu_ho_so_ngay_sinh", "tu_ngay", "den_ngay"):
        form[key] = "/".join(reversed(str(form[key]).split("-")))
    address = f"/tiep-nhan/{PROVINCE}/{FLAGSHIP}"
    assert officer.client.post(address, data=form).status_code == 422
    assert officer.client.post(address, data={**form, "ban-giay": PROOF}).status_code == 303
    opened = officer.client.get(f"/ho-so/{cases(town)[0].submission_number}").text
    assert "Bản giấy, nhận tại quầy" in opened


@pytest.mark.parametrize(
    ("when", "said"),
    [("nhom = ", "documents[2].when"), ('thu_nhap = "cao"', "phiếu khai không hỏi thu_nhap")],
)
def test_a_condition_that_the_form_cannot_answer_is_refused_at_upload(
    town: Town, when: str, said: str
) -> None:
    files = read_package_folder(shipped.FOLDERS / "tro_cap_xa_hoi")
    files |= shipped.manifest_with("tro_cap_xa_hoi", 'nhom = "khuyet_tat_nang"', when)
    with town.act() as session, pytest.raises(PackageRefused) as refused:
        publish_package(
            session, province_code=PROVINCE, files=files, published_by="tests", now=town.now
        )
    assert any(said in fault.message for fault in refused.value.details["faults"])


def test_the_shipped_condition_asks_disabled_people_for_their_certificate(town: Town) -> None:
    scenario = shipped.publish(town, "tro_cap_xa_hoi")
    answers = {**scenario.answers, "nhom": "khuyet_tat_nang"}
    with pytest.raises(DocumentsMissing) as refused:
        town.file(procedure_code=BENEFIT, answers=answers, documents=[])
    assert "Giấy xác nhận khuyết tật" in str(refused.value)
    town.file(procedure_code=BENEFIT, answers={**answers, "nhom": "nguoi_cao_tuoi"}, documents=[])
