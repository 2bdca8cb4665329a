"""A package against the province that it is for: units, positions, the whole manifest."""

import pytest

from engine.publishing.diagnose import diagnose
from engine.publishing.folders import read_package_folder
from engine.store.database import Database
from tests.town import FLAGSHIP_FOLDER, PROVINCE

FILES = read_package_folder(FLAGSHIP_FOLDER)


def _codes(database: Database, file: str, old: str, new: str) -> list[str]:
    text = FILES[file].decode()
    assert old in text
    files = FILES | {file: text.replace(old, new).encode()}
    with database.writing() as session:
        return [fault.code for fault in diagnose(session, PROVINCE, files).faults]


def test_the_flagship_has_no_fault_in_its_province(database: Database) -> None:
    with database.writing() as session:
        assert diagnose(session, PROVINCE, FILES).faults == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("procedure.toml", 'unit = "so_noi_vu"', 'unit = "so_khong_co"', "field.name_unknown"),
        ("procedure.toml", 'level = "commune"', 'level = "district"', "field.bounds"),
        ("procedure.toml", "[decision]", "[decision", "manifest.syntax"),
        ("procedure.toml", "Người có công", "Người khác", "manifest.not_registered"),
        ("procedure.toml", "3854/QĐ-UBND", "9999/QĐ-UBND", "manifest.not_registered"),
        ("procedure.toml", "Văn bản từ chối", "Công văn từ chối", "manifest.not_registered"),
        ("process.bpmn", 'position="chuyen_vien"', 'position="ong_an"', "step.position_unknown"),
    ],
)
def test_what_the_province_does_not_know_is_said_once(
    database: Database, file: str, old: str, new: str, code: str
) -> None:
    codes = _codes(database, file, old, new)
    assert code in codes
    if file == "procedure.toml":
        assert codes.count(code) == 1


def test_what_the_registers_lack_is_a_warning_only(database: Database) -> None:
    files = FILES | {"procedure.toml": FILES["procedure.toml"].replace(b"3854/", b"9999/")}
    with database.writing() as session:
        found = diagnose(session, PROVINCE, files).faults
    assert {fault.severity for fault in found} == {"warning"}
    assert "9999/QĐ-UBND" in found[0].message
