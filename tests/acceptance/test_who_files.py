"""Whose a dossier is: owner and submitter, by which paper, and what is whose."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.act.task_act import Ending
from engine.cases.acts import end_step
from engine.cases.adding_files import FiledDocument
from engine.cases.adjust import adjust_content
from engine.cases.checking_filers import check_own_name
from engine.cases.vouching.verify import case_faults
from engine.cases.withdraw import withdraw_case
from engine.catalogue.applicants import Authorisation
from engine.errors import (
    AgencyFilesOnline,
    AuthorisationFailed,
    AuthorisationMissing,
    CaseNotFound,
    DocumentsMissing,
    FormInvalid,
    NothingToAuthorise,
    NotOverseer,
    NotTheOwner,
    NotYourNumber,
    OwnDossier,
    PaperGroundUnknown,
    TakerIsOwner,
    TakerNumberWrong,
)
from engine.queries.case_file import case_document, case_file
from engine.queries.filers import filers
from engine.queries.inbox import queue
from engine.queries.own_cases import own_cases
from engine.queries.views.filers import FilerList, FilersPage
from engine.store.cases import Case, CaseDocument
from engine.store.jobs import OutboxMessage
from engine.store.organisation import ConfigurationChange
from engine.store.rules import CaseRule
from tests import shipped
from tests.acceptance.test_paperless_days import CLERK
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.papers import AUTHORISED, PDF
from tests.rulebook import Rulebook, at
from tests.town import CITIZEN, FLAGSHIP, MAIN_PATH, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ADMIN = "quan.dm"
OWNER_NUMBER, MAIS_NUMBER = "040060001234", "040185012345"
ANSWERS = {
    **MAIN_PATH.answers,
    "nop_thay": "uy_quyen",
    "nguoi_nop_ho_ten": "Lê Thị Mai",
    "nguoi_nop_so_dinh_danh": MAIS_NUMBER,
    "chu_ho_so_ho_ten": "Lê Văn Thành",
    "chu_ho_so_so_dinh_danh": OWNER_NUMBER,
    "chu_ho_so_ngay_sinh": "1960-03-02",
}
PROOF, PAPER = "giay_to_chung_minh", "giay_uy_quyen"
FILES = [FiledDocument(PROOF, "a.pdf", PDF), FiledDocument(PAPER, "b.pdf", PDF)]
MAI = replace(CITIZEN, identity_number=MAIS_NUMBER)
OWNER = replace(
    CITIZEN,
    account_id="e" * 32,
    username="thanh",
    name="Lê Văn Thành",
    identity_number=OWNER_NUMBER,
)


@pytest.fixture
def represented(town: Town) -> str:
    """A dossier that Mai filed online for Thành, by an authorisation."""
    return town.file(person=MAI, answers=ANSWERS, documents=FILES, authorisation=AUTHORISED).case_id


def receive(town: Town, case_id: str, found: str) -> None:
    """Receive it with what was found of the authorisation."""
    ending = Ending(None, {"giay_uy_quyen_dat": found}, assignee=None)
    town.end(town.task(case_id), ending=ending)


def sees(town: Town, case_id: str, person: Person) -> tuple[str, ...]:
    """The roles of the files that the person may open."""
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        file = case_file(session, ref=ref, person=person, now=town.now)
    return tuple(sorted({one.role for one in file.documents}))


def test_at_the_counter_a_representative_files_with_the_paper_on_paper(town: Town) -> None:
    clerk = town.officer("bao.pq")
    filed = town.file(
        person=clerk,
        channel="counter",
        answers=ANSWERS,
        papers=[PROOF, PAPER],
        documents=[],
        authorisation=AUTHORISED,
    )
    case = town.case(filed.case_id)
    assert (case.applicant_name, case.applicant_kind) == ("Lê Văn Thành", "citizen")
    with town.act() as session:
        end_step(
            session,
            task_id=town.task(filed.case_id).id,
            person=clerk,
            ending=Ending(None, {"giay_uy_quyen_dat": "dat"}, assignee=None),
            scans=[FiledDocument(PROOF, "a.pdf", PDF), FiledDocument(PAPER, "b.pdf", PDF)],
            store=town.documents,
            now=town.now,
        )
    with town.database.reading() as session:
        file = case_file(session, ref=case.submission_number, person=clerk, now=town.now)
    told = "; ".join(row.sentence for row in file.timeline)
    assert "Lê Thị Mai được nộp thay Lê Văn Thành" in told
    assert "Lê Thị Mai nộp thay chủ hồ sơ Lê Văn Thành, theo Giấy ủy quyền số 12/UQ" in told
    assert faults(town, filed.case_id) == []


def test_nobody_files_for_another_without_the_paper_its_number_and_its_day(town: Town) -> None:
    with pytest.raises(AuthorisationMissing) as refused:
        town.file(answers=ANSWERS, documents=FILES)
    assert "loại giấy, số của giấy, ngày của giấy" in str(refused.value)
    later = Authorisation(paper="Giấy ủy quyền", number=" ", day=date(2025, 12, 5))
    with pytest.raises(AuthorisationMissing) as refused:
        town.file(answers=ANSWERS, documents=FILES, authorisation=later)
    faults = refused.value.details["faults"]
    assert [one["field"] for one in faults] == ["authorisation.number", "authorisation.day"]  # type: ignore[attr-defined]
    with pytest.raises(DocumentsMissing, match="Giấy ủy quyền"):
        town.file(answers=ANSWERS, documents=FILES[:1], authorisation=AUTHORISED)


def test_who_files_for_themselves_needs_no_paper(town: Town) -> None:
    with pytest.raises(NothingToAuthorise, match="Lê Văn Thành"):
        town.file(authorisation=AUTHORISED)


def test_a_paper_that_does_not_pass_is_asked_for_anew_and_nothing_is_received(
    town: Town, represented: str
) -> None:
    with pytest.raises(AuthorisationFailed):
        receive(town, represented, "khong_dat")
    assert town.case(represented).status == 1
    receive(town, represented, "dat")
    assert town.case(represented).status == 2


def test_the_owner_finds_it_and_withdraws_it_who_filed_it_may_not(
    town: Town, represented: str
) -> None:
    ref = town.case(represented).submission_number
    with town.database.reading() as session:
        theirs = own_cases(session, person=OWNER, now=town.now)
        mais = own_cases(session, person=MAI, now=town.now)
    assert [one.by_authorisation for one in (*theirs, *mais)] == ["owner", "submitter"]
    with pytest.raises(NotTheOwner), town.act() as session:
        withdraw_case(session, ref=ref, person=MAI, store=town.documents, now=town.now)
    with pytest.raises(CaseNotFound), town.act() as session:
        withdraw_case(
            session,
            ref=ref,
            person=replace(OWNER, identity_number="1"),
            store=town.documents,
            now=town.now,
        )
    with town.act() as session:
        withdraw_case(session, ref=ref, person=OWNER, store=town.documents, now=town.now)
    assert town.case(represented).status == 7


def test_the_owner_is_told_who_filed_in_their_name(town: Town, represented: str) -> None:
    query = select(OutboxMessage.payload).where(OutboxMessage.topic == "filed_for_owner")
    with town.database.reading() as session:
        told = session.scalars(query).one()
    assert told["submitter"] == "Lê Thị Mai"


def test_the_result_is_the_owners(town: Town, represented: str) -> None:
    receive(town, represented, "dat")
    town.until(represented, "B15")
    assert sees(town, represented, OWNER) == ("filed", "result")
    assert sees(town, represented, MAI) == ("filed",)
    with town.database.reading() as session:
        found = session.scalars(select(CaseDocument).where(CaseDocument.role == "result")).one()
        ref = town.case(represented).submission_number
        with pytest.raises(NotTheOwner):
            case_document(session, ref=ref, document_id=found.id, person=MAI)


def test_nobody_handles_their_own_dossier(town: Town, represented: str) -> None:
    clerk = replace(town.officer("bao.pq"), identity_number=OWNER_NUMBER)
    with pytest.raises(OwnDossier):
        town.claim(town.task(represented), clerk)
    with town.database.reading() as session:
        ref = town.case(represented).submission_number
        file = case_file(session, ref=ref, person=clerk, now=town.now)
        (row,) = queue(session, person=clerk, now=town.now).rows
        ours = queue(session, person=town.officer("bao.pq"), now=town.now).rows
    assert (file.task, file.acts) == (None, ())
    # It lies in the list, so that nobody wonders where it is, and the colleagues take it.
    assert (row.own, row.acts, row.task_id) == (True, (), ours[0].task_id)
    assert not ours[0].own
    assert "claim" in ours[0].acts
    with pytest.raises(OwnDossier), town.act() as session:
        withdraw_case(session, ref=ref, person=clerk, store=town.documents, now=town.now)
    with pytest.raises(OwnDossier), town.act() as session:
        adjust_content(
            session,
            ref=ref,
            person=clerk,
            question="nguoi_nop_dia_chi",
            value="Khối 2",
            reason="Đề nghị sửa",
            store=town.documents,
            now=town.now,
        )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_result_that_another_filed_for_opens_by_no_fact(
    app: Flask, town: Town, represented: str
) -> None:
    """The owner's day of birth is known to others, the phone number is of who filed."""
    case_id = represented
    receive(town, case_id, "dat")
    town.until(case_id, "B15")
    ref, visitor = town.case(case_id).code, Api(app)

    def page(fact: str) -> str:
        form = {"ma": ref, "biet": fact, "csrf_token": visitor.token}
        found: str = visitor.client.get(visitor.client.post("/tra-cuu", data=form).location).text
        return found

    phone = str(ANSWERS["nguoi_nop_dien_thoai"])
    for told in ("02/03/1960", phone):
        shown = page(told)
        assert ("/ket-qua/" in shown, "Kết quả là của chủ hồ sơ" in shown) == (False, True)


def returned(town: Town, case_id: str, **said: object) -> str:
    """Return the result with these answers; the case's history in words."""
    clerk = town.desk(town.task(case_id))
    town.end(town.task(case_id), ending=Ending(None, said, assignee=None), person=clerk)
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        file = case_file(session, ref=ref, person=clerk, now=town.now)
    return "; ".join(row.sentence for row in file.timeline)


def test_a_result_goes_as_the_filing_asked_for_unless_somebody_else_comes(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B15")
    assert "trả kết quả cho chủ hồ sơ" in returned(town, case_id)


def test_another_takes_the_result_by_a_paper_and_the_owner_is_told(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B15")
    with pytest.raises(FormInvalid):
        returned(town, case_id, nguoi_nhan="other", nguoi_nhan_ho_ten="Lê Văn Tùng")
    told = returned(
        town,
        case_id,
        nguoi_nhan="other",
        nguoi_nhan_ho_ten="Lê Văn Tùng",
        nguoi_nhan_so_dinh_danh="040185099999",
        nguoi_nhan_giay_uy_quyen="Giấy ủy quyền số 7 ngày 02/12/2025",
    )
    assert "Lê Văn Tùng (số định danh 040185099999) nhận kết quả thay" in told
    assert "trả kết quả cho người được ủy quyền nhận" in told
    query = select(OutboxMessage.payload).where(OutboxMessage.topic == "result_taken")
    with town.database.reading() as session:
        assert session.scalars(query).one()["name"] == "Lê Văn Tùng"
    assert faults(town, case_id) == []


@pytest.mark.parametrize("number", ["abc", "04018509999", "123456789"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_takes_a_result_has_a_number_of_identity_or_a_passport(town: Town, number: str) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B15")
    named = {"nguoi_nhan_ho_ten": "Ann Lee", "nguoi_nhan_giay_uy_quyen": "Giấy ủy quyền số 7"}
    with pytest.raises(TakerNumberWrong):
        returned(town, case_id, nguoi_nhan="other", nguoi_nhan_so_dinh_danh=number, **named)
    named |= {"nguoi_nhan": "other"}
    own_number = str(MAIN_PATH.answers["nguoi_nop_so_dinh_danh"])
    with pytest.raises(TakerIsOwner) as own:
        returned(town, case_id, nguoi_nhan_so_dinh_danh=own_number, **named)
    assert own.value.details["faults"][0]["field"] == "nguoi_nhan_so_dinh_danh"
    del named["nguoi_nhan"]
    told = returned(town, case_id, nguoi_nhan="other", nguoi_nhan_so_dinh_danh="c 1234567", **named)
    assert "(số định danh C1234567)" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_ground_is_of_the_catalogue_and_a_paper_of_our_days(town: Town) -> None:
    with pytest.raises(PaperGroundUnknown):
        town.file(paper_ground="zzz")
    old = replace(AUTHORISED, day=date(1900, 1, 1))
    with pytest.raises(AuthorisationMissing):
        town.file(person=MAI, answers=ANSWERS, documents=FILES, authorisation=old)


def test_of_a_represented_dossier_it_is_said_who_takes_the_result(
    town: Town, represented: str
) -> None:
    receive(town, represented, "dat")
    town.until(represented, "B15")
    with pytest.raises(FormInvalid):
        returned(town, represented)
    told = returned(town, represented, nguoi_nhan="submitter")
    assert "Lê Thị Mai (số định danh 040185012345) nhận kết quả thay" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_registers_a_death_lets_another_file_it_and_the_dead_owns_nothing(town: Town) -> None:
    told = shipped.publish(town, "khai_tu").answers
    dead = {"nguoi_mat_ho_ten": "Nguyễn Văn Cảnh", "nguoi_mat_so_dinh_danh": "040041000777"}
    answers = {**told, **dead, "nop_thay": "uy_quyen", "nguoi_nop_so_dinh_danh": MAIS_NUMBER}
    answers |= {"chu_ho_so_ho_ten": "Lê Văn Thành", "chu_ho_so_so_dinh_danh": OWNER_NUMBER}
    files = [FiledDocument(one, "a.pdf", PDF) for one in ("bao_tu", PAPER)]
    given = {"procedure_code": "1.000656", "person": MAI, "documents": files}
    case_id = town.file(**given, answers=answers, authorisation=AUTHORISED).case_id
    assert town.case(case_id).applicant_name == "Lê Văn Thành"
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        file = case_file(session, ref=ref, person=OWNER, now=town.now)
        assert ("Hồ sơ về", "Nguyễn Văn Cảnh") in {(one.label, one.value) for one in file.applicant}
        other = replace(OWNER, account_id="9" * 32, identity_number="040041000777")
        with pytest.raises(CaseNotFound):
            case_file(session, ref=ref, person=other, now=town.now)
        clerk = town.officer("bao.pq")
        by_name, by_number, of_nobody = (
            queue(session, person=clerk, search=text, now=town.now).rows
            for text in ("nguyen van canh", "040 041 000 777", "040041000778")
        )
    assert [row.case_ref for row in by_name] == [row.case_ref for row in by_number] == [ref]
    assert of_nobody == ()
    with pytest.raises(NothingToAuthorise):
        town.file(**given, answers={**told, "nop_thay": "chinh_toi"}, authorisation=AUTHORISED)
    assert faults(town, case_id) == []


def test_a_state_agency_files_online_unless_a_lawful_ground_is_given(
    rulebook: Rulebook,
) -> None:
    given = {"channel": "counter", "person": CLERK, "documents": [], "papers": ["ban_ve"]}
    given |= {"applicant_kind": "state_agency", "owner_tax_number": "H27.99"}
    rulebook.now = at("2025-12-04 09:00")
    with pytest.raises(AgencyFilesOnline, match=r"hồ sơ giấy\. Hãy nộp trực tuyến\.$"):
        rulebook.file("ha_tinh", **given)
    value = {"code": "ban_goc", "ground": "luật quy định nộp bản gốc"}
    rulebook.rule("ha_tinh", "paper_ground", value, procedure=None)
    with pytest.raises(AgencyFilesOnline, match="luật quy định nộp bản gốc"):
        rulebook.file("ha_tinh", **given)
    with pytest.raises(PaperGroundUnknown):
        rulebook.file("ha_tinh", **given, paper_ground="khac")
    case_id = rulebook.file("ha_tinh", **given, paper_ground="ban_goc")
    other = {"applicant_kind": "other", "owner_tax_number": "3000123456"}
    assert rulebook.file("ha_tinh", **{**given, **other})
    with rulebook.database.reading() as session:
        found = session.get_one(Case, ("ha_tinh", case_id))
        assert (found.paper_ground, case_faults(session, found)) == ("ban_goc", [])
        taken = session.scalars(select(CaseRule.kind).where(CaseRule.case_id == case_id))
        assert "paper_ground" not in set(taken)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_counters_page_tells_an_agency_at_the_first_question_that_it_files_online(
    app: Flask, town: Town
) -> None:
    clerk, page = Api(app, f"bao.pq@{PROVINCE}"), f"/tiep-nhan/{PROVINCE}/{FLAGSHIP}"
    told = "Chủ hồ sơ là cơ quan nhà nước: phải nộp trực tuyến"
    seen = clerk.client.get(page).text
    first = seen.partition("Nộp thay theo giấy gì")[0]
    assert f"{told}. Tỉnh chưa ban hành lý do nào" in first
    assert 'name="ly_do_ban_giay"' not in seen
    agency = {"loai_chu_ho_so": "state_agency", "csrf_token": clerk.token}
    rulebook = Rulebook(town.database, town.documents)
    rulebook.now = town.now
    value = {"code": "ban_goc", "ground": "luật quy định nộp bản gốc"}
    rulebook.rule(PROVINCE, "paper_ground", value, procedure=None)
    first = clerk.client.get(page).text.partition("Nộp thay theo giấy gì")[0]
    assert f"{told}, trừ khi pháp luật" in first
    assert '<option value="ban_goc">luật quy định nộp bản gốc (' in first
    again = clerk.client.post(page, data=agency)
    assert (again.status_code, 'href="#f-ly_do_ban_giay"' in again.text) == (422, True)
    for other in (f"{page}/truc-tuyen", f"/nop/{PROVINCE}/{FLAGSHIP}"):
        person = clerk if "tiep-nhan" in other else Api(app, "congdan")
        assert told not in person.client.get(other).text


def test_an_agency_that_filed_online_is_not_moved_to_the_counter(rulebook: Rulebook) -> None:
    rulebook.now = at("2025-12-04 09:00")
    case_id = rulebook.file("ha_tinh", applicant_kind="state_agency", owner_tax_number="H27.99")
    with pytest.raises(AgencyFilesOnline):
        rulebook.switch(case_id, "counter")


def test_what_is_done_while_one_waits_has_no_receipt_but_code_clock_and_due_time(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "no_slip", {"no_slip": True})
    rulebook.now = at("2025-12-04 09:00")
    case_id = rulebook.file("ha_tinh")
    rulebook.end(case_id)
    file = rulebook.seen(case_id)
    assert (file.no_slip, bool(file.code), file.due.at is not None) == (True, True, True)
    assert any("trả ngay, không giấy hẹn" in row.sentence for row in file.timeline)


def figures(town: Town, username: str, which: FilerList = "assisted") -> FilersPage:
    """The figures for this officer."""
    with town.database.reading() as session:
        return filers(session, person=town.officer(username), which=which, now=town.now)


def test_assisted_filing_is_counted_apart_and_the_dossier_stays_the_citizens(
    town: Town, represented: str
) -> None:
    helper = town.officer("bao.pq")
    helped = town.file(person=helper, channel="online")
    town.file(person=helper, channel="counter")
    page = figures(town, ADMIN)
    (ward,) = page.units
    assert (ward.own_online, ward.assisted, ward.counter, ward.total) == (1, 1, 1, 3)
    (row,) = page.rows
    assert (row.ref, row.by) == (helped.submission_number, helper.name)
    assert page.lists["represented"] == 1
    assert [(one.kind, one.count) for one in page.kinds] == [("citizen", 3)]
    case = town.case(helped.case_id)
    assert (case.account_id, case.applicant_name) == (None, "Lê Văn Thành")


def test_figures_are_for_who_leads_or_looks_over(town: Town) -> None:
    with pytest.raises(NotOverseer):
        figures(town, "bao.pq")


def test_an_official_does_not_type_in_their_own_dossier(town: Town) -> None:
    number = str(MAIN_PATH.answers["nguoi_nop_so_dinh_danh"])
    clerk = replace(town.officer("bao.pq"), identity_number=number)
    with pytest.raises(OwnDossier):
        town.file(person=clerk, channel="counter")


def test_an_administrator_tells_an_officers_number_and_the_officer_signs_in_as_both(
    app: Flask, town: Town, represented: str
) -> None:
    admin, path = Api(app, f"quan.dm@{PROVINCE}"), f"/accounts/{PROVINCE}/bao.pq/identity-number"
    assert admin.post(path, {"number": "12"}).json["code"] == "text_unreadable"
    assert admin.post(path, {"number": "040 060 001 234"}).status_code == 200
    again = admin.post(path.replace("bao.pq", "hanh.tt"), {"number": "040060001234"})
    assert (again.status_code, again.json["code"]) == (409, "number_taken"), "one is one person's"
    clerk = Api(app, f"bao.pq@{PROVINCE}")
    refused = clerk.post(f"/tasks/{town.task(represented).id}/claim")
    assert (refused.status_code, refused.json["code"]) == (403, "own_dossier")
    assert figures(town, ADMIN, "officials").lists["officials"] == 1
    page = clerk.client.get("/viec").text
    assert "Hồ sơ của bạn: người khác làm" in page
    assert "data-claim formaction" not in page
    # A number of somebody else, told by mistake, is taken away again.
    assert admin.post(path, {"number": None}).status_code == 200
    with town.database.reading() as session:
        made = select(ConfigurationChange.after).order_by(ConfigurationChange.epoch)
        told = [
            one["identity_number"]
            for one in session.scalars(made)
            if "identity_number" in (one or {})
        ]
    assert told == ["told", "taken_away"]
    assert "Tài khoản này đã có số" not in admin.client.get("/tai-khoan/bao.pq").text
    assert "data-claim formaction" in clerk.client.get("/viec").text


def test_a_page_shows_the_figures_and_the_cases_behind_them(app: Flask, town: Town) -> None:
    helped = town.file(person=town.officer("bao.pq"), channel="online")
    page = Api(app, f"quan.dm@{PROVINCE}").client.get("/ai-nop-ho-so?ngay=1/12/2025").text
    assert helped.submission_number in page
    assert f'href="/ho-so/{helped.submission_number}"' not in page  # who may not read it
    assert "được hỗ trợ nộp trực tuyến <b>1</b>" in page
    assert "Yêu cầu lại giấy tờ đã có 0" in page


@pytest.mark.parametrize("changes", [{"nop_thay": "chinh_toi"}, {}])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_citizen_files_under_the_number_of_their_account(
    town: Town, changes: dict[str, str]
) -> None:
    """Another's number "for myself" would open the dossier to both."""
    answers = {**ANSWERS, "nguoi_nop_so_dinh_danh": "040090054321", **changes}
    if changes:
        answers["chu_ho_so_ngay_sinh"] = "1990-03-02"  # the year that the number tells
    paper = None if changes else AUTHORISED
    with pytest.raises(NotYourNumber, match="người nộp"):
        town.file(person=MAI, answers=answers, documents=FILES, authorisation=paper)
    town.file(person=CITIZEN, answers=answers, documents=FILES, authorisation=paper)


def test_without_a_paper_the_owner_is_who_files() -> None:
    owner: dict[str, object] = {"owner_identity_number": OWNER_NUMBER}
    with pytest.raises(NotYourNumber, match="chủ hồ sơ"):
        check_own_name(MAI, owner, "citizen", by_paper=False)
    check_own_name(MAI, owner, "citizen", by_paper=True)
    check_own_name(MAI, owner, "enterprise", by_paper=False)
