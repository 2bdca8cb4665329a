"""A dossier of an organisation is that one's by its own number, and nobody's who files for it."""

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.errors import OrganisationNumberMissing, TextUnreadable
from engine.queries.inbox import queue
from engine.queries.own_cases import own_cases
from engine.store.cases import CaseDocument, Dossier
from tests import shipped
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import FLAGSHIP, MAIN_PATH, PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NUMBER = "2901234567"
MAI = "040185012345"


def filed(town: Town, **told: object) -> str:
    """A dossier of an enterprise that Mai, who represents it, files at the counter."""
    given = {"applicant_kind": "enterprise", "owner_tax_number": NUMBER, **told}
    answers = {**MAIN_PATH.answers, "nguoi_nop_so_dinh_danh": MAI, "chu_ho_so_ngay_sinh": "1985"}
    answers["chu_ho_so_ho_ten"] = "Công ty Minh họa"
    return town.file(answers=answers, **given).case_id


def test_its_result_has_the_code_of_the_organisation_and_not_of_who_filed(town: Town) -> None:
    case_id = filed(town, owner_tax_number="290 123 4567")
    town.until(case_id, "B15")
    with town.database.reading() as session:
        code = session.scalars(
            select(CaseDocument.code).where(
                CaseDocument.case_id == case_id, CaseDocument.role == "result"
            )
        ).one()
        numbers = select(Dossier.owner_number, Dossier.submitter_number)
        assert session.execute(numbers.where(Dossier.case_id == case_id)).one() == (NUMBER, MAI)
    assert str(code).startswith(f"{NUMBER}-")
    assert faults(town, case_id) == []


@ONE
def test_it_is_found_by_its_number_and_is_among_those_of_who_represents_it(town: Town) -> None:
    case_id = filed(town)
    clerk = town.officer("bao.pq")
    mai = Person("e" * 32, "citizen", "Lê Thị Mai", "mai", identity_number=MAI)
    with town.database.reading() as session:
        found = queue(session, person=clerk, search=NUMBER, now=town.now).rows
        own = own_cases(session, person=mai, now=town.now)
    ref = town.case(case_id).submission_number
    assert [row.case_ref for row in found] == [one.ref for one in own] == [ref]


@ONE
def test_an_organisation_tells_its_number_in_one_form(town: Town) -> None:
    for kind in ("enterprise", "other", "state_agency"):
        with pytest.raises(OrganisationNumberMissing):
            filed(town, applicant_kind=kind, owner_tax_number=" ")
    for bad in ("12345", MAI, "290123456x"):
        with pytest.raises(TextUnreadable, match="mã số thuế có 10 chữ số"):
            filed(town, owner_tax_number=bad)
    for bad in ("41.102", MAI):
        with pytest.raises(TextUnreadable, match="mã định danh cơ quan"):
            filed(town, applicant_kind="state_agency", owner_tax_number=bad)


def test_the_result_of_an_agency_has_its_code_by_decision_20_of_2020(town: Town) -> None:
    case_id = filed(town, applicant_kind="state_agency", owner_tax_number=" h41.102.01 ")
    town.until(case_id, "B15")
    of_case = select(CaseDocument.code).where(CaseDocument.case_id == case_id)
    with town.database.reading() as session:
        code = session.scalars(of_case.where(CaseDocument.role == "result")).one()
    assert str(code).startswith("H41.102.01-")
    assert faults(town, case_id) == []


@ONE
def test_a_form_that_asks_for_the_number_itself_is_not_asked_twice(town: Town) -> None:
    scenario = shipped.publish(town, "khau_tru_boi_thuong")
    case_id = shipped.file(town, "1.012994", scenario, applicant_kind="enterprise")
    with town.database.reading() as session:
        number = select(Dossier.owner_number).where(Dossier.case_id == case_id)
        assert session.scalars(number).one() == "2900000001"
    assert faults(town, case_id) == []


@ONE
def test_the_page_asks_for_it_and_says_what_is_wrong_with_it(app: Flask, town: Town) -> None:
    api, page = Api(app, "congdan"), f"/nop/{PROVINCE}/{FLAGSHIP}"
    assert "Mã số doanh nghiệp (mã số thuế)" in api.client.get(page).text
    sent = {"csrf_token": api.token, "loai_chu_ho_so": "enterprise", "ma_so_doanh_nghiep": "12"}
    refused = api.client.post(page, data=sent)
    assert refused.status_code == 422
    assert "mã số thuế có 10 chữ số" in refused.text
    assert 'value="12"' in refused.text
