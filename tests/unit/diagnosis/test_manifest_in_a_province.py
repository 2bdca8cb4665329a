"""What the catalogue and the province add to the diagnosis of a package's files."""

import pytest

from engine.publishing.diagnose import diagnose
from engine.publishing.folders import read_package_folder
from tests.town import FLAGSHIP_FOLDER, PROVINCE, Town

FILES = read_package_folder(FLAGSHIP_FOLDER)
MANIFEST = FILES["procedure.toml"]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("field.bounds", b'level = "commune"', b'level = "district"'),
        ("field.name_unknown", b'unit = "so_noi_vu"', b'unit = "so_khong_co"'),
    ],
)
def test_a_manifest_that_does_not_fit_the_province_is_an_error(
    town: Town, code: str, old: bytes, new: bytes
) -> None:
    assert old in MANIFEST
    with town.database.reading() as session:
        faults = diagnose(
            session, PROVINCE, FILES | {"procedure.toml": MANIFEST.replace(old, new)}
        ).faults
    assert {one.severity for one in faults if one.code == code} == {"error"}


def test_the_shipped_flagship_has_nothing_to_remark(town: Town) -> None:
    with town.database.reading() as session:
        assert diagnose(session, PROVINCE, FILES).faults == ()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("field.name_unknown", b'element = "B6"', b'element = "B66"'),
        ("field.bounds", b'kind = "financial_duty"', b'kind = "khac"'),
        ("field.name_unknown", b'[competent]\nunit = "vpdkdd"', b'[competent]\nunit = "vp"'),
    ],
)
def test_a_wait_at_no_step_and_an_unknown_competent_unit_are_errors(
    town: Town, code: str, old: bytes, new: bytes
) -> None:
    files = read_package_folder(FLAGSHIP_FOLDER.parent / "bien_dong_dat_dai")
    changed = files["procedure.toml"].replace(old, new)
    assert changed != files["procedure.toml"]
    with town.database.reading() as session:
        faults = diagnose(session, PROVINCE, files | {"procedure.toml": changed}).faults
    assert [one.code for one in faults if one.severity == "error"] == [code]


def test_a_cut_off_at_which_nobody_works_is_to_be_looked_at(town: Town) -> None:
    for hour, told in (("03:00", 1), ("17:30", 1), ("12:00", 0), ("15:00", 0)):
        changed = MANIFEST.replace(b"[time_limit]", f'[time_limit]\ncut_off = "{hour}"'.encode())
        with town.database.reading() as session:
            faults = diagnose(session, PROVINCE, FILES | {"procedure.toml": changed}).faults
        assert [one.code for one in faults] == ["limits.cut_off_outside"] * told
