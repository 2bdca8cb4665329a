"""Which desk does a step: a role of the case, maybe a division in it, and a position."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.errors import NobodyToAssign
from engine.organisation.records import Serving, Succession
from engine.organisation.serving import served_twice
from engine.organisation.tree import Setting
from engine.routing.desks import CaseUnits, Desk, desk_of, role_unit
from engine.workflow import Assignment, Step
from tests.unit.routing.district import FOUNDED, TODAY, setting, unit

ABOLISHED = date(2026, 1, 1)
HERE = setting(
    unit("ttphcc"),
    unit("xa"),
    unit("vhxh_cu", "xa", kind="vhxh", valid_to=ABOLISHED),
    unit("vhxh_moi", "xa", kind="vhxh", valid_from=ABOLISHED),
    unit("kinh_te_cu", "xa", kind="kinh_te", valid_to=ABOLISHED),
    unit("xa_cu", valid_to=ABOLISHED),
    unit("ttphcc_tinh"),
    unit("thue"),
)
UNITS = CaseUnits("ttphcc", "xa", "ttphcc_tinh", {"tax": "thue", "old": "xa_cu", "lost": "x"})


def step(assignment: Assignment | None) -> Step:
    return Step("B2", "Thẩm định", assignment, Decimal(8))


def desk(role: str, division: str | None = None, day: date = TODAY) -> Desk:
    return desk_of(step(Assignment(role, "chuyen_vien", division)), UNITS, HERE, day)


def refusal(assignment: Assignment | None, day: date = TODAY) -> dict[str, object]:
    with pytest.raises(NobodyToAssign) as refused:
        desk_of(step(assignment), UNITS, HERE, day)
    return dict(refused.value.details)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("receiving", "ttphcc"),
        ("competent", "xa"),
        ("returning", "ttphcc_tinh"),
        ("tax", "thue"),
    ],
)
def test_each_role_of_a_case_is_the_unit_that_plays_it(role: str, code: str) -> None:
    assert desk(role) == Desk(code, "chuyen_vien")
    assert role_unit(step(Assignment(role, "chuyen_vien")), UNITS, HERE, TODAY) == code


def test_a_role_of_every_case_is_never_one_of_the_packages_own() -> None:
    own = CaseUnits("ttphcc", "xa", "ttphcc_tinh", {"competent": "thue"})
    assert own.unit_of("competent", HERE, TODAY) == "xa"
    assert own.unit_of("nobody", HERE, TODAY) is None


def test_a_role_by_area_is_the_unit_that_serves_the_commune_on_the_day() -> None:
    served = {("tax", "xa"): (Serving("thue", FOUNDED, ABOLISHED), Serving("xa", ABOLISHED, None))}
    here = replace(HERE, serving=served)
    own = CaseUnits("ttphcc", "xa", "xa", {}, by_area={"tax_office": "tax"}, commune="xa")
    assert own.unit_of("tax_office", here, ABOLISHED - timedelta(days=1)) == "thue"
    assert own.unit_of("tax_office", here, ABOLISHED) == "xa"
    assert replace(own, commune="thue").unit_of("tax_office", here, TODAY) is None
    assert replace(own, commune=None).unit_of("tax_office", here, TODAY) == "thue"


def test_two_units_that_serve_one_commune_on_one_day_are_told() -> None:
    row = {"role": "tax", "commune_code": "xa", "unit_code": "a", "valid_from": FOUNDED}
    end = ABOLISHED - timedelta(days=1)
    rows = [row | {"valid_to": ABOLISHED}, row | {"unit_code": "b", "valid_to": None}]
    assert list(served_twice([rows[0], rows[1] | {"valid_from": ABOLISHED}])) == []
    (told,) = served_twice([rows[0], rows[1] | {"valid_from": end}])
    assert told == "a và b cùng là tax của xa từ 31/12/2025."


def test_a_division_is_the_one_of_the_unit_that_exists_on_the_day() -> None:
    assert desk("competent", "vhxh", ABOLISHED - timedelta(days=1)).unit_code == "vhxh_cu"
    assert desk("competent", "vhxh", ABOLISHED).unit_code == "vhxh_moi"


def test_an_abolished_unit_gets_no_desk_from_the_day_of_its_end_on() -> None:
    assert desk("old", day=ABOLISHED - timedelta(days=1)).unit_code == "xa_cu"
    assert refusal(Assignment("old", "chuyen_vien"), ABOLISHED) == {
        "step": "Thẩm định",
        "role": "old",
        "element_id": "B2",
    }


def test_a_unit_gets_no_desk_before_its_first_day() -> None:
    assert desk("competent", day=FOUNDED).unit_code == "xa"
    assert refusal(Assignment("competent", "cv"), FOUNDED - timedelta(days=1))["role"]


def test_no_other_unit_is_guessed_for_a_division_that_is_gone() -> None:
    assert refusal(Assignment("competent", "cv", "kinh_te"), ABOLISHED) == {
        "step": "Thẩm định",
        "role": "cơ quan giải quyết, Đơn vị kinh_te_cu",
        "element_id": "B2",
    }


@pytest.mark.parametrize("role", ["nobody", "lost"])
def test_a_role_that_nobody_plays_is_named_in_the_refusal(role: str) -> None:
    assert refusal(Assignment(role, "cv"))["role"] == role
    assert refusal(Assignment(role, "cv", "vhxh"))["role"] == f"{role}, Đơn vị"


def test_a_step_without_an_assignment_has_no_desk_and_shows_no_unit() -> None:
    assert refusal(None) == {
        "step": "Thẩm định",
        "role": "(chưa khai báo)",
        "element_id": "B2",
    }
    assert role_unit(step(None), UNITS, HERE, TODAY) is None


def merged(*took: tuple[str, str]) -> Setting:
    """The old commune ended, and these took over from whom on its day."""
    found: dict[str, tuple[Succession, ...]] = {}
    for old, new in took:
        found[old] = (*found.get(old, ()), Succession(new, ABOLISHED, "NQ 15"))
    return replace(HERE, successions=found)


def test_a_role_that_names_a_unit_that_is_no_more_falls_to_the_only_one_that_took_over() -> None:
    old = step(Assignment("old", "chuyen_vien"))
    there = merged(("xa_cu", "xa"))
    assert desk_of(old, UNITS, there, ABOLISHED) == Desk("xa", "chuyen_vien")
    assert desk_of(old, UNITS, there, ABOLISHED - timedelta(days=1)).unit_code == "xa_cu"
    assert role_unit(old, UNITS, there, ABOLISHED) == "xa"


def test_after_a_split_nobody_is_guessed() -> None:
    split = merged(("xa_cu", "xa"), ("xa_cu", "thue"))
    assert split.on_day("xa_cu", ABOLISHED) is None
    with pytest.raises(NobodyToAssign):
        desk_of(step(Assignment("old", "chuyen_vien")), UNITS, split, ABOLISHED)


def test_units_that_took_over_from_one_another_lead_nowhere() -> None:
    assert merged(("xa_cu", "vhxh_cu"), ("vhxh_cu", "xa_cu")).on_day("xa_cu", ABOLISHED) is None
