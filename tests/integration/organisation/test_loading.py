"""A province's data folder over a database in which administrators already work."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.errors import DataFolderInvalid
from engine.organisation.loading import load_province
from engine.organisation.tree import setting_of
from engine.store.catalogue import LegalBasis, ProcedureResult, Sector
from engine.store.database import Database
from engine.store.organisation import Position, Unit
from processes import root
from tests.town import PROVINCE, WARD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped folder that a test may change."""
    made = tmp_path / PROVINCE
    made.mkdir()
    for path in (root() / PROVINCE).iterdir():
        if path.is_file():
            shutil.copy(path, made / path.name)
    return made


def load(database: Database, folder: Path) -> bool:
    with database.writing() as session:
        return load_province(session, folder)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_unchanged_folder_leaves_what_administrators_set(
    database: Database, folder: Path
) -> None:
    with database.writing() as session:
        session.get_one(Position, (PROVINCE, "van_thu")).title = "Văn thư lưu trữ"
    assert not load(database, folder)
    with database.reading() as session:
        assert session.get_one(Position, (PROVINCE, "van_thu")).title == "Văn thư lưu trữ"


@pytest.mark.parametrize("name", ["Văn\u202e thư", "Va\u0306n thư", "Văn\u200b thư"])
def test_a_folder_with_texts_that_nobody_can_see_is_refused(
    database: Database, folder: Path, name: str
) -> None:
    replace(folder / "positions.toml", "Văn thư", name)
    with pytest.raises(DataFolderInvalid) as refused:
        load(database, folder)
    assert "positions: " in str(refused.value.details["faults"])


def test_a_changed_folder_is_laid_over_and_raises_the_epoch_once(
    database: Database, folder: Path
) -> None:
    with database.reading() as session:
        before = setting_of(session, PROVINCE).epoch
    replace(folder / "positions.toml", "Văn thư", "Văn thư mới")
    assert load(database, folder)
    assert not load(database, folder)
    with database.reading() as session:
        after = setting_of(session, PROVINCE)
    assert after.epoch == before + 1
    assert after.positions["van_thu"] == "Văn thư mới"


def test_units_may_name_their_calendar_in_the_folder(database: Database, folder: Path) -> None:
    path = folder / "units.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    named = [f"{line},{'sang' if line.startswith(f'{WARD},') else ''}" for line in lines]
    path.write_text("\n".join([f"{head},calendar", *named]) + "\n", encoding="utf-8")
    with pytest.raises(DataFolderInvalid) as refused:
        load(database, folder)
    assert refused.value.details["faults"] == ["Lịch làm việc sang chưa có trong calendars.toml."]
    extra = '\n[[calendar]]\ncode = "sang"\nname = "Buổi sáng"\n[calendar.weekly]\n'
    with (folder / "calendars.toml").open("a", encoding="utf-8") as file:
        file.write(f'{extra}weekdays = ["07:30-11:30"]\n')
    assert load(database, folder)
    with database.reading() as session:
        setting = setting_of(session, PROVINCE)
    assert setting.calendar_of(f"{WARD}_vhxh").name == "Buổi sáng"
    assert setting.calendar_of("so_noi_vu") is setting.calendar


def test_a_unit_below_itself_is_refused(database: Database, folder: Path) -> None:
    path = folder / "units.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    turned = [
        line.replace(",ubnd_tinh,", ",so_noi_vu_vp,", 1) if line.startswith("so_noi_vu,") else line
        for line in lines
    ]
    path.write_text("\n".join(turned) + "\n", encoding="utf-8")
    with pytest.raises(DataFolderInvalid) as refused:
        load(database, folder)
    assert "Đơn vị so_noi_vu nằm dưới chính nó." in refused.value.details["faults"]  # type: ignore[operator]
    with database.reading() as session:
        assert session.get_one(Unit, (PROVINCE, "so_noi_vu")).parent_code == "ubnd_tinh"


def test_the_registers_of_a_folder_are_loaded_and_a_published_procedure_has_its_results(
    database: Database,
) -> None:
    with database.reading() as session:
        basis = session.get_one(LegalBasis, (PROVINCE, "09/2025/NQ-HĐND"))
        assert (basis.kind, basis.issued_on) == ("Nghị quyết", date(2025, 7, 10))
        assert session.get_one(Sector, (PROVINCE, "Xây dựng")).unit_code == "so_xay_dung"
        results = set(session.scalars(select(ProcedureResult.result_code)))
    assert results == {"quyet_dinh_tro_cap_mot_lan", "van_ban_tu_choi_giai_quyet_ho_so"}


def test_what_an_administrator_added_to_a_register_stays(database: Database, folder: Path) -> None:
    with database.writing() as session:
        session.add(Sector(province_code=PROVINCE, name="Lâm nghiệp"))
    replace(folder / "sectors.csv", "so_xay_dung", "so_cong_thuong")
    assert load(database, folder)
    with database.reading() as session:
        assert session.get(Sector, (PROVINCE, "Lâm nghiệp")) is not None
        assert session.get_one(Sector, (PROVINCE, "Xây dựng")).unit_code == "so_cong_thuong"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("legal_bases.csv", "2025-07-10", "10/7/2025"), "cột issued_on: phải là ngày"),
        (("legal_bases.csv", "2025-07-10", "20250710"), "cột issued_on: phải là ngày"),
        (("legal_bases.csv", "Nghị quyết,Lệ", ",Lệ"), "cột kind: không được để trống"),
        (("sectors.csv", "name,code", "ten,code"), "các cột phải là name, code"),
        (("sectors.csv", "Chứng thực,", "Hộ tịch,"), "Hộ tịch có hai dòng"),
        (("sectors.csv", "so_xay_dung", "so_khong_co"), "không có đơn vị so_khong_co"),
    ],
)
def test_a_faulty_register_is_refused_and_nothing_is_loaded(
    database: Database, folder: Path, change: tuple[str, str, str], message: str
) -> None:
    name, old, new = change
    replace(folder / name, old, new)
    replace(folder / "positions.toml", "Văn thư", "Văn thư mới")
    with pytest.raises(DataFolderInvalid) as refused:
        load(database, folder)
    assert any(message in fault for fault in refused.value.details["faults"])
    with database.reading() as session:
        assert session.get_one(Position, (PROVINCE, "van_thu")).title == "Văn thư"
