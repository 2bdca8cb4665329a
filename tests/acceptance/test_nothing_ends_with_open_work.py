"""A unit, a desk and an officer don't end while cases lie with them: refused with the list."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from engine.access import operator
from engine.administration.people.officers import OfficerEntry, appoint, end_appointment
from engine.administration.people.substitutes import StandIn, end_substitution, stand_in
from engine.administration.people.units import UnitEntry, end_unit, put_unit
from engine.configuration.zips import export_zip, import_zip
from engine.errors import WorkStillOpen
from engine.store.organisation import Appointment
from tests.town import CENTRE, PROVINCE, WARD, Town

DAY = date(2025, 12, 8)
DIVISION = f"{WARD}_vhxh"
ADMIN = operator(PROVINCE)


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


def test_a_unit_ends_once_its_cases_are_over(town: Town) -> None:
    town.until(town.file().case_id, None)
    with town.act() as session:
        end_unit(session, admin=ADMIN, code=DIVISION, day=DAY, now=town.now)


def test_an_end_written_with_the_unit_is_an_end_too(town: Town) -> None:
    case_id = open_case(town)
    entry = UnitEntry(
        code=DIVISION,
        name="Phòng Văn hóa - Xã hội",
        short_name="Phòng VH-XH",
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
    entry = StandIn(
        unit_code=DIVISION,
        position_code="chuyen_vien",
        officer="thang.bx",
        manner="TL",
        valid_from=date(2025, 12, 4),
        valid_to=date(2025, 12, 20),
        basis="Giấy phân công số 7/PC-UBND",
    )
    with town.act() as session:
        identity = stand_in(session, admin=ADMIN, entry=entry, now=town.now)
    case_id = open_case(town, holder="thang.bx")
    told = {"substitution_id": identity, "day": date(2025, 12, 5)}
    assert refused(town, end_substitution, **told) == [code(town, case_id)]


def test_an_import_of_the_configuration_is_asked_the_same(town: Town) -> None:
    case_id = open_case(town)
    with town.database.reading() as session:
        content = export_zip(session, admin=ADMIN)
        officer = town.officer("nam.hs").officer_id
        assert session.query(Appointment).filter_by(officer_id=officer).count() == 1
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("appointments.csv"):
                lines = text.decode().splitlines(keepends=True)
                text = "".join(line for line in lines if "nam.hs" not in line).encode()
            new.writestr(name, text)
    cases = refused(town, import_zip, content=changed.getvalue())
    assert cases == [code(town, case_id)]
    assert town.officer("nam.hs").posts
