"""The unit tree is whole, and the demo officers can do every step of every shipped procedure."""

import csv
from pathlib import Path

import pytest

from processes import root
from tests.processes.reading import (
    BPMN,
    TTHC,
    diagram,
    label,
    package_folders,
    posts,
    province_folders,
    toml,
    units,
)

COMMUNES = {"nghe_an": (130, 11), "ha_tinh": (69, 9), "dak_lak": (102, 14)}
AGENCY = {"nghe_an": "H41", "ha_tinh": "H27", "dak_lak": "H15"}
TOPS = {"ubnd_tinh", "nganh_doc"}

each_province = pytest.mark.parametrize("province", province_folders(), ids=label)


def commune_codes(province: Path) -> list[str]:
    return [code for code, row in units(province).items() if row["kind"] == "ubnd_xa"]


def staffed_communes(province: Path) -> list[str]:
    held = posts(province)
    return [code for code in commune_codes(province) if (code, "lanh_dao_ubnd_xa") in held]


@each_province
def test_every_commune_and_ward_is_there_with_its_statistics_code(province: Path) -> None:
    rows = [units(province)[code] for code in commune_codes(province)]
    wards = [row for row in rows if row["short_name"].startswith("phường ")]
    assert (len(rows), len(wards)) == COMMUNES[province.name]
    assert len({row["statistics_code"] for row in rows}) == len(rows)
    assert all(len(row["statistics_code"]) == 5 for row in rows)


@each_province
def test_no_unit_is_an_orphan_and_the_tree_has_no_ring(province: Path) -> None:
    tree = units(province)
    for code, row in tree.items():
        seen = {code}
        while row["parent"]:
            assert row["parent"] in tree, f"{code}: {row['parent']}"
            assert row["parent"] not in seen, code
            seen.add(row["parent"])
            row = tree[row["parent"]]  # noqa: PLW2901  (climbing to the top)
        assert row["kind"] in TOPS, code


@each_province
def test_every_commune_has_its_centre_office_and_two_divisions(province: Path) -> None:
    children: dict[str, list[str]] = {}
    for row in units(province).values():
        children.setdefault(row["parent"], []).append(row["kind"])
    for code in commune_codes(province):
        assert sorted(children[code]) == ["kinh_te", "ttphcc", "van_hoa_xa_hoi", "van_phong"]


@each_province
def test_agency_identifiers_are_unique_and_the_invented_ones_say_so(province: Path) -> None:
    own = AGENCY[province.name]
    assert toml(province / "province.toml")["agency_code"] == own
    rows = [row for row in units(province).values() if row["agency_code"]]
    codes = [row["agency_code"] for row in rows]
    assert len(set(codes)) == len(codes)
    for row in rows:
        assert row["agency_code"] == own or row["source"].startswith("demo"), row["code"]
        assert row["agency_code"].split(".")[0] == own


@each_province
def test_units_begin_on_a_date(province: Path) -> None:
    assert all(row["valid_from"] for row in units(province).values())


@each_province
def test_officers_hold_known_positions_in_units_that_have_them(province: Path) -> None:
    positions = {p["code"]: p for p in toml(province / "positions.toml")["position"]}
    for unit, position in posts(province):
        kind = units(province)[unit]["kind"]
        assert kind in positions[position]["unit_kinds"], (unit, position)


@each_province
def test_user_names_are_unique_and_everybody_is_addressed(province: Path) -> None:
    people = toml(province / "officers.toml")["officer"]
    names = [person["username"] for person in people]
    assert len(set(names)) == len(names)
    assert all(name.isascii() for name in names)
    assert {person["honorific"] for person in people} <= {"ông", "bà", "anh", "chị"}


def test_two_communes_of_each_province_are_staffed() -> None:
    for province in province_folders():
        assert len(staffed_communes(province)) >= 2


def test_two_specialists_of_the_ward_can_compete_for_one_step() -> None:
    people = toml(root() / "nghe_an" / "officers.toml")["officer"]
    desk = ("phuong_truong_vinh_vhxh", "chuyen_vien")
    assert sum((p["unit"], p["position"]) == desk for x in people for p in x["posts"]) >= 2


def role_unit(package: Path, role: str, commune: str) -> str:
    """The unit that plays a role when a case is filed at this commune."""
    manifest = toml(package / "procedure.toml")
    if role in {"receiving", "returning"}:
        return f"{commune}_ttphcc"
    named = manifest.get("competent", {}) if role == "competent" else manifest["roles"][role]
    if "by_area" in named:
        return serving(package.parent)[named["by_area"], commune]
    return str(named.get("unit", commune))


def serving(province: Path) -> dict[tuple[str, str], str]:
    """(role, commune) → the unit that serves the commune in the role."""
    with (province / "serving_units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["role"], row["commune_code"]): row["unit_code"] for row in rows}


@each_province
def test_every_commune_is_served_in_every_role_by_area_and_the_rows_say_they_are_invented(
    province: Path,
) -> None:
    with (province / "serving_units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["source"] for row in rows} == {"demo"}
    for role in {row["role"] for row in rows}:
        assert sorted(r["commune_code"] for r in rows if r["role"] == role) == sorted(
            commune_codes(province)
        )


@pytest.mark.parametrize("package", package_folders(), ids=label)
def test_a_demo_officer_holds_every_position_that_the_steps_need(package: Path) -> None:
    province = package.parent
    tree, held = units(province), posts(province)
    for commune in staffed_communes(province):
        for step in diagram(package).steps:
            wanted = step.find(f"{BPMN}extensionElements/{TTHC}assignment")
            unit = role_unit(package, wanted.get("unit"), commune)
            assert unit in tree, unit
            if division := wanted.get("division"):
                within = [
                    code
                    for code, row in tree.items()
                    if row["parent"] == unit and row["kind"] == division
                ]
                assert len(within) == 1, (step.get("id"), unit, division)
                unit = within[0]
            assert (unit, wanted.get("position")) in held, (step.get("id"), unit)


@pytest.mark.parametrize("province", province_folders(), ids=label)
def test_a_rule_of_the_province_finds_a_maker_and_another_checker(province: Path) -> None:
    people = toml(province / "officers.toml")["officer"]
    admins = {
        officer["username"]
        for officer in people
        for post in officer["posts"]
        if post["position"] == "quan_tri_tinh"
    }
    assert len(admins) > 1
