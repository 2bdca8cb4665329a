"""A share of a split names communes as they stood then; a case is found by any code (R-87)."""

from dataclasses import replace
from datetime import date, datetime
from importlib import import_module

import pytest
from sqlalchemy import select

from engine.administration.reorganising.mapping import Part, Wish
from engine.catalogue.packages import package
from engine.errors import PlanIncomplete
from engine.jobs.following import return_after_undoing
from engine.organisation.communes_then import commune_then, spread_on
from engine.organisation.records import Succession, UnitRecord
from engine.organisation.shares import Share
from engine.organisation.tree import setting_of
from engine.routing.definitions import units_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.worktime import ZONE
from tests.acceptance.test_a_commune_goes_up_in_another import (
    DAY,
    THERE,
    WISH,
    carry_out,
    faults,
    follow,
    midnight,
    propose,
    undo,
)
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TAX, FIRST, REST = "thue_1", "thue_11", "thue_12"
LATER = date(2025, 12, 15)


def split_by(commune: str, day: date) -> Wish:
    """The tax office of the town, one of its parts for the commune alone."""
    parts = (
        Part(REST, "Thuế cơ sở 12", "Thuế 12", "H41.912"),
        Part(FIRST, "Thuế cơ sở 11", "Thuế 11", "H41.911", communes=(commune,)),
    )
    return Wish(TAX, REST, day, parts=parts)


def goes_to(town: Town, case_id: str, day: date) -> str | None:
    """Where a matter of the case goes that the tax office of before had."""
    with town.database.reading() as session:
        query = select(table_of(Case)).where(table_of(Case).c.id == case_id)
        row = dict(session.execute(query).mappings().one())
        published = package(session, PROVINCE, row["package_digest"])
        about = units_of(row, published).about  # type: ignore[arg-type]
        return setting_of(session, PROVINCE).on_day(TAX, day, about)


@ONE
def test_a_case_stays_with_its_part_when_its_commune_goes_up_in_another(town: Town) -> None:
    case_id = town.file().case_id
    assert town.case(case_id).commune == WARD
    carry_out(town, split_by(WARD, DAY))
    midnight(town)
    follow(town)
    row = carry_out(town, replace(WISH, day=LATER))
    town.now = datetime(2025, 12, 15, 0, 1, tzinfo=ZONE)
    follow(town)
    case = town.case(case_id)
    assert (case.commune, case.first_commune) == (THERE, WARD)
    assert goes_to(town, case_id, LATER) == FIRST
    assert faults(town, case_id) == []
    undo(town, row)
    assert return_after_undoing(town.database, now=town.now) == 1
    case = town.case(case_id)
    assert (case.commune, case.first_commune) == (WARD, None)
    assert faults(town, case_id) == []


@ONE
def test_a_case_goes_with_the_code_that_its_commune_has_on_the_day(town: Town) -> None:
    case_id = town.file().case_id
    carry_out(town)
    with pytest.raises(PlanIncomplete) as refused:
        propose(town, split_by(WARD, LATER))
    assert f"hãy ghi Ủy ban nhân dân xã Con Cuông ({THERE})" in str(refused.value.details)
    carry_out(town, split_by(THERE, LATER))
    midnight(town)
    for followed in (False, True):  # nobody waits for the job
        assert goes_to(town, case_id, LATER) == FIRST
        if not followed:
            follow(town)


def unit(code: str, first: date, end: date | None = None) -> UnitRecord:
    return UnitRecord(code, code, code, "ubnd_xa", "commune", None, None, None, first, end)


def test_codes_are_followed_to_the_day_both_ways() -> None:
    """A goes up in B; C is split into D and E, which begin then; F was nobody's."""
    old, day, new = date(2020, 1, 1), date(2025, 1, 1), date(2026, 1, 1)
    units = {
        one.code: one
        for one in (
            *(unit("a", old, day), unit("b", old), unit("c", old, new)),
            *(unit("d", new), unit("e", new), unit("f", new)),
        )
    }
    took = {
        "a": (Succession("b", day, "QĐ"),),
        "c": (Succession("d", new, "QĐ", Share()), Succession("e", new, "QĐ", Share(rest=True))),
    }
    found = {code: commune_then(code, date(2025, 6, 1), units, took) for code in units}
    assert found == {"a": "b", "b": "b", "c": "c", "d": "c", "e": "c", "f": "f"}
    assert commune_then("a", date(2024, 1, 1), units, took) == "a"
    share = spread_on(Share(communes=frozenset("c")), units, took, date(2025, 6, 1))
    assert share.communes == frozenset("cde")


@pytest.mark.parametrize(
    ("moves", "first"),
    [("ab", "a"), ("ab bc", "a"), ("ab ba", None), ("ab -", None), ("ab - cd", "c"), ("", None)],
)
def test_cases_of_before_have_their_first_commune_from_their_events(
    moves: str, first: str | None
) -> None:
    """Each move from one commune to another; "-": sent on to another authority."""
    name = "engine.store.migrations.versions.m0098_the_first_commune_of_a_case_is_kept"
    events = [
        {"kind": "case_transferred", "data": {}}
        if move == "-"
        else {
            "kind": "unit_succeeded",
            "data": {"roles": [{"role": "commune", "before": move[0], "after": move[1]}]},
        }
        for move in moves.split()
    ]
    assert import_module(name)._first(events) == first
