"""Who represents a child or a ward by law files for them, by a paper that the reception judges."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.adding_files import FiledDocument
from engine.cases.withdraw import withdraw_case
from engine.errors import DocumentsMissing, NothingToAuthorise, NotYourNumber
from engine.queries.own_cases import own_cases
from engine.store.cases import Dossier
from tests import shipped
from tests.integration.jobs.procedures import faults
from tests.papers import PDF
from tests.town import Town

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
    own = {"chu_ho_so_so_dinh_danh": GUARDIAN.identity_number}
    with pytest.raises(NothingToAuthorise):
        file(town, (code, {**told, **own}))
    other = {"nguoi_nop_so_dinh_danh": "040084010099"}
    with pytest.raises(NotYourNumber):
        file(town, (code, {**told, **other}))
