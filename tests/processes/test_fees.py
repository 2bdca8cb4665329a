"""The fee tables answer what the scenarios expect, and each province its own rules on each day."""

import re
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.forms import questions
from engine.catalogue.manifest_file import read_manifest
from engine.catalogue.packages import PublishedPackage
from engine.feel.dmn import DmnModel, parse_dmn
from engine.fees.subjects import filing_form
from engine.publishing.folders import read_package_folder
from processes import root
from tests.processes.reading import label, package_folders, toml

WITH_FEES = [p for p in package_folders() if "table" in toml(p / "procedure.toml")["fee"]]
SCENARIOS = sorted(chain.from_iterable(p.glob("scenarios/*.toml") for p in WITH_FEES))


def model(package: Path) -> DmnModel:
    return parse_dmn((package / "fees.dmn").read_bytes())


def areas_of(province: Path, commune: str) -> list[str]:
    areas = toml(province / "areas.toml")["area"]
    return [area["code"] for area in areas if commune in area["units"]]


def fee(package: Path, **inputs: Any) -> Any:
    known = {"khu_vuc": [], "doi_tuong": []} | inputs
    decision = toml(package / "procedure.toml")["fee"]["decision"]
    return model(package).evaluate(decision, known)


def permit_fee(province: str, **inputs: Any) -> Any:
    return fee(root() / province / "giay_phep_nha_o", **inputs)["so_tien"]


@pytest.mark.parametrize("path", SCENARIOS, ids=label)
def test_a_scenario_pays_what_it_expects(path: Path) -> None:
    package, scenario = path.parents[1], toml(path)
    answers = scenario["values"]
    extra = toml(package / "procedure.toml")["fee"].get("inputs", {})
    commune = answers.get("xa", scenario["commune"])
    paid = fee(
        package,
        kenh=scenario["channel"],
        ngay_nop=scenario["submitted_at"].date(),
        khu_vuc=areas_of(package.parent, commune),
        doi_tuong=answers.get("doi_tuong", []),
        **{name: answers[key] for name, key in extra.items()},
    )
    assert paid["so_tien"] == scenario["expect"]["fee"]
    assert paid["loai"] in {"phi", "le_phi"}
    assert paid["can_cu"]


def test_online_filing_is_free_in_nghe_an_from_21_july_2025() -> None:
    day_before, day = date(2025, 7, 20), date(2025, 7, 21)
    assert permit_fee("nghe_an", kenh="online", ngay_nop=day_before) == 75000
    assert permit_fee("nghe_an", kenh="online", ngay_nop=day) == 0
    assert permit_fee("nghe_an", kenh="counter", ngay_nop=day) == 75000


def test_the_former_phu_yen_pays_another_rate_on_paper_and_nothing_online() -> None:
    day = date(2025, 12, 1)
    former = {area: [area] for area in ("phu_yen_cu", "dak_lak_cu")}
    paper = {
        area: permit_fee("dak_lak", kenh="counter", ngay_nop=day, khu_vuc=codes)
        for area, codes in former.items()
    }
    assert paper == {"phu_yen_cu": 50000, "dak_lak_cu": 75000}
    assert permit_fee("dak_lak", kenh="online", ngay_nop=day, khu_vuc=["phu_yen_cu"]) == 0


def test_ha_tinh_has_no_exemption_for_online_filing() -> None:
    assert permit_fee("ha_tinh", kenh="online", ngay_nop=date(2025, 12, 1)) == 75000


def test_a_poor_household_pays_nothing_and_the_answer_says_why() -> None:
    paid = fee(
        root() / "nghe_an" / "giay_phep_nha_o",
        kenh="counter",
        ngay_nop=date(2025, 12, 1),
        doi_tuong=["ho_ngheo"],
    )
    assert paid["so_tien"] == 0
    assert paid["so_tien_goc"] == 75000
    assert "Luật Phí và lệ phí" in paid["can_cu"]


@pytest.mark.parametrize("package", WITH_FEES, ids=label)
def test_every_group_that_a_fee_table_names_is_asked_by_the_filing_form(package: Path) -> None:
    files = read_package_folder(package)
    manifest = read_manifest(files["procedure.toml"]).manifest
    assert manifest is not None
    named = set(re.findall(r'"(\w+)"', " ".join(_cells(package))))
    form = filing_form(PublishedPackage(label(package), manifest, files, "")) or {}
    asked = [one for one in questions(form) if one["key"] == "doi_tuong"]
    assert {o["value"] for one in asked for o in one["values"]} == named
    proof = [one["key"] for one in questions(form) if one["key"] == "giay_to_doi_tuong"]
    assert len(asked) == len(proof) == bool(named)


def _cells(package: Path) -> list[str]:
    """The cells about groups of people, read from the file itself."""
    return re.findall(
        r"<text>((?:some x in \?|list contains\(\?).*?)</text>",
        (package / "fees.dmn").read_text(encoding="utf-8").replace('"phu_yen_cu"', ""),
    )


def test_the_areas_of_dak_lak_share_out_all_its_communes() -> None:
    areas = toml(root() / "dak_lak" / "areas.toml")["area"]
    sizes = {area["code"]: len(set(area["units"])) for area in areas}
    assert sizes == {"phu_yen_cu": 34, "dak_lak_cu": 68}
