"""Who is offered for a step and who may be given work: names, load, absences, substitutes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.administration.people.substitutes import StandIn, stand_in
from engine.routing.desks import Desk
from engine.routing.people_at import AtDesk, InUnit, held_desks, others_in_unit, people_at
from engine.store.catalogue import Procedure
from engine.store.organisation import Position, Unit
from tests.integration.jobs.procedures import install, task
from tests.integration.workflow.diagrams import flows, nodes
from tests.town import FLAGSHIP, PROVINCE, Town

DESK = Desk("phuong_truong_vinh_vhxh", "chuyen_vien")
AT = (DESK.position_code, "Chuyên viên")
FIRST, LAST = date(2025, 12, 5), date(2025, 12, 7)


def stands_in(town: Town, **given: object) -> None:
    """Bùi Xuân Thắng stands in for Nguyễn Thị Hoài on three days."""
    fields: dict[str, object] = {
        "unit_code": DESK.unit_code,
        "position_code": DESK.position_code,
        "officer": "thang.bx",
        "absent": "hoai.nt",
        "manner": "TL",
        "valid_from": FIRST,
        "valid_to": LAST + timedelta(days=1),
        "basis": "Giấy phân công số 7/PC-UBND",
    }
    entry = StandIn(**(fields | given))  # type: ignore[arg-type]
    with town.act() as session:
        stand_in(session, admin=town.administrator("kien.cv"), entry=entry, now=town.now)


def there(town: Town, day: date, of: str = FLAGSHIP) -> list[AtDesk]:
    with town.database.reading() as session:
        return list(people_at(session, PROVINCE, DESK, of, day))


def idents(town: Town, *usernames: str) -> list[str]:
    return [str(town.officer(one).officer_id) for one in usernames]


def holding(town: Town, username: str, count: int) -> None:
    """The officer takes so many cases at the desk."""
    for _ in range(count):
        case_id = town.file().case_id
        town.until(case_id, "B3")
        town.claim(town.task(case_id), town.officer(username))


def test_each_is_told_with_name_load_absence_and_substitute_least_work_first(town: Town) -> None:
    thang, nam, hoai = idents(town, "thang.bx", "nam.hs", "hoai.nt")
    holding(town, "nam.hs", 2)
    holding(town, "hoai.nt", 1)
    stands_in(town)
    gone = LAST + timedelta(days=1)
    assert there(town, FIRST) == [
        AtDesk(thang, "anh Bùi Xuân Thắng", 0, stands_in=True, username="thang.bx"),
        AtDesk(nam, "anh Hồ Sỹ Nam", 2, username="nam.hs"),
        AtDesk(
            hoai, "chị Nguyễn Thị Hoài", 1, False, gone, "anh Bùi Xuân Thắng", username="hoai.nt"
        ),
    ]
    usual = [
        AtDesk(hoai, "chị Nguyễn Thị Hoài", 1, username="hoai.nt"),
        AtDesk(nam, "anh Hồ Sỹ Nam", 2, username="nam.hs"),
    ]
    assert there(town, LAST)[0].stands_in
    assert there(town, gone) == usual
    assert there(town, FIRST - timedelta(days=1)) == usual


@pytest.mark.parametrize("narrowed", ["procedure_code", "sector"])
def test_a_substitute_counts_only_for_the_procedures_that_the_paper_names(
    town: Town, narrowed: str
) -> None:
    other = install(town, nodes("start:s end:e"), task("a"), flows("s>a>e"))
    with town.database.reading() as session:
        query = select(Procedure.sector).where(Procedure.code == FLAGSHIP)
        named = {"procedure_code": FLAGSHIP, "sector": session.scalar(query)}
    stands_in(town, **{narrowed: named[narrowed]})
    stand_ins = [
        sum(one.stands_in for one in there(town, FIRST, of=of)) for of in (FLAGSHIP, other)
    ]
    assert stand_ins == [1, 0]


def test_a_filing_finds_somebody_exactly_where_there_are_people(town: Town) -> None:
    empty = Desk("phuong_truong_vinh_vp", "thiet_ke_quy_trinh")
    stands_in(town, unit_code=empty.unit_code, position_code=empty.position_code, absent=None)
    with town.database.reading() as session:
        units = session.scalars(select(Unit.code).where(Unit.code.like("phuong_truong_vinh%")))
        positions = list(session.scalars(select(Position.code)))
        found = {Desk(unit, position) for unit in units.all() for position in positions}
        desks = list({*found, empty})
        answers = {
            (desk, day): (
                desk in held_desks(session, PROVINCE, desks, FLAGSHIP, day),
                bool(people_at(session, PROVINCE, desk, FLAGSHIP, day)),
            )
            for desk in desks
            for day in (FIRST, LAST, LAST + timedelta(days=1), date(2025, 1, 1))
        }
    assert all(quick is people for quick, people in answers.values()), answers
    assert answers[empty, LAST] == (True, True)
    assert answers[empty, LAST + timedelta(days=1)] == (False, False)
    assert (answers[DESK, FIRST], answers[DESK, date(2025, 1, 1)]) == ((True,) * 2, (False,) * 2)


def test_others_of_the_unit_are_told_with_posts_load_absence_and_substitute(town: Town) -> None:
    """As the list does from which a head assigns."""
    holding(town, "nam.hs", 2)
    stands_in(town)
    desk = Desk(DESK.unit_code, "lanh_dao_phong")
    with town.database.reading() as session:
        found = others_in_unit(session, PROVINCE, desk, FLAGSHIP, FIRST)
        before = others_in_unit(session, PROVINCE, desk, FLAGSHIP, date(2025, 1, 1))
    thang, nam, hoai = idents(town, "thang.bx", "nam.hs", "hoai.nt")
    gone = LAST + timedelta(days=1)
    assert before == ()
    assert [one for one in found if one.position_code == "chuyen_vien"] == [
        InUnit(AtDesk(thang, "anh Bùi Xuân Thắng", 0, stands_in=True, username="thang.bx"), *AT),
        InUnit(AtDesk(nam, "anh Hồ Sỹ Nam", 2, username="nam.hs"), *AT),
        InUnit(
            AtDesk(
                hoai,
                "chị Nguyễn Thị Hoài",
                0,
                False,
                gone,
                "anh Bùi Xuân Thắng",
                username="hoai.nt",
            ),
            *AT,
        ),
    ]
    assert "lanh_dao_phong" not in {one.position_code for one in found}
