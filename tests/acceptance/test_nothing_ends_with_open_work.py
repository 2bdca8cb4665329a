"""A unit, a desk and an officer don't end while cases lie with them: refused with the list."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.access import Administrator, operator
from engine.administration.people.officer_list import import_officers, officer_sheet
from engine.administration.people.officers import OfficerEntry, appoint, end_appointment
from engine.administration.people.substitutes import StandIn, end_substitution, stand_in
from engine.administration.people.units import UnitEntry, end_unit, put_unit
from engine.cases.claim import claim_task
from engine.cases.release import release_task
from engine.cases.take_back import take_back_task
from engine.configuration.zips import export_zip, read_zip
from engine.errors import PastKept, Refusal, WorkStillOpen
from engine.organisation.loading import load_province
from engine.proposing.propose import propose_configuration
from engine.proposing.rights import operating
from engine.store.organisation import Appointment
from processes import root
from tests.acceptance.test_consultations import asked, opine
from tests.town import CENTRE, PROVINCE, WARD, Town

DAY = date(2025, 12, 8)
DIVISION = f"{WARD}_vhxh"
ADMIN = operator(PROVINCE)
STAND_IN = StandIn(
    unit_code=DIVISION,
    position_code="chuyen_vien",
    officer="thang.bx",
    manner="TL",
    valid_from=date(2025, 12, 4),
    valid_to=date(2025, 12, 20),
    basis="Giấy phân công số 7/PC-UBND",
)


def open_case(town: Town, element: str = "B3", holder: str | None = "nam.hs") -> str:
    case_id = town.file().case_id
    town.until(case_id, element)
    if holder:
        town.claim(town.task(case_id), town.officer(holder))
    return case_id


def refused(town: Town, act: Callable[..., object], **told: object) -> list[str]:
    """The cases that the refusal lists."""
    with pytest.raises(WorkStillOpen) as found, town.act() as session:
        act(session, admin=ADMIN, now=town.now, **told)
    cases = found.value.details["cases"]
    assert isinstance(cases, list)
    assert str(cases[0]) in str(found.value)
    return cases


def code(town: Town, case_id: str) -> str:
    case = town.case(case_id)
    return case.code or case.submission_number


def leave(town: Town, username: str, position: str = "chuyen_vien") -> dict[str, object]:
    return {"username": username, "unit_code": DIVISION, "position_code": position, "day": DAY}


@pytest.mark.parametrize("unit", [CENTRE, DIVISION])
def test_a_unit_that_cases_need_does_not_end(town: Town, unit: str) -> None:
    case_id = open_case(town)
    assert refused(town, end_unit, code=unit, day=DAY) == [code(town, case_id)]


def test_a_unit_that_owes_an_opinion_does_not_end(town: Town) -> None:
    case_id, unit = open_case(town, holder=None), f"{WARD}_kt"
    asked(town, case_id, unit=unit)
    assert refused(town, end_unit, code=unit, day=DAY) == [code(town, case_id)]
    opine(town, case_id, person=town.officer("thang.bx"))
    with town.act() as session:
        end_unit(session, admin=ADMIN, code=unit, day=DAY, now=town.now)


def test_a_unit_ends_once_its_cases_are_over(town: Town) -> None:
    town.until(town.file().case_id, None)
    with town.act() as session:
        end_unit(session, admin=ADMIN, code=DIVISION, day=DAY, now=town.now)


def test_an_end_written_with_the_unit_is_an_end_too(town: Town) -> None:
    case_id = open_case(town)
    entry = UnitEntry(
        code=DIVISION,
        name="Phòng Văn hóa - Xã hội phường Trường Vinh",
        short_name="Phòng VH-XH phường Trường Vinh",
        kind="van_hoa_xa_hoi",
        level="commune",
        valid_from=date(2025, 7, 1),
        parent_code=WARD,
        valid_to=DAY,
    )
    assert refused(town, put_unit, entry=entry) == [code(town, case_id)]


def test_an_officer_who_holds_work_does_not_leave_and_a_colleague_does(town: Town) -> None:
    case_id = open_case(town)
    assert refused(town, end_appointment, **leave(town, "nam.hs")) == [code(town, case_id)]
    with town.act() as session:
        end_appointment(session, admin=ADMIN, now=town.now, **leave(town, "hoai.nt"))  # type: ignore[arg-type]


def test_the_last_one_at_a_desk_does_not_leave_its_work_to_nobody(town: Town) -> None:
    case_id = open_case(town, "B4", None)
    told = leave(town, "hanh.tt", "lanh_dao_phong")
    assert refused(town, end_appointment, **told) == [code(town, case_id)]


def test_an_appointment_written_with_its_end_is_an_end_too(town: Town) -> None:
    case_id = open_case(town)
    entry = OfficerEntry(
        username="nam.hs",
        full_name="Hồ Sỹ Nam",
        unit_code=DIVISION,
        position_code="chuyen_vien",
        valid_from=date(2025, 7, 1),
        valid_to=DAY,
    )
    assert refused(town, appoint, entry=entry) == [code(town, case_id)]


def test_a_substitute_who_holds_work_is_not_called_back(town: Town) -> None:
    with town.act() as session:
        identity = stand_in(session, admin=ADMIN, entry=STAND_IN, now=town.now).id
    case_id = open_case(town, holder="thang.bx")
    told = {"substitution_id": identity, "day": date(2025, 12, 5)}
    assert refused(town, end_substitution, **told) == [code(town, case_id)]


def officer_list(valid_to: str) -> bytes:
    rows = [
        ("Tên đăng nhập", "Họ và tên", "Đơn vị", "Vị trí", "Từ ngày", "Đến ngày"),
        ("hoai.nt", "Nguyễn Thị Hoài", DIVISION, "chuyen_vien", "01/07/2025", valid_to),
        ("nam.hs", "Hồ Sỹ Nam", DIVISION, "chuyen_vien", "01/07/2025", valid_to),
    ]
    return "\n".join(",".join(row) for row in rows).encode()


@pytest.mark.parametrize("apply", [False, True])
def test_a_list_of_officers_says_it_at_the_row_and_keeps_the_others(
    town: Town, *, apply: bool
) -> None:
    case_id = open_case(town)
    with town.act() as session:
        report = import_officers(
            session,
            admin=ADMIN,
            sheet=officer_sheet(officer_list("04/12/2025"), name="can-bo.csv"),
            apply=apply,
            now=town.now,
        )
    assert [row.state for row in report.rows] == ["changed", "error"]
    assert code(town, case_id) in report.rows[1].messages[0]
    assert town.officer("nam.hs").posts
    assert bool(town.officer("hoai.nt").posts) is not apply


def test_the_folder_of_a_province_is_asked_the_same(town: Town, tmp_path: Path) -> None:
    case_id = open_case(town)
    folder = tmp_path / PROVINCE
    shutil.copytree(root() / PROVINCE, folder)
    officers = folder / "officers.toml"
    before, name, after = officers.read_text(encoding="utf-8").partition('"nam.hs"')
    ended = after.replace("2025-07-01", "2025-07-01, valid_to = 2025-12-08", 1)
    officers.write_text(before + name + ended, encoding="utf-8")
    with pytest.raises(WorkStillOpen) as found, town.act() as session:
        load_province(session, folder)
    assert found.value.details["cases"] == [code(town, case_id)]
    town.until(case_id, "B4")
    with town.act() as session:
        assert load_province(session, folder)


def test_the_refusal_says_to_whom_the_work_can_go(town: Town) -> None:
    open_case(town)
    with pytest.raises(WorkStillOpen) as found, town.act() as session:
        end_appointment(session, admin=ADMIN, now=town.now, **leave(town, "nam.hs"))  # type: ignore[arg-type]
    assert "giao lại, ở trang Việc của tôi, mục “Đơn vị tôi phụ trách”, cho: " in str(found.value)
    to = found.value.details["to"]
    assert isinstance(to, list)
    assert "chị Nguyễn Thị Hoài" in to
    assert not any("Hồ Sỹ Nam" in name for name in to)


def imported(session: Session, *, admin: Administrator, files: Any, now: datetime) -> None:
    who = operating(session, admin.province_code)
    propose_configuration(session, who=who, files=files, basis="QĐ 12/QĐ-UBND", now=now)


def folder_with_post_until(town: Town, last: date | None) -> dict[str, bytes]:
    """The whole configuration, in which nam.hs's post ends; ``None``: its line is left out."""
    with town.database.reading() as session:
        content = export_zip(session, admin=ADMIN)
        officer = town.officer("nam.hs").officer_id
        assert session.query(Appointment).filter_by(officer_id=officer).count() == 1
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("appointments.csv"):
                rows = list(csv.DictReader(io.StringIO(text.decode())))
                kept = [one for one in rows if last or one["officer"] != "nam.hs"]
                for row in kept:
                    if row["officer"] == "nam.hs":
                        row["valid_to"] = f"{last}"
                told = io.StringIO()
                sheet = csv.DictWriter(told, list(rows[0]), lineterminator="\n")
                sheet.writeheader()
                sheet.writerows(kept)
                text = told.getvalue().encode()
            new.writestr(name, text)
    return dict(read_zip(changed.getvalue()))


def test_an_import_of_the_configuration_is_asked_the_same(town: Town) -> None:
    case_id = open_case(town)
    files = folder_with_post_until(town, town.now.date())
    assert refused(town, imported, files=files) == [code(town, case_id)]
    assert town.officer("nam.hs").posts


@pytest.mark.parametrize("last", [date(2025, 11, 3), None])
def test_an_import_of_the_configuration_changes_no_day_that_is_past(
    town: Town, last: date | None
) -> None:
    files = folder_with_post_until(town, last)
    with pytest.raises(PastKept) as found, town.act() as session:
        imported(session, admin=ADMIN, files=files, now=town.now)
    assert "nam.hs" in str(found.value)


def test_what_lies_with_who_is_gone_is_taken_back_by_the_head(town: Town) -> None:
    with town.act() as session:
        stand_in(session, admin=ADMIN, entry=STAND_IN, now=town.now)
    task = town.task(open_case(town, holder="thang.bx")).id
    town.wait(days=20)
    gone, head = town.officer("thang.bx"), town.officer("hanh.tt")
    with pytest.raises(Refusal), town.act() as session:
        release_task(session, task_id=task, person=gone, now=town.now)
    told: dict[str, Any] = {"reason": "Hết thời gian làm thay", "now": town.now}
    with town.act() as session:
        take_back_task(session, task_id=task, person=head, **told)
    with town.act() as session:
        claim_task(session, task_id=task, person=town.officer("nam.hs"), now=town.now)
