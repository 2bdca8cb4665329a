"""What agencies hold already is offered at the filing, and asked for again only with a reason."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from engine.accounts.demo import CITIZENS
from engine.cases.act.task_act import Ending
from engine.cases.adding_files import FiledDocument
from engine.cases.ask_supplement import ask_supplement
from engine.cases.judging_papers import JudgedPaper
from engine.cases.record_payment import record_payment
from engine.errors import (
    DocumentsMissing,
    HeldAlready,
    NotYourNumber,
    OtherIsComponent,
    PaperNotHeld,
    PaperNotThere,
    PaperThere,
)
from engine.queries.case_rows import find_case
from engine.queries.filers import filers
from engine.queries.held_about import held_about
from engine.queries.supplements import supplement_of
from engine.routing.held import is_named
from engine.store.accounts import Account
from engine.store.cases import CaseDocument
from tests.acceptance.test_refusals_after_appraisal import refuse
from tests.acceptance.test_what_is_decided import lead
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.papers import AUTHORISED, PDF
from tests.shipped import file, manifest_with, publish, take
from tests.town import CITIZEN, FLAGSHIP, MAIN_PATH, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORM = JudgedPaper("ban_khai", "pass")
PROOF, NAME = "giay_to_chung_minh", "Giấy tờ chứng minh thời gian tham gia"
NUMBER = str(MAIN_PATH.answers["nguoi_nop_so_dinh_danh"])
OWNER = replace(CITIZEN, identity_number=NUMBER)
OPTIONAL = manifest_with(
    "tro_cap_mot_lan", f'{NAME}"\nrequired = true', f'{NAME}"\nrequired = false'
)
MARRIAGE, SINGLE = "1.000894", "040084010021"
ASKS_FOR_IT = manifest_with("ket_hon", 'replaced_by = "ho_tich"\n', "")
PAGE = f"/nop/{PROVINCE}/{FLAGSHIP}"


@pytest.fixture
def before(town: Town) -> str:
    """An earlier dossier of the owner, received, with the proof; its code."""
    filed = town.file(person=OWNER, documents=[FiledDocument(PROOF, "quyet-dinh.pdf", PDF)])
    town.until(filed.case_id, "B2")
    town.wait(days=1)
    return str(town.case(filed.case_id).code)


def held_id(town: Town) -> str:
    """The proof that is held about the owner."""
    with town.database.reading() as session:
        held = held_about(
            session, province_code=PROVINCE, procedure_code=FLAGSHIP, number=NUMBER, now=town.now
        )
    return held.papers[PROOF].id


def test_a_held_paper_answers_its_component_and_is_read_in_the_new_dossier(
    town: Town, before: str
) -> None:
    with pytest.raises(DocumentsMissing):
        town.file(person=OWNER, documents=[])
    case_id = town.file(person=OWNER, documents=[], reuse=[held_id(town)]).case_id
    query = select(CaseDocument.name, CaseDocument.component).where(CaseDocument.case_id == case_id)
    with town.database.reading() as session:
        assert [tuple(row) for row in session.execute(query)] == [("quyet-dinh.pdf", PROOF)]
    assert faults(town, case_id) == []


def test_nobody_takes_the_papers_of_another(town: Town, before: str) -> None:
    stranger = replace(CITIZEN, identity_number="040199000001")
    for person in (stranger, CITIZEN):
        with pytest.raises((PaperNotHeld, NotYourNumber)):
            town.file(person=person, documents=[], reuse=[held_id(town)])
    with pytest.raises(PaperNotHeld):
        town.file(person=OWNER, documents=[], reuse=["0" * 32])


def test_what_nobody_received_is_not_held(town: Town) -> None:
    town.file(person=OWNER)
    with town.database.reading() as session:
        held = held_about(
            session, province_code=PROVINCE, procedure_code=FLAGSHIP, number=NUMBER, now=town.now
        )
    assert (held.papers, held.people) == ({}, {})


def test_an_authorisation_is_for_one_dossier(town: Town) -> None:
    answers = {**MAIN_PATH.answers, "nop_thay": "uy_quyen", "chu_ho_so_ho_ten": "Lê Văn Hai"}
    answers |= {"chu_ho_so_so_dinh_danh": "040161054321"}
    files = [FiledDocument(code, "a.pdf", PDF) for code in (PROOF, "giay_uy_quyen")]
    filed = town.file(answers=answers, documents=files, authorisation=AUTHORISED)
    town.end(town.task(filed.case_id), ending=Ending(None, {"giay_uy_quyen_dat": "dat"}))
    with town.database.reading() as session:
        held = held_about(
            session,
            province_code=PROVINCE,
            procedure_code=FLAGSHIP,
            number="040161054321",
            now=town.now,
        )
    assert set(held.papers) == {PROOF}


def test_asking_again_needs_a_reason_and_is_on_record(town: Town, before: str) -> None:
    publish(town, "tro_cap_mot_lan", OPTIONAL)
    case_id = town.file(person=OWNER, documents=[]).case_id
    lacking = [JudgedPaper(PROOF, "missing", "Nộp lại."), FORM]
    with pytest.raises(HeldAlready, match=f"hồ sơ {before}"):
        ask(town, case_id, lacking, again_reason=".")
    ask(town, case_id, lacking, again_reason="Bản trước bị tẩy xóa")
    assert asked_again(town) == [f"{NAME} (hồ sơ {before}): Bản trước bị tẩy xóa"]
    assert faults(town, case_id) == []


def ask(town: Town, case_id: str, judged: list[JudgedPaper], **given: str) -> None:
    """The counter asks for papers of a case that nobody has received."""
    clerk, task_id = town.officer("bao.pq"), town.task(case_id).id
    with town.act() as session:
        ask_supplement(session, task_id=task_id, person=clerk, judged=judged, now=town.now, **given)


def asked_again(town: Town) -> list[str]:
    """What the list says of papers that were asked for though they are held."""
    with town.database.reading() as session:
        page = filers(session, person=town.officer("quan.dm"), which="asked_again", now=town.now)
    assert {row.by for row in page.rows} <= {town.officer("bao.pq").name}
    return [row.words for row in page.rows]


LAW = "Nghị định 20/2021/NĐ-CP, Điều 8"


@ONE
def test_a_free_demand_for_what_lies_in_an_earlier_dossier_needs_a_reason(
    town: Town, before: str
) -> None:
    publish(town, "tro_cap_mot_lan", OPTIONAL)
    case_id = town.file(person=OWNER, documents=[]).case_id
    wanted = {"other": f"Bản chính {NAME.lower()}, có dấu giáp lai", "other_basis": LAW}
    with pytest.raises(HeldAlready, match=f"hồ sơ {before}"):
        ask(town, case_id, [FORM], **wanted)
    ask(town, case_id, [FORM], **wanted, again_reason="Cần bản có dấu giáp lai")
    assert asked_again(town) == [f"{NAME} (hồ sơ {before}): Cần bản có dấu giáp lai"]
    assert faults(town, case_id) == []


@ONE
def test_a_free_demand_for_what_this_dossier_or_a_database_has_needs_a_reason(town: Town) -> None:
    born = publish(town, "khai_sinh")
    case_id = file(town, "1.001193", born)
    judged = [JudgedPaper("to_khai", "pass"), JudgedPaper("chung_sinh", "pass")]
    for name, where in (
        ("Giấy chứng sinh bản chính", "hồ sơ này"),
        ("giấy chứng nhận kết hôn của cha, mẹ", "cơ sở dữ liệu hộ tịch điện tử"),
    ):
        with pytest.raises(HeldAlready, match=where):
            ask(town, case_id, judged, other=name, other_basis=LAW)
    ask(town, case_id, judged, other="Giấy chứng nhận của công an xã", other_basis=LAW)
    assert asked_again(town) == []
    number = town.case(case_id).submission_number
    with town.database.reading() as session:
        asked = supplement_of(session, find_case(session, number), town.now)
    assert asked is not None
    assert [one.todo for one in asked.papers] == ["Nộp giấy tờ này"]


CARD = "Thẻ căn cước"


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("Căn cước công dân", CARD, True),
        ("CCCD", CARD, True),
        ("Thẻ CCCD, bản sao", CARD, True),
        ("căn cước của người nộp", CARD, True),
        ("thẻ căn cước", "Căn cước công dân", True),
        ("CCCD của chủ hộ", "Thẻ căn cước của chủ hộ", True),
        ("Giấy chứng nhận căn cước", CARD, False),
        ("Giấy xác nhận số căn cước", CARD, False),
        ("Ảnh thẻ", CARD, False),
    ],
)
def test_the_identity_card_is_known_by_each_of_its_names(
    text: str, name: str, *, named: bool
) -> None:
    assert is_named(text, name) is named


@ONE
def test_what_has_a_row_of_its_own_is_judged_there_and_not_demanded_besides(town: Town) -> None:
    case_id = town.file(person=OWNER).case_id
    judged = [JudgedPaper(PROOF, "pass"), FORM]
    with pytest.raises(OtherIsComponent, match=NAME):
        ask(town, case_id, judged, other=NAME.upper(), other_basis=LAW)


@ONE
def test_what_was_handed_in_is_not_missing(town: Town) -> None:
    case_id = town.file(person=OWNER).case_id
    for wrong in (
        JudgedPaper(PROOF, "missing", "Nộp."),
        JudgedPaper("ban_khai", "missing", "Điền."),
    ):
        others = [
            one for one in (JudgedPaper(PROOF, "pass"), FORM) if one.component != wrong.component
        ]
        with pytest.raises(PaperThere):
            ask(town, case_id, [wrong, *others])


def test_what_nobody_handed_in_is_neither_wrong_nor_outdated(town: Town, before: str) -> None:
    """It is asked for as missing: then the reason is asked, and the list of R-08 has it."""
    publish(town, "tro_cap_mot_lan", OPTIONAL)
    case_id = town.file(person=OWNER, documents=[]).case_id
    for fault in ("wrong", "outdated"):
        given = {"judged": [JudgedPaper(PROOF, fault, "Nộp lại."), FORM]}
        given |= {"task_id": town.task(case_id).id, "person": town.officer("bao.pq")}
        with pytest.raises(PaperNotThere, match=NAME), town.act() as session:
            ask_supplement(session, **given, again_reason="Cũ", now=town.now)


def held_of_marriage(town: Town) -> list[str]:
    """What is held of who was confirmed as unmarried and now registers a marriage."""
    with town.database.reading() as session:
        held = held_about(
            session, province_code=PROVINCE, procedure_code=MARRIAGE, number=SINGLE, now=town.now
        )
    return [paper.id for paper in held.papers.values()]


@pytest.mark.parametrize("refused", [False, True])
def test_a_result_is_held_once_it_may_be_given_and_a_refusal_never(
    town: Town, refused: bool
) -> None:
    scenario = publish(town, "xac_nhan_hon_nhan")
    marriage = publish(town, "ket_hon", ASKS_FOR_IT)
    case_id = file(town, "1.004873", scenario)
    take(town, case_id, scenario, until="B5" if refused else "B7")
    if refused:
        refuse(town, case_id, person=lead(town, case_id))
        assert held_of_marriage(town) == []
        return
    with town.database.reading() as session:
        of_case = select(CaseDocument.id).where(CaseDocument.case_id == case_id)
        result = session.scalars(of_case.where(CaseDocument.role == "result")).one()
    asked = {"answers": marriage.answers | {"nguoi_nop_so_dinh_danh": SINGLE}, "reuse": [result]}
    asked |= {"person": replace(CITIZEN, identity_number=SINGLE)}
    assert held_of_marriage(town) == []
    with pytest.raises(PaperNotHeld):
        file(town, MARRIAGE, marriage, **asked)
    with town.act() as session:
        counter = town.officer("bao.pq")
        ref = str(town.case(case_id).code)
        record_payment(session, ref=ref, person=counter, means="cash", now=town.now)
    assert held_of_marriage(town) == [result]
    assert faults(town, file(town, MARRIAGE, marriage, **asked)) == []
    publish(town, "ket_hon")
    assert held_of_marriage(town) == []
    with pytest.raises(PaperNotHeld):  # the database of civil status tells it
        file(town, MARRIAGE, marriage, **asked)


def test_the_citizens_page_offers_it_first_and_takes_it(app: Flask, town: Town) -> None:
    number = next(row[3] for row in CITIZENS if row[0] == "congdan")
    with town.act() as session:
        told = update(Account).where(Account.username == "congdan")
        session.execute(told.values(identity_number=number))
    citizen = Api(app, "congdan")
    answers = {**MAIN_PATH.answers, "nguoi_nop_so_dinh_danh": number}
    answers["chu_ho_so_ngay_sinh"] = "1985-03-02"  # the year that the number tells
    first = town.file(answers=answers)
    town.until(first.case_id, "B2")
    page = citizen.client.get(PAGE).text
    assert "Đã có, không phải nộp: giay-to.pdf" in page
    held = page.split('name="dung-lai" value="')[1].split('"')[0]
    form = {key: value for key, value in answers.items() if value is not False}
    form |= {"chua_huong": "on", "cam_ket": "on", "dung-lai": held, "da-moi-dung-lai": "1"}
    for key in ("chu_ho_so_ngay_sinh", "tu_ngay", "den_ngay"):
        form[key] = "/".join(reversed(str(form[key]).split("-")))
    sent = citizen.client.post(PAGE, data={**form, "csrf_token": citizen.token})
    assert sent.status_code == 303, sent.text
    with town.database.reading() as session:
        assert len(session.scalars(select(CaseDocument.id)).all()) == 2


def test_at_the_counter_the_owners_number_finds_what_is_held(
    app: Flask, town: Town, before: str
) -> None:
    """Better 6."""
    clerk = Api(app, f"bao.pq@{PROVINCE}")
    form = {"nguoi_nop_so_dinh_danh": NUMBER, "tra-cuu": "1", "csrf_token": clerk.token}
    page = clerk.client.post(f"/tiep-nhan/{PROVINCE}/{FLAGSHIP}", data=form).text
    assert "Đã có, không phải nộp: quyet-dinh.pdf" in page
    assert before in page
    assert 'value="Lê Văn Thành"' in page
