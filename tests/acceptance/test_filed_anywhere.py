"""Filed anywhere, solved where competent, returned where asked (decree 118/2025, article 8)."""

from datetime import date, datetime

import pytest

from engine.catalogue.scenarios import read_scenarios
from engine.errors import CompetentUnknown, FormInvalid, PlaceClosed
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.queries.case_file import case_file
from engine.queries.services import service
from engine.worktime import ZONE
from tests.rulebook import Rulebook
from tests.shipped import FOLDERS, at_commune, file, manifest_with, publish, steps_done, take
from tests.town import CENTRE, PROVINCE, WARD, Town

LAND, LAND_FOLDER = "1.013831", "bien_dong_dat_dai"
OFFSET, OFFSET_FOLDER = "1.012994", "khau_tru_boi_thuong"
MOUNTAIN = "xa_con_cuong"
PROVINCIAL_CENTRE = "ttphcc_tinh"


def test_a_dossier_filed_in_a_ward_is_solved_by_the_commune_it_is_about_and_returned_at_the_centre(
    town: Town,
) -> None:
    scenario = publish(town, OFFSET_FOLDER)
    case_id = file(
        town,
        OFFSET,
        at_commune(scenario, MOUNTAIN),
        receiving_unit=CENTRE,
        returning_unit=PROVINCIAL_CENTRE,
    )
    case = town.case(case_id)
    assert case.competent_unit == MOUNTAIN
    take(town, case_id, scenario)
    did = steps_done(town, case_id)
    assert did["B1"] == "Trung tâm Phục vụ hành chính công phường Trường Vinh"
    assert did["B5"] == "Ủy ban nhân dân xã Con Cuông"
    assert did["B7"] == "Trung tâm Phục vụ hành chính công tỉnh Nghệ An"
    assert town.case(case_id).status == 10


def test_a_fixed_unit_decides_wherever_the_land_lies_and_wherever_it_is_filed(town: Town) -> None:
    scenario = publish(town, LAND_FOLDER)
    case_id = file(
        town,
        LAND,
        at_commune(scenario, WARD),
        receiving_unit=f"{MOUNTAIN}_ttphcc",
        returning_unit=PROVINCIAL_CENTRE,
    )
    case = town.case(case_id)
    units = (case.receiving_unit, case.competent_unit, case.returning_unit)
    assert units == (f"{MOUNTAIN}_ttphcc", "vpdkdd", PROVINCIAL_CENTRE)
    take(town, case_id, scenario)
    did = steps_done(town, case_id)
    assert did["B1"] == "Trung tâm Phục vụ hành chính công xã Con Cuông"
    assert did["B12"] == "Trung tâm Phục vụ hành chính công tỉnh Nghệ An"


def test_without_a_commune_in_the_form_the_level_says_who_decides(town: Town) -> None:
    by_level = manifest_with(OFFSET_FOLDER, 'area_field = "xa"\n', "")
    scenario = publish(town, OFFSET_FOLDER, by_level)
    case_id = file(town, OFFSET, scenario, receiving_unit=f"{MOUNTAIN}_ttphcc")
    assert town.case(case_id).competent_unit == MOUNTAIN
    with pytest.raises(CompetentUnknown, match="cơ quan giải quyết"):
        file(town, OFFSET, scenario, receiving_unit=PROVINCIAL_CENTRE)


def test_what_a_fixed_unit_solves_is_filed_in_the_commune_that_it_is_about_too(
    town: Town,
) -> None:
    at_home = manifest_with(LAND_FOLDER, "anywhere = true", "anywhere = false")
    scenario = at_commune(publish(town, LAND_FOLDER, at_home), MOUNTAIN)
    case_id = file(town, LAND, scenario, receiving_unit=f"{MOUNTAIN}_ttphcc")
    assert town.case(case_id).competent_unit == "vpdkdd"
    with pytest.raises(PlaceClosed, match="phường Trường Vinh"):
        file(town, LAND, scenario, receiving_unit=CENTRE)


def test_a_procedure_that_is_not_filed_anywhere_is_filed_where_it_is_solved(town: Town) -> None:
    at_home = manifest_with(OFFSET_FOLDER, "anywhere = true", "anywhere = false")
    scenario = at_commune(publish(town, OFFSET_FOLDER, at_home), MOUNTAIN)
    with pytest.raises(PlaceClosed, match="phường Trường Vinh"):
        file(town, OFFSET, scenario, receiving_unit=CENTRE)
    assert file(town, OFFSET, scenario, receiving_unit=f"{MOUNTAIN}_ttphcc")
    with town.database.reading() as session:
        page = service(session, province_code=PROVINCE, code=OFFSET, now=town.now)
    assert PROVINCIAL_CENTRE not in [centre.code for centre in page.centres]


def test_a_commune_that_does_not_exist_is_a_mistake_in_its_field(town: Town) -> None:
    scenario = publish(town, OFFSET_FOLDER)
    with pytest.raises(FormInvalid) as refused:
        file(town, OFFSET, at_commune(scenario, "xa_khong_co"))
    assert refused.value.details["faults"] == [
        {"field": "xa", "message": "Xã, phường có thửa đất: hãy chọn một mục trong danh sách."}
    ]


def test_the_page_offers_every_centre_with_people_and_the_communes_it_may_be_about(
    town: Town,
) -> None:
    publish(town, LAND_FOLDER)
    with town.database.reading() as session:
        page = service(session, province_code=PROVINCE, code=LAND, now=town.now)
    assert {place.commune_code for place in page.places} == {WARD, MOUNTAIN}
    assert {CENTRE, f"{MOUNTAIN}_ttphcc", PROVINCIAL_CENTRE} <= {one.code for one in page.centres}


def test_a_rule_gives_what_one_unit_decided_to_the_commune_that_the_filing_names(
    rulebook: Rulebook,
) -> None:
    with rulebook.database.writing() as session:
        files = read_package_folder(FOLDERS / LAND_FOLDER)
        publish_package(
            session, province_code=PROVINCE, files=files, published_by="tests", now=rulebook.now
        )
    rulebook.now = datetime(2025, 12, 4, 9, 15, tzinfo=ZONE)
    commune = {"holder": "commune", "mode": "delegation"}
    rulebook.rule(PROVINCE, "competence", commune, procedure=LAND, valid_from=date(2025, 12, 5))
    answers = at_commune(read_scenarios(files)[0], MOUNTAIN).answers
    before = rulebook.received(PROVINCE, procedure=LAND, answers=answers)
    rulebook.now = datetime(2025, 12, 5, 9, 15, tzinfo=ZONE)
    after = rulebook.received(PROVINCE, procedure=LAND, answers=answers)
    assert (before.competent_unit, after.competent_unit) == ("vpdkdd", MOUNTAIN)
    assert after.receiving_unit == CENTRE


def test_the_file_names_the_three_units(town: Town) -> None:
    scenario = publish(town, LAND_FOLDER)
    case_id = file(town, LAND, scenario, returning_unit=PROVINCIAL_CENTRE)
    receiver = town.desk(town.task(case_id))
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        seen = case_file(session, ref=ref, person=receiver, now=town.now)
    assert seen.receiving_unit.name == "Trung tâm Phục vụ hành chính công phường Trường Vinh"
    assert seen.competent_unit.name == "Văn phòng Đăng ký đất đai tỉnh Nghệ An"
    assert seen.returning_unit.name == "Trung tâm Phục vụ hành chính công tỉnh Nghệ An"
