"""Who represents a child or a ward by law files for them, by a paper that the reception judges."""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import timedelta

import pytest
import re2
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.adding_files import FiledDocument
from engine.cases.withdraw import withdraw_case
from engine.errors import DocumentsMissing, FormInvalid, NothingToAuthorise, NotYourNumber
from engine.queries.own_cases import own_cases
from engine.store.cases import Dossier
from engine.worktime import ZONE
from tests import shipped
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.papers import PDF
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

GUARDIAN = Person("e" * 32, "citizen", "Nguyễn Văn Hòa", "hoa", identity_number="040084010021")
WARD, PAPER = "040217001234", "giay_giam_ho"
PROCEDURES = {"tiep_nhan_bao_tro": "2.000286", "tro_cap_xa_hoi": "1.001776"}


@pytest.fixture(params=PROCEDURES)
def answers(request: pytest.FixtureRequest, town: Town) -> tuple[str, Mapping[str, object]]:
    """The procedure with what a guardian answers."""
    folder = str(request.param)
    shipped.publish(town, folder)
    files = shipped.read_package_folder(shipped.FOLDERS / folder)
    (told,) = [one for one in shipped.scenarios(files) if "giam_ho" in one.file]
    return PROCEDURES[folder], told.answers


def file(town: Town, told: tuple[str, Mapping[str, object]], **changes: object) -> str:
    code, answers = told
    papers = [FiledDocument(one, "a.pdf", PDF) for one in (PAPER, "xnkt")]
    given = {"documents": papers, "person": GUARDIAN, "answers": answers, **changes}
    return town.file(procedure_code=code, **given).case_id


def test_the_dossier_is_the_wards_and_the_guardian_acts_in_it(
    town: Town, answers: tuple[str, Mapping[str, object]]
) -> None:
    case_id = file(town, answers)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        numbers = select(Dossier.owner_number, Dossier.submitter_number)
        told = session.execute(numbers.where(Dossier.case_id == case_id)).one()
        assert told == (WARD, GUARDIAN.identity_number)
        assert [one.ref for one in own_cases(session, person=GUARDIAN, now=town.now)] == [ref]
    with town.act() as session:
        given = {"reason": "Không còn cần", "store": town.documents, "now": town.now}
        withdraw_case(session, ref=ref, person=GUARDIAN, **given)
    assert (town.case(case_id).status, faults(town, case_id)) == (7, [])


def test_nobody_is_a_guardian_without_the_paper_or_of_themselves(
    town: Town, answers: tuple[str, Mapping[str, object]]
) -> None:
    with pytest.raises(DocumentsMissing, match="cha, mẹ hoặc người giám hộ"):
        file(town, answers, documents=[FiledDocument("xnkt", "a.pdf", PDF)])
    code, told = answers
    own = {
        "chu_ho_so_so_dinh_danh": GUARDIAN.identity_number,
        "chu_ho_so_ngay_sinh": "1984",
        "quan_he_giam_ho": "giam_ho",
    }
    with pytest.raises(NothingToAuthorise):
        file(town, (code, {**told, **own}))
    other = {"nguoi_nop_so_dinh_danh": "040084010099"}
    with pytest.raises(NotYourNumber):
        file(town, (code, {**told, **other}))


def test_a_parent_files_for_a_child_and_for_nobody_who_is_of_age(
    town: Town, answers: tuple[str, Mapping[str, object]]
) -> None:
    """Civil Code 2015 art. 136; a number tells a year of birth (decree 137/2015 art. 13)."""
    code, told = answers
    grown = {"chu_ho_so_so_dinh_danh": "040060001234", "chu_ho_so_ngay_sinh": "1960"}
    for changed, said in (
        ({**grown, "quan_he_giam_ho": "cha_me"}, "chưa đủ 18 tuổi"),
        ({"chu_ho_so_so_dinh_danh": "040060001234"}, "số này là của người sinh năm 1960"),
    ):
        with pytest.raises(FormInvalid) as refused:
            file(town, (code, {**told, **changed}))
        (fault,) = refused.value.details["faults"]  # type: ignore[attr-defined]
        assert fault["field"] == "chu_ho_so_ngay_sinh"
        assert said in fault["message"]
    town.case(file(town, (code, {**told, **grown, "quan_he_giam_ho": "giam_ho"})))


def test_who_is_eighteen_on_the_day_is_of_age(
    town: Town, answers: tuple[str, Mapping[str, object]]
) -> None:
    code, told = answers
    day = town.now.astimezone(ZONE).date()
    for born, taken in ((day, False), (day + timedelta(days=1), True)):
        birthday = born.replace(year=born.year - 18)
        ward = {
            "chu_ho_so_so_dinh_danh": f"0402{birthday:%y}001234",
            "chu_ho_so_ngay_sinh": birthday.isoformat(),
            "quan_he_giam_ho": "cha_me",
        }
        with nullcontext() if taken else pytest.raises(FormInvalid, match="chưa đủ 18 tuổi"):
            file(town, (code, {**told, **ward}))


def test_a_guardians_form_does_not_begin_with_their_own_name_as_the_wards(
    app: Flask, town: Town
) -> None:
    shipped.publish(town, "tro_cap_xa_hoi")
    page = Api(app, "congdan").client.get(f"/nop/{PROVINCE}/1.001776").text
    own = re2.findall('value="Lê Thị Mai"[^>]* name="([a-z_]+)"', page)
    assert own == ["nguoi_nop_ho_ten"]
