"""A unit that was split: what a matter is about says which of its parts stands for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.organisation.records import Succession
from engine.organisation.shares import ANYTHING, About, Share, taking
from engine.routing.desks import CaseUnits, desk_of, may_take
from engine.workflow import Assignment, Step
from tests.unit.routing.district import setting, unit

DAY = date(2026, 1, 1)
BEFORE = DAY - timedelta(days=1)
NAMED = Share(
    cases=frozenset({"H41-1"}),
    procedures=frozenset({"2.1"}),
    sectors=frozenset({"Đất đai"}),
    communes=frozenset({"xa"}),
)
REST = Share(rest=True)
HERE = replace(
    setting(
        unit("xa"),
        unit("kt", "xa", kind="kinh_te", valid_to=DAY),
        unit("kt_a", "xa", kind="kinh_te", valid_from=DAY),
        unit("kt_b", "xa", kind="kinh_te", valid_from=DAY),
        unit("vp", "xa"),
        unit("xa_khac"),
    ),
    successions={"kt": (Succession("kt_a", DAY, "NQ 1", REST), Succession("kt_b", DAY, "", NAMED))},
)


@pytest.mark.parametrize(
    ("about", "part"),
    [
        (ANYTHING, "kt_a"),
        (About("2.2", "Hộ tịch", "xa_khac", frozenset({"H41-2"})), "kt_a"),
        (About(procedure="2.1"), "kt_b"),
        (About(sector="Đất đai"), "kt_b"),
        (About(commune="xa"), "kt_b"),
        (About("2.2", refs=frozenset({"H41-1", "N-1"})), "kt_b"),
    ],
)
def test_a_step_of_the_division_lies_with_the_part_that_takes_the_matter(
    about: About, part: str
) -> None:
    units = CaseUnits("xa", "xa", "xa", {"kinh_te": "kt"}, about=about)
    drawn = Step("B2", "Thẩm định", Assignment("competent", "chuyen_vien", "kinh_te"), None)
    fixed = replace(drawn, assignment=Assignment("kinh_te", "chuyen_vien"))
    assert desk_of(drawn, units, HERE, DAY).unit_code == part
    assert desk_of(fixed, units, HERE, DAY).unit_code == part
    assert desk_of(drawn, units, HERE, BEFORE).unit_code == "kt"


def test_what_is_named_most_closely_decides() -> None:
    case = Share(cases=frozenset({"H41-1"}))
    sector, procedure = Share(sectors=frozenset({"S"})), Share(procedures=frozenset({"P"}))
    shares = (("rest", REST), ("sector", sector), ("procedure", procedure), ("case", case))
    about = About("P", "S", None, frozenset({"H41-1"}))
    assert taking(shares, about) == "case"
    assert taking(shares, replace(about, refs=frozenset())) == "procedure"
    assert taking(shares, About("Q", "S")) == "sector"
    assert taking(shares[1:], About("Q")) is None


def test_work_of_a_unit_that_is_no_more_goes_anywhere_below_the_one_above_it() -> None:
    assert may_take(HERE, "kt", "vp", DAY)
    assert not may_take(HERE, "kt", "xa_khac", DAY)
