"""A role by area: who serves the commune of the filing does its steps, by dated data."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, select

from engine.access import operator
from engine.administration.registers.serving_units import serving_units
from engine.catalogue.packages import package
from engine.catalogue.scenarios import Scenario
from engine.configuration import configuration, import_configuration
from engine.errors import ConfigurationFaulty, NobodyServes
from engine.organisation.tree import setting_of
from engine.publishing.diagnose import diagnose
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.routing.as_it_stands import CaseAsItStands
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.organisation import Province, ServingUnit
from processes import root
from tests.played import scenarios
from tests.rulebook import Rulebook

LAND, PROVINCE = "1.013831", "dak_lak"
FILES = read_package_folder(root() / PROVINCE / "bien_dong_dat_dai")
SCENARIO: Scenario = scenarios(FILES)[0]
SERVING = "organisation/serving_units.csv"


@pytest.fixture
def land(rulebook: Rulebook) -> Rulebook:
    rulebook.now = datetime.fromisoformat("2025-12-04T09:15:00+07:00")
    with rulebook.database.writing() as session:
        publish_package(
            session, province_code=PROVINCE, files=FILES, published_by="tests", now=rulebook.now
        )
    return rulebook


def stands(book: Rulebook, commune: str) -> CaseAsItStands:
    """A case about the commune, filed at its centre."""
    answers = {**SCENARIO.answers, "xa": commune}
    filed = book.file(PROVINCE, procedure=LAND, answers=answers, unit=commune)
    with book.database.reading() as session:
        query = select(table_of(Case)).where(Case.id == filed)
        row: Any = dict(session.execute(query).mappings().one())
        return CaseAsItStands(
            row, package(session, PROVINCE, row["package_digest"]), setting_of(session, PROVINCE)
        )


@pytest.mark.parametrize(
    ("commune", "branch", "tax"),
    [
        ("phuong_tuy_hoa", "vpdkdd_cn_tuy_hoa", "thue_3"),
        ("phuong_buon_ma_thuot", "vpdkdd_cn_buon_ma_thuot", "thue_1"),
    ],
)
def test_a_land_case_goes_to_the_branch_and_the_tax_office_of_its_commune(
    land: Rulebook, commune: str, branch: str, tax: str
) -> None:
    case, day = stands(land, commune), date(2025, 12, 4)
    assert case.row["competent_unit"] == branch
    assert case.row["commune"] == commune
    assert case.desk("B2", day).unit_code == branch
    assert case.desk("B6", day).unit_code == tax


def test_a_commune_that_nobody_serves_takes_no_filing_and_is_listed(land: Rulebook) -> None:
    with land.database.writing() as session:
        row = ServingUnit.commune_code == "phuong_tuy_hoa", ServingUnit.role == "land_branch"
        session.execute(delete(ServingUnit).where(ServingUnit.province_code == PROVINCE, *row))
        session.get_one(Province, PROVINCE).epoch += 1
    with land.database.reading() as session:
        found = diagnose(session, PROVINCE, FILES).of("roles.unserved")
        assert {one.severity for one in found} == {"warning"}
        assert "phường Tuy Hòa" in found[0].message
        listed = serving_units(session, admin=operator(PROVINCE), day=land.now.date())
    (role,) = (one for one in listed if one.role == "land_branch")
    assert ([one.code for one in role.unserved], role.procedures) == (["phuong_tuy_hoa"], (LAND,))
    with pytest.raises(NobodyServes, match="phường Tuy Hòa"):
        stands(land, "phuong_tuy_hoa")


def test_another_branch_takes_over_from_a_day_on_and_the_file_comes_back_as_it_went(
    land: Rulebook,
) -> None:
    with land.database.writing() as session:
        files = configuration(session, PROVINCE)
        text = files[SERVING].decode()
        old = "land_branch,phuong_tuy_hoa,2025-07-01,vpdkdd_cn_tuy_hoa,,,demo\n"
        new = old.replace(",,,demo", ",2026-01-01,,demo") + old.replace(
            "2025-07-01,vpdkdd_cn_tuy_hoa", "2026-01-01,vpdkdd_cn_buon_ho"
        )
        changed = files | {SERVING: text.replace(old, new).encode()}
        import_configuration(
            session, admin=operator(PROVINCE), files=changed, folder="x", now=land.now
        )
        assert configuration(session, PROVINCE)[SERVING] == changed[SERVING]
    case = stands(land, "phuong_tuy_hoa")
    assert case.desk("B2", date(2025, 12, 31)).unit_code == "vpdkdd_cn_tuy_hoa"
    assert case.desk("B2", date(2026, 1, 1)).unit_code == "vpdkdd_cn_buon_ho"


def test_two_branches_on_one_day_are_refused_by_the_import(land: Rulebook) -> None:
    with land.database.writing() as session:
        files = configuration(session, PROVINCE)
        more = b"land_branch,phuong_tuy_hoa,2026-01-01,vpdkdd_cn_buon_ho,,,demo\n"
        changed = files | {SERVING: files[SERVING] + more}
        with pytest.raises(ConfigurationFaulty) as refused:
            import_configuration(
                session, admin=operator(PROVINCE), files=changed, folder="x", now=land.now
            )
    assert "cùng là land_branch của phuong_tuy_hoa từ 01/01/2026" in refused.value.details["first"]


def test_a_role_without_any_row_and_a_role_both_fixed_and_by_area_are_errors(
    land: Rulebook,
) -> None:
    text = FILES["procedure.toml"].decode()
    with land.database.writing() as session:
        for old, new, code in (
            ('by_area = "tax_office"', 'by_area = "so_thue"', "field.name_unknown"),
            ('by_area = "tax_office"', 'unit = "thue_1"\nby_area = "tax_office"', "field.conflict"),
            ('area_field = "xa"\n', "", "field.conflict"),
            ('by_area = "tax_office"', "", "field.missing"),
        ):
            assert old in text
            files = FILES | {"procedure.toml": text.replace(old, new, 1).encode()}
            assert code in {one.code for one in diagnose(session, PROVINCE, files).errors}
