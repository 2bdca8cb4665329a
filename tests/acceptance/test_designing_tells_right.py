"""What pages of designing offer and say is what holds: no fix that is refused, names, not codes."""

from dataclasses import replace

import pytest
from flask import Flask

from engine.catalogue.manifest_file import read_manifest
from engine.organisation.tree import setting_of
from engine.publishing.names import desk_names
from tests.acceptance.test_designing_pages import PAGE
from tests.acceptance.test_designs import DESIGN, begun
from tests.acceptance.test_packages import FILES
from tests.client import Api
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def with_manifest(old: str, new: str, files: dict[str, bytes] = FILES) -> dict[str, bytes]:
    """The flagship with another text in its manifest."""
    manifest = files["procedure.toml"].decode()
    assert old in manifest
    return files | {"procedure.toml": manifest.replace(old, new).encode()}


def number_of(api: Api, code: str) -> int:
    """The number of the first fault of the kind."""
    faults = api.get(f"{DESIGN}/faults?kind={code}").json["faults"]
    return int(faults[0]["number"])


def test_a_package_of_another_sector_is_told_and_only_own_sectors_are_offered(app: Flask) -> None:
    api = begun(app, with_manifest('sector = "Người có công"', 'sector = "Hộ tịch"'))
    number = number_of(api, "package.other_sector")
    page = api.client.get(f"{PAGE}/loi?loi={number}").text
    assert "ghi lĩnh vực “Hộ tịch”, còn thủ tục này đang thuộc lĩnh vực Người có công" in page
    assert '<option value="Người có công"' in page
    assert '<option value="Hộ tịch"' not in page


def test_faults_fixes_and_differences_name_desks_as_people_do(app: Flask) -> None:
    files = with_manifest('position = "van_thu"', 'position = "chuyen_vien"')
    api = begun(app, files)
    faults = api.get(f"{DESIGN}/faults?kind=decided.differs").json["faults"]
    told = " ".join(one["fault"]["message"] for one in faults)
    assert "Văn thư, " in told
    assert "van_thu" not in told
    assert "competent" not in told
    page = api.client.get(f"{PAGE}/cong-bo").text
    assert "cơ quan giải quyết" in page
    assert "<ins>chuyen_vien</ins>" not in page


def test_kinds_of_units_and_roles_by_area_have_names(town: Town) -> None:
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    manifest = read_manifest(FILES["procedure.toml"]).manifest
    assert manifest is not None
    role = next(role for role, _ in setting.serving)
    names = desk_names(setting, replace(manifest, area_roles={"chi_nhanh": role}))
    assert (names["van_phong"], names["so"]) == ("Văn phòng", "Sở")
    assert names["chi_nhanh"].endswith(" theo địa bàn")
    assert {unit.kind for unit in setting.units.values()} <= names.keys()
