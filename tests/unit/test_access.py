"""As whom a person reads a case, and in which sectors somebody proposes."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import cast

from engine.access import RIGHTS, Matter, may, reaches_of, reads_case_as
from engine.accounts import Grant, Person, Post
from engine.organisation.records import UnitRecord
from engine.organisation.tree import Setting
from engine.worktime import Calendar

CASE = Matter("p", units={"u"}, procedure_code="1.000001")
OWN = Matter("p", units={"u"}, procedure_code="1.000001", account_id="a")


def person(*posts: Post, account: str = "a", province: str | None = "p") -> Person:
    return Person(account, "officer", "Lê Văn An", "an", province_code=province, posts=posts)


DESK = Post("u", "Phòng", "chuyen_vien", "Chuyên viên")


def test_a_case_that_nobody_filed_by_an_account_is_no_visitors_own() -> None:
    visitor = person(account=None)  # type: ignore[arg-type]
    assert reads_case_as(visitor, CASE) is None


def test_the_applicant_reads_as_applicant_even_with_a_desk_in_the_unit() -> None:
    assert reads_case_as(person(DESK), OWN) == "applicant"


def test_an_officer_of_a_unit_of_the_case_reads_it_and_one_of_another_does_not() -> None:
    other = Post("v", "Phòng khác", "chuyen_vien", "Chuyên viên")
    assert reads_case_as(person(DESK), CASE) == "officers"
    assert reads_case_as(person(other), CASE) is None


def test_the_same_post_in_another_province_reads_nothing() -> None:
    assert reads_case_as(person(DESK, province="q"), CASE) is None


def test_a_designer_proposes_in_the_sectors_of_the_agency_and_in_those_that_were_given() -> None:
    units = {
        code: UnitRecord(code, code, code, "so", "department", parent, code, None, date.min, None)
        for code, parent in (("tinh", None), ("so", "tinh"), ("so_khac", "tinh"))
    }
    setting = Setting("p", "p", "H1", 1, cast("Calendar", None), {}, units, {}, {}, {})
    designer = person(Post("so", "Sở", "thiet_ke_quy_trinh", "Người thiết kế"))
    given = Grant("designer", "so", "Sở", ("1.000001",), "Hộ tịch")
    helper = replace(person(DESK), grants=(given,))
    proposes = {
        (who.grants != (), unit, sector): may(
            who, "packages.propose", Matter("p", setting, unit, sector=sector)
        )
        is not None
        for who in (designer, helper)
        for unit, sector in (("so", "Hộ tịch"), ("so_khac", "Đất đai"), (None, None))
    }
    assert [key for key, yes in proposes.items() if yes] == [
        (False, "so", "Hộ tịch"),
        (True, "so", "Hộ tịch"),
    ]
    assert may(designer, "packages.approve", Matter("p", setting, "so")) is None


ENGINE = Path(__file__).parent.parent.parent / "engine"


def required_everywhere() -> Iterator[tuple[str, str]]:
    """Where a right is required without a unit (so in the whole province), and which right."""
    for path in sorted(ENGINE.rglob("*.py")):
        if ".require(" not in (source := path.read_text()):
            continue
        module = import_module(".".join(path.relative_to(ENGINE.parent).with_suffix("").parts))
        for call in ast.walk(ast.parse(source)):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            places = [one for one in call.args[1:] if "setting" not in ast.unparse(one)]
            if call.func.attr != "require" or places or call.keywords:
                continue
            told = ast.unparse(call.args[0])
            named = getattr(module, told, told.strip("'"))
            if named in RIGHTS:
                yield f"{path.name}:{call.lineno}", named


def test_a_right_that_is_required_in_the_whole_province_is_given_nobody_in_a_part_of_it() -> None:
    """Else the table, what is told of it and links offer what is refused."""
    found = dict(required_everywhere())
    assert len(set(found.values())) > 10
    for place, right in found.items():
        assert set(reaches_of(right)) <= {"province", "installation"}, (place, right)
